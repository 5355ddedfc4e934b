import { atMost, check, count, flag, maybe, notNegative, optionsOf, real, sizes } from '../arguments.js'
import { ones, zeros } from '../creation.js'
import { TensorArgumentError } from '../errors.js'
import * as F from '../generated/functional.js'
import type { Tensor } from '../tensor.js'
import { own } from './activations.js'
import { Module } from './module.js'
import { type Parameter, parameter } from './parameter.js'

const listed = (shape: number | readonly number[]): readonly number[] =>
  typeof shape === 'number' ? [shape] : shape

export interface LayerNormOptions {
  /** Added to the variance. Default 1e-5. */
  readonly eps?: number
  /** Whether to learn a scale, and a shift. Default true. */
  readonly elementwiseAffine?: boolean
  /** Whether to learn the shift, where there is a scale. Default true. */
  readonly bias?: boolean
}

/** Normalises over the last dimensions; see layerNorm(). */
export class LayerNorm extends Module<[Tensor]> {
  override readonly letsGo = true
  readonly weight: Parameter | null
  readonly bias: Parameter | null
  readonly #shape: readonly number[]
  readonly #eps: number

  constructor(shape: readonly number[], options?: LayerNormOptions) {
    super()
    check('nn.layerNorm', { shape }, sizes)
    const { eps, elementwiseAffine, bias } = optionsOf('nn.layerNorm', options, {
      eps: [notNegative, 1e-5],
      elementwiseAffine: [flag, true],
      bias: [flag, true],
    })
    this.weight = elementwiseAffine ? parameter(ones(shape)) : null
    this.bias = elementwiseAffine && bias ? parameter(zeros(shape)) : null
    this.#shape = shape
    this.#eps = eps
  }

  forward(input: Tensor): Tensor {
    return F.layerNorm(input, this.#shape, this.weight, this.bias, this.#eps)
  }
}

/** Normalises over the last dimensions (arXiv 1607.06450). */
export const layerNorm = (shape: number | readonly number[], options?: LayerNormOptions): LayerNorm =>
  new LayerNorm(listed(shape), options)

/** Divides by the root mean square; see rmsNorm(). */
export class RMSNorm extends Module<[Tensor]> {
  override readonly letsGo = true
  readonly weight: Parameter | null
  readonly #shape: readonly number[]
  readonly #eps: number | null

  constructor(shape: readonly number[], options?: { eps?: number | null; elementwiseAffine?: boolean }) {
    super()
    check('nn.rmsNorm', { shape }, sizes)
    const { eps, elementwiseAffine } = optionsOf('nn.rmsNorm', options, {
      eps: [maybe(notNegative), null],
      elementwiseAffine: [flag, true],
    })
    this.weight = elementwiseAffine ? parameter(ones(shape)) : null
    this.#shape = shape
    this.#eps = eps
  }

  forward(input: Tensor): Tensor {
    return F.rmsNorm(input, this.#shape, this.weight, this.#eps)
  }
}

/** Divides by the root mean square over the last dimensions (arXiv 1910.07467). `eps` defaults to the dtype's epsilon. */
export const rmsNorm = (
  shape: number | readonly number[],
  options?: { eps?: number | null; elementwiseAffine?: boolean },
): RMSNorm => new RMSNorm(listed(shape), options)

/** Normalises groups of channels; see groupNorm(). */
export class GroupNorm extends Module<[Tensor]> {
  override readonly letsGo = true
  readonly weight: Parameter | null
  readonly bias: Parameter | null
  readonly #groups: number
  readonly #eps: number

  constructor(groups: number, channels: number, options?: { eps?: number; affine?: boolean }) {
    super()
    check('nn.groupNorm', { groups, channels }, count)
    const { eps, affine } = optionsOf('nn.groupNorm', options, {
      eps: [notNegative, 1e-5],
      affine: [flag, true],
    })
    if (channels % groups !== 0) {
      const what = `${groups} groups must divide ${channels} channels`
      throw new TensorArgumentError('nn.groupNorm', what)
    }
    this.weight = affine ? parameter(ones([channels])) : null
    this.bias = affine ? parameter(zeros([channels])) : null
    this.#groups = groups
    this.#eps = eps
  }

  forward(input: Tensor): Tensor {
    return F.groupNorm(input, this.#groups, this.weight, this.bias, this.#eps)
  }
}

/** Normalises each of `groups` groups of the channels of [n, c, …] (arXiv 1803.08494). */
export const groupNorm = (
  groups: number,
  channels: number,
  options?: { eps?: number; affine?: boolean },
): GroupNorm => new GroupNorm(groups, channels, options)

/** F.localResponseNorm as a module. */
export const localResponseNorm = atMost(
  'nn.localResponseNorm',
  4,
  (size: number, alpha: number = 1e-4, beta: number = 0.75, k: number = 1) => {
    check('nn.localResponseNorm', { size }, count)
    check('nn.localResponseNorm', { alpha, beta, k }, real)
    return own((input) => F.localResponseNorm(input, size, alpha, beta, k))
  },
)
