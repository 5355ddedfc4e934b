import {
  type BatchMemory,
  type BatchPlan,
  contentsOf,
  type DataContents,
  type DataSplits,
  type FunctionSource,
  type RehearsedBatches,
  rehearseBatches,
} from '../data/index.js'
import { noGrad, random, Scope } from '../tensor/index.js'
import { MetricError } from './errors.js'
import { metricNames } from './metrics.js'
import { type Built, blame } from './model.js'
import { isPlateau } from './plateau.js'
import { inPrecision, lossOf, tensorsOf } from './session.js'
import type { Task } from './task.js'

/** What is rehearsed. */
export interface Rehearsal {
  readonly task: Task
  readonly name: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly seed: number
  readonly precision: 'float32' | 'bf16'
  readonly built: Built
  readonly splits: DataSplits
  readonly plan: BatchPlan
  readonly functions: FunctionSource
  readonly signal: AbortSignal | undefined
  /** The names of the metrics, where the task was tried out before: then it is not again. */
  readonly known: readonly string[] | undefined
}

/** What a rehearsal leaves behind. */
export interface Rehearsed {
  /** The names of the metrics; none without an evaluation. */
  readonly metrics: readonly string[]
  /** What the data are. */
  readonly data: DataContents
  /** The first shard of step 0, in place 0: the built-in batch of the admission probe. */
  readonly batch: BatchMemory
}

/**
 * Computes the loss of one shard and one evaluation batch on main, before any agent starts: shapes that do not
 * fit, a loss that is no scalar and metrics that are no numbers end the run with one line, and the names of the
 * metrics become known, for which the ledger keeps places.
 *
 * The parameters are not changed and nothing is differentiated. What `loss` does to buffers, as batch normalization
 * does, is undone: main's are those that the run starts with.
 *
 * @throws TaskCallError, LossShapeError, MetricError, and what rehearseBatches throws
 */
export async function rehearse(rehearsal: Rehearsal): Promise<Rehearsed> {
  const batches = await rehearseBatches(rehearsal)
  // First: what the task does to a batch is its own affair.
  const data = contentsOf(rehearsal.splits, batches)
  return { metrics: rehearsal.known ?? tryOut(rehearsal, batches), data, batch: batches.train }
}

/** @returns the names of the metrics; none without an evaluation */
function tryOut(rehearsal: Rehearsal, batches: RehearsedBatches): string[] {
  const { buffers } = rehearsal.built
  const before = [...buffers].map(([name, tensor]) => [name, tensor.toTypedArray()] as const)
  try {
    return compute(rehearsal, batches)
  } finally {
    for (const [name, values] of before) buffers.get(name)!.copyFrom(values)
  }
}

function compute(
  { task, name, settings, seed, precision, built }: Rehearsal,
  batches: RehearsedBatches,
): string[] {
  const context = { options: settings as never, step: 0 }
  within('loss', name, () => {
    const batch = tensorsOf(batches.train, 0)
    const loss = random.run({ seed, use: 'rehearsal' }, () =>
      inPrecision(precision, () => task.loss(built.module, batch as never, context)),
    )
    lossOf(loss, name)
  })
  const { evaluation } = batches
  if (task.evaluate === undefined || evaluation === undefined) return []
  return within('evaluate', name, () => {
    built.module.eval()
    try {
      const batch = tensorsOf(evaluation, 0)
      const metrics = random.run({ seed, use: 'rehearsal' }, () =>
        inPrecision(precision, () => task.evaluate!(built.module, batch as never, context)),
      )
      const names = metricNames(metrics, name)
      const plateau = isPlateau(task.schedule) ? task.schedule.options : undefined
      for (const goal of [task.keepBest, task.earlyStopping, plateau]) {
        if (goal === undefined || names.includes(goal.metric)) continue
        throw new MetricError(
          `the task ${name} goes by '${goal.metric}', but evaluate() reports ${names.join(', ')}.`,
        )
      }
      return names
    } finally {
      built.module.train()
    }
  })
}

function within<T>(part: 'loss' | 'evaluate', name: string, run: () => T): T {
  const scope = new Scope()
  try {
    return noGrad(run)
  } catch (cause) {
    throw blame(part, name, cause)
  } finally {
    scope.dispose()
  }
}
