import { notNegative, oneOf, optionsOf, real, size, text } from '../arguments.js'
import { TensorArgumentError } from '../errors.js'

export interface PlateauOptions {
  /** The metric of `evaluate` to go by; of no use to a loop of one's own, which gives the value. */
  readonly metric: string
  /** Which way is better. Default `max`, as with `keepBest` (PyTorch: min). */
  readonly mode?: 'max' | 'min'
  /** What the learning rate is multiplied by. Default 0.1. */
  readonly factor?: number
  /** Evaluations without an improvement that are put up with. Default 10. */
  readonly patience?: number
  /** The least improvement that counts: relative to the best, or absolute. Default 1e-4. */
  readonly threshold?: number
  /** Default `relative`. */
  readonly thresholdMode?: 'relative' | 'absolute'
  /** Evaluations after a reduction that are not counted. Default 0. */
  readonly cooldown?: number
  /** The product of all reductions does not go below it. Default 0. */
  readonly least?: number
}

/** Where it stands: plain numbers, which a run keeps with its state. */
export interface PlateauProgress {
  /** NaN before the first evaluation. */
  readonly best: number
  readonly waited: number
  readonly cooling: number
  /** The product of the reductions so far. */
  readonly factor: number
}

/** Reduces the learning rate when a metric stops getting better, as PyTorch's ReduceLROnPlateau. */
export class Plateau {
  static readonly start: PlateauProgress = { best: Number.NaN, waited: 0, cooling: 0, factor: 1 }
  readonly options: Required<PlateauOptions>

  constructor(options: PlateauOptions) {
    this.options = optionsOf<PlateauOptions>('optim.plateau', options, {
      metric: [text],
      mode: [oneOf('max', 'min'), 'max'],
      factor: [real, 0.1],
      patience: [size, 10],
      threshold: [notNegative, 1e-4],
      thresholdMode: [oneOf('relative', 'absolute'), 'relative'],
      cooldown: [size, 0],
      least: [notNegative, 0],
    })
    const { factor } = this.options
    if (!(factor > 0 && factor < 1))
      throw new TensorArgumentError('optim.plateau', `factor must be above 0 and below 1, not ${factor}`)
  }

  /** @internal After one more value of the metric. NaN is never an improvement. */
  next(value: number, { best, waited, cooling, factor }: PlateauProgress): PlateauProgress {
    const { patience, cooldown, least, factor: by } = this.options
    const improved = this.#improves(value, best)
    let count = improved ? 0 : waited + 1
    let rest = cooling
    if (rest > 0) {
      rest--
      count = 0
    }
    let now = factor
    if (count > patience) {
      now = Math.max(factor * by, least)
      rest = cooldown
      count = 0
    }
    return { best: improved ? value : best, waited: count, cooling: rest, factor: now }
  }

  #improves(value: number, best: number): boolean {
    const { mode, threshold, thresholdMode } = this.options
    if (Number.isNaN(value)) return false
    if (Number.isNaN(best)) return true
    const up = mode === 'max' ? 1 : -1
    const margin = thresholdMode === 'relative' ? best * threshold : threshold
    return value * up > best * up + margin
  }
}

/** A plateau schedule, for `schedule` of a task or for `scheduler()`. */
export function plateau(options: PlateauOptions): Plateau {
  return new Plateau(options)
}
