import { native } from '../addon.js'
import { TensorArgumentError } from '../errors.js'
import { Tensor } from '../tensor.js'

export interface GradOptions<Unused extends boolean = boolean> {
  /** A start value for each output, in its shape; 1 for an output of one element where left out or null. */
  readonly gradOutputs?: Tensor | readonly (Tensor | null)[] | undefined
  /** Keep the history for another pass. Default: `createGraph`. */
  readonly retainGraph?: boolean | undefined
  /** Record how the gradients are computed, so that they can be differentiated again. Default false. */
  readonly createGraph?: boolean | undefined
  /** Give null for an input that the outputs do not depend on, instead of an error. Default false. */
  readonly allowUnused?: Unused | undefined
}

/**
 * The gradients of the outputs' sum with regard to the inputs, as torch.autograd.grad; no `.grad` is touched.
 *
 *     const [slope] = grad(y, [x], { createGraph: true })
 *     const [curvature] = grad(slope.sum(), [x])
 *
 * @throws TensorOperationError when an output has no history, or does not depend on an input
 */
export function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: readonly Tensor[],
  options?: GradOptions<false>,
): Tensor[]
export function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: readonly Tensor[],
  options?: GradOptions,
): (Tensor | null)[]
export function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: readonly Tensor[],
  { gradOutputs, createGraph = false, retainGraph = createGraph, allowUnused = false }: GradOptions = {},
): (Tensor | null)[] {
  const ends = outputs instanceof Tensor ? [outputs] : outputs
  const starts = startsOf('grad', ends, gradOutputs instanceof Tensor ? [gradOutputs] : gradOutputs)
  const handles = native().gradients(
    ends.map(({ handle }) => handle),
    inputs.map(({ handle }) => handle),
    starts,
    retainGraph,
    createGraph,
    allowUnused,
  )
  return handles.map((handle) => (handle === 0 ? null : new Tensor(handle)))
}

export interface BackwardOptions {
  /** Keep the history for another pass. Default false. */
  readonly retainGraph?: boolean | undefined
}

/**
 * Adds the gradients of the outputs' sum to `.grad` of every leaf they were computed from, in one pass. For gradients
 * that can be differentiated again see {@link grad}.
 *
 * @param gradients a start value for each output; needed where it has more than one element
 */
export function backward(
  outputs: readonly Tensor[],
  gradients?: readonly (Tensor | null)[],
  { retainGraph = false }: BackwardOptions = {},
): void {
  const starts = startsOf('backward', outputs, gradients)
  native().backwardAll(
    outputs.map(({ handle }) => handle),
    starts,
    retainGraph,
  )
}

function startsOf(
  operation: string,
  outputs: readonly Tensor[],
  gradients: readonly (Tensor | null)[] | undefined,
): number[] {
  if (gradients === undefined) return outputs.map(() => 0)
  if (gradients.length === outputs.length) return gradients.map((each) => each?.handle ?? 0)
  throw new TensorArgumentError(
    operation,
    `${gradients.length} start gradients for ${outputs.length} outputs; give one for each`,
  )
}
