import { type Arena, type RowCounters, readDecision } from '../arena/index.js'
import { counted } from '../errors.js'
import type { RunEvent, TimeBreakdown } from '../observe/index.js'
import { carriedOf } from './carried.js'
import { evaluationIndex } from './decide.js'
import { judgeEvaluation, noProgress, type Progress } from './decision.js'
import type { Prepared } from './prepare.js'
import { evaluationDue } from './session.js'

type Metrics = Readonly<Record<string, number>>

/** The times of all seats added up, in milliseconds since the run opened. */
interface Totals {
  readonly time: TimeBreakdown
  readonly waitSum: number
  readonly waitOthers: number
}

/**
 * Follows a run by reading the ledger, at most ten times a second: nobody who computes tells anything, so being
 * watched costs the run nothing.
 */
export class Monitor {
  readonly #prepared: Prepared
  readonly #arena: Arena
  readonly #emit: (event: RunEvent) => void
  readonly #started = performance.now()
  #step: number
  #at = this.#started
  #totals: Totals
  #evaluations = 0
  #progress: Progress = noProgress
  readonly #warned = new Set<string>()
  loss = Number.NaN
  /** The last evaluation. */
  evaluation: Metrics | null = null
  /** The evaluation whose parameters are kept, if there was one. */
  best: Metrics | null = null

  constructor(prepared: Prepared, arena: Arena, emit: (event: RunEvent) => void) {
    this.#prepared = prepared
    this.#arena = arena
    this.#emit = emit
    this.#step = arena.shared.options.firstStep
    this.#totals = this.#read()
    const carried = carriedOf(arena.shared.running, prepared.metrics.length)
    this.#progress = carried.progress
    this.loss = carried.loss
    this.#evaluations = carried.evaluations
    if (carried.evaluations > 0) this.evaluation = this.#named(carried.last)
    if (!Number.isNaN(carried.progress.best)) this.best = this.#named(carried.kept)
  }

