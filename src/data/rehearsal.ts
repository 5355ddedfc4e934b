import type { DataSplits } from './dataset.js'
import { allocateBatches, type BatchMemory, openBatch } from './layout.js'
import { noGate } from './no-gate.js'
import type { BatchPlan } from './plan.js'
import { Pool } from './pool.js'
import { Preparer } from './preparer.js'
import { type FunctionSource, type LoaderTask, sharedSplit } from './protocol.js'
import { Sampler } from './sampler.js'

export interface RehearsalOptions {
  readonly plan: BatchPlan
  readonly splits: DataSplits
  readonly seed: number
  readonly functions: FunctionSource
  /** Aborting it ends the worker, wherever it is. */
  readonly signal?: AbortSignal | undefined
  /** Longest that one sample may take; default 60,000 ms. */
  readonly stallMs?: number
}

/** Shard 0 of step 0, and evaluation batch 0 if there is one, each in place 0. */
export interface RehearsedBatches {
  readonly train: BatchMemory
  readonly evaluation: BatchMemory | undefined
}

/**
 * Prepares the first batch of each split as the run will, before there is a run.
 *
 * The task's functions are called in a data worker, where they belong: one that never returns would keep main
 * from hearing even Ctrl-C. Plain columns are gathered right here.
 *
 * Errors: DataFunctionError, DataWorkerDiedError, DataStalledError; the signal's reason.
 */
export async function rehearseBatches(options: RehearsalOptions): Promise<RehearsedBatches> {
  const { plan, splits, functions } = options
  const train = allocateBatches(plan.layout, 1)
  const evaluation = plan.evaluation && allocateBatches(plan.evaluation.layout, 1)
  const foreign = [splits.train, splits.test].some((split) => split?.kind === 'function')
  if (foreign || functions.augment || functions.collate) await inWorker(options, train, evaluation)
  else {
    const sampler = new Sampler(options.seed, splits.train.length, plan.layout.rows, 1)
    void gather(options, 'train', sampler.indices(0, 0), train)
    if (evaluation !== undefined) {
      void gather(
        options,
        'test',
        Uint32Array.from({ length: evaluation.layout.rows }, (_, i) => i),
        evaluation,
      )
    }
  }
  return { train, evaluation }
}

function gather(
  { splits, seed }: RehearsalOptions,
  split: 'train' | 'test',
  indices: Uint32Array,
  into: BatchMemory,
): void | Promise<void> {
  const preparer = new Preparer(splits[split]!, seed, undefined, undefined, () => {})
  return preparer.fill(indices, openBatch(into, 0), { step: split === 'train' ? 0 : -1, shard: 0 })
}

async function inWorker(
  { plan, splits, seed, functions, signal, stallMs = 60_000 }: RehearsalOptions,
  train: BatchMemory,
  evaluation: BatchMemory | undefined,
): Promise<void> {
  const pool = new Pool({ workers: 1, stallMs }, (control) => ({
    train: sharedSplit(splits.train),
    test: splits.test && sharedSplit(splits.test),
    functions,
    gate: noGate,
    seed,
    // One shard as a batch of its own: the first of its steps has the samples of the first shard.
    batch: plan.layout.rows,
    shards: 1,
    depth: 1,
    memory: train,
    evaluation,
    control,
  }))
  const tasks: LoaderTask[] = [{ kind: 'training', row: 0, step: 0, shard: 0, end: 1, places: [0] }]
  if (evaluation !== undefined) tasks.push({ kind: 'evaluation', row: 0, first: 0, end: 1 })
  const close = () => void pool.close()
  signal?.addEventListener('abort', close, { once: true })
  try {
    for (const task of tasks) {
      signal?.throwIfAborted()
      const result = await pool.run(task)
      if (result.outcome === 'failed') throw result.error
      if (result.outcome === 'lost') throw result.error(1)
    }
    signal?.throwIfAborted()
  } finally {
    signal?.removeEventListener('abort', close)
    await pool.close()
  }
}
