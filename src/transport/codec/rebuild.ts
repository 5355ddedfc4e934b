import * as types from 'node:util/types'
import { decodeError } from '../error-record.js'
import { errorRecord } from './error-value.js'
import type { RefRecord } from './hooks.js'
import { maxBigIntBytes } from './limits.js'
import type { Reading } from './streams.js'
import * as tag from './tags.js'

/** The rarer kinds of values, after their tag was read. */
export function decodeLeaf(from: Reading, mark: number, depth: number): unknown {
  switch (mark) {
    case tag.BIGINT64:
      return from.view.getBigInt64(from.take(8), true)
    case tag.BIGINT:
      return decodeBigInt(from)
    case tag.SPARSE:
      return decodeSparse(from, depth)
    case tag.MAP: {
      const map = from.made(from.enter(depth), new Map<unknown, unknown>())
      while (!from.atEnd()) {
        const key = from.value(depth + 1)
        map.set(key, from.value(depth + 1))
      }
      return map
    }
    case tag.SET: {
      const set = from.made(from.enter(depth), new Set<unknown>())
      while (!from.atEnd()) set.add(from.value(depth + 1))
      return set
    }
    case tag.DATE:
      return from.made(from.enter(depth), new Date(from.view.getFloat64(from.take(8), true)))
    case tag.REGEXP:
      return decodeRegExp(from, depth)
    case tag.BOXED: {
      const number = from.enter(depth)
      const value = from.value(depth + 1)
      if (value == null || typeof value === 'object') throw from.bad('not a primitive')
      return from.made(number, Object(value) as object)
    }
    case tag.BUFFER:
      return from.made(from.enter(depth), copied(from, from.view.getUint32(from.take(4), true), 8))
    case tag.VIEW:
      return decodeView(from, depth)
    case tag.VIEW_OF:
      return decodeViewOf(from, depth)
    case tag.ERROR: {
      const number = from.enter(depth)
      return from.made(number, decodeError(errorRecord(from, from.value(depth + 1))))
    }
    case tag.REF:
      return decodeRef(from, depth)
    case tag.HANDED: {
      const number = from.enter(depth)
      const index = from.view.getUint32(from.take(4), true)
      const { handed } = from
      if (handed === undefined || index >= handed.length) throw from.bad('nothing was handed over')
      return from.made(number, handed[index] as object)
    }
    default:
      throw from.bad('unknown tag')
  }
}

function decodeBigInt(from: Reading): bigint {
  const at = from.take(5)
  const length = from.view.getUint32(at + 1, true)
  if (length === 0 || length > maxBigIntBytes) throw from.bad('a bigint of impossible length')
  const bytes = from.take(length)
  const digits = Buffer.from(from.bytes.buffer as ArrayBuffer, from.bytes.byteOffset + bytes, length)
  const magnitude = BigInt(`0x${digits.toString('hex')}`)
  return from.bytes[at] === 0 ? magnitude : -magnitude
}

/** Never sets `length` ahead of the elements: V8 would reserve memory for the holes. */
function decodeSparse(from: Reading, depth: number): unknown[] {
  const length = from.view.getUint32(from.take(4), true)
  const array: unknown[] = []
  from.made(from.enter(depth), array)
  let next = 0
  while (!from.atEnd()) {
    const index = from.value(depth + 1)
    if (!Number.isInteger(index) || (index as number) < next || (index as number) >= length)
      throw from.bad('an index out of order')
    array[index as number] = from.value(depth + 1)
    next = (index as number) + 1
  }
  if (array.length < length) {
    array[length - 1] = undefined
    delete array[length - 1]
  }
  return array
}

function decodeRegExp(from: Reading, depth: number): RegExp {
  const number = from.enter(depth)
  const source = from.string()
  const flags = from.string()
  try {
    return from.made(number, new RegExp(source, flags))
  } catch (error) {
    throw from.bad('not a regular expression', error)
  }
}

/** A buffer of its own with the next `length` bytes, which are aligned to `size` within the payload. */
function copied(from: Reading, length: number, size: number): ArrayBuffer {
  from.take(-(from.position - from.start) & (size - 1))
  const at = from.take(length)
  const copy = new Uint8Array(length)
  copy.set(from.bytes.subarray(at, at + length))
  return copy.buffer
}

function viewKind(from: Reading) {
  const kind = from.bytes[from.take(1)]!
  const View = tag.viewClasses[kind]
  if (View === undefined) throw from.bad('an unknown kind of view')
  return { View, size: tag.viewSizes[kind]! }
}

function decodeView(from: Reading, depth: number): ArrayBufferView {
  const number = from.enter(depth)
  const { View, size } = viewKind(from)
  const count = from.view.getUint32(from.take(4), true)
  return from.made(number, new View(copied(from, count * size, size)))
}

function decodeViewOf(from: Reading, depth: number): ArrayBufferView {
  const number = from.enter(depth)
  const { View, size } = viewKind(from)
  const at = from.take(16)
  const offset = from.view.getFloat64(at, true)
  const count = from.view.getFloat64(at + 8, true)
  const buffer = from.value(depth + 1)
  if (!types.isAnyArrayBuffer(buffer)) throw from.bad('not a buffer')
  const fits =
    Number.isSafeInteger(offset) &&
    Number.isSafeInteger(count) &&
    offset >= 0 &&
    count >= 0 &&
    offset % size === 0 &&
    offset + count * size <= buffer.byteLength
  if (!fits) throw from.bad('a view beyond its buffer')
  return from.made(number, new View(buffer, offset, count))
}

function decodeRef(from: Reading, depth: number): object {
  const number = from.enter(depth)
  // The fields are read one after another because each may be damaged in its own way.
  const node = from.value(depth + 1)
  const place = from.value(depth + 1)
  const uid = from.value(depth + 1)
  const path = from.value(depth + 1)
  const capacity = from.value(depth + 1)
  const gauge = from.value(depth + 1)
  if (
    typeof node !== 'string' ||
    typeof path !== 'string' ||
    !isCount(place) ||
    !isCount(uid) ||
    !isCount(capacity) ||
    !(gauge === undefined || isCount(gauge))
  )
    throw from.bad('not a ref')
  const record: RefRecord = { node, place, uid, path, capacity, gauge }
  try {
    return from.made(number, from.hooks.decodeRef(record))
  } catch (error) {
    throw from.bad('a ref that means nothing here', error)
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
