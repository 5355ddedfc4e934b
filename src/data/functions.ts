import type { RandomStream } from '../tensor/random/stream.js'
import type { DataSplits, FieldArray, Fields, Sample } from './dataset.js'

/** What a task's `data()` is told. It must be a function of these alone: data workers may call it again. */
export interface DataContext {
  /** The folder given by `--data`, or undefined. */
  readonly dir: string | undefined
  readonly seed: number
  /** The task's own options, after `--set`. Plain values only. */
  readonly options: Readonly<Record<string, unknown>>
}

/** What `augment` is told about its sample. */
export interface AugmentContext {
  /** Random numbers keyed by (seed, epoch, sample): the same whoever prepares the batch, and however it is cut. */
  readonly random: RandomStream
  readonly step: number
  /** The sample's index in the training dataset. */
  readonly index: number
  readonly epoch: number
}

/** What `collate` is told about its batch. */
export interface CollateContext {
  /** Random numbers keyed by (seed, step, shard). */
  readonly random: RandomStream
  /** The step, or -1 for an evaluation batch. */
  readonly step: number
  /** The shard, or the number of the evaluation batch. */
  readonly shard: number
  readonly indices: Uint32Array
}

/**
 * The part of a task that runs in data workers: on typed arrays, with keyed random numbers, without libtorch.
 * A task module's default export has these among its properties.
 */
export interface DataFunctions {
  data(context: DataContext): DataSplits | Promise<DataSplits>
  /** Changes one training sample in place, after conversion and before collation. Evaluation is not augmented. */
  augment?(sample: Sample, context: AugmentContext): void | Promise<void>
  /** Writes a batch; `into[field]` holds `samples.length` rows. Default: rows one after the other. */
  collate?(
    samples: readonly Sample[],
    into: Record<string, FieldArray>,
    context: CollateContext,
  ): void | Promise<void>
  /** Fields of a batch when `collate` makes other ones than the dataset has; shapes are those of one row. */
  batchFields?: Fields
}
