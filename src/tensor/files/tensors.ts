import { getSystemErrorName } from 'node:util'
import { native } from '../addon.js'
import { type Dtype, dtypeCode, elementSize } from '../dtype.js'
import { Tensor } from '../tensor.js'
import type { ArrayInfo } from './arrays.js'
import { FileAccessError } from './errors.js'
import type { Sink } from './replace.js'
import type { FileSource } from './source.js'

/** A file from which tensors are taken one at a time. */
export interface TensorFile {
  readonly path: string
  /** What is in it, by name, in the file's order. */
  readonly entries: ReadonlyMap<string, ArrayInfo>
  /** Reads one tensor; it belongs to the current scope. */
  tensor(name: string): Tensor
  /** Closes the file. Tensors that were read stay. Safe to call twice. */
  dispose(): void
  [Symbol.dispose](): void
}

/** Reads elements straight into a new tensor's memory. The caller has checked that the file is long enough. */
export function readTensor(
  source: FileSource,
  position: number,
  dtype: Dtype,
  shape: readonly number[],
): Tensor {
  const handle = native().readTensor(source.descriptor, position, shape, dtypeCode(dtype))
  if (handle <= 0) throw failed(source.path, handle, 'it became shorter while it was read')
  return new Tensor(handle)
}

/** Writes a tensor's elements in row-major order, straight from its memory where they lie like that. */
export function writeTensor(path: string, sink: Sink, tensor: Tensor): void {
  const count = native().writeTensor(tensor.handle, sink.descriptor, sink.position)
  if (count < 0) throw failed(path, count, '')
  sink.advance(tensor.numel * elementSize(tensor.dtype))
}

function failed(path: string, code: number, otherwise: string): FileAccessError {
  return new FileAccessError(path, code === 0 ? otherwise : getSystemErrorName(code))
}
