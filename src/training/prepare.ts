import { Arena, planLayout } from '../arena/index.js'
import {
  type BatchMemory,
  type BatchPlan,
  type DataSplits,
  type FunctionSource,
  planBatches,
  resolveData,
} from '../data/index.js'
import { identity } from '../native/index.js'
import type { RunIdentity } from '../state/index.js'
import type { optim } from '../tensor/index.js'
import type { TaskSource } from './bundle.js'
import { initialRunning } from './decide.js'
import { OptionError, TaskDefinitionError } from './errors.js'
import { type Built, blame, buildModel } from './model.js'
import { type CheckedOptions, planRun, type RunPlan } from './options.js'
import { isPlateau } from './plateau.js'
import { rehearse } from './rehearse.js'
import { readSettings, type Settings } from './settings.js'
import type { Task } from './task.js'

/** Everything that is settled before the first agent starts. */
export interface Prepared {
  readonly task: Task
  readonly name: string
  readonly source: TaskSource
  readonly settings: Settings<any>
  readonly splits: DataSplits
  readonly plan: RunPlan
  readonly batches: BatchPlan
  /** The task's functions that data workers call. */
  readonly functions: FunctionSource
  /** Main's own model: it gives the initial values, and gets the trained ones. */
  readonly built: Built
  readonly metrics: readonly string[]
  /** The batch of the admission probe. */
  readonly probe: BatchMemory
  readonly identity: RunIdentity
}

/**
 * Reads the data, plans the run and tries the task out. Whatever is wrong with task, data or options is found
 * here, in one thread and with one error.
 *
 * @param known the names of the metrics, where the task was tried out before
 */
export async function prepareRun(
  source: TaskSource,
  task: Task,
  options: CheckedOptions,
  signal: AbortSignal | undefined,
  known?: readonly string[],
): Promise<Prepared> {
  const name = task.name ?? source.name
  const settings = readSettings(task.options ?? {}, options.set)
  const { seed } = options
  const context = { dir: options.data, seed, options: settings }
  const splits = await resolveData(task as never, context).catch((cause) => {
    // Errors of the data layer name file and remedy themselves.
    throw isTyped(cause) ? cause : blame('data', name, cause)
  })
  const plan = planRun(options, {
    batch: task.batch,
    steps: task.steps,
    epochs: task.epochs,
    samples: splits.train.length,
  })
  const batches = planBatches({
    splits,
    batch: plan.batch,
    shards: plan.shards,
    batchFields: task.batchFields,
    evaluationBatch: task.evaluationBatch,
  })
  const evaluates = task.evaluate !== undefined && splits.test !== undefined
  const plateau = isPlateau(task.schedule) ? task.schedule : undefined
  if (!evaluates && (task.keepBest ?? task.earlyStopping ?? plateau) !== undefined) {
    throw new TaskDefinitionError(
      `the task ${name} has keepBest, earlyStopping or a plateau, but data() gives no test set.`,
    )
  }
  const built = buildModel(task, name, settings, seed)
  const functions: FunctionSource = {
    module: source.url,
    context,
    augment: task.augment !== undefined,
    collate: task.collate !== undefined,
  }
  const { precision } = options
  const rehearsal = {
    task,
    name,
    settings,
    seed,
    precision,
    built,
    splits,
    plan: batches,
    functions,
    signal,
    known,
  }
  const { metrics, data, batch: probe } = await rehearse(rehearsal)
  return {
    task,
    name,
    source,
    settings,
    splits,
    plan,
    batches,
    functions,
    built,
    metrics,
    probe,
    identity: {
      task: source.sha256,
      settings,
      seed,
      shards: plan.shards,
      batch: plan.batch,
      threads: options.threads,
      precision: options.precision,
      exact: options.exact,
      data,
      native: identity(),
    },
  }
}

function isTyped(error: unknown): boolean {
  return typeof (error as { code?: unknown } | null)?.code === 'string' && error instanceof Error
}

/** Names of the arrays that a run keeps beside its parameters, in the arena's order. */
export function stateNames({ ema }: Task, optimizer: optim.Optimizer): readonly string[] {
  return ema === undefined ? optimizer.stateNames : [...optimizer.stateNames, 'ema']
}

/** The arena of a run, with the initial values in it. */
export function makeArena(
  prepared: Prepared,
  faults: number,
  { restarts, redundancy, seed }: Pick<CheckedOptions, 'restarts' | 'redundancy' | 'seed'>,
  firstStep = 0,
  snapshotEvery = 0,
): Arena {
  const { built, plan, task, metrics, batches } = prepared
  const { optimizer, trained, buffers, groups } = built
  const shapes = (tensors: ReadonlyMap<string, { shape: readonly number[] }>) =>
    [...tensors].map(([name, { shape }]) => ({ name, shape }))
  const layout = planLayout(shapes(trained), shapes(buffers), (i) => groups[i]!, optimizer.measures)
  // One id for each shard at least, so that spawnAgent() has room wherever there is work for one more.
  const agents = Math.max(plan.agents + plan.spares, plan.shards)
  // A seat is free again one step after its thread ended: all may die within one step, as often as restarts allow.
  const seats = plan.agents + plan.spares + restarts + plan.shards
  if (seats > 256) {
    throw new OptionError(
      `agents, spares, shards and restarts need ${seats} seats; 256 are the most. Lower one of them.`,
    )
  }
  const running = initialRunning(optimizer, metrics.length)
  const scalarsPerGroup = optimizer.advance([...optimizer.running], optimizer.groups[0]!.options, 1).scalars
    .length
  const arena = new Arena(layout, {
    agents,
    shards: plan.shards,
    steps: plan.steps,
    firstStep,
    snapshotEvery,
    evaluateEvery: metrics.length === 0 ? 0 : (task.evaluateEvery ?? 0),
    evaluations: metrics.length === 0 ? 0 : batches.evaluation!.batches,
    metrics: metrics.length,
    depth: batches.depth,
    faults,
    seats,
    optimizer: {
      kind: optimizer.kind,
      moments: stateNames(task, optimizer).length,
      groups: optimizer.groups.length,
      scalarsPerGroup,
      ratios: optimizer.measures ? trained.size : 0,
    },
    averages: task.ema !== undefined,
    running,
    keepBest: task.keepBest !== undefined,
    redundancy: { share: redundancy, seed },
  })
  for (const segment of layout.parameters) {
    arena.shared.parameters.set(trained.get(segment.name)!.toTypedArray() as Float32Array, segment.offset)
  }
  if (task.ema !== undefined) arena.shared.moments.at(-1)!.set(arena.shared.parameters)
  for (const segment of layout.buffers) {
    arena.shared.buffers.set(buffers.get(segment.name)!.toTypedArray() as Float32Array, segment.offset)
  }
  return arena
}
