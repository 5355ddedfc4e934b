import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type ResumeSource, type RunRecord, readRecord, resumeSource } from '../state/index.js'
import { OptionError } from './errors.js'
import type { TrainOptions } from './options.js'

/** What decides over a run's result, or how it is kept: a resumed run has it from the run that it goes on with. */
const inherited = [
  'shards',
  'batch',
  'steps',
  'epochs',
  'seed',
  'threads',
  'precision',
  'onNonfinite',
  'redundancy',
  'data',
  'exact',
  'checkpointEvery',
  'keep',
] as const

/** The options of a resumed run: what was given, and for the rest what the run's record says. */
export function inheritOptions(given: TrainOptions, record: RunRecord | null): TrainOptions {
  if (record === null) return given
  const before = record.options as TrainOptions
  const known = Object.fromEntries(
    inherited.filter((name) => before[name] !== undefined).map((name) => [name, before[name]]),
  )
  // Two ways to say the same: the one that is given counts.
  if (given.steps !== undefined || given.epochs !== undefined) {
    delete known.steps
    delete known.epochs
  }
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  return { ...known, ...said, set: { ...before.set, ...given.set } }
}

/** The record of a run directory; null when it cannot be read, as after a crash of the disk. */
export function recordOfRun(directory: string): RunRecord | null {
  try {
    return readRecord(directory)
  } catch {
    return null
  }
}

/** What `resume` names; `true` is `run`, or the task's newest run. @throws OptionError when it is no run */
export function sourceOf(resume: string | true, run: string | undefined, task: string): ResumeSource {
  const path = resume === true ? (run ?? newestRun(task)) : resume
  const source = resumeSource(path)
  if (source !== undefined) return source
  throw new OptionError(
    `resume: ${path} is neither a run directory nor a checkpoint. Give the directory that a stopped run printed.`,
    { resume: path },
  )
}

/** The newest run of a task below `runs`. */
function newestRun(task: string, runs = 'runs'): string {
  const found = existsSync(runs) ? readdirSync(runs) : []
  const mine = found.filter(
    (name) => name.startsWith(`${task}-`) && /^-\d{4}-\d{2}-\d{2}-\d{6}/.test(name.slice(task.length)),
  )
  const newest = mine
    .filter((name) => existsSync(join(runs, name, 'run.json')))
    .sort()
    .at(-1)
  if (newest !== undefined) return join(runs, newest)
  throw new OptionError(
    `resume: there is no run of ${task} below ${runs}. Give its directory: --resume DIR.`,
    { task },
  )
}
