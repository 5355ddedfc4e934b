import { existsSync } from 'node:fs'
import { basename, extname, join, resolve } from 'node:path'
import supervisor from '../agents/supervisor.js'
import { ActorSystem } from './actor/index.js'
import { Conductor } from './conductor.js'
import { Loader, ledgerGate } from './data/index.js'
import {
  actsOf,
  checkFaultPlan,
  divideShards,
  FaultInjector,
  readFaults,
  requireFeasible,
  slownessOf,
} from './faults/lab/index.js'
import { core, prepareThread } from './native/index.js'
import { defaultDirectory, EventStream, RunDirectory } from './observe/index.js'
import type { Run } from './run.js'
import { checkpointsFolder, type ResumeSource, requireSameIdentity } from './state/index.js'
import { defaultPatience, StallWatch, unlessAborted } from './supervision/index.js'
import { builtInTasks } from './tasks/index.js'
import { findTask } from './training/bundle.js'
import {
  checkpointPlan,
  findCheckpoint,
  type Resumed,
  restoreArena,
  stateForm,
} from './training/checkpoints.js'
import { OptionError, RunAbortedError } from './training/errors.js'
import { inheritOptions, recordOfRun, sourceOf } from './training/inherit.js'
import { loadTask, prepareTask } from './training/load.js'
import { type LoadedModel, type LoadModelOptions, loadModelWith } from './training/load-model.js'
import { bytesOf, type CheckedOptions, checkOptions, type TrainOptions } from './training/options.js'
import { makeArena, type Prepared, prepareRun } from './training/prepare.js'
import { evaluationDue } from './training/session.js'
import { threadTransport } from './transport/thread-transport.js'

/** `train()`'s options: those of the command line, and a signal that stops the run. */
export interface TrainCallOptions extends TrainOptions {
  /** Aborting it stops the run at the next step border, as `run.stop()` does. */
  readonly signal?: AbortSignal | undefined
  /**
   * Milliseconds without any progress, of any agent, after which the run fails with `ERR_STALLED`. Must exceed the
   * longest shard. Default: ten minutes.
   */
  readonly stallMs?: number | undefined
}

const defaultStallMs = 600_000

/**
 * Trains a task, and resolves as soon as its agents compute.
 *
 * Everything that is wrong with task, data or options rejects here, before an agent computes; what goes wrong later
 * rejects `run.done`. The job runs in this process: an agent's thread may die, native code that aborts takes the
 * process along.
 *
 * @param task URL or path of a `.ts`, `.js` or `.mjs` module that default-exports a task, or a built-in name
 * @throws OptionError, TaskNotFoundError, NotATaskError, TaskCallError, FaultSpecError, RunDirectoryError,
 *   NoCheckpointError, IdentityMismatchError and what reading the data throws
 */
export async function train(
  task: string | URL,
  { signal, stallMs = defaultStallMs, ...options }: TrainCallOptions = {},
): Promise<Run> {
  if (!(stallMs > 0)) throw new OptionError(`stallMs must be above 0, not ${stallMs}.`, { stallMs })
  const name = nameOf(task)
  const { checked, source: from } = resumedOptions(name, options)
  const faults = faultsOf(checked)
  const path = checked.run ?? from?.run ?? defaultDirectory(name)
  const isNew = !existsSync(path)
  const again = from !== undefined && resolve(path) === from.run
  const directory = new RunDirectory(path, again)
  try {
    const source = await prepareTask(task, directory.path, builtInTasks)
    prepareThread(checked.threads)
    const prepared = await unlessAborted(
      loadTask(source).then((loaded) => prepareRun(source, loaded, checked, signal)),
      signal,
    )
    core().trim()
    signal?.throwIfAborted()
    const resumed = from && { ...findResumed(from, prepared), directory: from.run }
    return await start(prepared, checked, faults, directory, signal, stallMs, resumed)
  } catch (error) {
    // A run that never started leaves nothing behind; one that was to go on stays as it was.
    if (again) directory.close()
    else directory.discard(isNew)
    if (signal?.aborted) throw new RunAbortedError(signal.reason)
    throw error
  }
}

