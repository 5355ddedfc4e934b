import type { ColumnDataset, Dataset, Fields } from './dataset.js'
import type { DataPlace } from './errors.js'
import type { DataContext } from './functions.js'
import type { GateSource } from './gate.js'
import type { BatchMemory } from './layout.js'

/** The task module that data workers import, and which of its functions they use. */
export interface FunctionSource {
  /** URL of a module whose default export has the DataFunctions. */
  readonly module: string
  readonly context: DataContext
  readonly augment: boolean
  readonly collate: boolean
}

/** A split as it crosses to data workers: columns as they are, functions as a promise to make them again there. */
export type SharedSplit =
  | ColumnDataset
  | { readonly kind: 'function'; readonly length: number; readonly fields: Fields }

export function sharedSplit(dataset: Dataset): SharedSplit {
  const { kind, length, fields } = dataset
  return kind === 'columns' ? dataset : { kind, length, fields }
}

/** What every data worker of a loader is told once. */
export interface WorkerSetup {
  readonly train: SharedSplit
  readonly test: SharedSplit | undefined
  readonly functions: FunctionSource | undefined
  readonly gate: GateSource
  readonly seed: number
  readonly batch: number
  readonly shards: number
  readonly depth: number
  readonly memory: BatchMemory
  readonly evaluation: BatchMemory | undefined
  /** `Control` words, a row of CONTROL_WORDS for each task that can be under way at once. */
  readonly control: Int32Array
}

/** Columns of a row of control words: written by the worker, read by main's watch. */
export const Control = {
  /** Set by main, in row 0 only: workers that wait stop waiting. */
  closing: 0,
  /** `Activity` of the worker. */
  activity: 1,
  /** Counts up with every sample or batch: what stands still for long while filling has stalled. */
  progress: 2,
  /** What is being prepared: a step and its first unpublished shard, or an evaluation batch. */
  step: 3,
  shard: 4,
  /** Sample index, where samples are prepared one at a time; else -1. */
  sample: 5,
  threadId: 6,
} as const

export const CONTROL_WORDS = 16

export const Activity = { none: 0, starting: 1, filling: 2, waiting: 3 } as const

/** Training batches from (`step`, `shard`) on, up to step `end`. `places[i]` is the buffer of the i-th (step, shard). */
export interface TrainingTask {
  readonly kind: 'training'
  readonly row: number
  readonly step: number
  readonly shard: number
  readonly end: number
  readonly places: readonly number[]
}

/** Evaluation batches `first` to `end`, exclusive; batch i lies in place i. */
export interface EvaluationTask {
  readonly kind: 'evaluation'
  readonly row: number
  readonly first: number
  readonly end: number
}

export type LoaderTask = TrainingTask | EvaluationTask

/** `stopped`: the run is over or aborted. Failures are told as data, because structured clone loses error classes. */
export type TaskOutcome =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'stopped' }
  | {
      readonly outcome: 'failed'
      readonly place: DataPlace
      readonly problem: string
      readonly stack: string | undefined
    }
