import {
  callable,
  check,
  count,
  either,
  flag,
  type Known,
  maybe,
  notNegative,
  oneOf,
  optionsOf,
  share,
  tensorKind,
} from '../arguments.js'
import * as F from '../generated/functional.js'
import type { Tensor } from '../tensor.js'
import { type AttendOptions, MultiheadAttention } from './attention.js'
import { within } from './hooks.js'
import { Linear } from './linear.js'
import { Module } from './module.js'
import { LayerNorm } from './normalization.js'

export interface TransformerLayerOptions {
  /** Width of the middle of the feed-forward part. Default 2048. */
  readonly dimFeedforward?: number
  /** Default 0.1. */
  readonly dropout?: number
  /** Default 'relu'. A function must not keep what it is given. */
  readonly activation?: 'relu' | 'gelu' | ((input: Tensor) => Tensor)
  /** Default 1e-5. */
  readonly layerNormEps?: number
  /** Whether sequences are [n, l, e] instead of [l, n, e]. Default false. */
  readonly batchFirst?: boolean
  /** Whether parts are normalised before instead of after. Default false. */
  readonly normFirst?: boolean
  /** Whether linear layers and norms have biases. Default true. */
  readonly bias?: boolean
}

export interface EncodeOptions {
  /** As attnMask of {@link AttendOptions}. */
  readonly mask?: Tensor | null
  readonly srcKeyPaddingMask?: Tensor | null
  readonly isCausal?: boolean
}

export interface DecodeOptions {
  readonly tgtMask?: Tensor | null
  readonly memoryMask?: Tensor | null
  readonly tgtKeyPaddingMask?: Tensor | null
  readonly memoryKeyPaddingMask?: Tensor | null
  readonly tgtIsCausal?: boolean
  readonly memoryIsCausal?: boolean
}

const activations = { relu: F.relu, gelu: (input: Tensor) => F.gelu(input) }

/** What encoder and decoder layers share: self-attention and the feed-forward part. */
abstract class TransformerLayer<Input extends any[]> extends Module<Input> {
  static override readonly stateNames: Readonly<Record<string, string>> = {
    selfAttn: 'self_attn',
    multiheadAttn: 'multihead_attn',
  }
  readonly selfAttn: MultiheadAttention
  /** A decoder's attention to the encoder's output; here, because PyTorch has it second. */
  readonly multiheadAttn: MultiheadAttention | null
  readonly linear1: Linear
  readonly linear2: Linear
  protected readonly normFirst: boolean
  protected readonly drop: (input: Tensor) => Tensor
  readonly #activation: (input: Tensor) => Tensor

  constructor(
    name: string,
    dModel: number,
    nhead: number,
    options: Required<TransformerLayerOptions>,
    decodes: boolean,
  ) {
    super()
    const { dimFeedforward, dropout, activation, normFirst, batchFirst, bias } = options
    check(`nn.${name}`, { dModel, nhead }, count)
    const attention = () => new MultiheadAttention(dModel, nhead, { dropout, batchFirst, bias })
    this.selfAttn = attention()
    this.multiheadAttn = decodes ? attention() : null
    this.linear1 = new Linear(dModel, dimFeedforward, { bias })
    this.linear2 = new Linear(dimFeedforward, dModel, { bias })
    this.normFirst = normFirst
    this.drop = (input) => F.dropout(input, dropout, this.training)
    this.#activation = typeof activation === 'function' ? activation : activations[activation]
  }

  /** `x + part(norm(x))` or `norm(x + part(x))`. */
  protected residual(x: Tensor, norm: LayerNorm, part: (x: Tensor) => Tensor): Tensor {
    return this.normFirst ? x.add(this.drop(part(norm.forward(x)))) : norm.forward(x.add(this.drop(part(x))))
  }

