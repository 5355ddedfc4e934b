import { existsSync } from 'node:fs'
import { basename, extname, join, resolve } from 'node:path'
import {
  checkFaultPlan,
  describeFault,
  type Fault,
  FaultCannotFireError,
  readFaults,
} from './faults/lab/index.js'
import { trainIsolated } from './isolate.js'
import type { HostSeat } from './launcher/index.js'
import { core, loadTorchAhead, prepareThread } from './native/index.js'
import { defaultDirectory, RunDirectory, RunDirectoryGoneError } from './observe/index.js'
import { agentsAhead, type Run, type Source, startRun } from './run/index.js'
import {
  IdentityMismatchError,
  type MemoryFile,
  type ResumeSource,
  type RunRecord,
  RunRecordLostError,
  requireSameIdentity,
} from './state/index.js'
import { unlessAborted } from './supervision/index.js'
import { builtInTasks } from './tasks/index.js'
import { findTask } from './training/bundle.js'
import { findCheckpoint } from './training/checkpoints.js'
import { OptionError, RunAbortedError } from './training/errors.js'
import { inheritOptions, recordOfRun, sourceOf } from './training/inherit.js'
import { loadTask, prepareTask } from './training/load.js'
import { type LoadedModel, type LoadModelOptions, loadModelWith } from './training/load-model.js'
import { type CheckedOptions, checkOptions, type TrainOptions, withCrew } from './training/options.js'
import { type Prepared, prepareRun } from './training/prepare.js'

/** `train()`'s options: those of the command line, and a signal that stops the run. */
export interface TrainCallOptions extends TrainOptions {
  /** Aborting it stops the run at the next step border, as `run.stop()` does. */
  readonly signal?: AbortSignal | undefined
  /**
   * Milliseconds without any progress, of any agent, after which the run fails with `ERR_STALLED`. Must exceed the
   * longest shard. Default: ten minutes.
   */
  readonly stallMs?: number | undefined
  /**
   * Runs the job in a process of its own, as `troupe train` does: this process then survives whatever happens to that
   * one, which is started again when it dies. Default: false.
   */
  readonly isolate?: boolean | undefined
}

const defaultStallMs = 600_000

/** `train()` as programs have it (src/calls.ts). */
export async function train(task: string | URL, options: TrainCallOptions = {}): Promise<Run> {
  const { isolate = false, signal, stallMs, ...rest } = options
  if (!isolate) return trainHere(task, options)
  checkOptions(rest)
  const launch = { task: String(task), options: rest, signal, stallMs, print: 'stdout' as const }
  return trainIsolated(launch, async (directory) => (await loadModel(directory, { task: 'kept' })).model)
}

/**
 * {@link train} in this very process.
 *
 * @internal
 * @param memory keeps the state for the next process when this one is killed; with `resume`, what such a one left
 * @param seat what a launcher wants to know, and what it knows of earlier processes of the same run
 */
