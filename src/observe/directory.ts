import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { requirePlain } from '../plain-file.js'
import { RunDirectoryError, RunDirectoryGoneError, RunInUseError } from './errors.js'
import type { RunEvent } from './events.js'
import { lockRun } from './lock.js'

/**
 * The directory of one run:
 *
 *     run.json           what was trained from what, and how it ended
 *     events.jsonl       every event, one JSON object per line, with the time it was written (`at`)
 *     metrics.jsonl      { step, loss } and { step, <metric> } only, for plotting
 *     <task>-<hash>.mjs  the task as it was run
 *     model.safetensors  the trained parameters and buffers
 *     checkpoints/       step-<n>/ and `latest`, see src/state/checkpoint
 */
export class RunDirectory {
  readonly path: string
  readonly #file: Pick<Stats, 'ino' | 'dev'>
  #events = -1
  #metrics = -1
  #open = true
  /** The last line was cut off, by a full disk or a kill: what follows begins on a line of its own. */
  #broken = false

  /**
   * Makes the directory; refuses one that holds a run, unless that run is to go on in it, and one in which another
   * process is at work.
   *
   * @throws RunDirectoryError (`ERR_RUN_DIRECTORY`), RunInUseError (`ERR_RUN_IN_USE`)
   */
  constructor(path: string, again = false) {
    this.path = resolve(path)
    try {
      makeFolder(this.path)
      if (!again && existsSync(join(this.path, 'events.jsonl')))
        throw Object.assign(new Error(), { code: 'ENOTEMPTY' })
      for (const name of ['run.json', 'events.jsonl', 'metrics.jsonl']) requirePlain(join(this.path, name))
      this.#events = openSync(join(this.path, 'events.jsonl'), 'a')
      this.#metrics = openSync(join(this.path, 'metrics.jsonl'), 'a')
      this.#file = fstatSync(this.#events)
      lockRun(this.path, join(this.path, 'events.jsonl'), this.#events)
      for (const [name, file] of [
        ['events.jsonl', this.#events],
        ['metrics.jsonl', this.#metrics],
      ] as const)
        if (again && endsInside(join(this.path, name))) writeSync(file, '\n')
    } catch (cause) {
      this.close()
      throw cause instanceof RunInUseError ? cause : new RunDirectoryError(this.path, cause)
    }
  }

  get name(): string {
    return basename(this.path)
  }

  file(name: string): string {
    return join(this.path, name)
  }

  /** Whether somebody removed or moved it, or another run has taken its place. */
  get gone(): boolean {
    const found = this.#found()
    return found === undefined ? !existsSync(this.path) : !this.#isOurs(found)
  }

  /**
   * Appends an event. Synchronous: what was announced is on its way to disk before anything else happens.
   *
   * @throws RunDirectoryError, RunDirectoryGoneError (`ERR_RUN_DIRECTORY`)
   */
  append(event: RunEvent): void {
    if (!this.#open) return
    if (!this.#isOurs(this.#found())) throw new RunDirectoryGoneError(this.path)
    try {
      writeSync(
        this.#events,
        `${this.#broken ? '\n' : ''}${JSON.stringify({ at: new Date().toISOString(), ...event })}\n`,
      )
      this.#broken = false
      const metrics = metricsOf(event)
      if (metrics !== null) writeSync(this.#metrics, `${JSON.stringify(metrics)}\n`)
    } catch (cause) {
      this.#broken = true
      throw new RunDirectoryError(this.path, cause)
    }
  }

  /** Takes back what was written, for a run that never started. `whole`: the directory too. */
  discard(whole: boolean): void {
    if (whole) rmSync(this.path, { recursive: true, force: true })
    else
      for (const name of ['events.jsonl', 'metrics.jsonl', 'run.json'])
        rmSync(this.file(name), { force: true })
    // Last: with it the lock ends, and somebody else may begin here.
    this.close()
  }

  close(): void {
    if (!this.#open) return
    this.#open = false
    for (const file of [this.#events, this.#metrics]) if (file >= 0) closeSync(file)
  }

  #found(): Stats | undefined {
    return statSync(this.file('events.jsonl'), { throwIfNoEntry: false })
  }

  /** As long as it is open here, no other file gets its number. */
  #isOurs(found: Stats | undefined): boolean {
    return found?.ino === this.#file.ino && found.dev === this.#file.dev
  }
}

/** Whether the last line was cut off: its writer was killed. What follows must not be glued to it. */
function endsInside(path: string): boolean {
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    const last = new Uint8Array(1)
    return size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a
  } finally {
    closeSync(file)
  }
}

/**
 * Makes a folder and those above it. Not `mkdirSync(…, { recursive: true })`: below a place like /proc, where
 * mkdir answers ENOENT although the parent exists, Node's own recursion never ends.
 */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  const parent = dirname(path)
  if (parent !== path) makeFolder(parent)
  mkdirSync(path)
}

function metricsOf(event: RunEvent): Record<string, unknown> | null {
  if (event.event === 'step') return { step: event.step, loss: event.loss }
  if (event.event !== 'evaluated') return null
  const { event: _, ...metrics } = event
  return metrics
}

/** `runs/<task>-<time>`, with a number behind it when two runs start within a second. */
export function defaultDirectory(task: string, now = new Date()): string {
  const time = now.toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-')
  const wanted = join('runs', `${task}-${time}`)
  let path = wanted
  for (let n = 2; existsSync(path) && readdirSync(path).length > 0; n++) path = `${wanted}-${n}`
  return path
}
