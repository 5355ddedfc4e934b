import { zeros } from '../creation.js'
import * as F from '../generated/functional.js'
import * as init from '../init.js'
import type { Tensor } from '../tensor.js'
import { Module } from './module.js'
import { type Parameter, parameter } from './parameter.js'

/** One number for both directions, or [height, width]. */
export type Pair = number | readonly [number, number]

export interface ConvolutionOptions {
  /** Default 1. */
  readonly stride?: Pair
  /** Zeros around the image. Default 0. */
  readonly padding?: Pair
  /** Default 1. */
  readonly dilation?: Pair
  /** Default 1. */
  readonly groups?: number
  /** Default true. */
  readonly bias?: boolean
}

/** Two-dimensional convolution of [n, in, height, width]; weight [out, in / groups, height, width]. See conv2d(). */
export class Conv2d extends Module<[Tensor]> {
  override readonly letsGo = true
  readonly weight: Parameter
  readonly bias: Parameter | null
  readonly #options: ConvolutionOptions

  constructor(inChannels: number, outChannels: number, kernelSize: Pair, options: ConvolutionOptions = {}) {
    super()
    const [height, width] = typeof kernelSize === 'number' ? [kernelSize, kernelSize] : kernelSize
    const groups = options.groups ?? 1
    if (inChannels % groups !== 0 || outChannels % groups !== 0) {
      throw new RangeError(`conv2d: ${groups} groups must divide ${inChannels} and ${outChannels} channels`)
    }
    this.#options = options
    this.weight = parameter(zeros([outChannels, inChannels / groups, height, width]))
    init.kaimingUniform(this.weight, { a: Math.sqrt(5) })
    this.bias = (options.bias ?? true) ? parameter(zeros([outChannels])) : null
    if (this.bias !== null) init.fanInBias(this.bias, this.weight)
  }

  forward(input: Tensor): Tensor {
    const { stride = 1, padding = 0, dilation = 1, groups = 1 } = this.#options
    return F.conv2d(input, this.weight, this.bias, stride, padding, dilation, groups)
  }
}

/** [n, inChannels, h, w] → [n, outChannels, h', w']. */
export function conv2d(
  inChannels: number,
  outChannels: number,
  kernelSize: Pair,
  options: ConvolutionOptions = {},
): Conv2d {
  return new Conv2d(inChannels, outChannels, kernelSize, options)
}
