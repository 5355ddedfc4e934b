import { check, count, either, extent, flag, type Kind, oneOf, optionsOf, sizes } from '../arguments.js'
import { zeros } from '../creation.js'
import { TensorArgumentError } from '../errors.js'
import * as F from '../generated/functional.js'
import * as init from '../init.js'
import type { Tensor } from '../tensor.js'
import { within } from './hooks.js'
import { Module } from './module.js'
import { type Parameter, parameter } from './parameter.js'

/** What a convolution sees beyond its input's border; see {@link ConvolutionOptions}. */
export type PaddingMode = (typeof paddingModes)[number]
const paddingModes = ['zeros', 'reflect', 'replicate', 'circular'] as const

/** One number for every direction, or one for each: [l], [h, w], [d, h, w]. */
export type Extent = number | readonly number[]

export interface ConvolutionOptions {
  /** Default 1. */
  readonly stride?: Extent
  /** Elements added around the input; 'same' keeps its size (stride 1 only), 'valid' is 0. Default 0. */
  readonly padding?: Extent | 'same' | 'valid'
  /** What they are: 0, the input mirrored at its border, its border's elements, or its other end. Default 'zeros'. */
  readonly paddingMode?: PaddingMode
  /** Default 1. */
  readonly dilation?: Extent
  /** Default 1. */
  readonly groups?: number
  /** Default true. */
  readonly bias?: boolean
}

export interface TransposedOptions extends Omit<ConvolutionOptions, 'padding' | 'paddingMode'> {
  /** What the convolution whose gradient this is would pad. Default 0. */
  readonly padding?: Extent
  /** Added to one side of the output. Default 0. */
  readonly outputPadding?: Extent
}

type Dims = 1 | 2 | 3
const directions: Kind = { what: '1, 2 or 3', test: (value) => [1, 2, 3].includes(value as number) }

/** One number for every direction, or one for each of `dims`. */
const directed = ({ what, test }: Kind, dims: Dims): Kind => ({
  what: `${what.replace(/, or a list of them$/, '')}, or a list of ${dims}`,
  test: (value) => test(value) && (!Array.isArray(value) || value.length === dims),
})

const each = (extent: Extent, dims: Dims): readonly number[] =>
  typeof extent === 'number' ? new Array<number>(dims).fill(extent) : extent

function checkChannels(name: string, inputs: number, outputs: number, groups: number): void {
  check(`nn.${name}`, { inChannels: inputs, outChannels: outputs }, count)
  if (inputs % groups === 0 && outputs % groups === 0) return
  const what = `${groups} groups must divide ${inputs} input and ${outputs} output channels`
  throw new TensorArgumentError(`nn.${name}`, what)
}

const forwards = { 1: F.conv1d, 2: F.conv2d, 3: F.conv3d } as const
const transposes = { 1: F.convTranspose1d, 2: F.convTranspose2d, 3: F.convTranspose3d } as const

/** A convolution; `weight` [out, in / groups, …kernel] and `bias` start as PyTorch's. */
export class Convolution extends Module<[Tensor]> {
  override readonly letsGo = true
  readonly weight: Parameter
  readonly bias: Parameter | null
  readonly #options: Required<ConvolutionOptions>
  readonly #dims: Dims

