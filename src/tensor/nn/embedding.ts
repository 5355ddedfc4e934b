import { check, flag, integer, maybe, oneOf, optionsOf, size as sizeKind } from '../arguments.js'
import { noGrad } from '../autograd/modes.js'
import { randn } from '../creation.js'
import { TensorArgumentError } from '../errors.js'
import * as F from '../generated/functional.js'
import { tidy } from '../scope.js'
import type { Tensor } from '../tensor.js'
import { Module } from './module.js'
import { type Parameter, parameter } from './parameter.js'

export interface EmbeddingOptions {
  /** A row that starts at 0 and gets no gradient; negative counts from the end. Default none. */
  readonly paddingIdx?: number | null
  /** Whether a row's gradient is divided by how often it was looked up. Default false. */
  readonly scaleGradByFreq?: boolean
}

export interface EmbeddingBagOptions extends EmbeddingOptions {
  /** Default 'mean'. */
  readonly mode?: 'sum' | 'mean' | 'max'
  /** Whether offsets end with the number of indices. Default false. */
  readonly includeLastOffset?: boolean
}

function table(name: string, count: number, size: number, padding: number | null): Parameter {
  check(`nn.${name}`, { count, size }, sizeKind)
  if (padding !== null && !(padding >= -count && padding < count)) {
    throw new TensorArgumentError(`nn.${name}`, `paddingIdx ${padding} is not among the ${count} rows`)
  }
  const weight = parameter(randn([count, size]))
  if (padding !== null) noGrad(() => tidy(() => void weight.select(0, padding).zero_()))
  return weight
}

const rows = { paddingIdx: [maybe(integer), null], scaleGradByFreq: [flag, false] } as const

/** A table of vectors, looked up by index; starts normal(0, 1). */
export class Embedding extends Module<[Tensor]> {
  override readonly letsGo = true
  readonly weight: Parameter
  readonly #options: Required<EmbeddingOptions>

  constructor(count: number, size: number, options?: EmbeddingOptions) {
    super()
    this.#options = optionsOf('nn.embedding', options, rows)
    this.weight = table('embedding', count, size, this.#options.paddingIdx)
  }

  forward(input: Tensor): Tensor {
    const { paddingIdx, scaleGradByFreq } = this.#options
    return F.embedding(input, this.weight, paddingIdx, scaleGradByFreq)
  }
}

/** Integers [...] → [..., size]. */
export function embedding(count: number, size: number, options?: EmbeddingOptions): Embedding {
  return new Embedding(count, size, options)
}

/** Sums, means or maxima of rows of a table, which starts normal(0, 1). */
export class EmbeddingBag extends Module<
  [input: Tensor, offsets?: Tensor | null, perSampleWeights?: Tensor | null]
> {
  override readonly letsGo = true
  readonly weight: Parameter
  readonly #options: Required<EmbeddingBagOptions>

  constructor(count: number, size: number, options?: EmbeddingBagOptions) {
    super()
    this.#options = optionsOf<EmbeddingBagOptions>('nn.embeddingBag', options, {
      ...rows,
      mode: [oneOf('sum', 'mean', 'max'), 'mean'],
      includeLastOffset: [flag, false],
    })
    this.weight = table('embeddingBag', count, size, this.#options.paddingIdx)
  }

  forward(input: Tensor, offsets: Tensor | null = null, perSampleWeights: Tensor | null = null): Tensor {
    const { paddingIdx, scaleGradByFreq, mode, includeLastOffset } = this.#options
    const { weight } = this
    return F.embeddingBag(
      input,
      weight,
      offsets,
      mode,
      perSampleWeights,
      paddingIdx,
      includeLastOffset,
      scaleGradByFreq,
    )
  }
}

/** Integers [bags, k], or [k] with the offset at which each bag begins → [bags, size]. */
export function embeddingBag(count: number, size: number, options?: EmbeddingBagOptions): EmbeddingBag {
  return new EmbeddingBag(count, size, options)
}
