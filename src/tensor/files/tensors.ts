import { tensor } from '../creation.js'
import { type Dtype, typedArrayFor } from '../dtype.js'
import type { Tensor } from '../tensor.js'
import { type ArrayInfo, bytesOf, countOf } from './arrays.js'
import type { Sink } from './replace.js'
import type { Source } from './source.js'

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

/** Reads one tensor. The caller has checked that the file is long enough. */
export function readTensor(source: Source, position: number, dtype: Dtype, shape: readonly number[]): Tensor {
  const data = typedArrayFor(dtype, countOf(shape))
  source.readInto(bytesOf(data), position)
  // A bool that is neither 0 nor 1 is undefined behaviour wherever it is used.
  if (dtype === 'bool') for (let k = 0; k < data.length; k++) data[k] = data[k] === 0 ? 0 : 1
  return tensor(data, { dtype, shape })
}

/** Writes a tensor's elements in row-major order. */
export function writeTensor(sink: Sink, tensor: Tensor): void {
  sink.write(bytesOf(tensor.toTypedArray()))
}
