import { native } from './addon.js'
import { check, count, notNegative, oneOf, optionsOf, real, share, tensorKind } from './arguments.js'
import { noGrad } from './autograd/modes.js'
import { eye as identity, randn, randperm, tensor } from './creation.js'
import { TensorArgumentError } from './errors.js'
import { nextDraw } from './random/stream.js'
import { tidy } from './scope.js'
import type { Tensor } from './tensor.js'

/** What follows a layer, for the gain of its initial weights. */
export type Nonlinearity = 'linear' | 'relu' | 'leakyRelu' | 'tanh' | 'sigmoid' | 'selu'

const nonlinearities = oneOf('linear', 'relu', 'leakyRelu', 'tanh', 'sigmoid', 'selu')

/** Recommended gain of a nonlinearity; `a` is leakyRelu's slope. */
export function calculateGain(nonlinearity: Nonlinearity, a = 0.01): number {
  check('init.calculateGain', { nonlinearity }, nonlinearities)
  check('init.calculateGain', { a }, real)
  if (nonlinearity === 'tanh') return 5 / 3
  if (nonlinearity === 'relu') return Math.SQRT2
  if (nonlinearity === 'selu') return 3 / 4
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
  check('init.uniform', { target }, tensorKind)
  check('init.uniform', { low, high }, real)
  native().fillUniform(target.handle, ...nextDraw(), low, high)
  return target
}

/** Fills with numbers of a normal distribution. */
export function normal<T extends Tensor>(target: T, mean = 0, deviation = 1): T {
  check('init.normal', { target }, tensorKind)
  check('init.normal', { mean, deviation }, real)
  native().fillNormal(target.handle, ...nextDraw(), mean, deviation)
  return target
}

/** Fills with 1 with probability `p`, else 0. */
export function bernoulli<T extends Tensor>(target: T, p = 0.5): T {
  check('init.bernoulli', { target }, tensorKind)
  check('init.bernoulli', { p }, share)
  native().fillBernoulli(target.handle, ...nextDraw(), p)
  return target
}

