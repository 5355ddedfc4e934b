import {
  check,
  count,
  flag,
  type Kind,
  type Known,
  maybe,
  notNegative,
  optionsOf,
  real,
  tensorKind,
  text,
} from '../arguments.js'
import { noGrad } from '../autograd/modes.js'
import { ones, zeros } from '../creation.js'
import { TensorArgumentError } from '../errors.js'
import * as F from '../generated/functional.js'
import type { Tensor } from '../tensor.js'
import { within } from './hooks.js'
import { Module } from './module.js'
import { type Buffer, buffer, type Parameter, parameter } from './parameter.js'

export interface BatchNormOptions {
  /** Added to the variance. Default 1e-5. */
  readonly eps?: number
  /** Share of the new batch in the running statistics; null for the plain mean over all batches. Default 0.1. */
  readonly momentum?: number | null
  /** Whether to learn scale and shift. Default true (instance norm: false). */
  readonly affine?: boolean
  /** Whether to keep running statistics; without them eval() uses the batch's too. Default true (instance norm: false). */
  readonly trackRunningStats?: boolean
}

/** What batch and instance normalization share: affine parameters and running statistics. */
abstract class RunningNorm extends Module<[Tensor]> {
  static override readonly stateNames: Readonly<Record<string, string>> = {
    runningMean: 'running_mean',
    runningVar: 'running_var',
    numBatchesTracked: 'num_batches_tracked',
  }
  // PyTorch counts batches always; here only the plain mean (momentum null) does.
  static override readonly ignoredState: readonly string[] = ['num_batches_tracked']
  override readonly letsGo = true
  readonly weight: Parameter | null
  readonly bias: Parameter | null
  readonly runningMean: Buffer | null
  readonly runningVar: Buffer | null
  /** Batches seen, for momentum null; float32, as what a training run commits is. */
  readonly numBatchesTracked: Buffer | null
  protected readonly eps: number
  /** Dimensions of one sample. */
  protected readonly rank: number
  readonly #name: string
  readonly #dims: readonly number[]
  readonly #momentum: number | null

  constructor(name: string, features: number, dims: readonly number[], options: Required<BatchNormOptions>) {
    super()
    const { eps, momentum, affine, trackRunningStats } = options
    check(`nn.${name}`, { features }, count)
    this.weight = affine ? parameter(ones([features])) : null
    this.bias = affine ? parameter(zeros([features])) : null
    this.runningMean = trackRunningStats ? buffer(zeros([features])) : null
    this.runningVar = trackRunningStats ? buffer(ones([features])) : null
    this.numBatchesTracked = trackRunningStats && momentum === null ? buffer(zeros([])) : null
    this.eps = eps
    this.rank = Math.max(...dims) - 1
    this.#name = name
    this.#dims = dims
    this.#momentum = momentum
  }

  protected checkRank(input: Tensor): void {
    check(`nn.${this.#name}`, { input }, tensorKind)
    if (this.#dims.includes(input.dim)) return
    const wanted = this.#dims.join(' or ')
    throw new TensorArgumentError(
      `nn.${this.#name}`,
      `the input must have ${wanted} dimensions, not ${input.dim}`,
      `${input.dtype}[${input.shape.join(', ')}]`,
    )
  }

  /** Share of this batch in the running statistics; counts it. */
  protected share(): number {
    if (this.#momentum !== null) return this.#momentum
    const counter = this.numBatchesTracked
    if (counter === null || !this.training) return 0
    noGrad(() => counter.add_(1))
    return 1 / counter.item()
  }
}

const known = (on: boolean): Known<BatchNormOptions> => ({
  eps: [notNegative, 1e-5],
  momentum: [maybe(real), 0.1],
  affine: [flag, on],
  trackRunningStats: [flag, on],
})

/** What the functions below give, nn.batchNorm2d() and its like, and a `new` without them may lack. */
function checkMade(operation: string, name: unknown, dims: unknown): void {
  check(operation, { name }, text)
  check(operation, { dims }, dimensions)
}
const dimensions: Kind = {
  what: 'a list of the numbers of dimensions an input may have',
  test: (value) => Array.isArray(value) && value.length > 0 && value.every(count.test),
}

/**
 * Batch normalization (arXiv 1502.03167). The running statistics are buffers changed in place while training.
 *
 * In a training run each shard normalises by itself and the running statistics become the mean over shards, so that
 * with one shard they are PyTorch's.
 */
export class BatchNorm extends RunningNorm {
  constructor(name: string, features: number, dims: readonly number[], options?: BatchNormOptions) {
    checkMade('nn.BatchNorm', name, dims)
    super(name, features, dims, optionsOf(`nn.${name}`, options, known(true)))
  }

  forward(input: Tensor): Tensor {
    this.checkRank(input)
    const { runningMean, runningVar, weight, bias, eps } = this
    const byBatch = this.training || runningMean === null
    return F.batchNorm(input, runningMean, runningVar, weight, bias, byBatch, this.share(), eps)
  }
}

/** Instance normalization (arXiv 1607.08022): each channel of each sample by itself. */
export class InstanceNorm extends RunningNorm {
  constructor(name: string, features: number, dims: readonly number[], options?: BatchNormOptions) {
    checkMade('nn.InstanceNorm', name, dims)
    super(name, features, dims, optionsOf(`nn.${name}`, options, known(false)))
  }

  forward(input: Tensor): Tensor {
    this.checkRank(input)
    const { runningMean, runningVar, weight, bias, eps } = this
    const byInput = this.training || runningMean === null
    const normalize = (each: Tensor) =>
      F.instanceNorm(each, runningMean, runningVar, weight, bias, byInput, this.share(), eps)
    if (input.dim > this.rank) return normalize(input)
    // One sample without a batch is a batch of one.
    return within(() => normalize(input.unsqueeze(0)).squeeze(0))
  }
}

/** Normalises each channel of [n, c] or [n, c, l]. */
export const batchNorm1d = (features: number, options?: BatchNormOptions): BatchNorm =>
  new BatchNorm('batchNorm1d', features, [2, 3], options)

/** Normalises each channel of [n, c, h, w]. */
export const batchNorm2d = (features: number, options?: BatchNormOptions): BatchNorm =>
  new BatchNorm('batchNorm2d', features, [4], options)

/** Normalises each channel of [n, c, d, h, w]. */
export const batchNorm3d = (features: number, options?: BatchNormOptions): BatchNorm =>
  new BatchNorm('batchNorm3d', features, [5], options)

/** Normalises each channel of each sample of [n, c, l], or of one [c, l]. */
export const instanceNorm1d = (features: number, options?: BatchNormOptions): InstanceNorm =>
  new InstanceNorm('instanceNorm1d', features, [2, 3], options)

/** Normalises each channel of each sample of [n, c, h, w], or of one [c, h, w]. */
export const instanceNorm2d = (features: number, options?: BatchNormOptions): InstanceNorm =>
  new InstanceNorm('instanceNorm2d', features, [3, 4], options)

/** Normalises each channel of each sample of [n, c, d, h, w], or of one [c, d, h, w]. */
export const instanceNorm3d = (features: number, options?: BatchNormOptions): InstanceNorm =>
  new InstanceNorm('instanceNorm3d', features, [4, 5], options)
