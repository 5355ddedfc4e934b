import { type TypedArray, typedArrayFor } from '../dtype.js'
import { type ArrayEntry, bytesOf, countOf } from '../files/arrays.js'
import { NumpyError } from './errors.js'
import type { NpyHeader } from './header.js'

/** Elements that are a dtype's own; others are widened. */
const own: ReadonlySet<string> = new Set(['f2', 'f4', 'f8', 'i4', 'i8', 'u1', 'b1'])

const isOwn = ({ element }: NpyHeader): boolean => own.has(`${element.kind}${element.bytes}`)

const isColumnMajor = ({ fortranOrder, shape }: NpyHeader): boolean => fortranOrder && shape.length > 1

/** Whether the file's bytes are the tensor's. */
export function isPlain(header: NpyHeader): boolean {
  return isOwn(header) && !header.element.swapped && !isColumnMajor(header)
}

/**
 * A file's elements in row-major order.
 *
 * @param fill puts the file's bytes into memory of that size
 */
export function decode(header: NpyHeader, fill: (target: Uint8Array) => void, file: string): ArrayEntry {
  const { dtype, element, shape, dataBytes } = header
  const count = countOf(shape)
  let data = typedArrayFor(dtype, count)
  const raw = isOwn(header) ? bytesOf(data) : new Uint8Array(dataBytes)
  fill(raw)
  if (element.swapped) swap(raw, element.bytes)
  if (!isOwn(header)) widen(element, raw, data, file)
  if (dtype === 'bool') for (let k = 0; k < count; k++) data[k] = data[k] === 0 ? 0 : 1
  if (isColumnMajor(header)) data = rowMajor(data, shape, typedArrayFor(dtype, count))
  return { dtype, shape, data }
}

/** Turns the bytes of each element round. */
function swap(raw: Uint8Array, width: number): void {
  if (width === 1) return
  const buffer = Buffer.from(raw.buffer, raw.byteOffset, raw.length)
  if (width === 2) buffer.swap16()
  else if (width === 4) buffer.swap32()
  else buffer.swap64()
}

/** int8, int16, uint16 into int32; uint32, uint64 into int64. */
function widen({ kind, bytes }: NpyHeader['element'], raw: Uint8Array, into: TypedArray, file: string): void {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.length)
  const read: Record<string, (at: number) => number | bigint> = {
    i1: (at) => view.getInt8(at),
    i2: (at) => view.getInt16(at, true),
    u2: (at) => view.getUint16(at, true),
    u4: (at) => BigInt(view.getUint32(at, true)),
    u8: (at) => {
      const value = view.getBigUint64(at, true)
      if (value >> 63n !== 0n)
        throw new NumpyError(
          file,
          `it holds ${value}, which int64 does not`,
          'Convert the array with .astype first',
        )
      return value
    },
  }
  const one = read[`${kind}${bytes}`]!
  for (let k = 0; k < into.length; k++) into[k] = one(k * bytes)
}

/** The same elements, the last index running fastest. */
function rowMajor(from: TypedArray, shape: readonly number[], into: TypedArray): TypedArray {
  const index = shape.map(() => 0)
  const strides: number[] = []
  for (let d = 0, stride = 1; d < shape.length; stride *= shape[d++]!) strides.push(stride)
  for (let k = 0, place = 0; k < into.length; k++) {
    into[k] = from[place]!
    for (let d = shape.length - 1; d >= 0; d--) {
      place += strides[d]!
      if (++index[d]! < shape[d]!) break
      place -= strides[d]! * shape[d]!
      index[d] = 0
    }
  }
  return into
}
