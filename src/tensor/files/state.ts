import { tensorKind, told } from '../arguments.js'
import { TensorArgumentError } from '../errors.js'
import type { Tensor } from '../tensor.js'

/** A module, as far as its state goes. */
interface Stateful {
  stateDict(): ReadonlyMap<string, Tensor>
}

/** Tensors by name, or a module, which stands for its parameters and buffers. */
export type State = ReadonlyMap<string, Tensor> | Record<string, Tensor> | Stateful

const isModule = (state: object): state is Stateful =>
  'stateDict' in state && typeof state.stateDict === 'function'

/**
 * The tensors of a state by name.
 *
 * @throws TensorArgumentError in the name of `operation` for what is none
 */
export function namedTensors(operation: string, state: State): ReadonlyMap<string, Tensor> {
  const fail = (what: string): never => {
    throw new TensorArgumentError(operation, what)
  }
  if (typeof state !== 'object' || state === null || Array.isArray(state) || tensorKind.test(state))
    fail(`a state is a module, or tensors by name (a Map, or an object), not ${told(state)}`)
  if (isModule(state)) return state.stateDict()
  const named: ReadonlyMap<string, Tensor> = state instanceof Map ? state : new Map(Object.entries(state))
  for (const [name, each] of named) {
    if (typeof name !== 'string') fail(`a state's names are strings, not ${told(name)}`)
    if (!tensorKind.test(each)) fail(`'${name}' is no tensor but ${told(each)}`)
  }
  return named
}