  /** Reports what has happened since the last call. */
  poll(): void {
    const { ledger } = this.#arena
    const { step } = ledger.round()
    this.#pollEvaluations(step)
    if (step === this.#step) return
    const now = performance.now()
    const steps = step - this.#step
    const stepMs = (now - this.#at) / steps
    this.loss = ledger.history(step - 1)?.loss ?? this.loss
    const before = this.#totals
    this.#totals = this.#read()
    const agents = Math.max(
      1,
      this.#sum(({ state }) => Number(state === 'alive')),
    )
    const { time } = this.#totals
    const perStep = (pick: (totals: Totals) => number) => round((pick(this.#totals) - pick(before)) / steps)
    this.#emit({
      event: 'step',
      step,
      loss: this.loss,
      samplesPerSecond: round((1000 * this.#prepared.plan.batch) / stepMs),
      stepMs: round(stepMs),
      waitMs: {
        data: round((time.data - before.time.data) / steps / agents),
        sum: round(perStep(({ waitSum }) => waitSum) / agents),
        others: round(perStep(({ waitOthers }) => waitOthers) / agents),
      },
      timeMs: {
        data: perStep((totals) => totals.time.data),
        compute: perStep((totals) => totals.time.compute),
        sum: perStep((totals) => totals.time.sum),
        update: perStep((totals) => totals.time.update),
        idle: perStep((totals) => totals.time.idle),
      },
    })
    this.#step = step
    this.#at = now
  }

  /** Mean duration of a step so far, in milliseconds. */
  get stepMs(): number {
    return (performance.now() - this.#started) / Math.max(1, this.#done)
  }

  /** The progress counters of all seats added up: it stands still only if nobody works. */
  get progress(): number {
    return this.#sum(({ progress }) => progress)
  }

  /** Steps committed since the run opened. */
  get #done(): number {
    return this.#arena.ledger.round().step - this.#arena.shared.options.firstStep
  }

  #named(values: readonly number[]): Metrics {
    return Object.fromEntries(this.#prepared.metrics.map((name, i) => [name, values[i]!]))
  }

  /** Evaluations are decided with the step that follows them, so one is known once that is committed. */
  #pollEvaluations(committed: number): void {
    const { options } = this.#arena.shared
    for (;;) {
      const index = this.#evaluations
      const step = options.evaluateEvery > 0 ? (index + 1) * options.evaluateEvery : options.steps
      if (options.evaluations === 0 || step >= committed || step >= options.steps) return
      const values = this.#arena.ledger.evaluation(index)
      if (values === undefined) return
      this.#evaluated(step, values)
    }
  }

  /**
   * The round that ended the run: its decision may carry an evaluation, and was never applied. Without a verdict no
   * decision ended it. For when nobody computes any more.
   */
  close(): { kept: 'current' | 'best'; verdict: 'stop' | 'fail' | undefined } {
    this.poll()
    const { ledger, shared } = this.#arena
    const { options } = shared
    const record = ledger.decision()
    const decision = record && readDecision(record, options.running.length, options.metrics)
    let current = this.best === null
    if (decision?.verdict !== 'stop' && decision?.verdict !== 'fail')
      return { kept: current ? 'current' : 'best', verdict: undefined }
    const { step } = ledger.round()
    if (
      evaluationDue(options, step) &&
      decision.evaluation === evaluationIndex(step, options.evaluateEvery) + 1
    ) {
      this.#evaluated(step, [...decision.metrics])
      // What is kept is copied with the update that follows, and here none does: the parameters stand as they are.
      current ||= decision.keepBest
    }
    return { kept: current ? 'current' : 'best', verdict: decision.verdict }
  }

  #evaluated(step: number, values: readonly number[]): void {
    this.#evaluations = evaluationIndex(step, this.#arena.shared.options.evaluateEvery) + 1
    const metrics = this.#named(values)
    const { progress, keep } = judgeEvaluation(metrics, this.#progress, this.#prepared.task)
    this.#progress = progress
    this.evaluation = metrics
    if (keep) this.best = metrics
    this.#warn(metrics, step)
    this.#emit({ ...metrics, event: 'evaluated', step })
  }

  /** Once per metric: NaN is never the best, and a run that goes by it keeps its last parameters. */
  #warn(metrics: Metrics, step: number): void {
    for (const [name, value] of Object.entries(metrics)) {
      if (!Number.isNaN(value) || this.#warned.has(name)) continue
      this.#warned.add(name)
      process.emitWarning(
        `the metric ${name} of the task ${this.#prepared.name} is NaN after ${counted(step, 'step')}; ` +
          'it is never taken as the best. Look for 0/0 or an overflow in evaluate().',
        'TroupeWarning',
      )
    }
  }

  /** Figures for the end of the run. */
  summary(): {
    seconds: number
    samplesPerSecond: number
    timeMs: TimeBreakdown
    shardsByAgent: Record<string, number>
    shardsComputed: number
    refused: number
    shardsChecked: number
  } {
    const seconds = (performance.now() - this.#started) / 1000
    const { batch, agents } = this.#prepared.plan
    const samples = this.#done * batch
    const { time } = this.#read()
    const published = this.#arena.ledger.published()
    const shardsComputed = this.#sum(({ begun }) => begun)
    return {
      seconds: round(seconds),
      samplesPerSecond: round(samples / seconds),
      timeMs: {
        data: round(time.data),
        compute: round(time.compute),
        sum: round(time.sum),
        update: round(time.update),
        idle: round(time.idle),
      },
      shardsComputed,
      refused: this.#sum(({ refused }) => refused),
      shardsChecked: this.#sum(({ checked }) => checked),
      // Ids that are kept free for spawnAgent() are nobody.
      shardsByAgent: Object.fromEntries(
        published
          .map((count, agent) => [agent, count] as const)
          .filter(([agent, count]) => agent < agents || count > 0),
      ),
    }
  }

  /** Adds up something of every seat that was ever taken. */
  #sum(pick: (counters: RowCounters) => number): number {
    let sum = 0
    for (let seat = 0; seat < this.#arena.seatsUsed; seat++) sum += pick(this.#arena.ledger.counters(seat))
    return sum
  }

  #read(): Totals {
    const time = { data: 0, compute: 0, sum: 0, update: 0, idle: 0 }
    let waitSum = 0
    let waitOthers = 0
    for (let seat = 0; seat < this.#arena.seatsUsed; seat++) {
      const { ms } = this.#arena.ledger.counters(seat)
      time.data += ms.data
      time.compute += ms.compute
      time.sum += ms.sum
      time.update += ms.update
      time.idle += ms.waitSum + ms.waitOthers
      waitSum += ms.waitSum
      waitOthers += ms.waitOthers
    }
    return { time, waitSum, waitOthers }
  }
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
