import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type RunRecord, readRecord } from '../state/index.js'
import { lastEvents } from './events.js'
import { eventsFile, processIn, recordFile } from './run.js'

/** A run in a list. */
export interface RunLine {
  readonly run: string
  readonly directory: string
  readonly task: string | null
  /** `unreadable` where run.json is damaged, `killed` where it says `running` and no process is at work. */
  readonly status: RunRecord['status'] | 'killed' | 'unreadable'
  readonly startedAt: string | null
  /** Committed steps; null where nothing says so. */
  readonly steps: number | null
  readonly evaluation: Readonly<Record<string, unknown>> | null
  /** From the start of its last process to its last event; null where that has no time. */
  readonly seconds: number | null
}

/** The run directories in a folder, the newest first. */
export function listRuns(folder: string): RunLine[] {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, recordFile)))
    .map((name) => lineOf(join(folder, name), name))
    .sort((a, b) => Date.parse(b.startedAt ?? '') - Date.parse(a.startedAt ?? '') || (a.run < b.run ? -1 : 1))
}

function lineOf(directory: string, run: string): RunLine {
  let record: RunRecord
  const process = processIn(directory)
  try {
    record = readRecord(directory)
  } catch {
    const nothing = { task: null, startedAt: null, steps: null, evaluation: null, seconds: null }
    return { run, directory, status: 'unreadable', ...nothing }
  }
  const { task, status, startedAt, result = {} } = record
  const killed = status === 'running' && process === null
  const known = { run, directory, task: task.name, status: killed ? 'killed' : status, startedAt } as const
  if (status === 'finished')
    return {
      ...known,
      steps: result.steps as number,
      evaluation: result.evaluation as Record<string, unknown> | null,
      seconds: result.seconds as number,
    }
  // Only the end of the file: a folder may hold many long runs.
  const events = eventsAtEnd(join(directory, eventsFile))
  const last = events.findLast(({ at }) => at !== undefined)?.at
  const step = events.findLast(({ event }) => event === 'step' || event === 'stopped')
  const evaluated = events.findLast(({ event }) => event === 'evaluated')
  const { step: _, ...metrics } = evaluated?.fields ?? {}
  return {
    ...known,
    steps: (step?.fields.step as number | undefined) ?? null,
    evaluation: evaluated === undefined ? null : metrics,
    seconds: last === undefined ? null : Math.max(0, last - Date.parse(startedAt)) / 1000,
  }
}

function eventsAtEnd(path: string) {
  try {
    return lastEvents(path)
  } catch {
    return []
  }
}
