import { native } from '../addon.js'
import { check, count, flag, oneOf, optionsOf, tensorKind, tensorPair } from '../arguments.js'
import { zeros } from '../creation.js'
import { TensorArgumentError } from '../errors.js'
import * as init from '../init.js'
import { handleOf } from '../passing.js'
import { Tensor } from '../tensor.js'
import { within } from './hooks.js'
import { Module } from './module.js'
import { type Parameter, parameter } from './parameter.js'

/** Weights of one step, by PyTorch's names. */
abstract class Cell<State, Output> extends Module<[input: Tensor, state?: State | null], Output> {
  static override readonly stateNames: Readonly<Record<string, string>> = {
    weightIh: 'weight_ih',
    weightHh: 'weight_hh',
    biasIh: 'bias_ih',
    biasHh: 'bias_hh',
  }
  readonly weightIh: Parameter
  readonly weightHh: Parameter
  readonly biasIh: Parameter | null
  readonly biasHh: Parameter | null
  readonly #name: string
  readonly #hiddenSize: number

  constructor(name: string, gates: number, inputSize: number, hiddenSize: number, bias: boolean) {
    super()
    check(`nn.${name}`, { inputSize, hiddenSize }, count)
    const bound = 1 / Math.sqrt(hiddenSize)
    const make = (shape: number[]) => parameter(init.uniform(zeros(shape), -bound, bound))
    this.weightIh = make([gates * hiddenSize, inputSize])
    this.weightHh = make([gates * hiddenSize, hiddenSize])
    this.biasIh = bias ? make([gates * hiddenSize]) : null
    this.biasHh = bias ? make([gates * hiddenSize]) : null
    this.#name = name
    this.#hiddenSize = hiddenSize
  }

  /** One step: calls `step` with the states (zeros by default) and the weights. */
  protected step(
    input: Tensor,
    given: readonly Tensor[] | null,
    count: number,
    step: (input: Tensor, states: readonly Tensor[], weights: [number, number, number, number]) => number[],
  ): Tensor[] {
    const name = `nn.${this.#name}`
    check(name, { input }, tensorKind)
    if (input.dim !== 1 && input.dim !== 2) {
      const operand = `${input.dtype}[${input.shape.join(', ')}]`
      throw new TensorArgumentError(name, 'the input must be [n, features] or [features]', operand)
    }
    return within(() => {
      // One input without a batch is a batch of one.
      const single = input.dim === 1
      const inputs = single ? input.unsqueeze(0) : input
      const shape = [inputs.size(0), this.#hiddenSize]
      const states =
        given === null
          ? Array.from({ length: count }, () => zeros(shape, { dtype: input.dtype }))
          : this.#checked(given, count, single ? shape.slice(1) : shape).map((state) =>
              single ? state.unsqueeze(0) : state,
            )
      const { weightIh, weightHh, biasIh, biasHh } = this
      const handles = step(inputs, states, [
        weightIh.handle,
        weightHh.handle,
        biasIh?.handle ?? 0,
        biasHh?.handle ?? 0,
      ])
      return handles.map((handle) => {
        const state = new Tensor(handle)
        return single ? state.squeeze(0) : state
      })
    })
  }

  #checked(given: readonly Tensor[], count: number, shape: readonly number[]): readonly Tensor[] {
    const name = `nn.${this.#name}`
    if (count === 1) check(name, { state: given[0] }, tensorKind)
    else check(name, { state: given }, tensorPair)
    for (const state of given) {
      if (state.shape.join() === shape.join()) continue
      const what = `a state must be [${shape.join(', ')}], not [${state.shape.join(', ')}]`
      throw new TensorArgumentError(name, what)
    }
    return given
  }
}

/** One step of an LSTM; see lstmCell(). */
export class LSTMCell extends Cell<[h: Tensor, c: Tensor], [h: Tensor, c: Tensor]> {
  constructor(inputSize: number, hiddenSize: number, options?: { bias?: boolean }) {
    const { bias } = optionsOf('nn.lstmCell', options, { bias: [flag, true] })
    super('lstmCell', 4, inputSize, hiddenSize, bias)
  }

  forward(input: Tensor, state: [h: Tensor, c: Tensor] | null = null): [h: Tensor, c: Tensor] {
    const [h, c] = this.step(input, state, 2, (inputs, states, weights) =>
      native().lstmCell(inputs.handle, states.map(handleOf), ...weights),
    )
    return [h!, c!]
  }
}

/** One step of a GRU; see gruCell(). */
export class GRUCell extends Cell<Tensor, Tensor> {
  constructor(inputSize: number, hiddenSize: number, options?: { bias?: boolean }) {
    const { bias } = optionsOf('nn.gruCell', options, { bias: [flag, true] })
    super('gruCell', 3, inputSize, hiddenSize, bias)
  }

  forward(input: Tensor, state: Tensor | null = null): Tensor {
    return this.step(input, state === null ? null : [state], 1, (inputs, [h], weights) => [
      native().gruCell(inputs.handle, h!.handle, ...weights),
    ])[0]!
  }
}

/** One step of an Elman network; see rnnCell(). */
export class RNNCell extends Cell<Tensor, Tensor> {
  readonly #nonlinearity: 'tanh' | 'relu'

  constructor(
    inputSize: number,
    hiddenSize: number,
    options?: { bias?: boolean; nonlinearity?: 'tanh' | 'relu' },
  ) {
    const { bias, nonlinearity } = optionsOf('nn.rnnCell', options, {
      bias: [flag, true],
      nonlinearity: [oneOf('tanh', 'relu'), 'tanh'],
    })
    super('rnnCell', 1, inputSize, hiddenSize, bias)
    this.#nonlinearity = nonlinearity
  }

  forward(input: Tensor, state: Tensor | null = null): Tensor {
    const call = this.#nonlinearity === 'relu' ? native().rnnReluCell : native().rnnTanhCell
    return this.step(input, state === null ? null : [state], 1, (inputs, [h], weights) => [
      call(inputs.handle, h!.handle, ...weights),
    ])[0]!
  }
}

/** One step of an LSTM: `const [h, c] = cell.forward(x, [h, c])` for x [n, inputSize] or [inputSize]; states start at 0. */
export const lstmCell = (inputSize: number, hiddenSize: number, options?: { bias?: boolean }): LSTMCell =>
  new LSTMCell(inputSize, hiddenSize, options)

/** One step of a GRU: `h = cell.forward(x, h)`. */
export const gruCell = (inputSize: number, hiddenSize: number, options?: { bias?: boolean }): GRUCell =>
  new GRUCell(inputSize, hiddenSize, options)

/** One step of an Elman network: `h = cell.forward(x, h)`. */
export const rnnCell = (
  inputSize: number,
  hiddenSize: number,
  options?: { bias?: boolean; nonlinearity?: 'tanh' | 'relu' },
): RNNCell => new RNNCell(inputSize, hiddenSize, options)
