import {
  atMost,
  check,
  count,
  extent,
  flag,
  integer,
  integerList,
  type Known,
  maybe,
  oneOf,
  optionsOf,
  positives,
  sizes,
  tensorKind,
} from '../arguments.js'
import { TensorArgumentError } from '../errors.js'
import * as F from '../functional.js'
import { type Lambda, own } from './activations.js'
import type { Extent } from './convolution.js'

/** Joins the dimensions from `startDim` (1) to `endDim` (-1): [n, …] → [n, m]. */
export const flatten = atMost('nn.flatten', 2, (startDim: number = 1, endDim: number = -1) => {
  check('nn.flatten', { startDim, endDim }, integer)
  return own((input) => {
    check('nn.flatten', { input }, tensorKind)
    return input.flatten(startDim, endDim)
  })
})

/** Splits dimension `dim` into `unflattenedSize`, of which one may be -1. */
export const unflatten = atMost('nn.unflatten', 2, (dim: number, unflattenedSize: readonly number[]) => {
  check('nn.unflatten', { dim }, integer)
  check('nn.unflatten', { unflattenedSize }, integerList)
  return own((input) => {
    check('nn.unflatten', { input }, tensorKind)
    return input.unflatten(dim, unflattenedSize)
  })
})

export interface UpsampleOptions {
  /** The space's size, or… */
  readonly size?: number | readonly number[] | null
  /** …what it is multiplied by. */
  readonly scaleFactor?: number | readonly number[] | null
  /** Default 'nearest'. */
  readonly mode?: 'nearest' | 'nearest-exact' | 'linear' | 'bilinear' | 'bicubic' | 'trilinear'
  /** Whether the corner pixels meet. Default false. */
  readonly alignCorners?: boolean
}

/** F.interpolate as a module. */
export function upsample(options: UpsampleOptions): Lambda {
  const { size, scaleFactor, mode, alignCorners } = optionsOf<UpsampleOptions>('nn.upsample', options, {
    size: [maybe(extent), null],
    scaleFactor: [maybe(positives), null],
    mode: [oneOf('nearest', 'nearest-exact', 'linear', 'bilinear', 'bicubic', 'trilinear'), 'nearest'],
    alignCorners: [flag, false],
  })
  if ((size === null) === (scaleFactor === null))
    throw new TensorArgumentError('nn.upsample', 'give either the size or the scaleFactor')
  return own((input) => F.interpolate(input, size, scaleFactor, mode, alignCorners))
}

/** [n, c · r · r, h, w] → [n, c, h · r, w · r]. */
export const pixelShuffle = atMost('nn.pixelShuffle', 1, (upscaleFactor: number) => {
  check('nn.pixelShuffle', { upscaleFactor }, count)
  return own((input) => F.pixelShuffle(input, upscaleFactor))
})

/** [n, c, h · r, w · r] → [n, c · r · r, h, w]. */
export const pixelUnshuffle = atMost('nn.pixelUnshuffle', 1, (downscaleFactor: number) => {
  check('nn.pixelUnshuffle', { downscaleFactor }, count)
  return own((input) => F.pixelUnshuffle(input, downscaleFactor))
})

interface WindowOptions {
  readonly dilation?: Extent
  readonly padding?: Extent
  readonly stride?: Extent
}
const windows: Known<WindowOptions> = { dilation: [extent, 1], padding: [sizes, 0], stride: [extent, 1] }

/** F.unfold as a module: the windows of [n, c, h, w] as columns [n, c · kernel, windows]. */
export function unfold(kernelSize: Extent, options?: WindowOptions): Lambda {
  check('nn.unfold', { kernelSize }, extent)
  const { dilation, padding, stride } = optionsOf('nn.unfold', options, windows)
  return own((input) => F.unfold(input, kernelSize, dilation, padding, stride))
}

/** F.fold as a module: the sum of columns [n, c · kernel, windows], each in its place, as [n, c, h, w] of `outputSize`. */
export function fold(outputSize: Extent, kernelSize: Extent, options?: WindowOptions): Lambda {
  check('nn.fold', { outputSize, kernelSize }, extent)
  const { dilation, padding, stride } = optionsOf('nn.fold', options, windows)
  return own((input) => F.fold(input, outputSize, kernelSize, dilation, padding, stride))
}
