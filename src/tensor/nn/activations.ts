import * as F from '../generated/functional.js'
import type { Tensor } from '../tensor.js'
import { Module } from './module.js'

/** A module without state: one function. */
export class Lambda extends Module<[Tensor]> {
  readonly #fn: (input: Tensor, training: boolean) => Tensor
  override readonly letsGo: boolean

  constructor(fn: (input: Tensor, training: boolean) => Tensor, letsGo = false) {
    super()
    this.#fn = fn
    this.letsGo = letsGo
  }

  forward(input: Tensor): Tensor {
    return this.#fn(input, this.training)
  }
}

/** A module that calls `fn`, which also gets whether the module is training. */
export function lambda(fn: (input: Tensor, training: boolean) => Tensor): Lambda {
  return new Lambda(fn)
}

/** A function of this library, which keeps nothing. */
const own = (fn: (input: Tensor, training: boolean) => Tensor): Lambda => new Lambda(fn, true)

/** `max(x, 0)`. */
export const relu = (): Lambda => own((input) => input.relu())
/** `1 / (1 + exp(-x))`. */
export const sigmoid = (): Lambda => own((input) => input.sigmoid())
/** Hyperbolic tangent. */
export const tanh = (): Lambda => own((input) => input.tanh())
/** Gaussian error linear unit, by the error function. */
export const gelu = (): Lambda => own((input) => F.gelu(input))
/** `x * sigmoid(x)`. */
export const silu = (): Lambda => own((input) => F.silu(input))
/** `x` above 0, `negativeSlope * x` below. */
export const leakyRelu = (negativeSlope = 0.01): Lambda => own((input) => F.leakyRelu(input, negativeSlope))
/** Exponentials along `dim`, divided by their sum. */
export const softmax = (dim: number): Lambda => own((input) => input.softmax(dim))
/** Logarithm of softmax along `dim`. */
export const logSoftmax = (dim: number): Lambda => own((input) => input.logSoftmax(dim))
/** The input itself. */
export const identity = (): Lambda => own((input) => input)

/** Joins the dimensions from `startDim` (1) to `endDim` (-1): [n, …] → [n, m]. */
export const flatten = (startDim = 1, endDim = -1): Lambda => own((input) => input.flatten(startDim, endDim))

/** Zeroes elements with probability `p` while training, and scales the others by 1 / (1 - p). */
export const dropout = (p = 0.5): Lambda => own((input, training) => F.dropout(input, p, training))
