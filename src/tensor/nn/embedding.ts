import { noGrad } from '../autograd.js'
import { randn } from '../creation.js'
import * as F from '../generated/functional.js'
import { tidy } from '../scope.js'
import type { Tensor } from '../tensor.js'
import { Module } from './module.js'
import { type Parameter, parameter } from './parameter.js'

/** A table of vectors, looked up by index; starts normal(0, 1). */
export class Embedding extends Module<[Tensor]> {
  override readonly letsGo = true
  readonly weight: Parameter
  readonly #paddingIdx: number

  constructor(count: number, size: number, { paddingIdx = null as number | null } = {}) {
    super()
    this.weight = parameter(randn([count, size]))
    this.#paddingIdx = paddingIdx === null ? -1 : paddingIdx < 0 ? paddingIdx + count : paddingIdx
    if (paddingIdx !== null) {
      noGrad(() => tidy(() => void this.weight.select(0, this.#paddingIdx).zero_()))
    }
  }

  forward(input: Tensor): Tensor {
    return F.embedding(input, this.weight, this.#paddingIdx)
  }
}

/** int64 [...] → [..., size]. The row `paddingIdx` starts at 0 and gets no gradient. */
export function embedding(
  count: number,
  size: number,
  options: { paddingIdx?: number | null } = {},
): Embedding {
  return new Embedding(count, size, options)
}
