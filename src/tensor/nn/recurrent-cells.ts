import { native } from '../addon.js'
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
    for (const [what, value] of Object.entries({ inputSize, hiddenSize })) {
      if (Number.isSafeInteger(value) && value > 0) continue
      throw new TensorArgumentError(`nn.${name}`, `${what} must be a positive integer, not ${value}`)
    }
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
    step: (states: readonly Tensor[], weights: [number, number, number, number]) => number[],
  ): Tensor[] {
    if (input.dim !== 2) {
      const operand = `${input.dtype}[${input.shape.join(', ')}]`
      throw new TensorArgumentError(`nn.${this.#name}`, 'the input must be [n, features]', operand)
    }
    return within(() => {
      const shape = [input.size(0), this.#hiddenSize]
      const states = given ?? Array.from({ length: count }, () => zeros(shape, { dtype: input.dtype }))
      const { weightIh, weightHh, biasIh, biasHh } = this
      const handles = step(states, [
        weightIh.handle,
        weightHh.handle,
        biasIh?.handle ?? 0,
        biasHh?.handle ?? 0,
      ])
      return handles.map((handle) => new Tensor(handle))
    })
  }
}

/** One step of an LSTM; see lstmCell(). */
export class LSTMCell extends Cell<[h: Tensor, c: Tensor], [h: Tensor, c: Tensor]> {
  constructor(inputSize: number, hiddenSize: number, { bias = true } = {}) {
    super('lstmCell', 4, inputSize, hiddenSize, bias)
  }

  forward(input: Tensor, state: [h: Tensor, c: Tensor] | null = null): [h: Tensor, c: Tensor] {
    const [h, c] = this.step(input, state, 2, (states, weights) =>
      native().lstmCell(input.handle, states.map(handleOf), ...weights),
    )
    return [h!, c!]
  }
}

/** One step of a GRU; see gruCell(). */
export class GRUCell extends Cell<Tensor, Tensor> {
  constructor(inputSize: number, hiddenSize: number, { bias = true } = {}) {
    super('gruCell', 3, inputSize, hiddenSize, bias)
  }

  forward(input: Tensor, state: Tensor | null = null): Tensor {
    return this.step(input, state === null ? null : [state], 1, ([h], weights) => [
      native().gruCell(input.handle, h!.handle, ...weights),
    ])[0]!
  }
}

/** One step of an Elman network; see rnnCell(). */
export class RNNCell extends Cell<Tensor, Tensor> {
  readonly #nonlinearity: 'tanh' | 'relu'

  constructor(
    inputSize: number,
    hiddenSize: number,
    { bias = true, nonlinearity = 'tanh' as 'tanh' | 'relu' } = {},
  ) {
    super('rnnCell', 1, inputSize, hiddenSize, bias)
    this.#nonlinearity = nonlinearity
  }

  forward(input: Tensor, state: Tensor | null = null): Tensor {
    const call = this.#nonlinearity === 'relu' ? native().rnnReluCell : native().rnnTanhCell
    return this.step(input, state === null ? null : [state], 1, ([h], weights) => [
      call(input.handle, h!.handle, ...weights),
    ])[0]!
  }
}

/** One step of an LSTM: `const [h, c] = cell.forward(x, [h, c])` for x [n, inputSize]; states start at 0. */
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
