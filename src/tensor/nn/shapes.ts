import * as F from '../generated/functional.js'
import { type Lambda, own } from './activations.js'

/** Joins the dimensions from `startDim` (1) to `endDim` (-1): [n, …] → [n, m]. */
export const flatten = (startDim = 1, endDim = -1): Lambda => own((input) => input.flatten(startDim, endDim))

/** Splits dimension `dim` into `sizes`, of which one may be -1. */
export function unflatten(dim: number, sizes: readonly number[]): Lambda {
  return own((input) => {
    const at = dim < 0 ? dim + input.dim : dim
    return input.reshape([...input.shape.slice(0, at), ...sizes, ...input.shape.slice(at + 1)])
  })
}

export interface UpsampleOptions {
  /** The space's size, or… */
  readonly size?: number | readonly number[]
  /** …what it is multiplied by. */
  readonly scaleFactor?: number | readonly number[]
  /** Default 'nearest'. */
  readonly mode?: 'nearest' | 'nearest-exact' | 'linear' | 'bilinear' | 'bicubic' | 'trilinear'
  /** Whether the corner pixels meet. Default false. */
  readonly alignCorners?: boolean
}

/** F.interpolate as a module. */
export function upsample(options: UpsampleOptions): Lambda {
  const { size = null, scaleFactor = null, mode = 'nearest', alignCorners = false } = options
  return own((input) => F.interpolate(input, size, scaleFactor, mode, alignCorners))
}

/** [n, c · r · r, h, w] → [n, c, h · r, w · r]. */
export const pixelShuffle = (upscaleFactor: number): Lambda =>
  own((input) => F.pixelShuffle(input, upscaleFactor))

/** [n, c, h · r, w · r] → [n, c · r · r, h, w]. */
export const pixelUnshuffle = (downscaleFactor: number): Lambda =>
  own((input) => F.pixelUnshuffle(input, downscaleFactor))
