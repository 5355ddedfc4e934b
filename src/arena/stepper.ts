import { torch } from '../native/index.js'
import type { SharedArena } from './arena.js'
import { type Decision, recordLength, Verdict, writeDecision } from './record.js'

/** What the agent must do next; the numbers are those of cpp/core/stepper.h. */
export const Action = {
  compute: 1,
  evaluate: 2,
  decide: 3,
  slice: 4,
  finished: 5,
  aborted: 6,
  retired: 7,
  halted: 8,
  left: 9,
} as const
export type Action = (typeof Action)[keyof typeof Action]

/** What a decision is made from. */
export interface DecisionInputs {
  /** Sum of the squares of the summed gradient, before any scaling; not finite as soon as an element is not. */
  readonly squares: number
  /** The parameter with the first element that is not finite, or undefined. */
  readonly badParameter: string | undefined
  /** Sums over the shards. */
  readonly loss: number
  readonly weight: number
  readonly running: Float64Array
  /** Per evaluation batch the number of samples, then the metrics; null when none is due. */
  readonly evaluations: Float64Array | null
  /**
   * Measures the ratio of each parameter for an update with these scalars of the groups, where the optimizer wants
   * that; a pass over the whole state.
   */
  readonly ratios: (scalars: readonly (readonly number[])[]) => Float64Array
}

/** The tensors of the agent's module, by handle. */
export interface BoundTensors {
  readonly parameters: Uint32Array
  readonly buffers: Uint32Array
  /** Buffers of other types than float32: they must never change. */
  readonly constants: Uint32Array
}

/** Somebody in this process drew from libtorch's default generator while a shard was computed. */
export const DREW = -2

const NO_HANDLES = new Uint32Array(0)

/**
 * One agent's way through the steps, in native code: claims, merges, publications, sums, updates and commits happen
 * inside {@link next}; what needs JavaScript comes back as an {@link Action}. Belongs to one thread.
 */
export class Stepper {
  /** step, attempt, shard, batch place, evaluation batch, halted phase, closing */
  readonly #status = new Float64Array(7)
  readonly #native: unknown
  readonly #addon = torch()
  readonly #record: Float64Array
  readonly #sums = new Float64Array(4)
  readonly #running: Float64Array
  readonly #evaluations: Float64Array
  readonly #ratios: Float64Array

