import { ones, zeros } from '../creation.js'
import { TensorArgumentError } from '../errors.js'
import * as F from '../generated/functional.js'
import type { Tensor } from '../tensor.js'
import { Module } from './module.js'
import { type Buffer, buffer, type Parameter, parameter } from './parameter.js'

export interface BatchNormOptions {
  /** Added to the variance. Default 1e-5. */
  readonly eps?: number
  /** Share of the new batch in the running statistics. Default 0.1. */
  readonly momentum?: number
  /** Whether to learn scale and shift. Default true. */
  readonly affine?: boolean
  /** Whether to keep running statistics; without them eval() normalises by the batch too. Default true. */
  readonly trackRunningStats?: boolean
}

/**
 * Batch normalization (arXiv 1502.03167). The running statistics are buffers changed in place while training,
 * by momentum; the counter `num_batches_tracked` that PyTorch also keeps serves only momentum=None and is absent.
 */
export class BatchNorm extends Module<[Tensor]> {
  override readonly letsGo = true
  readonly weight: Parameter | null
  readonly bias: Parameter | null
  readonly runningMean: Buffer | null
  readonly runningVar: Buffer | null
  readonly #dims: readonly number[]
  readonly #eps: number
  readonly #momentum: number

  constructor(features: number, dims: readonly number[], options: BatchNormOptions = {}) {
    super()
    const { eps = 1e-5, momentum = 0.1, affine = true, trackRunningStats = true } = options
    this.weight = affine ? parameter(ones([features])) : null
    this.bias = affine ? parameter(zeros([features])) : null
    this.runningMean = trackRunningStats ? buffer(zeros([features])) : null
    this.runningVar = trackRunningStats ? buffer(ones([features])) : null
    this.#dims = dims
    this.#eps = eps
    this.#momentum = momentum
  }

  forward(input: Tensor): Tensor {
    if (!this.#dims.includes(input.dim)) {
      throw new TensorArgumentError(
        'batchNorm',
        `the input must have ${this.#dims.join(' or ')} dimensions, not ${input.dim}`,
      )
    }
    const byBatch = this.training || this.runningMean === null
    return F.batchNorm(
      input,
      this.runningMean,
      this.runningVar,
      this.weight,
      this.bias,
      byBatch,
      this.#momentum,
      this.#eps,
    )
  }
}

/** Normalises each channel of [n, c] or [n, c, l]. */
export const batchNorm1d = (features: number, options?: BatchNormOptions): BatchNorm =>
  new BatchNorm(features, [2, 3], options)

/** Normalises each channel of [n, c, h, w]. */
export const batchNorm2d = (features: number, options?: BatchNormOptions): BatchNorm =>
  new BatchNorm(features, [4], options)

/** Normalizes over the last dimensions; see layerNorm(). */
export class LayerNorm extends Module<[Tensor]> {
  override readonly letsGo = true
  readonly weight: Parameter | null
  readonly bias: Parameter | null
  readonly #shape: readonly number[]
  readonly #eps: number

  constructor(normalizedShape: readonly number[], { eps = 1e-5, elementwiseAffine = true } = {}) {
    super()
    this.weight = elementwiseAffine ? parameter(ones(normalizedShape)) : null
    this.bias = elementwiseAffine ? parameter(zeros(normalizedShape)) : null
    this.#shape = normalizedShape
    this.#eps = eps
  }

  forward(input: Tensor): Tensor {
    return F.layerNorm(input, this.#shape, this.weight, this.bias, this.#eps)
  }
}

/** Normalises over the last dimensions (arXiv 1607.06450). */
export function layerNorm(
  normalizedShape: number | readonly number[],
  options: { eps?: number; elementwiseAffine?: boolean } = {},
): LayerNorm {
  return new LayerNorm(typeof normalizedShape === 'number' ? [normalizedShape] : normalizedShape, options)
}
