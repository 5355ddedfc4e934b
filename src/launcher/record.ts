import { existsSync } from 'node:fs'
import { RunDirectory, type RunEvent } from '../observe/index.js'
import { readRecord, writeRecord } from '../state/record.js'
import type { RunPlace } from './protocol.js'

/** Writes down how a run ended whose process could not. What cannot be written is told all the same. */
export function closeRun(path: string, events: readonly RunEvent[]): void {
  try {
    const directory = new RunDirectory(path, true)
    for (const event of events) directory.append(event)
    directory.close()
    writeRecord(path, { ...readRecord(path), status: 'failed', result: { ...events.at(-1)! } })
  } catch {
    // The directory is gone or full; the caller has the error itself.
  }
}

/** Takes back what a run left that never started. */
export function discardRun({ path, leaves }: RunPlace): void {
  if (leaves === 'all' || !existsSync(path)) return
  try {
    new RunDirectory(path, true).discard(leaves === 'nothing')
  } catch {
    // Nothing of it can be read: there is nothing to take back either.
  }
}
