import * as F from '../generated/functional.js'
import { Lambda } from './activations.js'
import type { Pair } from './convolution.js'

/** Largest of each window; `stride` defaults to the window. */
export function maxPool2d(
  kernelSize: Pair,
  options: { stride?: Pair; padding?: Pair; dilation?: Pair; ceilMode?: boolean } = {},
): Lambda {
  const { stride = null, padding = 0, dilation = 1, ceilMode = false } = options
  return new Lambda((input) => F.maxPool2d(input, kernelSize, stride, padding, dilation, ceilMode), true)
}

/** Mean of each window; `stride` defaults to the window. */
export function avgPool2d(
  kernelSize: Pair,
  options: { stride?: Pair; padding?: Pair; ceilMode?: boolean; countIncludePad?: boolean } = {},
): Lambda {
  const { stride = null, padding = 0, ceilMode = false, countIncludePad = true } = options
  return new Lambda(
    (input) => F.avgPool2d(input, kernelSize, stride, padding, ceilMode, countIncludePad),
    true,
  )
}

/** Mean over windows that give an output of this size. */
export function adaptiveAvgPool2d(outputSize: Pair): Lambda {
  const size = typeof outputSize === 'number' ? [outputSize, outputSize] : outputSize
  return new Lambda((input) => F.adaptiveAvgPool2d(input, size), true)
}
