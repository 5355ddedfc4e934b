import { check, flag, optionsOf, size } from '../arguments.js'
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

  constructor(inFeatures: number, outFeatures: number, options?: { bias?: boolean }) {
    super()
    check('nn.linear', { inFeatures, outFeatures }, size)
    const { bias } = optionsOf('nn.linear', options, { bias: [flag, true] })
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
export function linear(inFeatures: number, outFeatures: number, options?: { bias?: boolean }): Linear {
  return new Linear(inFeatures, outFeatures, options)
}

/** `x1 @ weight[k] @ x2 + bias[k]` for each output k; starts uniform within 1 / sqrt(inFeatures1). */
export class Bilinear extends Module<[x1: Tensor, x2: Tensor]> {
  readonly weight: Parameter
  readonly bias: Parameter | null

  constructor(in1: number, in2: number, out: number, options?: { bias?: boolean }) {
    super()
    check('nn.bilinear', { in1, in2, out }, size)
    const { bias } = optionsOf('nn.bilinear', options, { bias: [flag, true] })
    const bound = 1 / Math.sqrt(in1)
    this.weight = parameter(init.uniform(zeros([out, in1, in2]), -bound, bound))
    this.bias = bias ? parameter(init.uniform(zeros([out]), -bound, bound)) : null
  }

  forward(x1: Tensor, x2: Tensor): Tensor {
    return F.bilinear(x1, x2, this.weight, this.bias)
  }
}

/** [..., in1] and [..., in2] → [..., out]. */
export function bilinear(in1: number, in2: number, out: number, options?: { bias?: boolean }): Bilinear {
  return new Bilinear(in1, in2, out, options)
}
