import {
  check,
  count,
  extent,
  flag,
  integer,
  integerList,
  maybe,
  oneOf,
  optionsOf,
  positives,
} from '../arguments.js'
import { TensorArgumentError } from '../errors.js'
import * as F from '../generated/functional.js'
import { type Lambda, own } from './activations.js'

/** Joins the dimensions from `startDim` (1) to `endDim` (-1): [n, …] → [n, m]. */
export function flatten(startDim = 1, endDim = -1): Lambda {
  check('nn.flatten', { startDim, endDim }, integer)
  return own((input) => input.flatten(startDim, endDim))
}

/** Splits dimension `dim` into `sizes`, of which one may be -1. */
export function unflatten(dim: number, sizes: readonly number[]): Lambda {
  check('nn.unflatten', { dim }, integer)
  check('nn.unflatten', { sizes }, integerList)
  return own((input) => input.unflatten(dim, sizes))
}

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
export function pixelShuffle(upscaleFactor: number): Lambda {
  check('nn.pixelShuffle', { upscaleFactor }, count)
  return own((input) => F.pixelShuffle(input, upscaleFactor))
}

/** [n, c, h · r, w · r] → [n, c · r · r, h, w]. */
export function pixelUnshuffle(downscaleFactor: number): Lambda {
  check('nn.pixelUnshuffle', { downscaleFactor }, count)
  return own((input) => F.pixelUnshuffle(input, downscaleFactor))
}
