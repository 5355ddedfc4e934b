import { tensor } from '../creation.js'
import type { Module } from '../nn/module.js'
import type { Tensor } from '../tensor.js'
import { type ArrayEntry, readSafetensors, writeSafetensors } from './file.js'

export { SafetensorsAccessError, SafetensorsError } from './errors.js'
export {
  type ArrayEntry,
  readHeader,
  readSafetensors,
  type SafetensorsContents,
  writeSafetensors,
} from './file.js'

/**
 * Saves tensors, or a module's parameters and buffers, as a safetensors file that PyTorch's `safetensors` reads.
 *
 * @param metadata free texts stored in the header
 * @throws SafetensorsAccessError
 */
export function save(
  file: string,
  state: ReadonlyMap<string, Tensor> | Record<string, Tensor> | Module<any[], any>,
  metadata: Readonly<Record<string, string>> = {},
): void {
  const named = isModule(state)
    ? state.stateDict()
    : state instanceof Map
      ? state
      : new Map(Object.entries(state))
  const entries = new Map<string, ArrayEntry>()
  for (const [name, each] of named) {
    entries.set(name, { dtype: each.dtype, shape: each.shape, data: each.toTypedArray() })
  }
  writeSafetensors(file, entries, metadata)
}

const isModule = (state: object): state is Module<any[], any> =>
  'stateDict' in state && typeof state.stateDict === 'function'

/**
 * Loads every tensor of a safetensors file, by name. They belong to the current scope.
 *
 * @throws SafetensorsError when the file breaks the format, SafetensorsAccessError when it cannot be read
 */
export function load(file: string): Map<string, Tensor> {
  const loaded = new Map<string, Tensor>()
  for (const [name, { dtype, shape, data }] of readSafetensors(file).tensors) {
    loaded.set(name, tensor(data, { dtype, shape }))
  }
  return loaded
}

/**
 * Loads a file's tensors into a module.
 *
 * @param strict refuse names that only one side has (default true)
 * @throws as load(); ModuleStateError when names or shapes differ, before anything is changed
 */
export function loadInto(module: Module<any[], any>, file: string, { strict = true } = {}): void {
  const state = load(file)
  try {
    module.loadStateDict(state, { strict })
  } finally {
    for (const each of state.values()) each.dispose()
  }
}
