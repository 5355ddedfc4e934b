import { native } from '../addon.js'
import {
  check,
  count,
  flag,
  type Known,
  oneOf,
  optionsOf,
  share,
  size,
  tensorKind,
  tensorPair,
  text,
} from '../arguments.js'
import { zeros } from '../creation.js'
import { TensorArgumentError } from '../errors.js'
import * as F from '../generated/functional.js'
import { cat } from '../generated/functions.js'
import * as init from '../init.js'
import { handleOf } from '../passing.js'
import { Tensor } from '../tensor.js'
import { within } from './hooks.js'
import { Module } from './module.js'
import { type Buffer, type Parameter, parameter } from './parameter.js'

export interface RecurrentOptions {
  /** Layers on top of one another. Default 1. */
  readonly numLayers?: number
  /** Default true. */
  readonly bias?: boolean
  /** Whether sequences are [n, t, features] instead of [t, n, features]. Default false. */
  readonly batchFirst?: boolean
  /** Probability with which outputs of all layers but the last are dropped while training. Default 0. */
  readonly dropout?: number
  /** Whether a second set of layers reads backwards; outputs are then twice as wide. Default false. */
  readonly bidirectional?: boolean
}

const known: Known<RecurrentOptions> = {
  numLayers: [count, 1],
  bias: [flag, true],
  batchFirst: [flag, false],
  dropout: [share, 0],
  bidirectional: [flag, false],
}

/** What stands for a layer's state: h, or h and c of an LSTM. */
type States = readonly Tensor[]

/** What RNN, LSTM and GRU share: weights by PyTorch's names, layers and directions, dropout between layers. */
export abstract class Recurrent<State> extends Module<
  [input: Tensor, state?: State | null],
  [Tensor, State]
