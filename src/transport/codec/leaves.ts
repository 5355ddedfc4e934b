import * as types from 'node:util/types'
import { MessagePort } from 'node:worker_threads'
import { encodeError } from '../error-record.js'
import { maxBigIntBytes } from './limits.js'
import { Refusal } from './refusal.js'
import type { ByteSink } from './sink.js'
import type { Writing } from './streams.js'
import * as tag from './tags.js'

/** Node can clone these but has no way to turn them into bytes. */
const cloneable = new Set(['Blob', 'File', 'CryptoKey', 'WebAssembly.Module', 'WebAssembly.Memory'])
/** These only go along in `transfer`. */
const movable = new Set(['ReadableStream', 'WritableStream', 'TransformStream', 'AbortSignal'])

/** Writes an object that is neither an array nor plain. False: it is an instance of a class, sent as a plain object. */
export function encodeLeaf(to: Writing, value: object, depth: number): boolean {
  const { sink } = to
  if (to.hooks.isRef(value)) {
    const ref = to.hooks.encodeRef(value)
    sink.bytes[sink.position++] = tag.REF
    for (const field of [ref.node, ref.place, ref.uid, ref.path, ref.capacity, ref.gauge])
      to.value(field, depth + 1)
  } else if (ArrayBuffer.isView(value)) encodeView(to, value, depth)
  else if (value instanceof Map) encodeMap(to, value, depth)
  else if (value instanceof Set) {
    sink.bytes[sink.position++] = tag.SET
    for (const item of [...value]) to.value(item, depth + 1)
    to.end()
  } else if (value instanceof Error) {
    sink.bytes[sink.position++] = tag.ERROR
    to.value(encodeError(value), depth + 1)
  } else if (types.isDate(value)) {
    sink.bytes[sink.position] = tag.DATE
    sink.view.setFloat64(sink.position + 1, value.getTime(), true)
    sink.position += 9
  } else if (types.isRegExp(value)) {
    sink.bytes[sink.position++] = tag.REGEXP
    to.string(value.source)
    to.string(value.flags)
  } else if (types.isSharedArrayBuffer(value) || to.transfers(value)) to.hand(value)
  else if (types.isArrayBuffer(value)) encodeBuffer(to, new Uint8Array(value), tag.BUFFER, 8)
  else if (types.isBoxedPrimitive(value)) {
    sink.bytes[sink.position++] = tag.BOXED
    to.value(value.valueOf(), depth + 1)
  } else if (types.isKeyObject(value) || cloneable.has(nameOf(value))) to.hand(value)
  else {
    if (types.isProxy(value) || notData(value)) throw new Refusal(`a ${nameOf(value)} is not data`)
    return false
  }
  return true
}

function encodeMap(to: Writing, map: Map<unknown, unknown>, depth: number): void {
  to.sink.bytes[to.sink.position++] = tag.MAP
  // A copy: a getter further in may change the map.
  for (const [key, item] of [...map]) {
    to.value(key, depth + 1)
    to.value(item, depth + 1)
  }
  to.end()
}

function encodeView(to: Writing, view: ArrayBufferView, depth: number): void {
  const kind = tag.viewNames.indexOf(viewName(view) as never)
  const size = tag.viewSizes[kind]!
  const { buffer, byteOffset, byteLength } = view
  if (!types.isSharedArrayBuffer(buffer) && !to.transfers(buffer)) {
    encodeBuffer(to, new Uint8Array(buffer, byteOffset, byteLength), tag.VIEW, size, kind)
    return
  }
  const { sink } = to
  if (sink.position + 18 > sink.limit) sink.grow(18)
  sink.bytes[sink.position] = tag.VIEW_OF
  sink.bytes[sink.position + 1] = kind
  sink.view.setFloat64(sink.position + 2, byteOffset, true)
  sink.view.setFloat64(sink.position + 10, byteLength / size, true)
  sink.position += 18
  to.value(buffer, depth + 1)
}

/** Only the view's own bytes travel: a slice of a big buffer, or a small Buffer of Node's pool, stays small. */
function encodeBuffer(to: Writing, bytes: Uint8Array, mark: number, size: number, kind?: number): void {
  const { sink } = to
  if (bytes.length > to.limits.maxBytes) throw new Refusal(`it takes more than ${to.limits.maxBytes} bytes`)
  if (sink.position + 16 + bytes.length > sink.limit) sink.grow(16 + bytes.length)
  sink.bytes[sink.position++] = mark
  if (kind !== undefined) sink.bytes[sink.position++] = kind
  sink.view.setUint32(sink.position, bytes.length / (kind === undefined ? 1 : size), true)
  sink.position += 4
  sink.pad(size, to.origin)
  sink.append(bytes)
}

/** Of a typed array without asking its own properties, which may lie. */
const typedArrayName = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype),
  Symbol.toStringTag,
)!.get!
const viewName = (view: ArrayBufferView): string => typedArrayName.call(view) ?? 'DataView'

function nameOf(value: object): string {
  return Object.prototype.toString.call(value).slice(8, -1)
}

/** Kinds that live in one thread; structured clone refuses them too. */
function notData(value: object): boolean {
  return (
    types.isPromise(value) ||
    types.isWeakMap(value) ||
    types.isWeakSet(value) ||
    value instanceof WeakRef ||
    types.isGeneratorObject(value) ||
    types.isMapIterator(value) ||
    types.isSetIterator(value) ||
    types.isModuleNamespaceObject(value) ||
    types.isExternal(value) ||
    value instanceof MessagePort ||
    movable.has(nameOf(value))
  )
}

/** Eight bytes where they suffice, else sign and magnitude. */
export function encodeBigInt(sink: ByteSink, value: bigint): void {
  if (BigInt.asIntN(64, value) === value) {
    sink.bytes[sink.position] = tag.BIGINT64
    sink.view.setBigInt64(sink.position + 1, value, true)
    sink.position += 9
    return
  }
  // Hexadecimal text is the one linear way from a bigint to bytes and back.
  const digits = (value < 0n ? -value : value).toString(16)
  const length = (digits.length + 1) >> 1
  if (length > maxBigIntBytes) throw new Refusal(`a bigint of more than ${maxBigIntBytes} bytes is too big`)
  if (sink.position + 6 + length > sink.limit) sink.grow(6 + length)
  sink.bytes[sink.position] = tag.BIGINT
  sink.bytes[sink.position + 1] = value < 0n ? 1 : 0
  sink.view.setUint32(sink.position + 2, length, true)
  sink.position += 6
  sink.append(Buffer.from(digits.padStart(2 * length, '0'), 'hex'))
}
