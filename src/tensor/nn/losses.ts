import {
  atMost,
  callable,
  check,
  flag,
  integer,
  maybe,
  oneOf,
  optionsOf,
  real,
  reduction as reductions,
  share,
  tensorKind,
} from '../arguments.js'
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
    check('nn.Loss', { fn }, callable)
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
const reduced = { reduction: [reductions, 'mean'] } as const
const weights = [maybe(tensorKind), null] as const

/** F.crossEntropy as a module; weights belong to the caller. */
export const crossEntropyLoss = (
  options?: Reduced & { weight?: Tensor | null; ignoreIndex?: number; labelSmoothing?: number },
): Loss<Pair> => {
  const { weight, ignoreIndex, labelSmoothing, reduction } = optionsOf<
    Reduced & { weight?: Tensor | null; ignoreIndex?: number; labelSmoothing?: number }
  >('nn.crossEntropyLoss', options, {
    weight: weights,
    ignoreIndex: [integer, -100],
    labelSmoothing: [share, 0],
    ...reduced,
  })
  return new Loss((x, y) => F.crossEntropy(x, y, weight, ignoreIndex, reduction, labelSmoothing))
}
/** F.nllLoss as a module; weights belong to the caller. */
export const nllLoss = (options?: Reduced & { weight?: Tensor | null; ignoreIndex?: number }): Loss<Pair> => {
  const { weight, ignoreIndex, reduction } = optionsOf<
    Reduced & { weight?: Tensor | null; ignoreIndex?: number }
  >('nn.nllLoss', options, { weight: weights, ignoreIndex: [integer, -100], ...reduced })
  return new Loss((x, y) => F.nllLoss(x, y, weight, ignoreIndex, reduction))
}
/** F.mseLoss as a module. */
export const mseLoss = (options?: Reduced): Loss<Pair> => {
  const { reduction } = optionsOf<Reduced>('nn.mseLoss', options, reduced)
  return new Loss((x, y) => F.mseLoss(x, y, reduction))
}
/** F.l1Loss as a module. */
export const l1Loss = (options?: Reduced): Loss<Pair> => {
  const { reduction } = optionsOf<Reduced>('nn.l1Loss', options, reduced)
  return new Loss((x, y) => F.l1Loss(x, y, reduction))
}
/** F.smoothL1Loss as a module. */
export const smoothL1Loss = (options?: Reduced & { beta?: number }): Loss<Pair> => {
  const { beta, reduction } = optionsOf<Reduced & { beta?: number }>('nn.smoothL1Loss', options, {
    beta: [real, 1],
    ...reduced,
  })
  return new Loss((x, y) => F.smoothL1Loss(x, y, reduction, beta))
}
/** F.huberLoss as a module. */
export const huberLoss = (options?: Reduced & { delta?: number }): Loss<Pair> => {
  const { delta, reduction } = optionsOf<Reduced & { delta?: number }>('nn.huberLoss', options, {
    delta: [real, 1],
    ...reduced,
  })
  return new Loss((x, y) => F.huberLoss(x, y, reduction, delta))
}
/** F.binaryCrossEntropy as a module; weights belong to the caller. */
export const bceLoss = (options?: Reduced & { weight?: Tensor | null }): Loss<Pair> => {
  const { weight, reduction } = optionsOf<Reduced & { weight?: Tensor | null }>('nn.bceLoss', options, {
    weight: weights,
    ...reduced,
  })
  return new Loss((x, y) => F.binaryCrossEntropy(x, y, weight, reduction))
}
/** F.binaryCrossEntropyWithLogits as a module; weights belong to the caller. */
export const bceWithLogitsLoss = (
  options?: Reduced & { weight?: Tensor | null; posWeight?: Tensor | null },
): Loss<Pair> => {
  const { weight, posWeight, reduction } = optionsOf<
    Reduced & { weight?: Tensor | null; posWeight?: Tensor | null }
  >('nn.bceWithLogitsLoss', options, { weight: weights, posWeight: weights, ...reduced })
  return new Loss((x, y) => F.binaryCrossEntropyWithLogits(x, y, weight, posWeight, reduction))
}
/** F.klDiv as a module. */
export const klDivLoss = (options?: {
  reduction?: Reduction | 'batchmean'
  logTarget?: boolean
}): Loss<Pair> => {
  const known = {
    reduction: [oneOf('mean', 'sum', 'none', 'batchmean'), 'mean'],
    logTarget: [flag, false],
  } as const
  const { reduction, logTarget } = optionsOf('nn.klDivLoss', options, known)
  return new Loss((x, y) => F.klDiv(x, y, reduction, logTarget))
}
/** F.poissonNllLoss as a module. */
export const poissonNllLoss = (
  options?: Reduced & { logInput?: boolean; full?: boolean; eps?: number },
): Loss<Pair> => {
  const { logInput, full, eps, reduction } = optionsOf<
    Reduced & { logInput?: boolean; full?: boolean; eps?: number }
  >('nn.poissonNllLoss', options, {
    logInput: [flag, true],
    full: [flag, false],
    eps: [real, 1e-8],
    ...reduced,
  })
  return new Loss((x, y) => F.poissonNllLoss(x, y, logInput, full, eps, reduction))
}
/** F.gaussianNllLoss as a module. */
export const gaussianNllLoss = (
  options?: Reduced & { full?: boolean; eps?: number },
): Loss<[input: Tensor, target: Tensor, variance: Tensor]> => {
  const { full, eps, reduction } = optionsOf<Reduced & { full?: boolean; eps?: number }>(
    'nn.gaussianNllLoss',
    options,
    { full: [flag, false], eps: [real, 1e-6], ...reduced },
  )
  return new Loss((x, y, v) => F.gaussianNllLoss(x, y, v, full, eps, reduction))
}
/** F.hingeEmbeddingLoss as a module. */
export const hingeEmbeddingLoss = (options?: Reduced & { margin?: number }): Loss<Pair> => {
  const { margin, reduction } = optionsOf<Reduced & { margin?: number }>('nn.hingeEmbeddingLoss', options, {
    margin: [real, 1],
    ...reduced,
  })
  return new Loss((x, y) => F.hingeEmbeddingLoss(x, y, margin, reduction))
}
/** F.softMarginLoss as a module. */
export const softMarginLoss = (options?: Reduced): Loss<Pair> => {
  const { reduction } = optionsOf<Reduced>('nn.softMarginLoss', options, reduced)
  return new Loss((x, y) => F.softMarginLoss(x, y, reduction))
}
/** F.multiMarginLoss as a module; weights belong to the caller. */
export const multiMarginLoss = (
  options?: Reduced & { p?: number; margin?: number; weight?: Tensor | null },
): Loss<Pair> => {
  const { p, margin, weight, reduction } = optionsOf<
    Reduced & { p?: number; margin?: number; weight?: Tensor | null }
  >('nn.multiMarginLoss', options, { p: [integer, 1], margin: [real, 1], weight: weights, ...reduced })
  return new Loss((x, y) => F.multiMarginLoss(x, y, p, margin, weight, reduction))
}
/** F.multilabelSoftMarginLoss as a module; weights belong to the caller. */
export const multilabelSoftMarginLoss = (options?: Reduced & { weight?: Tensor | null }): Loss<Pair> => {
  const { weight, reduction } = optionsOf<Reduced & { weight?: Tensor | null }>(
    'nn.multilabelSoftMarginLoss',
    options,
    { weight: weights, ...reduced },
  )
  return new Loss((x, y) => F.multilabelSoftMarginLoss(x, y, weight, reduction))
}
/** F.cosineEmbeddingLoss as a module. */
export const cosineEmbeddingLoss = (options?: Reduced & { margin?: number }): Loss<Signed> => {
  const { margin, reduction } = optionsOf<Reduced & { margin?: number }>('nn.cosineEmbeddingLoss', options, {
    margin: [real, 0],
    ...reduced,
  })
  return new Loss((a, b, y) => F.cosineEmbeddingLoss(a, b, y, margin, reduction))
}
/** F.marginRankingLoss as a module. */
export const marginRankingLoss = (options?: Reduced & { margin?: number }): Loss<Signed> => {
  const { margin, reduction } = optionsOf<Reduced & { margin?: number }>('nn.marginRankingLoss', options, {
    margin: [real, 0],
    ...reduced,
  })
  return new Loss((a, b, y) => F.marginRankingLoss(a, b, y, margin, reduction))
}
/** F.tripletMarginLoss as a module. */
export const tripletMarginLoss = (
  options?: Reduced & { margin?: number; p?: number; eps?: number; swap?: boolean },
): Loss<[anchor: Tensor, positive: Tensor, negative: Tensor]> => {
  const { margin, p, eps, swap, reduction } = optionsOf<
    Reduced & { margin?: number; p?: number; eps?: number; swap?: boolean }
  >('nn.tripletMarginLoss', options, {
    margin: [real, 1],
    p: [real, 2],
    eps: [real, 1e-6],
    swap: [flag, false],
    ...reduced,
  })
  return new Loss((a, x, y) => F.tripletMarginLoss(a, x, y, margin, p, eps, swap, reduction))
}
/** F.ctcLoss as a module. */
export const ctcLoss = (
  options?: Reduced & { blank?: number; zeroInfinity?: boolean },
): Loss<[logProbs: Tensor, targets: Tensor, inputLengths: Tensor, targetLengths: Tensor]> => {
  const { blank, zeroInfinity, reduction } = optionsOf<Reduced & { blank?: number; zeroInfinity?: boolean }>(
    'nn.ctcLoss',
    options,
    { blank: [integer, 0], zeroInfinity: [flag, false], ...reduced },
  )
  return new Loss((x, y, inputs, targets) => F.ctcLoss(x, y, inputs, targets, blank, reduction, zeroInfinity))
}
/** F.cosineSimilarity as a module. */
export const cosineSimilarity = atMost(
  'nn.cosineSimilarity',
  2,
  (dim: number = 1, eps: number = 1e-8): Loss<[x1: Tensor, x2: Tensor]> => {
    check('nn.cosineSimilarity', { dim }, integer)
    check('nn.cosineSimilarity', { eps }, real)
    return new Loss((x1, x2) => F.cosineSimilarity(x1, x2, dim, eps))
  },
)
/** F.pairwiseDistance as a module. */
export const pairwiseDistance = atMost(
  'nn.pairwiseDistance',
  3,
  (p: number = 2, eps: number = 1e-6, keepdim: boolean = false): Loss<[x1: Tensor, x2: Tensor]> => {
    check('nn.pairwiseDistance', { p, eps }, real)
    check('nn.pairwiseDistance', { keepdim }, flag)
    return new Loss((x1, x2) => F.pairwiseDistance(x1, x2, p, eps, keepdim))
  },
)