> {
  readonly #weights = new Map<string, Parameter>()
  readonly #name: string
  readonly #inputSize: number
  readonly #hiddenSize: number
  readonly #outputSize: number
  readonly #options: Required<RecurrentOptions>

  /** @param projSize what outputs are projected to, 0 for not at all */
  protected constructor(
    name: string,
    gates: number,
    inputSize: number,
    hiddenSize: number,
    options: Required<RecurrentOptions>,
    projSize = 0,
  ) {
    super()
    if (new.target === (Recurrent as unknown)) {
      const what = 'it is what nn.RNN, nn.LSTM and nn.GRU share; make one of them'
      throw new TensorArgumentError('nn.Recurrent', what)
    }
    const { numLayers, bias, batchFirst, dropout, bidirectional } = options
    check(`nn.${name}`, { inputSize, hiddenSize }, count)
    if (projSize >= hiddenSize) {
      const what = `projSize must be an integer from 0 to below hiddenSize (${hiddenSize}), not ${projSize}`
      throw new TensorArgumentError(`nn.${name}`, what)
    }
    this.#name = name
    this.#inputSize = inputSize
    this.#hiddenSize = hiddenSize
    this.#outputSize = projSize || hiddenSize
    this.#options = { numLayers, bias, batchFirst, dropout, bidirectional }
    const bound = 1 / Math.sqrt(hiddenSize)
    const make = (key: string, shape: number[]) =>
      this.#weights.set(key, parameter(init.uniform(zeros(shape), -bound, bound)))
    for (let layer = 0; layer < numLayers; layer++) {
      const width = layer === 0 ? inputSize : this.#outputSize * (bidirectional ? 2 : 1)
      for (const end of bidirectional ? ['', '_reverse'] : ['']) {
        make(`weight_ih_l${layer}${end}`, [gates * hiddenSize, width])
        make(`weight_hh_l${layer}${end}`, [gates * hiddenSize, this.#outputSize])
        if (bias) {
          make(`bias_ih_l${layer}${end}`, [gates * hiddenSize])
          make(`bias_hh_l${layer}${end}`, [gates * hiddenSize])
        }
        if (projSize > 0) make(`weight_hr_l${layer}${end}`, [projSize, hiddenSize])
      }
    }
  }

  override ownTensors(): [string, Parameter | Buffer][] {
    return [...this.#weights]
  }

  /**
   * `weight_ih_l0`, `weight_hh_l0`, `bias_ih_l0`, `bias_hh_l0`, with `projSize` `weight_hr_l0`, …, with `_reverse` for
   * the other direction.
   */
  weight(name: string): Parameter {
    check(`nn.${this.#name}`, { name }, text)
    const found = this.#weights.get(name)
    if (found !== undefined) return found
    const known = [...this.#weights.keys()].join(', ')
    throw new TensorArgumentError(`nn.${this.#name}`, `there is no weight '${name}'; there are ${known}`)
  }

  /** Some layers at once, in native code: [output, …states]. */
  protected abstract layers(
    input: Tensor,
    states: States,
    weights: readonly number[],
    flags: [hasBiases: boolean, numLayers: number, bidirectional: boolean, batchFirst: boolean],
  ): number[]

  /** Output and last states: h, and c if there are two (zeros when none are given). */
  protected run(input: Tensor, given: States | null, count: 1 | 2): Tensor[] {
    this.#check(input, given, count)
    return within(() => {
      // One sequence without a batch is a batch of one.
      const single = input.dim === 2
      const { numLayers, bias, dropout, bidirectional } = this.#options
      const batchFirst = this.#options.batchFirst && !single
      const directions = bidirectional ? 2 : 1
      const sequences = single ? input.unsqueeze(1) : input
      const batch = sequences.size(batchFirst ? 0 : 1)
      const { dtype } = input
      const shapes = this.#stateSizes().map((size) => [numLayers * directions, batch, size])
      const states =
        given === null
          ? shapes.slice(0, count).map((shape) => zeros(shape, { dtype }))
          : single
            ? given.map((state) => state.unsqueeze(1))
            : given
      const weights = [...this.#weights.values()].map(handleOf)
      const made = (handles: number[]) => handles.map((handle) => new Tensor(handle))
      let results: Tensor[]
      if (!this.training || dropout === 0 || numLayers === 1) {
        results = made(this.layers(sequences, states, weights, [bias, numLayers, bidirectional, batchFirst]))
      } else {
        // Layer by layer: libtorch's dropout between them draws from a generator that all threads share.
        const each = weights.length / numLayers
        const lasts: Tensor[][] = []
        let output = sequences
        for (let layer = 0; layer < numLayers; layer++) {
          const own = states.map((state) => state.narrow(0, layer * directions, directions))
          const input = layer === 0 ? output : F.dropout(output, dropout, true)
          const some = weights.slice(layer * each, (layer + 1) * each)
          const [next, ...last] = made(this.layers(input, own, some, [bias, 1, bidirectional, batchFirst]))
          output = next!
          lasts.push(last)
        }
        results = [output, ...states.map((_, k) => cat(lasts.map((last) => last[k]!)))]
      }
      return single ? results.map((result) => result.squeeze(1)) : results
    })
  }

  /** Of h and c. */
  #stateSizes(): [h: number, c: number] {
    return [this.#outputSize, this.#hiddenSize]
  }

  #check(input: Tensor, given: States | null, count: 1 | 2): void {
    const name = `nn.${this.#name}`
    check(name, { input }, tensorKind)
    if (given !== null) {
      if (count === 2) check(name, { state: given }, tensorPair)
      else check(name, { state: given[0] }, tensorKind)
    }
    const operand = `${input.dtype}[${input.shape.join(', ')}]`
    const order = this.#options.batchFirst ? '[n, t, features]' : '[t, n, features]'
    const fail = (what: string): never => {
      throw new TensorArgumentError(`nn.${this.#name}`, what, operand)
    }
    if (input.dim !== 2 && input.dim !== 3) fail(`the input must be ${order} or [t, features]`)
    if (input.size(-1) !== this.#inputSize) {
      fail(`the input has ${input.size(-1)} features, the layer was made for ${this.#inputSize}`)
    }
    const { numLayers, bidirectional, batchFirst } = this.#options
    const rows = numLayers * (bidirectional ? 2 : 1)
    const batch = input.dim === 2 ? [] : [input.size(batchFirst ? 0 : 1)]
    for (const [k, state] of (given ?? []).entries()) {
      const wanted = [rows, ...batch, this.#stateSizes()[k]].join(', ')
      if (state.shape.join(', ') === wanted) continue
      fail(
        `a state must be [${wanted}] (layers and directions, batch, hidden), not [${state.shape.join(', ')}]`,
      )
    }
    // libtorch 1.13 divides by the length of the sequence.
    if (input.numel === 0) fail('the input is empty')
  }
}

export interface LSTMOptions extends RecurrentOptions {
  /** Features that outputs and h are projected to, fewer than hiddenSize; c keeps hiddenSize. Default 0: not at all. */
  readonly projSize?: number
}

/** Long short-term memory (arXiv 1402.1128), gates in the order input, forget, cell, output. */
export class LSTM extends Recurrent<[h: Tensor, c: Tensor]> {
  constructor(inputSize: number, hiddenSize: number, options?: LSTMOptions) {
    const all = optionsOf<LSTMOptions>('nn.lstm', options, { ...known, projSize: [size, 0] })
    super('lstm', 4, inputSize, hiddenSize, all, all.projSize)
  }

  forward(input: Tensor, state: [h: Tensor, c: Tensor] | null = null): [Tensor, [h: Tensor, c: Tensor]] {
    const [output, h, c] = this.run(input, state, 2)
    return [output!, [h!, c!]]
  }

  protected override layers(
    input: Tensor,
    states: States,
    weights: readonly number[],
    flags: [boolean, number, boolean, boolean],
  ): number[] {
    return native().lstm(input.handle, states.map(handleOf), weights, ...flags)
  }
}

/** Gated recurrent units (arXiv 1406.1078), gates in the order reset, update, new. */
export class GRU extends Recurrent<Tensor> {
  constructor(inputSize: number, hiddenSize: number, options?: RecurrentOptions) {
    super('gru', 3, inputSize, hiddenSize, optionsOf('nn.gru', options, known))
  }

  forward(input: Tensor, state: Tensor | null = null): [Tensor, Tensor] {
    const [output, h] = this.run(input, state === null ? null : [state], 1)
    return [output!, h!]
  }

  protected override layers(
    input: Tensor,
    states: States,
    weights: readonly number[],
    flags: [boolean, number, boolean, boolean],
  ): number[] {
    return native().gru(input.handle, states[0]!.handle, weights, ...flags)
  }
}

export interface RNNOptions extends RecurrentOptions {
  /** Default 'tanh'. */
  readonly nonlinearity?: 'tanh' | 'relu'
}

/** Elman's recurrent network. */
export class RNN extends Recurrent<Tensor> {
  readonly #nonlinearity: 'tanh' | 'relu'

  constructor(inputSize: number, hiddenSize: number, options?: RNNOptions) {
    const all = optionsOf<RNNOptions>('nn.rnn', options, {
      ...known,
      nonlinearity: [oneOf('tanh', 'relu'), 'tanh'],
    })
    super('rnn', 1, inputSize, hiddenSize, all)
    this.#nonlinearity = all.nonlinearity
  }

  forward(input: Tensor, state: Tensor | null = null): [Tensor, Tensor] {
    const [output, h] = this.run(input, state === null ? null : [state], 1)
    return [output!, h!]
  }

  protected override layers(
    input: Tensor,
    states: States,
    weights: readonly number[],
    flags: [boolean, number, boolean, boolean],
  ): number[] {
    const call = this.#nonlinearity === 'relu' ? native().rnnRelu : native().rnnTanh
    return call(input.handle, states[0]!.handle, weights, ...flags)
  }
}

/**
 * `const [output, [h, c]] = lstm(10, 20).forward(x)`: input [t, n, inputSize] (or [n, t, inputSize] with `batchFirst`,
 * or one sequence [t, inputSize]) → output of the last layer [t, n, hiddenSize · directions], and the last states
 * [layers · directions, n, hiddenSize], which start at 0 unless given. With `projSize` that stands for hiddenSize in
 * output and h. Sequences of different lengths are padded to one; there are no packed sequences.
 */
export const lstm = (inputSize: number, hiddenSize: number, options?: LSTMOptions): LSTM =>
  new LSTM(inputSize, hiddenSize, options)

/** `const [output, h] = gru(10, 20).forward(x)`; shapes as lstm's. */
export const gru = (inputSize: number, hiddenSize: number, options?: RecurrentOptions): GRU =>
  new GRU(inputSize, hiddenSize, options)

/** `const [output, h] = rnn(10, 20).forward(x)`; shapes as lstm's. */
export const rnn = (inputSize: number, hiddenSize: number, options?: RNNOptions): RNN =>
  new RNN(inputSize, hiddenSize, options)
