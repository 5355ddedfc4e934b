/** `F`: torch.nn.functional in camelCase. */
import { native } from './addon.js'
import { handleOf } from './passing.js'
import { Tensor } from './tensor.js'

export * from './generated/functional.js'

/**
 * The windows of [n, c, h, w] (or without n) as columns [n, c · kernel, windows], as a convolution sees them;
 * {@link fold} puts them back. A tensor's own `unfold` takes windows along one dimension.
 */
export function unfold(
  input: Tensor,
  kernelSize: number | readonly number[],
  dilation: number | readonly number[] = 1,
  padding: number | readonly number[] = 0,
  stride: number | readonly number[] = 1,
): Tensor {
  return new Tensor(native().unfoldOf(handleOf(input), kernelSize, dilation, padding, stride))
}
