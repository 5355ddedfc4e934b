import { tensor } from '../creation.js'
import { TensorArgumentError } from '../errors.js'
import type { Tensor } from '../tensor.js'

/** What a convolution sees beyond its input's border; see {@link ConvolutionOptions}. */
export type PaddingMode = 'zeros' | 'reflect' | 'replicate' | 'circular'

/** Which element of `size` stands at place `at`, which may lie beyond it. */
const sources: Readonly<Record<Exclude<PaddingMode, 'zeros'>, (at: number, size: number) => number>> = {
  reflect: (at, size) => (at < 0 ? -at : at < size ? at : 2 * (size - 1) - at),
  replicate: (at, size) => Math.min(Math.max(at, 0), size - 1),
  circular: (at, size) => (at + size) % size,
}

/** How far a mode can see. */
const reach = {
  reflect: (size: number) => size - 1,
  replicate: () => Infinity,
  circular: (size: number) => size,
}

/**
 * Continues the last dimensions beyond both ends.
 *
 * @param sides for each of the last dimensions, how many elements before and after
 * @throws TensorArgumentError when the input is too small to be reflected, or repeated, that far
 */
export function padAround(
  name: string,
  input: Tensor,
  mode: Exclude<PaddingMode, 'zeros'>,
  sides: readonly (readonly [before: number, after: number])[],
): Tensor {
  return sides.reduce((padded, [before, after], k) => {
    if (before === 0 && after === 0) return padded
    const dim = k - sides.length
    const size = padded.size(dim)
    if (size === 0 || Math.max(before, after) > reach[mode](size)) {
      const what = `padding ${before} and ${after} is too much for ${size} elements with paddingMode '${mode}'`
      throw new TensorArgumentError(`nn.${name}`, what, `${input.dtype}[${input.shape.join(', ')}]`)
    }
    const places = Array.from({ length: before + size + after }, (_, at) =>
      BigInt(sources[mode](at - before, size)),
    )
    return padded.indexSelect(dim, tensor(places))
  }, input)
}