export async function trainHere(
  task: string | URL,
  { signal, stallMs = defaultStallMs, isolate: _, ...options }: TrainCallOptions,
  memory?: MemoryFile,
  seat?: HostSeat,
): Promise<Run> {
  if (!(stallMs > 0)) throw new OptionError(`stallMs must be above 0, not ${stallMs}.`, { stallMs })
  const past = seat?.past
  if (past?.place != null && !existsSync(join(past.place.path, 'events.jsonl')))
    throw new RunDirectoryGoneError(past.place.path)
  const name = past?.source?.name ?? nameOf(task)
  const { checked, source: from } = resumedOptions(name, options)
  const faults = faultsOf(checked)
  requireProcessOfItsOwn(faults, seat)
  const path = checked.run ?? from?.run ?? defaultDirectory(name)
  const isNew = !existsSync(path)
  const again = past?.place != null || (from !== undefined && resolve(path) === from.run)
  const directory = new RunDirectory(path, again)
  const leaves = past?.place?.leaves ?? (again ? 'all' : isNew ? 'nothing' : 'others')
  seat?.placed({ path: directory.path, leaves, resume: options.resume === true ? from?.run : options.resume })
  let ahead: ReturnType<typeof agentsAhead> | undefined
  try {
    loadTorchAhead()
    ahead = agentsAhead(checked)
    const source = past?.source ?? (await prepareTask(task, directory.path, builtInTasks))
    prepareThread(checked.threads)
    const planned = await unlessAborted(
      loadTask(source).then((loaded) =>
        prepareRun(source, loaded, checked, signal, past?.metrics ?? undefined),
      ),
      signal,
    )
    const prepared = { ...planned, plan: withCrew(planned.plan, past?.crew ?? null) }
    seat?.prepared({ source, metrics: prepared.metrics })
    core().trim()
    signal?.throwIfAborted()
    const resumed = from && findResumed(from, prepared, memory)
    return await startRun({
      prepared,
      options: checked,
      planned: faults,
      directory,
      signal,
      stallMs,
      resumed,
      memory,
      seat,
      ahead,
    })
  } catch (error) {
    // A run that never started leaves nothing behind; one that was to go on stays as it was.
    if (leaves === 'all' || past?.started) directory.close()
    else directory.discard(leaves === 'nothing')
    if (signal?.aborted) throw new RunAbortedError(signal.reason)
    throw error
  } finally {
    ahead?.close()
  }
}

/** The process that a fault kills must not be the one whose program asked for it. */
function requireProcessOfItsOwn(faults: readonly Fault[], seat: HostSeat | undefined): void {
  const fault = faults.find((each) => each.process === true)
  if (seat !== undefined || fault === undefined) return
  throw new FaultCannotFireError(
    `${describeFault(fault)} cannot happen: the run shares the process of its program. Pass isolate: true.`,
    { fault },
  )
}

/** With `resume`, the options of the run that is gone on with stand behind those that were given. */
function resumedOptions(
  name: string,
  options: TrainOptions,
): { checked: CheckedOptions; source: ResumeSource | undefined } {
  const checked = checkOptions(options)
  if (checked.resume === undefined) return { checked, source: undefined }
  const source = sourceOf(checked.resume, checked.run, name)
  return { checked: checkOptions(inheritOptions(options, recordOfRun(source.run))), source }
}

function findResumed(source: ResumeSource, prepared: Prepared, memory: MemoryFile | undefined): Source {
  const record = recordOfRun(source.run)
  const found = withRecord(source.run, record, () => findCheckpoint(source, prepared, memory))
  // Without a checkpoint the record alone says whose directory this is.
  if (found.checkpoint === null && record !== null)
    requireSameIdentity(
      `the run ${source.run}`,
      JSON.parse(JSON.stringify(prepared.identity)),
      record.identity,
    )
  return { ...found, directory: source.run, probe: record?.probe }
}

/** Without a record its options were not taken over: that is why they are others. */
function withRecord<T>(directory: string, record: RunRecord | null, find: () => T): T {
  try {
    return find()
  } catch (error) {
    if (record !== null || !(error instanceof IdentityMismatchError)) throw error
    throw new RunRecordLostError(directory, error)
  }
}

function faultsOf({ faults }: CheckedOptions): readonly Fault[] {
  if (faults === undefined) return []
  return (typeof faults === 'string' ? readFaults(faults) : checkFaultPlan(faults)).faults
}

/** Names the run directory before the task is loaded, which needs a directory to be bundled into. */
function nameOf(task: string | URL): string {
  if (typeof task === 'string' && Object.hasOwn(builtInTasks, task)) return task
  const path = findTask(task, Object.keys(builtInTasks))
  return basename(path, extname(path)).replaceAll(/[^\w.-]/g, '-')
}

/** {@link loadModelWith}, with the built-in tasks known. */
export function loadModel(directory: string, options?: LoadModelOptions): Promise<LoadedModel> {
  return loadModelWith(builtInTasks, directory, options)
}
