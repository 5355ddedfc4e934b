import { TensorArgumentError } from './errors.js'

/** Element types. float16 and bfloat16 are stored and converted; libtorch computes little with them on a CPU. */
export const dtypes = [
  'float32',
  'float64',
  'int64',
  'int32',
  'uint8',
  'bool',
  'float16',
  'bfloat16',
] as const
export type Dtype = (typeof dtypes)[number]

/** A typed array that holds the elements of some dtype (bool in Uint8Array, 16-bit floats as raw bits). */
export type TypedArray = Float32Array | Float64Array | BigInt64Array | Int32Array | Uint8Array | Uint16Array

const codes = new Map<string, number>(dtypes.map((dtype, code) => [dtype, code]))

/** Where a tensor is: this machine's memory, or that of one of its GPUs (`cuda` is the first). */
export type Device = 'cpu' | 'cuda' | `cuda:${number}`

/**
 * The addon's number for a dtype (cpp/tensor/call.h). What is none goes as it is: the addon says which operation got
 * it.
 */
export function dtypeCode(dtype: Dtype): number {
  return codes.get(dtype) ?? (typeof dtype === 'number' ? -1 : (dtype as unknown as number))
}

const arrays = {
  float32: Float32Array,
  float64: Float64Array,
  int64: BigInt64Array,
  int32: Int32Array,
  uint8: Uint8Array,
  bool: Uint8Array,
  float16: Uint16Array,
  bfloat16: Uint16Array,
} as const

/** A new typed array for `length` elements of the dtype. */
export function typedArrayFor(dtype: Dtype, length: number): TypedArray {
  return new arrays[dtype](length)
}

/** Bytes of one element. */
export function elementSize(dtype: Dtype): number {
  return arrays[dtype].BYTES_PER_ELEMENT
}

/** The dtype that a typed array holds unless told otherwise. */
export function dtypeOf(array: TypedArray): Dtype {
  if (array instanceof Float32Array) return 'float32'
  if (array instanceof Float64Array) return 'float64'
  if (array instanceof BigInt64Array) return 'int64'
  if (array instanceof Int32Array) return 'int32'
  if (array instanceof Uint8Array) return 'uint8'
  if (array instanceof Uint16Array)
    throw new TensorArgumentError(
      'tensor',
      "a Uint16Array holds the bits of float16 or of bfloat16: say which with dtype (of integers too: dtype: 'int32')",
    )
  throw new TensorArgumentError(
    'tensor',
    'this kind of typed array has no dtype; use Float32Array, Float64Array, BigInt64Array, Int32Array or Uint8Array',
  )
}
