import {
  check,
  checkNone,
  count,
  flag,
  type Known,
  maybe,
  optionsOf,
  tensorKind,
  told,
} from '../arguments.js'
import { TensorArgumentError } from '../errors.js'
import * as init from '../init.js'
import { tidy } from '../scope.js'
import type { Tensor } from '../tensor.js'
import { type ModuleList, moduleList } from './containers.js'
import { mayBeHeld } from './hooks.js'
import { Module } from './module.js'
import { LayerNorm } from './normalization.js'
import {
  type DecodeOptions,
  decoding,
  type EncodeOptions,
  layerOptions,
  TransformerDecoderLayer,
  TransformerEncoderLayer,
  type TransformerLayerOptions,
} from './transformer-layers.js'

function stack<Layer extends Module<any[], any>>(
  name: string,
  layer: () => Layer,
  layers: number,
): ModuleList<Layer> {
  check(`nn.${name}`, { layers }, count)
  if (typeof layer !== 'function' || layer instanceof Module) {
    const what = `the first argument makes a layer, it is none: () => nn.${name}Layer(…)`
    throw new TensorArgumentError(`nn.${name}`, what)
  }
  return moduleList(Array.from({ length: layers }, layer))
}

function checkNorm(name: string, norm: LayerNorm | null): LayerNorm | null {
  if (norm === null || norm instanceof Module) return norm
  throw new TensorArgumentError(`nn.${name}`, `the norm is a module, or null, not ${told(norm)}`)
}

/** What one layer hands to the next goes as soon as it is used; autograd holds what it needs. */
function through<Layer>(
  layers: Iterable<Layer>,
  input: Tensor,
  step: (layer: Layer, x: Tensor) => Tensor,
): Tensor {
  let value = input
  for (const layer of layers) {
    const next = step(layer, value)
    if (value !== input && !mayBeHeld()) value.dispose()
    value = next
  }
  return value
}

/** Encoder layers one after the other, and a norm. */
export class TransformerEncoder extends Module<[src: Tensor, options?: EncodeOptions]> {
  readonly layers: ModuleList<TransformerEncoderLayer>
  readonly norm: LayerNorm | null

  constructor(layer: () => TransformerEncoderLayer, count: number, norm: LayerNorm | null = null) {
    super()
    this.layers = stack('transformerEncoder', layer, count)
    this.norm = checkNorm('transformerEncoder', norm)
  }

  forward(src: Tensor, options?: EncodeOptions): Tensor {
    const output = through(this.layers, src, (layer, x) => layer.forward(x, options))
    return this.norm === null ? output : this.norm.forward(output)
  }
}

/** Decoder layers one after the other, and a norm. */
export class TransformerDecoder extends Module<[tgt: Tensor, memory: Tensor, options?: DecodeOptions]> {
  readonly layers: ModuleList<TransformerDecoderLayer>
  readonly norm: LayerNorm | null

  constructor(layer: () => TransformerDecoderLayer, count: number, norm: LayerNorm | null = null) {
    super()
    this.layers = stack('transformerDecoder', layer, count)
    this.norm = checkNorm('transformerDecoder', norm)
  }

  forward(tgt: Tensor, memory: Tensor, options?: DecodeOptions): Tensor {
    const output = through(this.layers, tgt, (layer, x) => layer.forward(x, memory, options))
    return this.norm === null ? output : this.norm.forward(output)
  }
}

/**
 * `count` layers made by `layer`, and a last norm if given. PyTorch takes one layer and copies it, so that all start
 * with equal weights; here each is made anew.
 *
 * ```ts
 * nn.transformerEncoder(() => nn.transformerEncoderLayer(512, 8), 6)
 * ```
 */
export const transformerEncoder = (
  layer: () => TransformerEncoderLayer,
  count: number,
  norm?: LayerNorm | null,
  ...more: never[]
): TransformerEncoder => {
  checkNone('nn.transformerEncoder', more)
  return new TransformerEncoder(layer, count, norm)
}

/** The same for decoder layers. */
export const transformerDecoder = (
  layer: () => TransformerDecoderLayer,
  count: number,
  norm?: LayerNorm | null,
  ...more: never[]
): TransformerDecoder => {
  checkNone('nn.transformerDecoder', more)
  return new TransformerDecoder(layer, count, norm)
}

export interface TransformerOptions extends TransformerLayerOptions {
  /** Default 512. */
  readonly dModel?: number
  /** Default 8. */
  readonly nhead?: number
  /** Default 6. */
  readonly numEncoderLayers?: number
  /** Default 6. */
  readonly numDecoderLayers?: number
}

export interface TranslateOptions extends DecodeOptions {
  readonly srcMask?: Tensor | null
  readonly srcKeyPaddingMask?: Tensor | null
  readonly srcIsCausal?: boolean
}

const translating: Known<TranslateOptions> = {
  ...decoding,
  srcMask: [maybe(tensorKind), null],
  srcKeyPaddingMask: [maybe(tensorKind), null],
  srcIsCausal: [flag, false],
}

/** Encoder and decoder; every matrix starts xavier uniform, as PyTorch's. */
export class Transformer extends Module<[src: Tensor, tgt: Tensor, options?: TranslateOptions]> {
  readonly encoder: TransformerEncoder
  readonly decoder: TransformerDecoder

  constructor(options?: TransformerOptions) {
    super()
    const all = optionsOf<TransformerOptions>('nn.transformer', options, {
      ...layerOptions,
      dModel: [count, 512],
      nhead: [count, 8],
      numEncoderLayers: [count, 6],
      numDecoderLayers: [count, 6],
    })
    const { dModel, nhead, numEncoderLayers, numDecoderLayers, ...rest } = all
    const { layerNormEps: eps, bias } = all
    const norm = () => new LayerNorm([dModel], { eps, bias })
    this.encoder = new TransformerEncoder(
      () => new TransformerEncoderLayer(dModel, nhead, rest),
      numEncoderLayers,
      norm(),
    )
    this.decoder = new TransformerDecoder(
      () => new TransformerDecoderLayer(dModel, nhead, rest),
      numDecoderLayers,
      norm(),
    )
    tidy(() => {
      for (const each of this.parameters()) if (each.dim > 1) init.xavierUniform(each)
    })
  }

  forward(src: Tensor, tgt: Tensor, options?: TranslateOptions): Tensor {
    const all = optionsOf('nn.transformer', options, translating)
    const { srcMask: mask, srcKeyPaddingMask, srcIsCausal: isCausal, ...rest } = all
    const memory = this.encoder.forward(src, { mask, srcKeyPaddingMask, isCausal })
    return this.decoder.forward(tgt, memory, rest)
  }
}

/** Source [s, n, dModel] and target [l, n, dModel] → [l, n, dModel] (arXiv 1706.03762). */
export const transformer = (options?: TransformerOptions): Transformer => new Transformer(options)
