import {
  type BatchMemory,
  type BatchPlan,
  DataFunctionError,
  type DataSplits,
  type Dataset,
  openBatch,
  Sampler,
} from '../data/index.js'
import { allocateBatches } from '../data/layout.js'
import { PreparationFailure, Preparer } from '../data/preparer.js'
import { noGrad, random, Scope } from '../tensor/index.js'
import { MetricError } from './errors.js'
import { metricNames } from './metrics.js'
import { type Built, blame } from './model.js'
import { lossOf, tensorsOf } from './session.js'
import type { Task } from './task.js'

/** What is rehearsed. */
export interface Rehearsal {
  readonly task: Task
  readonly name: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly seed: number
  readonly built: Built
  readonly splits: DataSplits
  readonly plan: BatchPlan
}

/**
 * Computes the loss of one shard and one evaluation batch on main, before any agent starts: shapes that do not
 * fit, a loss that is no scalar and metrics that are no numbers end the run with one line, and the names of the
 * metrics become known, for which the ledger keeps places.
 *
 * The parameters are not changed and nothing is differentiated.
 *
 * @returns the names of the metrics; none without an evaluation
 * @throws TaskCallError, LossShapeError, MetricError, DataFunctionError
 */
export async function rehearse(rehearsal: Rehearsal): Promise<string[]> {
  const { task, name, settings, seed, built, splits, plan } = rehearsal
  const context = { options: settings as never, step: 0 }
  const shard = new Sampler(seed, splits.train.length, plan.batch, plan.shards).indices(0, 0)
  const training = await fill(rehearsal, splits.train, plan.layout, shard, 0)
  within('loss', name, () => {
    const batch = tensorsOf(training, 0)
    const loss = random.run({ seed, use: 'rehearsal' }, () =>
      task.loss(built.module, batch as never, context),
    )
    lossOf(loss, name)
  })
  if (task.evaluate === undefined || splits.test === undefined || plan.evaluation === undefined) return []
  const { layout } = plan.evaluation
  const first = Uint32Array.from({ length: layout.rows }, (_, i) => i)
  const evaluation = await fill(rehearsal, splits.test, layout, first, -1)
  return within('evaluate', name, () => {
    built.module.eval()
    try {
      const batch = tensorsOf(evaluation, 0)
      const metrics = random.run({ seed, use: 'rehearsal' }, () =>
        task.evaluate!(built.module, batch as never, context),
      )
      const names = metricNames(metrics, name)
      for (const goal of [task.keepBest, task.earlyStopping]) {
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

/** One batch, prepared on main as a data worker would. */
async function fill(
  { task, seed }: Rehearsal,
  dataset: Dataset,
  layout: BatchPlan['layout'],
  indices: Uint32Array,
  step: number,
): Promise<BatchMemory> {
  const memory = allocateBatches(layout, 1)
  const preparer = new Preparer(dataset, seed, step < 0 ? undefined : task.augment, task.collate, () => {})
  try {
    await preparer.fill(indices, openBatch(memory, 0), {
      step,
      shard: 0,
      ...(step < 0 ? {} : { position: 0 }),
    })
  } catch (cause) {
    if (cause instanceof PreparationFailure)
      throw new DataFunctionError(cause.place, cause.problem, cause.cause)
    throw cause
  }
  return memory
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
