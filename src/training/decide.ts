import type { ArenaOptions, Decision, DecisionInputs } from '../arena/index.js'
import type { optim } from '../tensor/index.js'
import { carryOn, initialCarried } from './carried.js'
import {
  combineEvaluation,
  gradientScale,
  judgeEvaluation,
  type Progress,
  progressOf,
  progressScalars,
} from './decision.js'
import { TaskCallError } from './errors.js'
import { call } from './model.js'
import { isPlateau } from './plateau.js'
import type { Task } from './task.js'

/** What a decision depends on besides its inputs: the same for whoever makes it. */
export interface StepDecision {
  readonly task: Task
  readonly name: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly optimizer: optim.Optimizer
  readonly metrics: readonly string[]
  readonly step: number
  /** The round after the last step, which only evaluates. */
  readonly closing: boolean
  readonly run: ArenaOptions
}

/**
 * Running scalars of a run, in the decision's order: the optimizer's, group by group, then what a run carries on
 * (carried.ts).
 */
export function initialRunning(optimizer: optim.Optimizer, metrics: number): number[] {
  const { groups, running } = optimizer
  return [...groups.flatMap(() => running), ...initialCarried(metrics)]
}

/** Which evaluation of the run, from 0, belongs to `step`. */
export function evaluationIndex(step: number, every: number): number {
  return every > 0 ? Math.ceil(step / every) - 1 : 0
}

/**
 * The one decision of a step (exact-step §4): apply with these scalars, stop, or fail. What `fail` becomes
 * where such steps are tried again or skipped depends on earlier attempts too (session.ts).
 *
 * A pure function, so it does not matter which agent makes it, nor that two may make it at the same time: the
 * ledger names one record, and both hold the same bits.
 */
export function decideStep(context: StepDecision, inputs: DecisionInputs): Decision {
  const { task, optimizer, run, step, closing } = context
  const at = optimizer.groups.length * optimizer.running.length
  let progress = progressOf(inputs.running, at)
  let keep = false
  let stop = closing
  const metrics = inputs.evaluations === null ? [] : evaluationMeans(inputs.evaluations, run.metrics)
  if (inputs.evaluations !== null) {
    const named = Object.fromEntries(context.metrics.map((name, i) => [name, metrics[i]!]))
    const verdict = judgeEvaluation(named, progress, task)
    progress = verdict.progress
    keep = verdict.keep
    stop ||= verdict.stop
  }
  const evaluation = inputs.evaluations === null ? 0 : 1 + evaluationIndex(step, run.evaluateEvery)
  if (stop) {
    return {
      verdict: 'stop',
      keepBest: keep,
      evaluation,
      metrics,
      bufferScale: 0,
      loss: 0,
      norm: 0,
      rate: 0,
      clip: 1,
      averageKeep: 0,
      // Nothing is applied.
      running: [...inputs.running],
      scalars: [],
      ratios: [],
    }
  }
  const { scale, norm, clip } = gradientScale(inputs.weight, inputs.squares, task.clipNorm)
  const loss = inputs.loss / inputs.weight
  const factor = rateFactor(context, progress)
  const limit = task.clipValue ?? Infinity
  const running: number[] = []
  const scalars: (readonly number[])[] = []
  // Loops: views, spreads and flatMap took 10 µs a step.
  const width = optimizer.running.length
  const before = new Array<number>(width)
  for (const { options } of optimizer.groups) {
    for (let i = 0; i < width; i++) before[i] = inputs.running[running.length + i]!
    const update = optimizer.advance(before, options, scale, options.lr * factor, limit)
    for (let i = 0; i < width; i++) running.push(update.running[i]!)
    scalars.push(update.scalars)
  }
  carryOn(running, inputs.running, progress, loss, { evaluation, metrics, keep })
  // Written out on purpose: with `...shared` in it, V8 makes a new hidden class for every such object. These stay
  // until the next full collection, 20 µs and more than 1 KB a step.
  return {
    // Non-finite values are decided on here, before any parameter changes.
    verdict: Number.isFinite(loss) && Number.isFinite(norm) ? 'apply' : 'fail',
    keepBest: keep,
    evaluation,
    metrics,
    bufferScale: 1 / run.shards,
    loss,
    norm,
    rate: optimizer.groups[0]!.options.lr * factor,
    clip,
    // The first step's parameters start the average.
    averageKeep: task.ema === undefined || step === 0 ? 0 : task.ema.decay,
    running,
    scalars,
    ratios: optimizer.measures ? inputs.ratios(scalars) : [],
  }
}

/** The decision of a step whose sum is not finite, where such steps are skipped: all goes on but what it computed. */
export function skipStep(
  { optimizer }: Pick<StepDecision, 'optimizer'>,
  decided: Decision,
  inputs: DecisionInputs,
): Decision {
  const at = optimizer.groups.length * optimizer.running.length
  const running = [...inputs.running.subarray(0, at), ...decided.running.slice(at)]
  running[at + progressScalars] = inputs.running[at + progressScalars]!
  return { ...decided, verdict: 'skip', running }
}

function rateFactor({ task, name, settings, run, step }: StepDecision, { plateau }: Progress): number {
  const { schedule } = task
  if (schedule === undefined) return 1
  if (isPlateau(schedule)) return plateau.factor
  const factor = call('schedule', name, () =>
    schedule(step, { options: settings as never, steps: run.steps }),
  )
  if (typeof factor === 'number' && Number.isFinite(factor)) return factor
  throw new TaskCallError('schedule', name, `it returned ${factor} for step ${step}, which is no factor`)
}

/** Rows of samples and metrics, as the arena keeps them, to means over the whole test set. */
function evaluationMeans(rows: Float64Array, metrics: number): number[] {
  const batches = Array.from({ length: rows.length / (metrics + 1) }, (_, batch) => {
    const from = batch * (metrics + 1)
    return { samples: rows[from]!, values: rows.subarray(from + 1, from + 1 + metrics) }
  })
  return combineEvaluation(batches)
}
