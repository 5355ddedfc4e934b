import { TensorArgumentError } from './errors.js'
import type { Tensor } from './tensor.js'

// The generated methods are Tensor's base class, so they cannot import Tensor itself; tensor.ts sets this.
let make: (handle: number) => Tensor

export function setWrap(construct: (handle: number) => Tensor): void {
  make = construct
}

/** The Tensor of a new native handle. */
export function wrap(handle: number): Tensor {
  return make(handle)
}

export const handleOf = (tensor: Tensor): number => tensor.handle

/** Sizes as in PyTorch: `view(2, 3)` or `view([2, 3])`. */
export type Sizes = number[] | [readonly number[]]

export function sizesOf(sizes: Sizes): readonly number[] {
  return typeof sizes[0] === 'object' ? sizes[0] : (sizes as number[])
}

/** What becomes of the losses of single elements. */
export type Reduction = 'none' | 'mean' | 'sum'

const reductions: readonly string[] = ['none', 'mean', 'sum']

export function reductionCode(reduction: Reduction): number {
  const code = reductions.indexOf(reduction)
  if (code < 0)
    throw new TensorArgumentError(
      'reduction',
      `there is no reduction '${reduction}'; choose mean, sum or none`,
    )
  return code
}
