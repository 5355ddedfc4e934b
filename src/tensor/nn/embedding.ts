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
  if (padding !== null && !(Number.isInteger(padding) && padding >= -count && padding < count)) {
    throw new TensorArgumentError(`nn.${name}`, `paddingIdx ${padding} is not among the ${count} rows`)
  }
  const weight = parameter(randn([count, size]))
  if (padding !== null) noGrad(() => tidy(() => void weight.select(0, padding).zero_()))
  return weight
}

/** A table of vectors, looked up by index; starts normal(0, 1). */
export class Embedding extends Module<[Tensor]> {
  override readonly letsGo = true
  readonly weight: Parameter
  readonly #options: EmbeddingOptions

  constructor(count: number, size: number, options: EmbeddingOptions = {}) {
    super()
    this.weight = table('embedding', count, size, options.paddingIdx ?? null)
    this.#options = options
  }

  forward(input: Tensor): Tensor {
    const { paddingIdx = null, scaleGradByFreq = false } = this.#options
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
  readonly #options: EmbeddingBagOptions

  constructor(count: number, size: number, options: EmbeddingBagOptions = {}) {
    super()
    this.weight = table('embeddingBag', count, size, options.paddingIdx ?? null)
    this.#options = options
  }

  forward(input: Tensor, offsets: Tensor | null = null, perSampleWeights: Tensor | null = null): Tensor {
    const {
      paddingIdx = null,
      scaleGradByFreq = false,
      mode = 'mean',
      includeLastOffset = false,
    } = this.#options
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
