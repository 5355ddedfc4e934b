import { torch } from '../native/index.js'
import type { TypedArray } from './dtype.js'
import { nativeError } from './errors.js'
import type { Operations } from './generated/addon.js'

type Draw = [key0: number, key1: number, upper0: number, upper1: number, call: number]

/** A TorchScript model of the addon's. */
export type ScriptHandle = { readonly script: unique symbol }

/** What such a model returned, tensors as handles. */
export type ScriptOutput = number | null | readonly ScriptOutput[] | { readonly [key: string]: ScriptOutput }

/** How autograd's graph calls a JavaScript function: by number, with handles that the callee owns. */
export type Dispatcher = (
  callback: number,
  tensors: readonly number[],
  more: readonly number[],
  flags: readonly boolean[],
) => readonly number[]

/** What cpp/tensor exports. Tensors are handles: positive integers of this thread; 0 stands for none. */
export interface TensorAddon extends Operations {
  fromData(data: TypedArray, shape: readonly number[], dtype: number): number
  fromShared(data: TypedArray, shape: readonly number[], dtype: number): number
  adopt(tensor: number, data: TypedArray): void
  convert(tensor: number, dtype: number, device: string): void
  swapData(one: number, other: number): void
  copyOut(tensor: number, target: TypedArray): void
  copyIn(tensor: number, source: TypedArray): void
  shape(tensor: number): number[]
  dtype(tensor: number): number
  device(tensor: number): string
  item(tensor: number): number
  release(tensor: number): void
  versions(tensors: Uint32Array, out: Uint32Array): void
  memory(): (string | number)[]
  live(): number[]
  readTensor(descriptor: number, position: number, shape: readonly number[], dtype: number): number
  writeTensor(tensor: number, descriptor: number, position: number): number
  torchScriptLoad(path: string): ScriptHandle
  torchScriptTensors(model: ScriptHandle, buffers: boolean): (string | number)[]
  torchScriptForward(model: ScriptHandle, inputs: readonly number[], training: boolean): ScriptOutput
  torchScriptRelease(model: ScriptHandle): void
  setErrorFactory(factory: typeof nativeError): void
  backward(tensor: number, gradient: number, retainGraph: boolean): void
  backwardAll(outputs: readonly number[], gradients: readonly number[], retainGraph: boolean): void
  gradients(
    outputs: readonly number[],
    inputs: readonly number[],
    gradients: readonly number[],
    retainGraph: boolean,
    createGraph: boolean,
    allowUnused: boolean,
  ): number[]
  inWholeBackward(): boolean
  nodesRecorded(): number
  watch(tensor: number, site: string, since: number): void
  setDispatcher(dispatcher: Dispatcher): void
  unusedCallbacks(): number[]
  hook(tensor: number, callback: number): number
  unhook(tensor: number, place: number): void
  attach(
    inputs: readonly number[],
    outputs: readonly number[],
    saved: readonly number[],
    callback: number,
    name: string,
    always: boolean,
  ): number[]
  alias(tensor: number): number
  setAutocast(precision: number): number
  grad(tensor: number): number
  setGrad(tensor: number, gradient: number): void
  requiresGrad(tensor: number): boolean
  setRequiresGrad(tensor: number, value: boolean): void
  isLeaf(tensor: number): boolean
  gradEnabled(): boolean
  setGradEnabled(value: boolean): boolean
  fillUniform(tensor: number, ...rest: [...Draw, low: number, high: number]): void
  fillNormal(tensor: number, ...rest: [...Draw, mean: number, deviation: number]): void
  fillTruncNormal(
    tensor: number,
    ...rest: [...Draw, mean: number, deviation: number, low: number, high: number]
  ): void
  fillOrthogonal(tensor: number, ...rest: [...Draw, gain: number]): void
  fillBernoulli(tensor: number, ...rest: [...Draw, p: number]): void
  philoxWords(target: Uint32Array, ...draw: Draw): void
  optimizerStep(name: string, parameters: Uint32Array, states: Uint32Array, scalars: Float64Array): void
  averageStep(averages: Uint32Array, parameters: Uint32Array, keep: number): void
  defaultGeneratorMark(): number
  moveDefaultGenerator(): number
}

let loaded: TensorAddon | undefined

function load(): TensorAddon {
  const addon = torch() as TensorAddon
  addon.setErrorFactory(nativeError)
  // An object with this many functions is a hash table to V8; as a prototype it gets fixed places again, which
  // takes 20 ns off every call.
  loaded = Object.create(addon) as TensorAddon
  return loaded
}

/** The addon, loaded at the first use in this thread (so that importing the library needs no libtorch). */
export function native(): TensorAddon {
  return loaded ?? load()
}
