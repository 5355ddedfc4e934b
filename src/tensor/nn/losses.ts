import * as F from '../generated/functional.js'
import type { Reduction } from '../passing.js'
import type { Tensor } from '../tensor.js'
import { Module } from './module.js'

/** A loss as a module: a function of its inputs. */
export class Loss<Input extends any[]> extends Module<Input> {
  override readonly letsGo = true
  readonly #fn: (...input: Input) => Tensor

  constructor(fn: (...input: Input) => Tensor) {
    super()
    this.#fn = fn
  }

  forward(...input: Input): Tensor {
    return this.#fn(...input)
  }
}

/** Input and target. */
type Pair = [input: Tensor, target: Tensor]
/** Two inputs, and which way they should go. */
type Signed = [input1: Tensor, input2: Tensor, target: Tensor]
type Reduced = { readonly reduction?: Reduction }
const mean = 'mean' as const

/** F.crossEntropy as a module; weights belong to the caller. */
export const crossEntropyLoss = (
  options: Reduced & { weight?: Tensor | null; ignoreIndex?: number; labelSmoothing?: number } = {},
): Loss<Pair> => {
  const { weight = null, ignoreIndex = -100, labelSmoothing = 0, reduction = mean } = options
  return new Loss((x, y) => F.crossEntropy(x, y, weight, ignoreIndex, reduction, labelSmoothing))
}
/** F.nllLoss as a module; weights belong to the caller. */
export const nllLoss = (
  options: Reduced & { weight?: Tensor | null; ignoreIndex?: number } = {},
): Loss<Pair> => {
  const { weight = null, ignoreIndex = -100, reduction = mean } = options
  return new Loss((x, y) => F.nllLoss(x, y, weight, ignoreIndex, reduction))
}
/** F.mseLoss as a module. */
export const mseLoss = ({ reduction = mean }: Reduced = {}): Loss<Pair> =>
  new Loss((x, y) => F.mseLoss(x, y, reduction))
/** F.l1Loss as a module. */
export const l1Loss = ({ reduction = mean }: Reduced = {}): Loss<Pair> =>
  new Loss((x, y) => F.l1Loss(x, y, reduction))
/** F.smoothL1Loss as a module. */
export const smoothL1Loss = ({ reduction = mean, beta = 1 }: Reduced & { beta?: number } = {}): Loss<Pair> =>
  new Loss((x, y) => F.smoothL1Loss(x, y, reduction, beta))
/** F.huberLoss as a module. */
export const huberLoss = ({ reduction = mean, delta = 1 }: Reduced & { delta?: number } = {}): Loss<Pair> =>
  new Loss((x, y) => F.huberLoss(x, y, reduction, delta))
/** F.binaryCrossEntropy as a module; weights belong to the caller. */
export const bceLoss = ({ weight = null, reduction = mean }: Reduced & { weight?: Tensor | null } = {}) =>
  new Loss<Pair>((x, y) => F.binaryCrossEntropy(x, y, weight, reduction))
/** F.binaryCrossEntropyWithLogits as a module; weights belong to the caller. */
export const bceWithLogitsLoss = (
  options: Reduced & { weight?: Tensor | null; posWeight?: Tensor | null } = {},
): Loss<Pair> => {
  const { weight = null, posWeight = null, reduction = mean } = options
  return new Loss((x, y) => F.binaryCrossEntropyWithLogits(x, y, weight, posWeight, reduction))
}
/** F.klDiv as a module. */
export const klDivLoss = (
  options: { reduction?: Reduction | 'batchmean'; logTarget?: boolean } = {},
): Loss<Pair> => new Loss((x, y) => F.klDiv(x, y, options.reduction, options.logTarget))
/** F.poissonNllLoss as a module. */
export const poissonNllLoss = (
  options: Reduced & { logInput?: boolean; full?: boolean; eps?: number } = {},
): Loss<Pair> => {
  const { logInput, full, eps, reduction } = options
  return new Loss((x, y) => F.poissonNllLoss(x, y, logInput, full, eps, reduction))
}
/** F.gaussianNllLoss as a module. */
export const gaussianNllLoss = (options: Reduced & { full?: boolean; eps?: number } = {}) =>
  new Loss<[input: Tensor, target: Tensor, variance: Tensor]>((x, y, v) =>
    F.gaussianNllLoss(x, y, v, options.full, options.eps, options.reduction),
  )
/** F.hingeEmbeddingLoss as a module. */
export const hingeEmbeddingLoss = ({ margin = 1, reduction = mean }: Reduced & { margin?: number } = {}) =>
  new Loss<Pair>((x, y) => F.hingeEmbeddingLoss(x, y, margin, reduction))
/** F.softMarginLoss as a module. */
export const softMarginLoss = ({ reduction = mean }: Reduced = {}): Loss<Pair> =>
  new Loss((x, y) => F.softMarginLoss(x, y, reduction))
/** F.multiMarginLoss as a module; weights belong to the caller. */
export const multiMarginLoss = (
  options: Reduced & { p?: number; margin?: number; weight?: Tensor | null } = {},
): Loss<Pair> => {
  const { p = 1, margin = 1, weight = null, reduction = mean } = options
  return new Loss((x, y) => F.multiMarginLoss(x, y, p, margin, weight, reduction))
}
/** F.multilabelSoftMarginLoss as a module; weights belong to the caller. */
export const multilabelSoftMarginLoss = (options: Reduced & { weight?: Tensor | null } = {}) =>
  new Loss<Pair>((x, y) => F.multilabelSoftMarginLoss(x, y, options.weight, options.reduction))
/** F.cosineEmbeddingLoss as a module. */
export const cosineEmbeddingLoss = ({ margin = 0, reduction = mean }: Reduced & { margin?: number } = {}) =>
  new Loss<Signed>((a, b, y) => F.cosineEmbeddingLoss(a, b, y, margin, reduction))
/** F.marginRankingLoss as a module. */
export const marginRankingLoss = ({ margin = 0, reduction = mean }: Reduced & { margin?: number } = {}) =>
  new Loss<Signed>((a, b, y) => F.marginRankingLoss(a, b, y, margin, reduction))
/** F.tripletMarginLoss as a module. */
export const tripletMarginLoss = (
  options: Reduced & { margin?: number; p?: number; eps?: number; swap?: boolean } = {},
) => {
  const { margin, p, eps, swap, reduction } = options
  return new Loss<[anchor: Tensor, positive: Tensor, negative: Tensor]>((a, x, y) =>
    F.tripletMarginLoss(a, x, y, margin, p, eps, swap, reduction),
  )
}
/** F.ctcLoss as a module. */
export const ctcLoss = (options: Reduced & { blank?: number; zeroInfinity?: boolean } = {}) => {
  const { blank = 0, zeroInfinity = false, reduction = mean } = options
  return new Loss<[logProbs: Tensor, targets: Tensor, inputLengths: Tensor, targetLengths: Tensor]>(
    (x, y, inputs, targets) => F.ctcLoss(x, y, inputs, targets, blank, reduction, zeroInfinity),
  )
}
/** F.cosineSimilarity as a module. */
export const cosineSimilarity = (dim = 1, eps = 1e-8) =>
  new Loss<[x1: Tensor, x2: Tensor]>((x1, x2) => F.cosineSimilarity(x1, x2, dim, eps))
/** F.pairwiseDistance as a module. */
export const pairwiseDistance = (p = 2, eps = 1e-6, keepdim = false) =>
  new Loss<[x1: Tensor, x2: Tensor]>((x1, x2) => F.pairwiseDistance(x1, x2, p, eps, keepdim))