/** Fills with one value. */
export function constant<T extends Tensor>(target: T, value: number): T {
  check('init.constant', { target }, tensorKind)
  check('init.constant', { value }, real)
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

const kaimingDeviation = (name: string, target: Tensor, options: KaimingOptions | undefined): number => {
  check(name, { target }, tensorKind)
  const { a, mode, nonlinearity } = optionsOf<KaimingOptions>(name, options, {
    a: [real, 0],
    mode: [oneOf('fanIn', 'fanOut'), 'fanIn'],
    nonlinearity: [nonlinearities, 'leakyRelu'],
  })
  return calculateGain(nonlinearity, a) / Math.sqrt(fans(target)[mode])
}

/** He et al., arXiv 1502.01852: keeps the variance through rectifiers. */
export function kaimingUniform<T extends Tensor>(target: T, options?: KaimingOptions): T {
  const bound = Math.sqrt(3) * kaimingDeviation('init.kaimingUniform', target, options)
  return uniform(target, -bound, bound)
}

/** The same from a normal distribution. */
export function kaimingNormal<T extends Tensor>(target: T, options?: KaimingOptions): T {
  return normal(target, 0, kaimingDeviation('init.kaimingNormal', target, options))
}

/** Glorot and Bengio, AISTATS 2010. */
export function xavierUniform<T extends Tensor>(target: T, gain = 1): T {
  check('init.xavierUniform', { target }, tensorKind)
  check('init.xavierUniform', { gain }, real)
  const { fanIn, fanOut } = fans(target)
  const bound = gain * Math.sqrt(6 / (fanIn + fanOut))
  return uniform(target, -bound, bound)
}

/** The same from a normal distribution. */
export function xavierNormal<T extends Tensor>(target: T, gain = 1): T {
  check('init.xavierNormal', { target }, tensorKind)
  check('init.xavierNormal', { gain }, real)
  const { fanIn, fanOut } = fans(target)
  return normal(target, 0, gain * Math.sqrt(2 / (fanIn + fanOut)))
}

/** Normal numbers between `low` and `high`; what would lie beyond is drawn from within, not cut off. */
export function truncNormal<T extends Tensor>(target: T, mean = 0, deviation = 1, low = -2, high = 2): T {
  check('init.truncNormal', { target }, tensorKind)
  check('init.truncNormal', { mean, deviation, low, high }, real)
  if (!(low < high && deviation > 0)) {
    throw new TensorArgumentError('init.truncNormal', 'low must be below high, and the deviation above 0')
  }
  native().fillTruncNormal(target.handle, ...nextDraw(), mean, deviation, low, high)
  return target
}

/** Copies values in: memory, not history. */
function overwrite<T extends Tensor>(target: T, make: () => Tensor): T {
  tidy(() => noGrad(() => void target.copy_(make())))
  return target
}

function matrixOf(name: string, target: Tensor): [rows: number, columns: number] {
  const [rows, columns] = target.shape
  if (target.dim === 2) return [rows!, columns!]
  const found = `${target.dtype}[${target.shape.join(', ')}]`
  throw new TensorArgumentError(`init.${name}`, 'the tensor must have two dimensions', found)
}

/** Ones on the diagonal of a matrix, zeros elsewhere: a linear layer that changes nothing. */
export function eye<T extends Tensor>(target: T): T {
  check('init.eye', { target }, tensorKind)
  const [rows, columns] = matrixOf('eye', target)
  return overwrite(target, () => identity(rows, columns))
}

/**
 * The identity for convolutions: as many channels as there are on both sides pass through, group by group.
 *
 * @param target [out, in / groups, …kernel] with one to three sizes of a kernel
 */
export function dirac<T extends Tensor>(target: T, groups = 1): T {
  check('init.dirac', { target }, tensorKind)
  check('init.dirac', { groups }, count)
  const [out, inputs, ...kernel] = target.shape
  if (target.dim < 3 || target.dim > 5 || !(groups > 0) || out! % groups !== 0) {
    throw new TensorArgumentError(
      'init.dirac',
      `the tensor must be the weight of a convolution, its first size divisible by ${groups} groups`,
      `${target.dtype}[${target.shape.join(', ')}]`,
    )
  }
  const field = kernel.reduce((product, size) => product * size, 1)
  const middle = kernel.reduce((at, size) => at * size + Math.floor(size / 2), 0)
  const perGroup = out! / groups
  const values = new Float32Array(target.numel)
  for (let group = 0; group < groups; group++) {
    for (let channel = 0; channel < Math.min(perGroup, inputs!); channel++) {
      values[((group * perGroup + channel) * inputs! + channel) * field + middle] = 1
    }
  }
  return overwrite(target, () => tensor(values, { shape: target.shape }))
}

/** Rows (or columns, if there are fewer) orthogonal to one another and of length `gain` (arXiv 1312.6120). */
export function orthogonal<T extends Tensor>(target: T, gain = 1): T {
  check('init.orthogonal', { target }, tensorKind)
  check('init.orthogonal', { gain }, real)
  if (target.dim < 2) {
    throw new TensorArgumentError('init.orthogonal', 'the tensor must have at least two dimensions')
  }
  native().fillOrthogonal(target.handle, ...nextDraw(), gain)
  return target
}

/** Normal numbers of which a share of each column is 0 (Martens, ICML 2010). */
export function sparse<T extends Tensor>(target: T, sparsity: number, deviation = 0.01): T {
  check('init.sparse', { target }, tensorKind)
  check('init.sparse', { sparsity }, share)
  check('init.sparse', { deviation }, notNegative)
  const [rows, columns] = matrixOf('sparse', target)
  const kept = new Float32Array(rows * columns).fill(1)
  const zeroed = Math.ceil(sparsity * rows)
  for (let column = 0; column < columns; column++) {
    const order = tidy(() => randperm(rows).toTypedArray())
    for (let k = 0; k < zeroed; k++) kept[Number(order[k]) * columns + column] = 0
  }
  return overwrite(target, () =>
    randn([rows, columns])
      .mul(deviation)
      .mul(tensor(kept, { shape: [rows, columns] })),
  )
}

/** PyTorch's start of a layer's bias: uniform within 1 / sqrt(fan in of its weight). */
export function fanInBias<T extends Tensor>(target: T, weight: Tensor): T {
  check('init.fanInBias', { target }, tensorKind)
  check('init.fanInBias', { weight }, tensorKind)
  const { fanIn } = fans(weight)
  const bound = fanIn > 0 ? 1 / Math.sqrt(fanIn) : 0
  return uniform(target, -bound, bound)
}
