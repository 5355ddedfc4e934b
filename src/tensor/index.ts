/**
 * The library people write models with: libtorch's tensors with PyTorch's names in camelCase.
 */
export * from './autograd/index.js'
export {
  arange,
  empty,
  emptyLike,
  eye,
  fromShared,
  full,
  linspace,
  logspace,
  ones,
  rand,
  randint,
  randn,
  randperm,
  type TensorData,
  type TensorOptions,
  tensor,
  zeros,
} from './creation.js'
export { type Device, type Dtype, dtypes, type TypedArray } from './dtype.js'
export {
  AsyncScopeError,
  ModuleStateError,
  TensorAnomalyError,
  TensorArgumentError,
  TensorDisposedError,
  TensorDtypeError,
  TensorMemoryError,
  TensorOperationError,
} from './errors.js'
export type { ArrayInfo } from './files/arrays.js'
export { FileAccessError } from './files/errors.js'
export type { State } from './files/state.js'
export * as F from './functional.js'
export * from './generated/functions.js'
export * as linalg from './generated/linalg.js'
export type { IndexEntry } from './index-entry.js'
export * as init from './init.js'
export { type MemoryReport, type MemoryUse, memory, type SiteUse } from './memory.js'
export * as nn from './nn/index.js'
export type { Module } from './nn/module.js'
export type { Parameter } from './nn/parameter.js'
export { loadNpy, loadNpz, NpzFile, NumpyError, openNpz, saveNpy, saveNpz } from './numpy/index.js'
export * as optim from './optim/index.js'
export type { Optimizer } from './optim/optimizer.js'
export type { Reduction } from './passing.js'
export * as random from './random/index.js'
export { manualSeed } from './random/stream.js'
export {
  load,
  openSafetensors,
  SafetensorsDtypeError,
  SafetensorsError,
  SafetensorsFile,
  type SaveOptions,
  save,
} from './safetensors/index.js'
export { bernoulli, type MultinomialOptions, multinomial } from './sampling.js'
export { Scope, tidy } from './scope.js'
export type { Shape } from './shape.js'
export { traceTensors } from './sites.js'
export { type Nested, Tensor } from './tensor.js'
export {
  loadTorchScript,
  type ScriptResult,
  TorchScriptError,
  TorchScriptModule,
} from './torchscript/index.js'
export {
  type LoadWeightsOptions,
  loadWeights,
  type Misshaped,
  WeightsMismatchError,
} from './weights.js'
