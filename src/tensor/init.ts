import { native } from './addon.js'
import { noGrad } from './autograd.js'
import { TensorArgumentError } from './errors.js'
import { nextDraw } from './random/stream.js'
import type { Tensor } from './tensor.js'

/** What follows a layer, for the gain of its initial weights. */
export type Nonlinearity = 'linear' | 'relu' | 'leakyRelu' | 'tanh' | 'sigmoid'

/** Recommended gain of a nonlinearity; `a` is leakyRelu's slope. */
export function calculateGain(nonlinearity: Nonlinearity, a = 0.01): number {
  if (nonlinearity === 'tanh') return 5 / 3
  if (nonlinearity === 'relu') return Math.SQRT2
  if (nonlinearity === 'leakyRelu') return Math.sqrt(2 / (1 + a * a))
  return 1
}

/** Inputs and outputs of a weight [out, in, …]. */
function fans(weight: Tensor): { fanIn: number; fanOut: number } {
  const [out, inputs, ...rest] = weight.shape
  if (out === undefined || inputs === undefined) {
    throw new TensorArgumentError('init', 'fan in and fan out need a weight of at least two dimensions')
  }
  const field = rest.reduce((product, size) => product * size, 1)
  return { fanIn: inputs * field, fanOut: out * field }
}

/** Fills with numbers uniform in [low, high). Returns the tensor, as all of these. */
export function uniform<T extends Tensor>(target: T, low = 0, high = 1): T {
  native().fillUniform(target.handle, ...nextDraw(), low, high)
  return target
}

/** Fills with numbers of a normal distribution. */
export function normal<T extends Tensor>(target: T, mean = 0, deviation = 1): T {
  native().fillNormal(target.handle, ...nextDraw(), mean, deviation)
  return target
}

/** Fills with 1 with probability `p`, else 0. */
export function bernoulli<T extends Tensor>(target: T, p = 0.5): T {
  native().fillBernoulli(target.handle, ...nextDraw(), p)
  return target
}

/** Fills with one value. */
export function constant<T extends Tensor>(target: T, value: number): T {
  return noGrad(() => target.fill_(value))
}

/** Fills with 0. */
export const zeros = <T extends Tensor>(target: T): T => constant(target, 0)
/** Fills with 1. */
export const ones = <T extends Tensor>(target: T): T => constant(target, 1)

interface KaimingOptions {
  /** Slope of leakyRelu. Default 0. */
  readonly a?: number
  readonly mode?: 'fanIn' | 'fanOut'
  readonly nonlinearity?: Nonlinearity
}

const kaimingDeviation = (target: Tensor, options: KaimingOptions): number => {
  const { a = 0, mode = 'fanIn', nonlinearity = 'leakyRelu' } = options
  return calculateGain(nonlinearity, a) / Math.sqrt(fans(target)[mode])
}

/** He et al., arXiv 1502.01852: keeps the variance through rectifiers. */
export function kaimingUniform<T extends Tensor>(target: T, options: KaimingOptions = {}): T {
  const bound = Math.sqrt(3) * kaimingDeviation(target, options)
  return uniform(target, -bound, bound)
}

/** The same from a normal distribution. */
export function kaimingNormal<T extends Tensor>(target: T, options: KaimingOptions = {}): T {
  return normal(target, 0, kaimingDeviation(target, options))
}

/** Glorot and Bengio, AISTATS 2010. */
export function xavierUniform<T extends Tensor>(target: T, gain = 1): T {
  const { fanIn, fanOut } = fans(target)
  const bound = gain * Math.sqrt(6 / (fanIn + fanOut))
  return uniform(target, -bound, bound)
}

/** The same from a normal distribution. */
export function xavierNormal<T extends Tensor>(target: T, gain = 1): T {
  const { fanIn, fanOut } = fans(target)
  return normal(target, 0, gain * Math.sqrt(2 / (fanIn + fanOut)))
}

/** PyTorch's start of a layer's bias: uniform within 1 / sqrt(fan in of its weight). */
export function fanInBias<T extends Tensor>(target: T, weight: Tensor): T {
  const { fanIn } = fans(weight)
  const bound = fanIn > 0 ? 1 / Math.sqrt(fanIn) : 0
  return uniform(target, -bound, bound)
}
