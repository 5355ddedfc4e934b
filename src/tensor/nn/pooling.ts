import { atMost, check, extent, flag, maybe, optionsOf, positive, sizes } from '../arguments.js'
import * as F from '../generated/functional.js'
import { type Lambda, own } from './activations.js'
import type { Extent } from './convolution.js'

export interface MaxPoolOptions {
  /** Default: the window. */
  readonly stride?: Extent | null
  /** Default 0. */
  readonly padding?: Extent
  /** Default 1. */
  readonly dilation?: Extent
  /** Whether windows may reach over the end. Default false. */
  readonly ceilMode?: boolean
}

export interface AvgPoolOptions {
  /** Default: the window. */
  readonly stride?: Extent | null
  /** Default 0. */
  readonly padding?: Extent
  /** Whether windows may reach over the end. Default false. */
  readonly ceilMode?: boolean
  /** Whether the zeros of the padding count. Default true. */
  readonly countIncludePad?: boolean
}

export interface LpPoolOptions {
  /** Default: the window. */
  readonly stride?: Extent | null
  /** Whether windows may reach over the end. Default false. */
  readonly ceilMode?: boolean
}

const stride = [maybe(extent), null] as const

const max =
  (name: string, pool: typeof F.maxPool2d) =>
  (kernelSize: Extent, options?: MaxPoolOptions): Lambda => {
    check(`nn.${name}`, { kernelSize }, extent)
    const how = optionsOf<MaxPoolOptions>(`nn.${name}`, options, {
      stride,
      padding: [sizes, 0],
      dilation: [extent, 1],
      ceilMode: [flag, false],
    })
    return own((input) => pool(input, kernelSize, how.stride, how.padding, how.dilation, how.ceilMode))
  }

const average =
  (name: string, pool: typeof F.avgPool2d) =>
  (kernelSize: Extent, options?: AvgPoolOptions): Lambda => {
    check(`nn.${name}`, { kernelSize }, extent)
    const how = optionsOf<AvgPoolOptions>(`nn.${name}`, options, {
      stride,
      padding: [sizes, 0],
      ceilMode: [flag, false],
      countIncludePad: [flag, true],
    })
    return own((input) => pool(input, kernelSize, how.stride, how.padding, how.ceilMode, how.countIncludePad))
  }

const power =
  (name: string, pool: typeof F.lpPool2d) =>
  (normType: number, kernelSize: Extent, options?: LpPoolOptions): Lambda => {
    check(`nn.${name}`, { normType }, positive)
    check(`nn.${name}`, { kernelSize }, extent)
    const how = optionsOf<LpPoolOptions>(`nn.${name}`, options, { stride, ceilMode: [flag, false] })
    return own((input) => pool(input, normType, kernelSize, how.stride, how.ceilMode))
  }

const adaptive = (name: string, pool: typeof F.adaptiveAvgPool2d): ((outputSize: Extent) => Lambda) =>
  atMost(`nn.${name}`, 1, (outputSize: Extent) => {
    check(`nn.${name}`, { outputSize }, sizes)
    return own((input) => pool(input, outputSize))
  })

/** Largest of each window of [n, c, l]; `stride` defaults to the window. */
export const maxPool1d = max('maxPool1d', F.maxPool1d)
/** Largest of each window of [n, c, h, w]; `stride` defaults to the window. */
export const maxPool2d = max('maxPool2d', F.maxPool2d)
/** Largest of each window of [n, c, d, h, w]; `stride` defaults to the window. */
export const maxPool3d = max('maxPool3d', F.maxPool3d)

/** Mean of each window of [n, c, l]; `stride` defaults to the window. */
export const avgPool1d = average('avgPool1d', F.avgPool1d)
/** Mean of each window of [n, c, h, w]; `stride` defaults to the window. */
export const avgPool2d = average('avgPool2d', F.avgPool2d)
/** Mean of each window of [n, c, d, h, w]; `stride` defaults to the window. */
export const avgPool3d = average('avgPool3d', F.avgPool3d)

/** p-norm of each window of [n, c, l]; `stride` defaults to the window. */
export const lpPool1d = power('lpPool1d', F.lpPool1d)
/** p-norm of each window of [n, c, h, w]; `stride` defaults to the window. */
export const lpPool2d = power('lpPool2d', F.lpPool2d)
/** p-norm of each window of [n, c, d, h, w]; `stride` defaults to the window. */
export const lpPool3d = power('lpPool3d', F.lpPool3d)

/** Mean over windows of [n, c, l] that give an output of this size. */
export const adaptiveAvgPool1d = adaptive('adaptiveAvgPool1d', F.adaptiveAvgPool1d)
/** Mean over windows of [n, c, h, w] that give an output of this size. */
export const adaptiveAvgPool2d = adaptive('adaptiveAvgPool2d', F.adaptiveAvgPool2d)
/** Mean over windows of [n, c, d, h, w] that give an output of this size. */
export const adaptiveAvgPool3d = adaptive('adaptiveAvgPool3d', F.adaptiveAvgPool3d)

/** Largest over windows of [n, c, l] that give an output of this size. */
export const adaptiveMaxPool1d = adaptive('adaptiveMaxPool1d', F.adaptiveMaxPool1d)
/** Largest over windows of [n, c, h, w] that give an output of this size. */
export const adaptiveMaxPool2d = adaptive('adaptiveMaxPool2d', F.adaptiveMaxPool2d)
/** Largest over windows of [n, c, d, h, w] that give an output of this size. */
export const adaptiveMaxPool3d = adaptive('adaptiveMaxPool3d', F.adaptiveMaxPool3d)
