import type { Dtype, TypedArray } from '../dtype.js'

/** What a file says of a tensor before its elements are read. */
export interface ArrayInfo {
  readonly dtype: Dtype
  readonly shape: readonly number[]
}

/** A tensor as plain memory, in row-major order. */
export interface ArrayEntry extends ArrayInfo {
  readonly data: TypedArray
}

export const bytesOf = (data: TypedArray): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength)

/** Elements of a shape. Products beyond 2^53 lose digits but stay far above any file's size. */
export const countOf = (shape: readonly number[]): number =>
  shape.reduce((product, size) => product * size, 1)
