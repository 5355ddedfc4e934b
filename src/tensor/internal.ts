/**
 * What the trainer and the arena need of tensors beyond the public API.
 */
import { native } from './addon.js'
import { ModuleStateError } from './errors.js'
import type { Module } from './nn/module.js'
import type { Tensor } from './tensor.js'

export { native, type TensorAddon } from './addon.js'
export { fromShared } from './creation.js'
export { exempt } from './scope.js'

function each(
  what: string,
  tensors: ReadonlyMap<string, Tensor>,
  views: ReadonlyMap<string, Float32Array>,
  visit: (tensor: Tensor, view: Float32Array) => void,
): void {
  for (const [name, tensor] of tensors) {
    const view = views.get(name)
    if (view === undefined)
      throw new ModuleStateError(`the layout has no place for the ${what} '${name}'.`, { name })
    if (tensor.dtype !== 'float32' || view.length !== tensor.numel) {
      throw new ModuleStateError(
        `the ${what} '${name}' is ${tensor.dtype}[${tensor.shape.join(', ')}]; its place holds ${view.length} float32 numbers. Build the same model on every agent.`,
        { name },
      )
    }
    visit(tensor, view)
  }
}

/**
 * Makes each parameter alias the given memory (views over a SharedArrayBuffer), which is not written. The Parameter
 * objects and handles stay; they remain leaves. The memory must outlive the module.
 */
export function adoptParameters(module: Module<any[], any>, views: ReadonlyMap<string, Float32Array>): void {
  each('parameter', module.namedParameters(), views, (tensor, view) => native().adopt(tensor.handle, view))
}

/** The same for the module's float32 buffers. */
export function adoptBuffers(module: Module<any[], any>, views: ReadonlyMap<string, Float32Array>): void {
  each('buffer', module.namedBuffers(), views, (tensor, view) => native().adopt(tensor.handle, view))
}

/** Copies parameters and float32 buffers out, by name: how the initial weights reach the arena. */
export function exportState(module: Module<any[], any>, views: ReadonlyMap<string, Float32Array>): void {
  const both = new Map<string, Tensor>([...module.namedParameters(), ...module.namedBuffers()])
  each('tensor', both, views, (tensor, view) => native().copyOut(tensor.handle, view))
}

/** Handles in the order given, for native code that works on many tensors at once. */
export function handlesOf(tensors: Iterable<Tensor>): Uint32Array {
  return Uint32Array.from([...tensors].map((tensor) => tensor.handle))
}

/**
 * Reads the counters that in-place operations increment, to find what a forward pass changed although it must
 * not. Copies by the arena itself (and copyFrom()) go past the counters.
 */
export function versions(
  handles: Uint32Array,
  out: Uint32Array = new Uint32Array(handles.length),
): Uint32Array {
  native().versions(handles, out)
  return out
}

/**
 * A number that changes when anybody draws from libtorch's process-global CPU generator. All threads share it:
 * compute the shard again alone before blaming anyone.
 */
export function defaultGeneratorMark(): number {
  return native().defaultGeneratorMark()
}
