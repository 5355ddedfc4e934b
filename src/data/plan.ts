import { availableParallelism, totalmem } from 'node:os'
import type { DataSplits, Fields } from './dataset.js'
import { checkFields } from './dataset.js'
import { BatchTooLargeError, DatasetError } from './errors.js'
import { MAX_PLACES } from './gate.js'
import { type BatchLayout, layoutOf } from './layout.js'
import { checkBatch } from './sampler.js'

/** Buffers are prepared ahead up to this many bytes: some tens of milliseconds of the fastest training. */
const AHEAD_BYTES = 16 << 20

/** Most steps prepared ahead; more would only be older. */
const MOST_STEPS_AHEAD = 128

/** A batch may go round a small dataset this often; beyond it, and beyond so many samples, somebody mistyped. */
const MOST_ROUNDS = 16
const LARGE_BATCH = 1 << 16

export interface PlanOptions {
  readonly splits: DataSplits
  /** Global batch; a multiple of `shards`. */
  readonly batch: number
  readonly shards: number
  /** The task's `batchFields`; default the dataset's fields. */
  readonly batchFields?: Fields | undefined
  /** Samples in an evaluation batch; default 500, at most the test split's length. */
  readonly evaluationBatch?: number | undefined
  /** Data worker threads; default a quarter of the cores, at least 1. */
  readonly workers?: number | undefined
}

/** The sizes of a loader, known before anything is allocated: the ledger needs some of them. */
export interface BatchPlan {
  readonly batch: number
  readonly shards: number
  readonly workers: number
  /** Steps whose batches can lie ready at once. */
  readonly depth: number
  /** Consecutive steps that a worker prepares as one task. */
  readonly block: number
  /** Batch buffers in all: depth × shards, and spares for those that a hung worker may still write to. */
  readonly places: number
  /** A shard's batch. */
  readonly layout: BatchLayout
  /** Absent without a test split. */
  readonly evaluation?: { readonly layout: BatchLayout; readonly batches: number } | undefined
}

/** Plans the buffers of a run. Errors: BatchNotDivisibleError, BatchTooLargeError, DatasetError. */
export function planBatches(options: PlanOptions): BatchPlan {
  const { splits, batch, shards, batchFields = splits.train.fields } = options
  const { workers = Math.max(1, Math.floor(availableParallelism() / 4)), evaluationBatch = 500 } = options
  checkBatch(batch, shards)
  checkFields(batchFields, 'batchFields')
  for (const [name, value] of Object.entries({ workers, evaluationBatch })) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new DatasetError(`${name} is ${value}; it must be a whole number of at least 1`, {
        [name]: value,
      })
    }
  }
  const layout = layoutOf(batchFields, batch / shards)
  checkSize(batch, splits.train.length, layout.stride * shards)
  // Half of the places are for spares, hence the 2.
  const addressable = Math.floor(MAX_PLACES / (2 * shards))
  if (addressable < 2) {
    throw new DatasetError(
      `${shards} shards are more than the ${MAX_PLACES / 4} that batches can be prepared for`,
      { shards },
    )
  }
  const affordable = Math.floor(AHEAD_BYTES / (layout.stride * shards))
  const depth = Math.max(2, Math.min(affordable, addressable, MOST_STEPS_AHEAD))
  // All workers' blocks together cover at most half the depth: they are never all waiting for one commit.
  const block = Math.max(1, Math.floor(depth / (2 * workers)))
  const rows = splits.test && Math.min(evaluationBatch, splits.test.length)
  return {
    batch,
    shards,
    workers,
    depth,
    block,
    places: Math.min(depth + 2 * block, 2 * addressable) * shards,
    layout,
    evaluation: rows && {
      layout: layoutOf(batchFields, rows),
      batches: Math.ceil(splits.test!.length / rows),
    },
  } as BatchPlan
}

/** @param bytes of one step's batches; two steps' are the least that is kept */
function checkSize(batch: number, samples: number, bytes: number): void {
  if (batch > LARGE_BATCH && batch > MOST_ROUNDS * samples) {
    throw new BatchTooLargeError(
      batch,
      `is more than ${MOST_ROUNDS} times the ${samples} of the training data`,
      {
        samples,
      },
    )
  }
  const memory = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY)
  if (2 * bytes > memory / 2) {
    const gib = (n: number) => `${(n / 2 ** 30).toFixed(1)} GiB`
    throw new BatchTooLargeError(
      batch,
      `needs ${gib(2 * bytes)} for its buffers, of the ${gib(memory)} of this machine`,
      { bytes: 2 * bytes, memory },
    )
  }
}