/** Sets everything up in the order in which the parts need each other, and takes it down again if one fails. */
async function start(
  prepared: Prepared,
  options: CheckedOptions,
  planned: ReturnType<typeof faultsOf>,
  directory: RunDirectory,
  signal: AbortSignal | undefined,
  stallMs: number,
  resumed: (Resumed & { readonly directory: string }) | undefined,
): Promise<Run> {
  const { plan, batches, splits, functions, source, settings, metrics } = prepared
  const every = options.checkpointEvery ?? 0
  const checkpoint = resumed?.checkpoint ?? null
  const firstStep = checkpoint?.manifest.step ?? 0
  // Those of the steps that are done have happened, or can never.
  const faults = planned.filter(({ step }) => step >= firstStep)
  const arena = makeArena(prepared, faults.length, options.restarts, firstStep, every)
  const { shared } = arena
  const form = stateForm(prepared, shared.layout)
  if (checkpoint !== null) restoreArena(arena, form, checkpoint)
  requireFeasible({ faults }, { ...plan, evaluates: (step) => evaluationDue(shared.options, step) })
  const loader = await Loader.start({
    plan: batches,
    splits,
    seed: options.seed,
    firstStep,
    endStep: plan.steps,
    gate: ledgerGate(shared.ledger as never),
    functions,
    signal,
  })
  // Failures are the supervisor's affair and end up as incidents; the system itself prints nothing.
  let conductor: Conductor | undefined
  const system = await ActorSystem.start({
    // An agent's start is libtorch and its model: a bare thread started ahead would save little of it.
    transport: threadTransport({ spare: false }),
    onFailure: ({ path, error }) => path === '/supervisor' && conductor?.supervisorFailed(error),
  })
  conductor = new Conductor({
    prepared,
    options,
    arena,
    loader,
    system,
    directory,
    events: new EventStream(),
    stall: new StallWatch(stallMs),
    checkpoints: {
      arena,
      plan: checkpointPlan(prepared, form, {
        folder: join(directory.path, checkpointsFolder),
        keep: options.keep,
        damaged: (resumed?.skipped ?? []).map(({ path }) => basename(path)),
      }),
      metrics,
      every,
      directory: directory.path,
      resumed,
    },
  })
  const merging = faults.filter(({ phase }) => phase === 'merge').map(({ agent }) => agent)
  const ranges = divideShards(plan.shards, plan.agents, new Set(merging))
  const injector = new FaultInjector(faults, arena.ledger, conductor.victims)
  injector.arm({
    shards: plan.shards,
    chunks: shared.layout.chunks,
    evaluations: shared.options.evaluations,
    ranges,
  })
  try {
    const ref = await system.spawn(
      supervisor,
      {
        arena,
        spec: {
          task: { name: prepared.name, path: source.path, url: source.url },
          settings,
          seed: options.seed,
          threads: options.threads,
          onNonfinite: options.onNonfinite,
          arena: shared,
          batches: loader.shared.train,
          evaluation:
            metrics.length === 0
              ? null
              : { memory: loader.shared.evaluation!.memory, rows: loader.shared.evaluation!.counts, metrics },
        },
        ranges,
        spares: plan.spares,
        restarts: options.restarts,
        batch: plan.batch,
        device: 'cpu',
        announcements: (agent) => injector.announcements(agent),
        acts: (agent) => ({ acts: actsOf(faults, agent), slow: slownessOf(faults, agent) }),
        memory: bytesOf(options.agentMemory),
        patience: defaultPatience,
        moveRanges: merging.length === 0,
        watch: faults.length === 0 ? undefined : injector,
        ...conductor.reports,
      },
      { name: 'supervisor' },
    )
    return await conductor.begin(ref, faults.length === 0 ? undefined : () => injector.requireFired(), signal)
  } catch (error) {
    await conductor.dismantle()
    throw error
  }
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

function findResumed(source: ResumeSource, prepared: Prepared): Resumed {
  const found = findCheckpoint(source, prepared)
  const record = recordOfRun(source.run)
  // Without a checkpoint the record alone says whose directory this is.
  if (found.checkpoint === null && record !== null)
    requireSameIdentity(
      `the run ${source.run}`,
      JSON.parse(JSON.stringify(prepared.identity)),
      record.identity,
    )
  return found
}

function faultsOf({ faults }: CheckedOptions) {
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