  protected feedForward(x: Tensor): Tensor {
    return this.linear2.forward(this.drop(this.#activation(this.linear1.forward(x))))
  }

  protected attendSelf(x: Tensor, options: AttendOptions): Tensor {
    return this.selfAttn.forward(x, x, x, options)[0]
  }
}

const norm = (dModel: number, { layerNormEps: eps, bias }: Required<TransformerLayerOptions>): LayerNorm =>
  new LayerNorm([dModel], { eps, bias })

/** @internal Also of what is made of such layers. */
export const layerOptions: Known<TransformerLayerOptions> = {
  dimFeedforward: [count, 2048],
  dropout: [share, 0.1],
  activation: [either(oneOf('relu', 'gelu'), callable), 'relu'],
  layerNormEps: [notNegative, 1e-5],
  batchFirst: [flag, false],
  normFirst: [flag, false],
  bias: [flag, true],
}

const mask = [maybe(tensorKind), null] as const
const encoding: Known<EncodeOptions> = { mask, srcKeyPaddingMask: mask, isCausal: [flag, false] }
/** @internal */
export const decoding: Known<DecodeOptions> = {
  tgtMask: mask,
  memoryMask: mask,
  tgtKeyPaddingMask: mask,
  memoryKeyPaddingMask: mask,
  tgtIsCausal: [flag, false],
  memoryIsCausal: [flag, false],
}

/** Self-attention and a feed-forward part, each with a residual (arXiv 1706.03762). */
export class TransformerEncoderLayer extends TransformerLayer<[src: Tensor, options?: EncodeOptions]> {
  readonly norm1: LayerNorm
  readonly norm2: LayerNorm

  constructor(dModel: number, nhead: number, options?: TransformerLayerOptions) {
    const name = 'transformerEncoderLayer'
    const all = optionsOf(`nn.${name}`, options, layerOptions)
    super(name, dModel, nhead, all, false)
    this.norm1 = norm(dModel, all)
    this.norm2 = norm(dModel, all)
  }

  forward(src: Tensor, options?: EncodeOptions): Tensor {
    check('nn.transformerEncoderLayer', { src }, tensorKind)
    const { mask, srcKeyPaddingMask, isCausal } = optionsOf('nn.transformerEncoderLayer', options, encoding)
    const how = { attnMask: mask, keyPaddingMask: srcKeyPaddingMask, isCausal }
    return within(() => {
      const attended = this.residual(src, this.norm1, (x) => this.attendSelf(x, how))
      return this.residual(attended, this.norm2, (x) => this.feedForward(x))
    })
  }
}

/** Self-attention, attention to the encoder's output and a feed-forward part, each with a residual. */
export class TransformerDecoderLayer extends TransformerLayer<
  [tgt: Tensor, memory: Tensor, options?: DecodeOptions]
> {
  declare readonly multiheadAttn: MultiheadAttention
  readonly norm1: LayerNorm
  readonly norm2: LayerNorm
  readonly norm3: LayerNorm

  constructor(dModel: number, nhead: number, options?: TransformerLayerOptions) {
    const name = 'transformerDecoderLayer'
    const all = optionsOf(`nn.${name}`, options, layerOptions)
    super(name, dModel, nhead, all, true)
    this.norm1 = norm(dModel, all)
    this.norm2 = norm(dModel, all)
    this.norm3 = norm(dModel, all)
  }

  forward(tgt: Tensor, memory: Tensor, options?: DecodeOptions): Tensor {
    check('nn.transformerDecoderLayer', { tgt, memory }, tensorKind)
    const how = optionsOf('nn.transformerDecoderLayer', options, decoding)
    const own = { attnMask: how.tgtMask, keyPaddingMask: how.tgtKeyPaddingMask, isCausal: how.tgtIsCausal }
    const far = {
      attnMask: how.memoryMask,
      keyPaddingMask: how.memoryKeyPaddingMask,
      isCausal: how.memoryIsCausal,
    }
    return within(() => {
      const self = this.residual(tgt, this.norm1, (x) => this.attendSelf(x, own))
      const both = this.residual(
        self,
        this.norm2,
        (x) => this.multiheadAttn.forward(x, memory, memory, far)[0],
      )
      return this.residual(both, this.norm3, (x) => this.feedForward(x))
    })
  }
}

/** [l, n, dModel] → the same shape; names, defaults and initial weights are PyTorch's. */
export const transformerEncoderLayer = (
  dModel: number,
  nhead: number,
  options?: TransformerLayerOptions,
): TransformerEncoderLayer => new TransformerEncoderLayer(dModel, nhead, options)

/** Targets [l, n, dModel] and memory [s, n, dModel] → the shape of the targets. */
export const transformerDecoderLayer = (
  dModel: number,
  nhead: number,
  options?: TransformerLayerOptions,
): TransformerDecoderLayer => new TransformerDecoderLayer(dModel, nhead, options)