  /** @param threads native threads this thread was set to; checked before every shard */
  constructor(
    readonly shared: SharedArena,
    readonly seat: number,
    threads: number,
  ) {
    const { layout, options } = shared
    const { optimizer } = options
    this.#native = this.#addon.stepperOpen(
      shared.ledger,
      seat,
      Float64Array.of(
        layout.elements,
        layout.tail,
        layout.chunkElements,
        options.shards,
        layout.chunks,
        options.metrics,
        options.evaluations,
        options.running.length,
        optimizer.groups,
        optimizer.scalarsPerGroup,
        threads,
        optimizer.ratios,
        options.averages ? 1 : 0,
      ),
      Float64Array.from(layout.parameters, (segment) => segment.offset),
      Float64Array.from(layout.parameters, (segment) => segment.length),
      Float64Array.from(layout.buffers, (segment) => segment.offset + layout.tail - layout.bufferElements),
      Float64Array.from(layout.buffers, (segment) => segment.length),
      Float64Array.from(
        layout.spans.flatMap(({ begin, end, group, parameter }) => [begin, end, group, parameter]),
      ),
      [shared.parameters, shared.buffers, shared.running, shared.best, shared.staging, ...shared.moments],
      optimizer.kind,
      this.#status,
    )
    this.#record = new Float64Array(recordLength(options))
    this.#ratios = new Float64Array(optimizer.ratios)
    this.#running = new Float64Array(options.running.length)
    this.#evaluations = new Float64Array(options.evaluations * (options.metrics + 1))
  }

  get step(): number {
    return this.#status[0]!
  }
  get attempt(): number {
    return this.#status[1]!
  }
  /** The shard to compute. */
  get shard(): number {
    return this.#status[2]!
  }
  /** The place of its batch buffer. */
  get place(): number {
    return this.#status[3]!
  }
  /** The evaluation batch to evaluate. */
  get evaluation(): number {
    return this.#status[4]!
  }
  /** The phase at which an armed fault holds this agent, or 0. */
  get haltedPhase(): number {
    return this.#status[5]!
  }
  /** Whether this is the closing round, which only evaluates. */
  get closing(): boolean {
    return this.#status[6] === 1
  }

  /** Says which tensors the module computes with. */
  bind(tensors: BoundTensors): void {
    this.#addon.stepperBind(this.#native, tensors.parameters, tensors.buffers, tensors.constants)
  }

  /** Works until there is something to do for JavaScript, or until about `limitMs` (at most 100) were waited. */
  next(limitMs = 100): Action {
    return this.#addon.stepperNext(this.#native, limitMs)
  }

  /** Before each shard and each evaluation batch: committed buffers, no gradients. */
  prepare(): void {
    this.#addon.stepperPrepare(this.#native)
  }

  /**
   * Hands over a computed shard: gradients from the parameters' `.grad`, the loss (a scalar tensor) with its weight
   * (1, or the count that a sum is to be divided by).
   *
   * @param inputs handles of the batch's tensors, which must be unchanged
   * @returns -1, or why the shard was not taken: the place of the first tensor changed in place (parameters, then
   * constants, then inputs), or {@link DREW} when libtorch's default generator was drawn from meanwhile
   */
  computed(loss: number, weight: number, inputs: Uint32Array = NO_HANDLES): number {
    return this.#addon.stepperComputed(this.#native, loss, weight, inputs)
  }

  /** Hands over an evaluated batch: its metrics as means over `count` samples. */
  evaluated(metrics: Float64Array, count: number): void {
    this.#addon.stepperEvaluated(this.#native, metrics, count)
  }

  inputs(evaluationDue: boolean): DecisionInputs {
    const evaluations = evaluationDue ? this.#evaluations : null
    this.#addon.stepperInputs(this.#native, this.#sums, this.#running, evaluations)
    const [squares, block, loss, weight] = this.#sums as unknown as [number, number, number, number]
    const element = block * 4096
    const bad =
      block < 0 ? undefined : this.shared.layout.parameters.find((p) => p.offset + p.length > element)?.name
    return {
      squares,
      badParameter: bad,
      loss,
      weight,
      running: this.#running,
      evaluations,
      ratios: this.#measure,
    }
  }

  readonly #measure = (scalars: readonly (readonly number[])[]): Float64Array => {
    this.#addon.stepperRatios(this.#native, Float64Array.from(scalars.flat()), this.#ratios)
    return this.#ratios
  }

  /**
   * What becomes of a sum that is not finite where `wanted` is: `retry` becomes `fail` the second time in a step.
   * Leaves a record that main reads ({@link Ledger.spoilt}).
   *
   * @returns undefined when the round has moved on: what was read then says nothing about anybody
   */
  spoilt(wanted: 'retry' | 'skip' | 'fail', lossIsFinite: boolean): 'retry' | 'skip' | 'fail' | undefined {
    const block = lossIsFinite ? this.#sums[1]! : -1
    const verdict: number = this.#addon.stepperSpoilt(this.#native, Verdict[wanted], block)
    return (['retry', 'skip', 'fail'] as const).find((name) => Verdict[name] === verdict)
  }

  decided(decision: Decision): void {
    const { metrics, optimizer } = this.shared.options
    writeDecision(decision, this.#record, metrics, optimizer.scalarsPerGroup)
    this.#addon.stepperDecided(this.#native, this.#record)
  }

  /** Whether an armed fault takes this agent at a point of its own code; it then stands still for good. */
  reached(phase: number): boolean {
    return this.#addon.stepperReached(this.#native, phase)
  }

  /** Goes on after a fault that made it stand still. */
  resume(): void {
    this.#addon.stepperResume(this.#native)
  }

  /** What computes has thrown, and its thread will end: that it stands still from here on is no hang. */
  fail(): void {
    this.#addon.stepperFail(this.#native)
  }

  /** {@link next} says `left` at the next step border, where the agent holds nothing. */
  leave(): void {
    this.#addon.stepperLeave(this.#native)
  }
}
