import type { optim } from '../tensor/index.js'
import { isPlateau } from './plateau.js'
import type { EarlyStopping, MetricGoal } from './task.js'

/**
 * The part of a decision that belongs to evaluations: keeping the best, stopping early and plateaus.
 *
 * Whoever decides a step computes this from the evaluation's means and from what the last decision left behind,
 * so these numbers travel in the decision's running scalars and are the same whoever decides.
 */
export interface Progress {
  /** Best value of the kept metric so far; NaN before the first evaluation. */
  readonly best: number
  /** Best value of the early-stopping metric so far; NaN before the first. */
  readonly stoppingBest: number
  /** Evaluations in a row without an improvement of it. */
  readonly waited: number
  /** Of a schedule that goes by a plateau. */
  readonly plateau: optim.PlateauProgress
}

const nothing = Number.NaN
export const noProgress: Progress = {
  best: nothing,
  stoppingBest: nothing,
  waited: 0,
  plateau: { best: nothing, waited: 0, cooling: 0, factor: 1 },
}

/** How many doubles a Progress takes among the running scalars. */
export const progressScalars = 7

export function progressOf(scalars: ArrayLike<number>, at: number): Progress {
  return {
    best: scalars[at]!,
    stoppingBest: scalars[at + 1]!,
    waited: scalars[at + 2]!,
    plateau: {
      best: scalars[at + 3]!,
      waited: scalars[at + 4]!,
      cooling: scalars[at + 5]!,
      factor: scalars[at + 6]!,
    },
  }
}

/** Appends what {@link progressOf} reads. */
export function pushProgress(running: number[], { best, stoppingBest, waited, plateau }: Progress): void {
  running.push(best, stoppingBest, waited, plateau.best, plateau.waited, plateau.cooling, plateau.factor)
}

export interface EvaluationVerdict {
  readonly progress: Progress
  /** Copy the parameters that were evaluated: they are the best so far. */
  readonly keep: boolean
  /** End the run with the step that was evaluated. */
  readonly stop: boolean
}

/** Judges one evaluation. NaN is never an improvement. */
export function judgeEvaluation(
  metrics: Readonly<Record<string, number>>,
  before: Progress,
  goals: {
    readonly keepBest?: MetricGoal | undefined
    readonly earlyStopping?: EarlyStopping | undefined
    readonly schedule?: unknown
  },
): EvaluationVerdict {
  const { keepBest, earlyStopping, schedule } = goals
  let { best, stoppingBest, waited, plateau } = before
  if (isPlateau(schedule)) plateau = schedule.next(metrics[schedule.options.metric]!, plateau)
  const keep = keepBest !== undefined && better(metrics[keepBest.metric]!, best, keepBest.mode, 0)
  if (keep) best = metrics[keepBest!.metric]!
  if (earlyStopping !== undefined) {
    const value = metrics[earlyStopping.metric]!
    if (better(value, stoppingBest, earlyStopping.mode, earlyStopping.minDelta ?? 0)) {
      stoppingBest = value
      waited = 0
    } else {
      waited++
    }
  }
  const stop = earlyStopping !== undefined && waited >= earlyStopping.patience
  return { progress: { best, stoppingBest, waited, plateau }, keep, stop }
}

function better(value: number, than: number, mode: 'max' | 'min' = 'max', minDelta: number): boolean {
  if (Number.isNaN(value)) return false
  if (Number.isNaN(than)) return true
  return mode === 'max' ? value > than + minDelta : value < than - minDelta
}

/**
 * What the gradient is multiplied by: one over the weight of the batch (S for means, the counts' sum for
 * `{ sum, count }`), and the clip factor of torch.nn.utils.clip_grad_norm_: min(1, clipNorm / (norm + 1e-6)).
 *
 * @param normSquared sum of squares of the summed gradient, before the division by the weight
 */
export function gradientScale(
  weight: number,
  normSquared: number,
  clipNorm: number | undefined,
): { scale: number; norm: number; clip: number } {
  const norm = Math.sqrt(normSquared) / weight
  const clip = clipNorm === undefined ? 1 : Math.min(1, clipNorm / (norm + 1e-6))
  return { scale: clip / weight, norm, clip }
}

/** Means over the test set from the batches' means, weighted by their samples, added in index order. */
export function combineEvaluation(
  batches: readonly { samples: number; values: ArrayLike<number> }[],
): number[] {
  const metrics = batches[0]?.values.length ?? 0
  const sums = new Array<number>(metrics).fill(0)
  let samples = 0
  for (const batch of batches) {
    samples += batch.samples
    for (let i = 0; i < metrics; i++) sums[i]! += batch.values[i]! * batch.samples
  }
  return sums.map((sum) => sum / samples)
}
