import { zeros } from '../creation.js'
import * as F from '../generated/functional.js'
import * as init from '../init.js'
import type { Tensor } from '../tensor.js'
import { Module } from './module.js'
import { type Parameter, parameter } from './parameter.js'

/** `input @ weight.t() + bias`; both start uniform within 1 / sqrt(inFeatures), as PyTorch's. */
export class Linear extends Module<[Tensor]> {
  override readonly letsGo = true
  readonly weight: Parameter
  readonly bias: Parameter | null

  constructor(inFeatures: number, outFeatures: number, { bias = true } = {}) {
    super()
    this.weight = parameter(zeros([outFeatures, inFeatures]))
    init.kaimingUniform(this.weight, { a: Math.sqrt(5) })
    this.bias = bias ? parameter(zeros([outFeatures])) : null
    if (this.bias !== null) init.fanInBias(this.bias, this.weight)
  }

  forward(input: Tensor): Tensor {
    return F.linear(input, this.weight, this.bias)
  }
}

/** [..., inFeatures] → [..., outFeatures]. */
export function linear(inFeatures: number, outFeatures: number, options: { bias?: boolean } = {}): Linear {
  return new Linear(inFeatures, outFeatures, options)
}
