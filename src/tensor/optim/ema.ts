import { native } from '../addon.js'
import { callable, check, optionsOf, real, size, tensorList } from '../arguments.js'
import { TensorArgumentError } from '../errors.js'
import type { Module } from '../nn/module.js'
import type { Parameter } from '../nn/parameter.js'
import { exempt } from '../scope.js'
import { synchronous } from '../synchronous.js'
import type { Tensor } from '../tensor.js'
import { trainedOf } from './clip.js'

/**
 * The exponential moving average of parameters: after every update average = decay · average + (1 - decay) ·
 * parameter; the first update copies, as torch.optim.swa_utils.AveragedModel does with get_ema_multi_avg_fn. A task
 * says `ema` instead.
 */
export class Ema {
  readonly #parameters: readonly Parameter[]
  readonly #averages: readonly Tensor[]
  #updates = 0

  constructor(
    parameters: Iterable<Parameter> | Module<any[], any>,
    readonly decay: number,
  ) {
    checkDecay('optim.ema', decay)
    this.#parameters = trainedOf<Parameter>('optim.ema', parameters)
    this.#averages = this.#parameters.map((each) => exempt(each.detach().clone()))
  }

  /** After the optimizer's step. */
  update(): void {
    const handles = (tensors: readonly Tensor[]) => Uint32Array.from(tensors, ({ handle }) => handle)
    const keep = this.#updates === 0 ? 0 : this.decay
    native().averageStep(handles(this.#averages), handles(this.#parameters), keep)
    this.#updates++
  }

  /**
   * Runs a synchronous function, for example an evaluation, with the averages in the parameters' places.
   *
   * @throws AsyncScopeError when it returns a promise
   */
  run<Result>(fn: () => Result): Result {
    check('optim.ema.run', { fn }, callable)
    this.#swap()
    try {
      return synchronous('optim.ema.run', fn())
    } finally {
      this.#swap()
    }
  }

  #swap(): void {
    this.#parameters.forEach((parameter, i) => {
      native().swapData(parameter.handle, this.#averages[i]!.handle)
    })
  }

  /** The averages in the parameters' order, not copies, and how often they were updated. */
  stateDict(): { readonly updates: number; readonly averages: readonly Tensor[] } {
    return { updates: this.#updates, averages: this.#averages }
  }

  /** Copies a state over the same parameters in. @throws TensorArgumentError when it does not fit */
  loadStateDict(state: { readonly updates: number; readonly averages: readonly Tensor[] }): void {
    const known = { updates: [size], averages: [tensorList] } as const
    const { updates, averages } = optionsOf('optim.ema.loadStateDict', state ?? null, known)
    const fits = (own: Tensor, i: number) =>
      averages[i]?.numel === own.numel && averages[i].dtype === own.dtype
    if (averages.length !== this.#averages.length || !this.#averages.every(fits))
      throw new TensorArgumentError('optim.ema.loadStateDict', 'the averages are of other parameters')
    for (const [i, own] of this.#averages.entries()) own.copyFrom(averages[i]!.toTypedArray())
    this.#updates = updates
  }

  /** Frees the averages; the parameters stay. */
  dispose(): void {
    for (const each of this.#averages) each.dispose()
  }

  [Symbol.dispose](): void {
    this.dispose()
  }
}

/** A moving average of `parameters` (or all of a module's), which starts with their values. */
export function ema(
  parameters: Iterable<Parameter> | Module<any[], any>,
  options: { readonly decay: number },
): Ema {
  const { decay } = optionsOf('optim.ema', options, { decay: [real] })
  return new Ema(parameters, decay)
}

/** Throws TensorArgumentError unless it is a number from 0 to below 1. */
export function checkDecay(what: string, decay: number): void {
  if (typeof decay === 'number' && decay >= 0 && decay < 1) return
  throw new TensorArgumentError(what, `decay must be a number from 0 to below 1, not ${decay}`)
}
