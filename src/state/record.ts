import { closeSync, openSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { lacksSpace } from '../errors.js'
import { readPlain } from '../plain-file.js'
import { z } from '../zod.js'
import type { RunIdentity } from './identity.js'
import type { ProbeDigests } from './probe.js'
import { probeSchema } from './probe-schema.js'

/** Version of the run record's form; a reader refuses a higher one. */
export const recordVersion = 1

const recordSchema = z.looseObject({
  version: z.int(),
  task: z.looseObject({
    name: z.string(),
    path: z.string(),
    /** File of the bundle inside the run directory; absent for built-in tasks. */
    bundle: z.string().optional(),
    sha256: z.string(),
    inputs: z.array(z.object({ path: z.string(), sha256: z.string() })),
  }),
  status: z.enum(['running', 'finished', 'failed', 'stopped']),
  startedAt: z.string(),
  identity: z.looseObject({
    seed: z.int(),
    settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  }),
  probe: probeSchema.optional(),
})

/**
 * `run.json` of a run directory: what was trained from what, and how it ended.
 *
 * Written when the run starts (`status: 'running'`) and replaced when it ends, so a directory whose record still
 * says running belongs to a run that is alive or was killed.
 */
export interface RunRecord {
  readonly version: number
  readonly task: {
    readonly name: string
    /** The task as it was given: an absolute path, or the name of a built-in. */
    readonly path: string
    /** File of the bundle inside the run directory; absent for built-in tasks. */
    readonly bundle?: string | undefined
    readonly sha256: string
    /** The files that the task was made from. */
    readonly inputs: readonly { readonly path: string; readonly sha256: string }[]
  }
  readonly status: 'running' | 'finished' | 'failed' | 'stopped'
  readonly startedAt: string
  readonly identity: RunIdentity
  /** What the run's first agents computed as the admission probe; absent before they have. Part of the identity. */
  readonly probe?: ProbeDigests | undefined
  readonly options: Readonly<Record<string, unknown>>
  /** The last event: `finished`, `failed` or `stopped`, with its figures. */
  readonly result?: Readonly<Record<string, unknown>>
}

const running = '\n  "status": "running"'
const failed = '\n  "status": "failed" '

/** Writes the record in one piece: readers see the old one or the new one. */
export function writeRecord(directory: string, record: RunRecord): void {
  const file = join(directory, 'run.json')
  try {
    writeFileSync(`${file}.new`, `${JSON.stringify(record, null, 2)}\n`)
    renameSync(`${file}.new`, file)
  } catch (error) {
    if (lacksSpace(error)) rmSync(`${file}.new`, { force: true })
    throw error
  }
}

/**
 * Writes the record of a run that is over. On a full disk a failed one is marked as such at least, without how it failed.
 * Throws what the file system says.
 */
export function endRecord(directory: string, record: RunRecord): void {
  try {
    writeRecord(directory, record)
  } catch (error) {
    if (record.status === 'failed' && lacksSpace(error)) markFailed(directory)
    throw error
  }
}

/** Takes no further space: a few bytes are written over others. */
function markFailed(directory: string): void {
  const path = join(directory, 'run.json')
  // Texts in JSON have no line breaks: it is found where it stands.
  const at = readFileSync(path).indexOf(running)
  if (at < 0) return
  const file = openSync(path, 'r+')
  try {
    writeSync(file, failed, at)
  } finally {
    closeSync(file)
  }
}

/** Reads a record back. Throws what the file system, JSON or the schema says; `loadModel` puts it in words. */
export function readRecord(directory: string): RunRecord {
  const record = recordSchema.parse(JSON.parse(readPlain(join(directory, 'run.json'))))
  if (record.version > recordVersion) throw new Error(`it was written by a later version (${record.version})`)
  return record as unknown as RunRecord
}
