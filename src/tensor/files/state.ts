import type { Module } from '../nn/module.js'
import type { Tensor } from '../tensor.js'

/** Tensors by name, or a module, which stands for its parameters and buffers. */
export type State = ReadonlyMap<string, Tensor> | Record<string, Tensor> | Module<any[], any>

const isModule = (state: object): state is Module<any[], any> =>
  'stateDict' in state && typeof state.stateDict === 'function'

/** The tensors of a state by name. */
export function namedTensors(state: State): ReadonlyMap<string, Tensor> {
  if (isModule(state)) return state.stateDict()
  return state instanceof Map ? state : new Map(Object.entries(state))
}
