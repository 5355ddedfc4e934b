import { existsSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { holderOfRun, type Incident } from '../observe/index.js'
import {
  CheckpointDamagedError,
  checkpointsFolder,
  identityDifferences,
  listCheckpoints,
  openCheckpoint,
  type RunRecord,
  readLatest,
  readRecord,
} from '../state/index.js'
import { type EventsHealth, type RecordedEvent, readEvents } from './events.js'
import { type Goodput, GoodputMeter } from './goodput.js'

export const recordFile = 'run.json'
export const eventsFile = 'events.jsonl'

/** A checkpoint of a run; `problem` is null for a good one. */
export interface CheckpointLine {
  readonly name: string
  readonly step: number
  readonly bytes: number
  readonly good: boolean
  readonly problem: string | null
  /** The last one that was acknowledged. */
  readonly latest: boolean
}

/** What a run directory says about its run. */
export interface RunReport {
  readonly kind: 'run'
  readonly directory: string
  readonly name: string
  /** Null where run.json cannot be read. */
  readonly record: RunRecord | null
  /** The process that is at work in it now, by number where it can be seen from here; null when there is none. */
  readonly process: { readonly pid: number | null } | null
  /** When the last event was written; null where none has a time. */
  readonly lastEventAt: string | null
  /** Steps that are committed, and that the run was to do; null where no event says so. */
  readonly steps: { readonly done: number; readonly planned: number | null }
  readonly loss: number | null
  readonly evaluation: Readonly<Record<string, unknown>> | null
  /** Processes that worked on it, one after the other. */
  readonly lives: number
  /** Null where its events have no times. */
  readonly goodput: Goodput | null
  readonly incidents: readonly Incident[]
  /** By code, the last message and how often it came. */
  readonly warnings: readonly { readonly code: string; readonly message: string; readonly times: number }[]
  readonly checkpoints: readonly CheckpointLine[]
  /** What of the directory cannot be read, in words; empty for a sound one. */
  readonly damage: readonly string[]
}

/** Reads all that a run directory holds, checkpoints verified. The run may still be going. */
export function inspectRun(path: string): RunReport {
  const directory = resolve(path)
  const damage: string[] = []
  // First: a run that ends meanwhile has said so in its record.
  const process = processIn(directory)
  const record = look(damage, recordFile, () => readRecord(directory))
  const history = new History()
  const health: EventsHealth = { damaged: 0, cutOff: 0 }
  look(damage, eventsFile, () => {
    for (const event of readEvents(join(directory, eventsFile), health)) history.add(event)
  })
  if (health.damaged > 0)
    damage.push(`${eventsFile}: ${health.damaged} ${health.damaged === 1 ? 'line is' : 'lines are'} no event`)
  const checkpoints = checkpointsOf(join(directory, checkpointsFolder), record, damage)
  return {
    kind: 'run',
    directory,
    name: basename(directory),
    record,
    process,
    ...history.summary,
    checkpoints,
    damage,
  }
}

/** The process that is at work in a run directory. What cannot be looked at has none. */
export function processIn(directory: string): RunReport['process'] {
  try {
    return holderOfRun(join(directory, eventsFile))
  } catch {
    return null
  }
}

function checkpointsOf(folder: string, record: RunRecord | null, damage: string[]): CheckpointLine[] {
  const latest = readLatest(folder)
  const all = listCheckpoints(folder)
  const named = latest !== null && latest !== 'damaged' && existsSync(join(folder, latest.name))
  // Read once more: a run that is going on replaces it, and removes old ones.
  if (latest === 'damaged' || (latest !== null && !named && isDeepStrictEqual(readLatest(folder), latest)))
    damage.push(`${checkpointsFolder}/latest names no checkpoint`)
  return all.flatMap(({ name, path, step }) => {
    const problem = problemOf(path, record)
    // A run that is going on removes old ones.
    if (!existsSync(path)) return []
    if (problem !== null) damage.push(`${checkpointsFolder}/${name} ${problem}`)
    const mine = latest !== null && latest !== 'damaged' && latest.name === name
    return [{ name, step, bytes: bytesOf(path), good: problem === null, problem, latest: mine }]
  })
}

function problemOf(path: string, record: RunRecord | null): string | null {
  try {
    const { identity } = openCheckpoint(path).manifest
    const differences = record === null ? [] : identityDifferences(record.identity, identity)
    return differences.length === 0 ? null : `is of another run: ${differences.join('; ')}`
  } catch (error) {
    if (error instanceof CheckpointDamagedError) return error.reason
    throw error
  }
}

function bytesOf(checkpoint: string): number {
  return ['model', 'optimizer', 'best']
    .map((name) => statSync(join(checkpoint, `${name}.safetensors`), { throwIfNoEntry: false })?.size ?? 0)
    .reduce((sum, size) => sum + size, 0)
}

/** What is read, or null and a line about why it is not. */
function look<T>(damage: string[], file: string, read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    damage.push(code === 'ENOENT' ? `${file} is missing` : `${file} cannot be read`)
    return null
  }
}

/** A run's events, added up. */
class History {
  readonly #meter = new GoodputMeter()
  readonly #incidents: Incident[] = []
  readonly #warnings = new Map<string, { message: string; times: number }>()
  #done = 0
  #planned: number | null = null
  #loss: number | null = null
  #evaluation: Record<string, unknown> | null = null
  #lives = 0
  #lastAt: number | undefined

  add(event: RecordedEvent): void {
    const { fields, at } = event
    this.#meter.add(event)
    this.#lastAt = at ?? this.#lastAt
    switch (event.event) {
      case 'started':
        this.#lives++
        this.#planned = numberOf(fields.steps)
        this.#done = numberOf((fields.resumed as Record<string, unknown> | null)?.step) ?? 0
        break
      case 'step':
      case 'stopped':
        this.#done = numberOf(fields.step) ?? this.#done
        this.#loss = numberOf(fields.loss) ?? this.#loss
        break
      case 'finished':
        this.#done = numberOf(fields.steps) ?? this.#done
        this.#loss = numberOf(fields.loss)
        this.#evaluation = fields.evaluation as Record<string, unknown> | null
        break
      case 'evaluated': {
        const { step: _, ...metrics } = fields
        this.#evaluation = metrics
        break
      }
      case 'incident':
        this.#incidents.push(fields as unknown as Incident)
        break
      case 'warning': {
        const code = String(fields.code)
        const times = (this.#warnings.get(code)?.times ?? 0) + 1
        this.#warnings.set(code, { message: String(fields.message), times })
      }
    }
  }

  get summary() {
    return {
      lastEventAt: this.#lastAt === undefined ? null : new Date(this.#lastAt).toISOString(),
      steps: { done: this.#done, planned: this.#planned },
      loss: this.#loss,
      evaluation: this.#evaluation,
      lives: this.#lives,
      goodput: this.#meter.result ?? null,
      incidents: this.#incidents,
      warnings: [...this.#warnings].map(([code, rest]) => ({ code, ...rest })),
    }
  }
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}
