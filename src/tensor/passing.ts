import { TensorArgumentError } from './errors.js'

// How the arguments of operations are passed to the addon.

export const handleOf = (tensor: { readonly handle: number }): number => tensor?.handle
export const maybeHandleOf = (tensor: { readonly handle: number } | null): number => tensor?.handle ?? 0

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
