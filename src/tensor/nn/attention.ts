import { check, count, flag, type Known, maybe, optionsOf, share, tensorKind } from '../arguments.js'
import { eye, ones, zeros } from '../creation.js'
import { TensorArgumentError } from '../errors.js'
import * as F from '../generated/functional.js'
import * as init from '../init.js'
import type { Tensor } from '../tensor.js'
import { within } from './hooks.js'
import { Linear } from './linear.js'
import { Module } from './module.js'
import { type Parameter, parameter } from './parameter.js'

export interface MultiheadAttentionOptions {
  /** Probability with which attention weights are dropped while training. Default 0. */
  readonly dropout?: number
  /** Default true. */
  readonly bias?: boolean
  /** Features of keys. Default embedDim. */
  readonly kdim?: number
  /** Features of values. Default embedDim. */
  readonly vdim?: number
  /** Whether sequences are [n, l, e] instead of [l, n, e]. Default false. */
  readonly batchFirst?: boolean
}

export interface AttendOptions {
  /** bool [n, s]: true for keys that nobody may look at; or numbers that are added. */
  readonly keyPaddingMask?: Tensor | null
  /** bool [l, s] or [n · heads, l, s]: true where a query may not look, as in PyTorch's layer; or numbers that are added. */
  readonly attnMask?: Tensor | null
  /** Whether query i sees keys 0 to i only. Default false. */
  readonly isCausal?: boolean
  /** Whether the weights are wanted too; it costs time. Default false (PyTorch: true). */
  readonly needWeights?: boolean
  /** Whether they are averaged over the heads. Default true. */
  readonly averageAttnWeights?: boolean
}

const attending: Known<AttendOptions> = {
  keyPaddingMask: [maybe(tensorKind), null],
  attnMask: [maybe(tensorKind), null],
  isCausal: [flag, false],
  needWeights: [flag, false],
  averageAttnWeights: [flag, true],
}

/** Attention with several heads (arXiv 1706.03762). Weights have PyTorch's names and distributions. */
export class MultiheadAttention extends Module<
  [query: Tensor, key: Tensor, value: Tensor, options?: AttendOptions],
  [output: Tensor, weights: Tensor | null]
