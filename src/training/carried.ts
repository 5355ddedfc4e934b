import type { StateViews } from '../arena/index.js'
import type { CheckpointState } from '../state/index.js'
import { noProgress, type Progress, progressOf, progressScalars, pushProgress } from './decision.js'

/**
 * What of a run goes on from step to step besides the optimizer's scalars: it stands behind them among the running
 * scalars, and is written by the same update. So a snapshot of a step has all of it, whoever watched the run.
 *
 *     | best, stopping best, waited, plateau's four | loss | evaluations decided | metrics of the last | metrics of the kept |
 */
export interface Carried {
  readonly progress: Progress
  /** Mean loss of the last step; NaN before the first. */
  readonly loss: number
  /** Evaluations decided so far. */
  readonly evaluations: number
  /** Metrics of the last of them; NaN before the first. */
  readonly last: readonly number[]
  /** Metrics of the one whose parameters are kept; NaN without. */
  readonly kept: readonly number[]
}

/** How many doubles it takes with so many metrics. */
export function carriedScalars(metrics: number): number {
  return progressScalars + 2 + 2 * metrics
}

/** Before the first step. */
export function initialCarried(metrics: number): number[] {
  const nothing = Number.NaN
  const initial: number[] = []
  pushProgress(initial, noProgress)
  return [...initial, nothing, 0, ...new Array<number>(2 * metrics).fill(nothing)]
}

/** Reads it from running scalars. */
export function carriedOf(running: ArrayLike<number>, metrics: number): Carried {
  const at = running.length - carriedScalars(metrics)
  const from = at + progressScalars + 2
  const slice = (begin: number) => Array.from({ length: metrics }, (_, i) => running[begin + i]!)
  return {
    progress: progressOf(running, at),
    loss: running[at + progressScalars]!,
    evaluations: running[at + progressScalars + 1]!,
    last: slice(from),
    kept: slice(from + metrics),
  }
}

/**
 * Appends to `running`, which has the optimizer's scalars of the next step, what goes on from `before`. Loops and no
 * views: this is done every step.
 */
export function carryOn(
  running: number[],
  before: ArrayLike<number>,
  progress: Progress,
  loss: number,
  decided: { readonly evaluation: number; readonly metrics: readonly number[]; readonly keep: boolean },
): void {
  const { evaluation, metrics, keep } = decided
  const from = running.length + progressScalars + 2
  const count = (before.length - from) / 2
  pushProgress(running, progress)
  running.push(loss)
  running.push(evaluation === 0 ? before[from - 1]! : evaluation)
  for (let i = 0; i < count; i++) running.push(evaluation === 0 ? before[from + i]! : metrics[i]!)
  for (let i = 0; i < count; i++) running.push(keep ? metrics[i]! : before[from + count + i]!)
}

/** A state ready to be written; `metrics` are the names of what evaluations report. */
export function checkpointState(
  step: number,
  views: StateViews,
  metrics: readonly string[],
): CheckpointState {
  const { progress, loss, evaluations, last, kept } = carriedOf(views.running, metrics.length)
  const named = (values: readonly number[]) =>
    Object.fromEntries(metrics.map((name, i) => [name, values[i]!]))
  const hasBest = !Number.isNaN(progress.best)
  return {
    step,
    views,
    hasBest,
    progress: {
      loss,
      evaluations,
      evaluation: evaluations === 0 ? null : named(last),
      keptBest: hasBest ? named(kept) : null,
      earlyStopping: { best: progress.stoppingBest, waited: progress.waited },
    },
  }
}
