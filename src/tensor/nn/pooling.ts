import * as F from '../generated/functional.js'
import { type Lambda, own } from './activations.js'
import type { Extent } from './convolution.js'

export interface MaxPoolOptions {
  /** Default: the window. */
  readonly stride?: Extent
  /** Default 0. */
  readonly padding?: Extent
  /** Default 1. */
  readonly dilation?: Extent
  /** Whether windows may reach over the end. Default false. */
  readonly ceilMode?: boolean
}

export interface AvgPoolOptions {
  /** Default: the window. */
  readonly stride?: Extent
  /** Default 0. */
  readonly padding?: Extent
  /** Whether windows may reach over the end. Default false. */
  readonly ceilMode?: boolean
  /** Whether the zeros of the padding count. Default true. */
  readonly countIncludePad?: boolean
}

const max =
  (pool: typeof F.maxPool2d) =>
  (kernelSize: Extent, options: MaxPoolOptions = {}): Lambda => {
    const { stride = null, padding = 0, dilation = 1, ceilMode = false } = options
    return own((input) => pool(input, kernelSize, stride, padding, dilation, ceilMode))
  }

const average =
  (pool: typeof F.avgPool2d) =>
  (kernelSize: Extent, options: AvgPoolOptions = {}): Lambda => {
    const { stride = null, padding = 0, ceilMode = false, countIncludePad = true } = options
    return own((input) => pool(input, kernelSize, stride, padding, ceilMode, countIncludePad))
  }

const power =
  (pool: typeof F.lpPool2d) =>
  (
    normType: number,
    kernelSize: Extent,
    options: { readonly stride?: Extent; readonly ceilMode?: boolean } = {},
  ): Lambda => {
    const { stride = null, ceilMode = false } = options
    return own((input) => pool(input, normType, kernelSize, stride, ceilMode))
  }

const adaptive =
  (pool: typeof F.adaptiveAvgPool2d) =>
  (outputSize: Extent): Lambda =>
    own((input) => pool(input, outputSize))

/** Largest of each window of [n, c, l]; `stride` defaults to the window. */
export const maxPool1d = max(F.maxPool1d)
/** Largest of each window of [n, c, h, w]; `stride` defaults to the window. */
export const maxPool2d = max(F.maxPool2d)
/** Largest of each window of [n, c, d, h, w]; `stride` defaults to the window. */
export const maxPool3d = max(F.maxPool3d)

/** Mean of each window of [n, c, l]; `stride` defaults to the window. */
export const avgPool1d = average(F.avgPool1d)
/** Mean of each window of [n, c, h, w]; `stride` defaults to the window. */
export const avgPool2d = average(F.avgPool2d)
/** Mean of each window of [n, c, d, h, w]; `stride` defaults to the window. */
export const avgPool3d = average(F.avgPool3d)

/** p-norm of each window of [n, c, l]; `stride` defaults to the window. */
export const lpPool1d = power(F.lpPool1d)
/** p-norm of each window of [n, c, h, w]; `stride` defaults to the window. */
export const lpPool2d = power(F.lpPool2d)
/** p-norm of each window of [n, c, d, h, w]; `stride` defaults to the window. */
export const lpPool3d = power(F.lpPool3d)

/** Mean over windows of [n, c, l] that give an output of this size. */
export const adaptiveAvgPool1d = adaptive(F.adaptiveAvgPool1d)
/** Mean over windows of [n, c, h, w] that give an output of this size. */
export const adaptiveAvgPool2d = adaptive(F.adaptiveAvgPool2d)
/** Mean over windows of [n, c, d, h, w] that give an output of this size. */
export const adaptiveAvgPool3d = adaptive(F.adaptiveAvgPool3d)

/** Largest over windows of [n, c, l] that give an output of this size. */
export const adaptiveMaxPool1d = adaptive(F.adaptiveMaxPool1d)
/** Largest over windows of [n, c, h, w] that give an output of this size. */
export const adaptiveMaxPool2d = adaptive(F.adaptiveMaxPool2d)
/** Largest over windows of [n, c, d, h, w] that give an output of this size. */
export const adaptiveMaxPool3d = adaptive(F.adaptiveMaxPool3d)
