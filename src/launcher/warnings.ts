import { writeSync } from 'node:fs'

/** Prints warnings of this package as one plain line. Node's own way of printing stays that of all others. */
export function printWarnings(): void {
  const others = process.listeners('warning')
  process.removeAllListeners('warning')
  process.on('warning', (warning) => {
    if (warning.name === 'TroupeWarning') tell(`troupe: warning: ${warning.message}`)
    else for (const print of others) print(warning)
  })
}

/** Written synchronously: the process may end with the next statement. */
export function tell(line: string): void {
  try {
    writeSync(2, `${line}\n`)
  } catch {
    // Nobody reads it.
  }
}
