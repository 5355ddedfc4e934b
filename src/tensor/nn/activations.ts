import { atMost, callable, check, count, integer, type Kind, oneOf, real } from '../arguments.js'
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
    check('nn.lambda', { fn }, callable)
    this.#fn = fn
    this.letsGo = letsGo
  }

  forward(input: Tensor): Tensor {
    return this.#fn(input, this.training)
  }
}

/** A module that calls `fn`, which also gets whether the module is training. */
export const lambda = atMost(
  'nn.lambda',
  1,
  (fn: (input: Tensor, training: boolean) => Tensor) => new Lambda(fn),
)

/** @internal A function of this library, which keeps nothing. */
export const own = (fn: (input: Tensor, training: boolean) => Tensor): Lambda => new Lambda(fn, true)

/** A module of a function that has no arguments besides the input. */
const plain = (name: string, fn: (input: Tensor) => Tensor): (() => Lambda) =>
  atMost(`nn.${name}`, 0, () => own((input) => fn(input)))

/** A module of a function of the input and of values, which all are of one kind. */
function valued(
  name: string,
  values: Readonly<Record<string, unknown>>,
  kind: Kind,
  fn: (input: Tensor, training: boolean) => Tensor,
): Lambda {
  check(`nn.${name}`, values, kind)
  return own(fn)
}

/** F.relu as a module. */
export const relu = plain('relu', F.relu)
/** F.relu6 as a module. */
export const relu6 = plain('relu6', F.relu6)
/** F.sigmoid as a module. */
export const sigmoid = plain('sigmoid', F.sigmoid)
/** F.tanh as a module. */
export const tanh = plain('tanh', F.tanh)
/** F.selu as a module. */
export const selu = plain('selu', F.selu)
/** F.silu as a module. */
export const silu = plain('silu', F.silu)
/** F.mish as a module. */
export const mish = plain('mish', F.mish)
/** F.softsign as a module. */
export const softsign = plain('softsign', F.softsign)
/** F.hardswish as a module. */
export const hardswish = plain('hardswish', F.hardswish)
/** F.hardsigmoid as a module. */
export const hardsigmoid = plain('hardsigmoid', F.hardsigmoid)
/** F.logSigmoid as a module. */
export const logSigmoid = plain('logSigmoid', F.logSigmoid)
/** F.tanhshrink as a module. */
export const tanhshrink = plain('tanhshrink', F.tanhshrink)
/** F.gelu as a module. */
export const gelu = atMost('nn.gelu', 1, (approximate: 'none' | 'tanh' = 'none') =>
  valued('gelu', { approximate }, oneOf('none', 'tanh'), (input) => F.gelu(input, approximate)),
)
/** F.leakyRelu as a module. */
export const leakyRelu = atMost('nn.leakyRelu', 1, (negativeSlope: number = 0.01) =>
  valued('leakyRelu', { negativeSlope }, real, (input) => F.leakyRelu(input, negativeSlope)),
)
/** F.elu as a module. */
export const elu = atMost('nn.elu', 1, (alpha: number = 1) =>
  valued('elu', { alpha }, real, (input) => F.elu(input, alpha)),
)
/** F.celu as a module. */
export const celu = atMost('nn.celu', 1, (alpha: number = 1) =>
  valued('celu', { alpha }, real, (input) => F.celu(input, alpha)),
)
/** F.softplus as a module. */
export const softplus = atMost('nn.softplus', 2, (beta: number = 1, threshold: number = 20) =>
  valued('softplus', { beta, threshold }, real, (input) => F.softplus(input, beta, threshold)),
)
/** F.hardtanh as a module. */
export const hardtanh = atMost('nn.hardtanh', 2, (minVal: number = -1, maxVal: number = 1) =>
  valued('hardtanh', { minVal, maxVal }, real, (input) => F.hardtanh(input, minVal, maxVal)),
)
/** F.softshrink as a module. */
export const softshrink = atMost('nn.softshrink', 1, (lambda: number = 0.5) =>
  valued('softshrink', { lambda }, real, (input) => F.softshrink(input, lambda)),
)
/** F.hardshrink as a module. */
export const hardshrink = atMost('nn.hardshrink', 1, (lambda: number = 0.5) =>
  valued('hardshrink', { lambda }, real, (input) => F.hardshrink(input, lambda)),
)
/** F.threshold as a module. */
export const threshold = atMost('nn.threshold', 2, (threshold: number, value: number) =>
  valued('threshold', { threshold, value }, real, (input) => F.threshold(input, threshold, value)),
)
/** F.rrelu as a module: slopes are drawn in training only. */
export const rrelu = atMost('nn.rrelu', 2, (lower: number = 1 / 8, upper: number = 1 / 3) =>
  valued('rrelu', { lower, upper }, real, (input, training) => F.rrelu(input, lower, upper, training)),
)
/** F.glu as a module. */
export const glu = atMost('nn.glu', 1, (dim: number = -1) =>
  valued('glu', { dim }, integer, (input) => F.glu(input, dim)),
)
/** F.softmax as a module. */
export const softmax = atMost('nn.softmax', 1, (dim: number) =>
  valued('softmax', { dim }, integer, (input) => F.softmax(input, dim)),
)
/** F.logSoftmax as a module. */
export const logSoftmax = atMost('nn.logSoftmax', 1, (dim: number) =>
  valued('logSoftmax', { dim }, integer, (input) => F.logSoftmax(input, dim)),
)
/** F.softmin as a module. */
export const softmin = atMost('nn.softmin', 1, (dim: number) =>
  valued('softmin', { dim }, integer, (input) => F.softmin(input, dim)),
)
/** The input itself. */
export const identity = plain('identity', (input) => input)

/** relu with a learned slope below 0. */
export class PReLU extends Module<[Tensor]> {
  override readonly letsGo = true
  readonly weight: Parameter

  constructor(numParameters: number, init: number) {
    super()
    check('nn.prelu', { numParameters }, count)
    check('nn.prelu', { init }, real)
    this.weight = parameter(full([numParameters], init))
  }

  forward(input: Tensor): Tensor {
    return F.prelu(input, this.weight)
  }
}

/** One slope for all, or one for each of `numParameters` channels (dimension 1); they start at `init`. */
export const prelu = atMost(
  'nn.prelu',
  2,
  (numParameters: number = 1, init: number = 0.25) => new PReLU(numParameters, init),
)