  constructor(
    dims: Dims,
    inChannels: number,
    outChannels: number,
    kernelSize: Extent,
    options?: ConvolutionOptions,
  ) {
    super()
    check('nn.Convolution', { dims }, directions)
    const name = `conv${dims}d`
    const window = directed(extent, dims)
    this.#options = optionsOf<ConvolutionOptions>(`nn.${name}`, options, {
      stride: [window, 1],
      padding: [either(directed(sizes, dims), oneOf('same', 'valid')), 0],
      paddingMode: [oneOf(...paddingModes), 'zeros'],
      dilation: [window, 1],
      groups: [count, 1],
      bias: [flag, true],
    })
    const { groups, bias } = this.#options
    checkChannels(name, inChannels, outChannels, groups)
    check(`nn.${name}`, { kernelSize }, window)
    this.#dims = dims
    this.weight = parameter(zeros([outChannels, inChannels / groups, ...each(kernelSize, dims)]))
    this.bias = bias ? parameter(zeros([outChannels])) : null
    start(this.weight, this.bias)
  }

  forward(input: Tensor): Tensor {
    const { stride, padding, paddingMode, dilation, groups } = this.#options
    const convolve = forwards[this.#dims]
    if (paddingMode === 'zeros')
      return convolve(input, this.weight, this.bias, stride, padding, dilation, groups)
    return within(() => {
      const padded = F.pad(input, this.#sides(), paddingMode)
      return convolve(padded, this.weight, this.bias, stride, 0, dilation, groups)
    })
  }

  /** Elements before and after by direction, the last one first. */
  #sides(): number[] {
    const { padding, dilation } = this.#options
    const sides = this.weight.shape.slice(2).map((kernel, k) => {
      if (padding === 'valid') return [0, 0]
      const of = (extent: Extent) => (typeof extent === 'number' ? extent : extent[k]!)
      if (padding !== 'same') return [of(padding), of(padding)]
      const all = of(dilation) * (kernel - 1)
      return [Math.floor(all / 2), all - Math.floor(all / 2)]
    })
    return sides.reverse().flat()
  }
}

/** A transposed convolution; `weight` [in, out / groups, …kernel] and `bias` start as PyTorch's. */
export class ConvolutionTransposed extends Module<[Tensor]> {
  override readonly letsGo = true
  readonly weight: Parameter
  readonly bias: Parameter | null
  readonly #options: Required<TransposedOptions>
  readonly #dims: Dims

  constructor(
    dims: Dims,
    inChannels: number,
    outChannels: number,
    kernelSize: Extent,
    options?: TransposedOptions,
  ) {
    super()
    check('nn.ConvolutionTransposed', { dims }, directions)
    const name = `convTranspose${dims}d`
    const window = directed(extent, dims)
    this.#options = optionsOf<TransposedOptions>(`nn.${name}`, options, {
      stride: [window, 1],
      padding: [directed(sizes, dims), 0],
      outputPadding: [directed(sizes, dims), 0],
      dilation: [window, 1],
      groups: [count, 1],
      bias: [flag, true],
    })
    const { groups, bias } = this.#options
    checkChannels(name, inChannels, outChannels, groups)
    check(`nn.${name}`, { kernelSize }, window)
    this.#dims = dims
    this.weight = parameter(zeros([inChannels, outChannels / groups, ...each(kernelSize, dims)]))
    this.bias = bias ? parameter(zeros([outChannels])) : null
    start(this.weight, this.bias)
  }

  forward(input: Tensor): Tensor {
    const { stride, padding, outputPadding, dilation, groups } = this.#options
    const transpose = transposes[this.#dims]
    return transpose(input, this.weight, this.bias, stride, padding, outputPadding, groups, dilation)
  }
}

function start(weight: Parameter, bias: Parameter | null): void {
  init.kaimingUniform(weight, { a: Math.sqrt(5) })
  if (bias !== null) init.fanInBias(bias, weight)
}

type Make<Made, Options> = (
  inChannels: number,
  outChannels: number,
  kernelSize: Extent,
  options?: Options,
) => Made
const forward =
  (dims: Dims): Make<Convolution, ConvolutionOptions> =>
  (...given) =>
    new Convolution(dims, ...given)
const transposed =
  (dims: Dims): Make<ConvolutionTransposed, TransposedOptions> =>
  (...given) =>
    new ConvolutionTransposed(dims, ...given)

/** [n, inChannels, l] → [n, outChannels, l']. */
export const conv1d = forward(1)

/** [n, inChannels, h, w] → [n, outChannels, h', w']. */
export const conv2d = forward(2)

/** [n, inChannels, d, h, w] → [n, outChannels, d', h', w']. */
export const conv3d = forward(3)

/** [n, inChannels, l] → [n, outChannels, l'], where conv1d with the same options would go from l' to l. */
export const convTranspose1d = transposed(1)

/** The same for [n, inChannels, h, w]. */
export const convTranspose2d = transposed(2)

/** The same for [n, inChannels, d, h, w]. */
export const convTranspose3d = transposed(3)
