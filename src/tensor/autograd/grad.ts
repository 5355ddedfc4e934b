import { native } from '../addon.js'
import { flag, type Kind, maybe, optionsOf, tensorKind, tensorList, told } from '../arguments.js'
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
  inputs: Tensor | readonly Tensor[],
  options?: GradOptions<false>,
): Tensor[]
export function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: Tensor | readonly Tensor[],
  options?: GradOptions,
): (Tensor | null)[]
export function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: Tensor | readonly Tensor[],
  options?: GradOptions,
): (Tensor | null)[] {
  const { gradOutputs, createGraph, retainGraph, allowUnused } = optionsOf<Given>(
    'grad',
    options as Given | undefined,
    {
      gradOutputs: [maybe(starts), null],
      createGraph: [flag, false],
      retainGraph: [flag, options?.createGraph ?? false],
      allowUnused: [flag, false],
    },
  )
  const ends = listOf('grad', 'outputs', outputs)
  const leaves = listOf('grad', 'inputs', inputs)
  const first = startsOf('grad', ends, gradOutputs instanceof Tensor ? [gradOutputs] : gradOutputs)
  const handles = native().gradients(
    ends.map(({ handle }) => handle),
    leaves.map(({ handle }) => handle),
    first,
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
  outputs: Tensor | readonly Tensor[],
  gradients?: Tensor | readonly (Tensor | null)[] | null,
  options?: BackwardOptions,
): void {
  const { retainGraph } = optionsOf('backward', options, { retainGraph: [flag, false] })
  const ends = listOf('backward', 'outputs', outputs)
  const first = gradients ?? null
  if (first !== null && !starts.test(first))
    throw new TensorArgumentError('backward', `gradients must be ${starts.what}, not ${told(first)}`)
  native().backwardAll(
    ends.map(({ handle }) => handle),
    startsOf('backward', ends, first instanceof Tensor ? [first] : first),
    retainGraph,
  )
}

/** Start values, with gaps. */
const starts: Kind = {
  what: 'a tensor, or a list of tensors and nulls',
  test: (value) => tensorKind.test(value) || (Array.isArray(value) && value.every(maybe(tensorKind).test)),
}
/** What is left out is null from here on. */
interface Given {
  gradOutputs?: GradOptions['gradOutputs'] | null
  retainGraph?: boolean
  createGraph?: boolean
  allowUnused?: boolean
}

function listOf(operation: string, name: string, given: Tensor | readonly Tensor[]): readonly Tensor[] {
  const list = given instanceof Tensor ? [given] : given
  if (tensorList.test(list)) return list
  throw new TensorArgumentError(operation, `${name} must be tensors, not ${told(given)}`)
}

function startsOf(
  operation: string,
  outputs: readonly Tensor[],
  gradients: readonly (Tensor | null)[] | null,
): number[] {
  if (gradients === null) return outputs.map(() => 0)
  if (gradients.length === outputs.length) return gradients.map((each) => each?.handle ?? 0)
  throw new TensorArgumentError(
    operation,
    `${gradients.length} start gradients for ${outputs.length} outputs; give one for each`,
  )
}
