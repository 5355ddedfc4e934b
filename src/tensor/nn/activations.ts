import * as F from '../generated/functional.js'
import type { Tensor } from '../tensor.js'
import { Module } from './module.js'

/** A module without state: one function. */
export class Lambda extends Module<[Tensor]> {
  readonly #fn: (input: Tensor, training: boolean) => Tensor

  constructor(fn: (input: Tensor, training: boolean) => Tensor) {
    super()
    this.#fn = fn
  }

  forward(input: Tensor): Tensor {
    return this.#fn(input, this.training)
  }
}

/** A module that calls `fn`, which also gets whether the module is training. */
export function lambda(fn: (input: Tensor, training: boolean) => Tensor): Lambda {
  return new Lambda(fn)
}

export const relu = (): Lambda => new Lambda((input) => input.relu())
export const sigmoid = (): Lambda => new Lambda((input) => input.sigmoid())
export const tanh = (): Lambda => new Lambda((input) => input.tanh())
export const gelu = (): Lambda => new Lambda((input) => F.gelu(input))
export const silu = (): Lambda => new Lambda((input) => F.silu(input))
export const leakyRelu = (negativeSlope = 0.01): Lambda =>
  new Lambda((input) => F.leakyRelu(input, negativeSlope))
export const softmax = (dim: number): Lambda => new Lambda((input) => input.softmax(dim))
export const logSoftmax = (dim: number): Lambda => new Lambda((input) => input.logSoftmax(dim))
export const identity = (): Lambda => new Lambda((input) => input)

/** Joins the dimensions from `startDim` (1) to `endDim` (-1): [n, …] → [n, m]. */
export const flatten = (startDim = 1, endDim = -1): Lambda =>
  new Lambda((input) => input.flatten(startDim, endDim))

/** Zeroes elements with probability `p` while training, and scales the others by 1 / (1 - p). */
export const dropout = (p = 0.5): Lambda => new Lambda((input, training) => F.dropout(input, p, training))
