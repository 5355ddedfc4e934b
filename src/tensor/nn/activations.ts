import { full } from '../creation.js'
import * as F from '../generated/functional.js'
import type { Tensor } from '../tensor.js'
import { Module } from './module.js'
import { type Parameter, parameter } from './parameter.js'

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

/** @internal A function of this library, which keeps nothing. */
export const own = (fn: (input: Tensor, training: boolean) => Tensor): Lambda => new Lambda(fn, true)

/** F.relu as a module. */
export const relu = (): Lambda => own((input) => F.relu(input))
/** F.relu6 as a module. */
export const relu6 = (): Lambda => own((input) => F.relu6(input))
/** F.sigmoid as a module. */
export const sigmoid = (): Lambda => own((input) => F.sigmoid(input))
/** F.tanh as a module. */
export const tanh = (): Lambda => own((input) => F.tanh(input))
/** F.selu as a module. */
export const selu = (): Lambda => own((input) => F.selu(input))
/** F.silu as a module. */
export const silu = (): Lambda => own((input) => F.silu(input))
/** F.mish as a module. */
export const mish = (): Lambda => own((input) => F.mish(input))
/** F.softsign as a module. */
export const softsign = (): Lambda => own((input) => F.softsign(input))
/** F.hardswish as a module. */
export const hardswish = (): Lambda => own((input) => F.hardswish(input))
/** F.hardsigmoid as a module. */
export const hardsigmoid = (): Lambda => own((input) => F.hardsigmoid(input))
/** F.logSigmoid as a module. */
export const logSigmoid = (): Lambda => own((input) => F.logSigmoid(input))
/** F.tanhshrink as a module. */
export const tanhshrink = (): Lambda => own((input) => F.tanhshrink(input))
/** F.gelu as a module. */
export const gelu = (approximate: 'none' | 'tanh' = 'none'): Lambda =>
  own((input) => F.gelu(input, approximate))
/** F.leakyRelu as a module. */
export const leakyRelu = (negativeSlope = 0.01): Lambda => own((input) => F.leakyRelu(input, negativeSlope))
/** F.elu as a module. */
export const elu = (alpha = 1): Lambda => own((input) => F.elu(input, alpha))
/** F.celu as a module. */
export const celu = (alpha = 1): Lambda => own((input) => F.celu(input, alpha))
/** F.softplus as a module. */
export const softplus = (beta = 1, threshold = 20): Lambda =>
  own((input) => F.softplus(input, beta, threshold))
/** F.hardtanh as a module. */
export const hardtanh = (minVal = -1, maxVal = 1): Lambda => own((input) => F.hardtanh(input, minVal, maxVal))
/** F.softshrink as a module. */
export const softshrink = (lambda = 0.5): Lambda => own((input) => F.softshrink(input, lambda))
/** F.hardshrink as a module. */
export const hardshrink = (lambda = 0.5): Lambda => own((input) => F.hardshrink(input, lambda))
/** F.threshold as a module. */
export const threshold = (threshold: number, value: number): Lambda =>
  own((input) => F.threshold(input, threshold, value))
/** F.rrelu as a module: slopes are drawn in training only. */
export const rrelu = (lower = 1 / 8, upper = 1 / 3): Lambda =>
  own((input, training) => F.rrelu(input, lower, upper, training))
/** F.glu as a module. */
export const glu = (dim = -1): Lambda => own((input) => F.glu(input, dim))
/** F.softmax as a module. */
export const softmax = (dim: number): Lambda => own((input) => F.softmax(input, dim))
/** F.logSoftmax as a module. */
export const logSoftmax = (dim: number): Lambda => own((input) => F.logSoftmax(input, dim))
/** F.softmin as a module. */
export const softmin = (dim: number): Lambda => own((input) => F.softmin(input, dim))
/** The input itself. */
export const identity = (): Lambda => own((input) => input)

/** relu with a learned slope below 0. */
export class PReLU extends Module<[Tensor]> {
  override readonly letsGo = true
  readonly weight: Parameter

  constructor(count: number, init: number) {
    super()
    this.weight = parameter(full([count], init))
  }

  forward(input: Tensor): Tensor {
    return F.prelu(input, this.weight)
  }
}

/** One slope for all, or one for each of `numParameters` channels (dimension 1); they start at `init`. */
export const prelu = (numParameters = 1, init = 0.25): PReLU => new PReLU(numParameters, init)
