import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { RunDirectory, type RunEvent } from '../observe/index.js'
import { endRecord, readRecord } from '../state/record.js'
import type { RunPlace } from './protocol.js'

/**
 * Writes down how a run ended whose process could not. What cannot be written is told all the same, and a directory that
 * somebody removed is not made again.
 */
export function closeRun(path: string, events: readonly RunEvent[]): void {
  if (!existsSync(join(path, 'run.json'))) return
  try {
    const directory = new RunDirectory(path, true)
    try {
      for (const event of events) directory.append(event)
    } finally {
      directory.close()
      endRecord(path, { ...readRecord(path), status: 'failed', result: { ...events.at(-1)! } })
    }
  } catch {
    // The directory is full, or cannot be written; the caller has the error itself.
  }
}

/** Writes down that a run was ended at once, and is nobody's failure. Does not wait; its process may still be ending. */
export function markStopped(path: string, step: number, resume: string | null): void {
  try {
    const record = readRecord(path)
    if (record.status !== 'running') return
    const result = { event: 'stopped', step, resume, runDirectory: path, atOnce: true }
    endRecord(path, { ...record, status: 'stopped', result })
  } catch {
    // It had not begun, or its directory is gone, or full: then it looks like one that was killed.
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
