import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of this package's compiled code. */
const compiled = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** Where an error was thrown, as `name (file:line:column)`; Node's own frames are left out. */
export function originOf(error: Error): string | undefined {
  return framesOf(error)[0]
}

/** Whether code outside of this package took part in an error, or nobody knows. */
export function isForeign(error: Error): boolean {
  const frames = framesOf(error)
  return frames.length === 0 || frames.some((frame) => !frame.includes(compiled))
}

/** Who called `process.exit()`: for a listener of `exit`, which is emitted within that call. */
export function callerOfExit(): string | undefined {
  const frames = (new Error().stack ?? '').split('\n').map((line) => line.trim())
  const at = frames.findIndex((frame) => /^at process\.exit\b/.test(frame))
  return at < 0 ? undefined : frames[at + 1]?.replace(/^at /, '')
}

function framesOf({ stack = '' }: Error): string[] {
  return stack
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at ') && !line.includes('node:'))
    .map((line) => line.slice(3))
}
