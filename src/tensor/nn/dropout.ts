import { atMost, check, share } from '../arguments.js'
import * as F from '../generated/functional.js'
import type { Tensor } from '../tensor.js'
import { type Lambda, own } from './activations.js'

type Drop = (input: Tensor, p: number, training: boolean) => Tensor

function make(name: string, drop: Drop): (p?: number) => Lambda {
  return atMost(`nn.${name}`, 1, (p: number = 0.5) => {
    check(`nn.${name}`, { p }, share)
    return own((input, training) => drop(input, p, training))
  })
}

/** Zeroes elements with probability `p` (0.5) while training, and scales the others by 1 / (1 - p). */
export const dropout = make('dropout', F.dropout)

/** The same for whole channels of [n, c, l]. */
export const dropout1d = make('dropout1d', F.dropout1d)

/** The same for whole channels of [n, c, h, w]. */
export const dropout2d = make('dropout2d', F.dropout2d)

/** The same for whole channels of [n, c, d, h, w]. */
export const dropout3d = make('dropout3d', F.dropout3d)

/** Dropout that keeps mean and variance of what selu gives. */
export const alphaDropout = make('alphaDropout', F.alphaDropout)