> {
  static override readonly stateNames: Readonly<Record<string, string>> = {
    inProjWeight: 'in_proj_weight',
    qProjWeight: 'q_proj_weight',
    kProjWeight: 'k_proj_weight',
    vProjWeight: 'v_proj_weight',
    inProjBias: 'in_proj_bias',
    outProj: 'out_proj',
  }
  /** [3 · e, e] for query, key and value; null when keys or values have other features. */
  readonly inProjWeight: Parameter | null = null
  readonly qProjWeight: Parameter | null = null
  readonly kProjWeight: Parameter | null = null
  readonly vProjWeight: Parameter | null = null
  readonly inProjBias: Parameter | null
  readonly outProj: Linear
  readonly #embedDim: number
  readonly #heads: number
  readonly #dropout: number
  readonly #batchFirst: boolean

  constructor(embedDim: number, numHeads: number, options?: MultiheadAttentionOptions) {
    super()
    check('nn.multiheadAttention', { embedDim, numHeads }, count)
    const { dropout, bias, kdim, vdim, batchFirst } = optionsOf<MultiheadAttentionOptions>(
      'nn.multiheadAttention',
      options,
      {
        dropout: [share, 0],
        bias: [flag, true],
        kdim: [count, embedDim],
        vdim: [count, embedDim],
        batchFirst: [flag, false],
      },
    )
    if (embedDim % numHeads !== 0) {
      const what = `${numHeads} heads must divide the ${embedDim} features`
      throw new TensorArgumentError('nn.multiheadAttention', what)
    }
    const make = (shape: number[]) => parameter(init.xavierUniform(zeros(shape)))
    if (kdim === embedDim && vdim === embedDim) {
      this.inProjWeight = make([3 * embedDim, embedDim])
    } else {
      this.qProjWeight = make([embedDim, embedDim])
      this.kProjWeight = make([embedDim, kdim])
      this.vProjWeight = make([embedDim, vdim])
    }
    this.inProjBias = bias ? parameter(zeros([3 * embedDim])) : null
    this.outProj = new Linear(embedDim, embedDim, { bias })
    if (this.outProj.bias !== null) init.zeros(this.outProj.bias)
    this.#embedDim = embedDim
    this.#heads = numHeads
    this.#dropout = dropout
    this.#batchFirst = batchFirst
  }

  forward(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    options?: AttendOptions,
  ): [output: Tensor, weights: Tensor | null] {
    this.#check(query, key, value)
    const how = optionsOf('nn.multiheadAttention', options, attending)
    return within(() => {
      const single = query.dim === 2
      // One sequence without a batch is a batch of one.
      const batched = (each: Tensor) => (single ? each.unsqueeze(this.#batchFirst ? 0 : 1) : each)
      const heads = this.#project(query, key, value).map((each) => this.#split(batched(each)))
      const [q, k, v] = heads as [Tensor, Tensor, Tensor]
      const mask = this.#mask(how, q, k)
      const causal = mask === null && how.isCausal
      const drop = this.training ? this.#dropout : 0
      if (!how.needWeights) {
        const output = this.#join(F.scaledDotProductAttention(q, k, v, mask, drop, causal), single)
        return [output, null]
      }
      // The identity as values: what comes out are the weights.
      const s = k.size(2)
      const identity = eye(s, s).to(q.dtype).expand(q.size(0), this.#heads, s, s)
      const weights = F.scaledDotProductAttention(q, k, identity, mask, drop, causal)
      const output = this.#join(weights.matmul(v), single)
      const wanted = how.averageAttnWeights ? weights.mean(1) : weights
      return [output, single ? wanted.squeeze(0) : wanted]
    })
  }

  /** Query, key and value by the weights, with as few products as they allow. */
  #project(query: Tensor, key: Tensor, value: Tensor): Tensor[] {
    const { inProjWeight, inProjBias } = this
    const e = this.#embedDim
    if (inProjWeight !== null && query === key && key === value) {
      return F.linear(query, inProjWeight, inProjBias).chunk(3, -1)
    }
    const bias = (at: number, count = 1) => inProjBias?.narrow(0, at * e, count * e) ?? null
    if (inProjWeight !== null && key === value) {
      const [k, v] = F.linear(key, inProjWeight.narrow(0, e, 2 * e), bias(1, 2)).chunk(2, -1)
      return [F.linear(query, inProjWeight.narrow(0, 0, e), bias(0)), k!, v!]
    }
    const weights =
      inProjWeight === null
        ? [this.qProjWeight!, this.kProjWeight!, this.vProjWeight!]
        : inProjWeight.chunk(3)
    return [query, key, value].map((each, at) => F.linear(each, weights[at]!, bias(at)))
  }

  /** [l, n, e] or [n, l, e] → [n, heads, l, e / heads] */
  #split(each: Tensor): Tensor {
    const [a, b, e] = each.shape as [number, number, number]
    const view = each.reshape(a, b, this.#heads, e / this.#heads)
    return this.#batchFirst ? view.transpose(1, 2) : view.permute(1, 2, 0, 3)
  }

  /** [n, heads, l, e / heads] → the shape of the query, by the output weights. */
  #join(heads: Tensor, single: boolean): Tensor {
    const [n, , l] = heads.shape as [number, number, number]
    const [order, shape] = this.#batchFirst
      ? [
          [0, 2, 1, 3],
          [n, l, this.#embedDim],
        ]
      : [
          [2, 0, 1, 3],
          [l, n, this.#embedDim],
        ]
    const joined = heads.permute(order).reshape(single ? [l, this.#embedDim] : shape)
    return this.outProj.forward(joined)
  }

  /** Both masks as one that scaledDotProductAttention takes: true, or 0, where a query may look. */
  #mask({ keyPaddingMask, attnMask, isCausal }: Required<AttendOptions>, q: Tensor, k: Tensor) {
    const [n, heads, l] = q.shape as [number, number, number]
    const s = k.size(2)
    if (keyPaddingMask === null && attnMask === null) return null
    const check = (mask: Tensor, what: string, shapes: readonly (readonly number[])[]): void => {
      if (shapes.some((shape) => shape.join() === mask.shape.join())) return
      const wanted = shapes.map((shape) => `[${shape.join(', ')}]`).join(' or ')
      const found = `[${mask.shape.join(', ')}]`
      throw new TensorArgumentError('nn.multiheadAttention', `${what} must be ${wanted}, not ${found}`)
    }
    const parts: Tensor[] = []
    if (keyPaddingMask !== null) {
      check(keyPaddingMask, 'keyPaddingMask', keyPaddingMask.dim === 1 && n === 1 ? [[s]] : [[n, s]])
      parts.push(keyPaddingMask.reshape(n, 1, 1, s))
    }
    if (attnMask !== null) {
      check(attnMask, 'attnMask', [
        [l, s],
        [n * heads, l, s],
      ])
      parts.push(attnMask.dim === 2 ? attnMask : attnMask.reshape(n, heads, l, s))
    }
    if (isCausal) parts.push(ones([l, s], { dtype: 'bool' }).triu(1))
    if (parts.every(({ dtype }) => dtype === 'bool')) {
      return parts.map((part) => part.logicalNot()).reduce((all, part) => all.logicalAnd(part))
    }
    return parts
      .map((part) =>
        part.dtype === 'bool' ? zeros(part.shape, { dtype: q.dtype }).maskedFill(part, -Infinity) : part,
      )
      .reduce((all, part) => all.add(part))
  }

  #check(query: Tensor, key: Tensor, value: Tensor): void {
    check('nn.multiheadAttention', { query, key, value }, tensorKind)
    const order = this.#batchFirst ? '[n, l, e]' : '[l, n, e]'
    const fail = (what: string): never => {
      const operands = [query, key, value].map(({ dtype, shape }) => `${dtype}[${shape.join(', ')}]`)
      throw new TensorArgumentError('nn.multiheadAttention', what, operands.join(', '))
    }
    if (query.dim !== key.dim || key.dim !== value.dim || (query.dim !== 2 && query.dim !== 3)) {
      fail(`query, key and value must all be ${order}, or all [l, e]`)
    }
    const wanted = [
      this.#embedDim,
      this.kProjWeight?.size(1) ?? this.#embedDim,
      this.vProjWeight?.size(1) ?? this.#embedDim,
    ]
    for (const [at, each] of [query, key, value].entries()) {
      if (each.size(-1) === wanted[at]) continue
      fail(`the ${['query', 'key', 'value'][at]} must have ${wanted[at]} features, not ${each.size(-1)}`)
    }
  }
}

/**
 * `const [output] = attention.forward(x, x, x, { isCausal: true })` for sequences [l, n, embedDim] (or
 * [n, l, embedDim] with `batchFirst`, or one [l, embedDim]). `numHeads` must divide `embedDim`.
 */
export const multiheadAttention = (
  embedDim: number,
  numHeads: number,
  options?: MultiheadAttentionOptions,
): MultiheadAttention => new MultiheadAttention(embedDim, numHeads, options)
