import type { Transferable } from '../envelope.js'
import type { CodecHooks } from './hooks.js'
import { encodeBigInt, encodeLeaf } from './leaves.js'
import type { Limits } from './limits.js'
import { Refusal } from './refusal.js'
import type { ByteSink } from './sink.js'
import * as tag from './tags.js'

const scanned = 16
/** Shorter strings are written character by character. */
const looped = 48

/** Writes one value after another into a sink; see tags.ts for the format. */
export class Encoder {
  readonly hooks: CodecHooks
  readonly limits: Limits
  sink!: ByteSink
  /** Bytes from the sink's start to the payload's. */
  origin = 0
  #handed: unknown[] | undefined
  #transfer: readonly Transferable[] | undefined
  // Objects in order of appearance: the first 16 are found by looking, which beats a Map, the others by Map.
  readonly #first: (object | undefined)[] = new Array(scanned).fill(undefined)
  #rest: Map<object, number> | undefined
  #objects = 0
  #backs = false

  constructor(hooks: CodecHooks, limits: Limits) {
    this.hooks = hooks
    this.limits = limits
  }

  /** @returns what travels beside the bytes. @throws Refusal, SinkLimitError or whatever a getter throws */
  encode(
    value: unknown,
    sink: ByteSink,
    transfer: readonly Transferable[] | undefined,
  ): unknown[] | undefined {
    this.sink = sink
    this.origin = sink.position - sink.start
    this.#transfer = transfer
    this.#backs = false
    if (sink.position + 16 > sink.limit) sink.grow(16)
    sink.bytes[sink.position++] = tag.HEAD
    try {
      this.value(value, 0)
      if (this.#backs) sink.bytes[sink.start + this.origin] = tag.HEAD_WITH_BACK
      if (sink.position - sink.start - this.origin > this.limits.maxBytes)
        throw new Refusal(`it takes more than ${this.limits.maxBytes} bytes`)
      return this.#handed
    } finally {
      if (this.#objects > 0) this.#forget()
      this.#handed = undefined
    }
  }

  value(value: unknown, depth: number): void {
    const { sink } = this
    if (sink.position + 16 > sink.limit) sink.grow(16)
    switch (typeof value) {
      case 'number':
        this.#number(value)
        return
      case 'string':
        this.string(value)
        return
      case 'object':
        if (value === null) sink.bytes[sink.position++] = tag.NULL
        else this.object(value, depth)
        return
      case 'undefined':
        sink.bytes[sink.position++] = tag.UNDEFINED
        return
      case 'boolean':
        sink.bytes[sink.position++] = value ? tag.TRUE : tag.FALSE
        return
      case 'bigint':
        encodeBigInt(sink, value)
        return
      default:
        throw new Refusal(`a ${typeof value} is not data`)
    }
  }

  #number(value: number): void {
    const { sink } = this
    // `| 0` turns -0 into 0, which only a double can tell from it
    if ((value | 0) === value && (value !== 0 || 1 / value > 0)) {
      if (value >= 0 && value < 128) {
        sink.bytes[sink.position++] = value
        return
      }
      sink.bytes[sink.position] = tag.INT32
      sink.view.setInt32(sink.position + 1, value, true)
      sink.position += 5
      return
    }
    sink.bytes[sink.position] = tag.FLOAT64
    sink.view.setFloat64(sink.position + 1, value, true)
    sink.position += 9
  }

  string(value: string): void {
    const { sink } = this
    const { length } = value
    if (length >= looped) {
      this.#longString(value)
      return
    }
    if (sink.position + 5 + 2 * length > sink.limit) sink.grow(5 + 2 * length)
    const { bytes, position } = sink
    const first = position + 1
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i)
      if (code > 0xff) {
        this.#wideString(value)
        return
      }
      bytes[first + i] = code
    }
    bytes[position] = tag.SHORT_STRING | length
    sink.position = first + length
  }

  #wideString(value: string): void {
    const { view, position } = this.sink
    const { length } = value
    view.setUint8(position, tag.UTF16)
    view.setUint32(position + 1, length, true)
    for (let i = 0; i < length; i++) view.setUint16(position + 5 + 2 * i, value.charCodeAt(i), true)
    this.sink.position = position + 5 + 2 * length
  }

  /** Node's writers are faster per character, but a call costs as much as thirty of them. */
  #longString(value: string): void {
    const { sink } = this
    const { length } = value
    let codes = 0
    // As many bytes of UTF-8 as characters: all ASCII.
    if (Buffer.byteLength(value) !== length) for (let i = 0; i < length; i++) codes |= value.charCodeAt(i)
    const wide = codes > 0xff
    const size = wide ? 2 * length : length
    if (sink.position + 5 + size > sink.limit) sink.grow(5 + size)
    sink.bytes[sink.position] = wide ? tag.UTF16 : tag.LATIN1
    sink.view.setUint32(sink.position + 1, length, true)
    sink.text.write(value, sink.position + 5, wide ? 'utf16le' : 'latin1')
    sink.position += 5 + size
  }

  object(value: object, depth: number): void {
    if (this.#back(value)) return
    if (depth > this.limits.maxDepth) throw new Refusal(`it is more than ${this.limits.maxDepth} levels deep`)
    if (Array.isArray(value)) this.#array(value, depth)
    else if (Object.getPrototypeOf(value) === Object.prototype) this.#plain(value, depth)
    else if (!encodeLeaf(this, value, depth)) this.own(value, depth)
  }

  #plain(value: object, depth: number): void {
    const { sink } = this
    sink.bytes[sink.position++] = tag.OBJECT
    // for-in is twice as fast as Object.keys, and the prototype here is one without enumerable properties
    for (const key in value) {
      this.string(key)
      this.value((value as Record<string, unknown>)[key], depth + 1)
    }
    this.end()
  }

  /** Own enumerable properties, as structured clone takes them from instances of classes. */
  own(value: object, depth: number): void {
    const { sink } = this
    sink.bytes[sink.position++] = tag.OBJECT
    for (const key of Object.keys(value)) {
      this.string(key)
      this.value((value as Record<string, unknown>)[key], depth + 1)
    }
    this.end()
  }

  #array(value: unknown[], depth: number): void {
    const { sink } = this
    const { length } = value
    for (let i = 0; i < length; i++) {
      if (value[i] === undefined && !(i in value)) {
        this.#sparse(value, depth)
        return
      }
    }
    if (length < 16) sink.bytes[sink.position++] = tag.SHORT_ARRAY | length
    else {
      sink.bytes[sink.position] = tag.ARRAY
      sink.view.setUint32(sink.position + 1, length, true)
      sink.position += 5
    }
    for (let i = 0; i < length; i++) this.value(value[i], depth + 1)
  }

  #sparse(value: unknown[], depth: number): void {
    const { sink } = this
    const { length } = value
    sink.bytes[sink.position] = tag.SPARSE
    sink.view.setUint32(sink.position + 1, length, true)
    sink.position += 5
    for (const key of Object.keys(value)) {
      const index = Number(key)
      // Indices come first and in order; what follows are other properties, which arrays don't carry.
      if (!(index < length && String(index) === key && Number.isInteger(index))) break
      this.value(index, depth + 1)
      this.value(value[index], depth + 1)
    }
    this.end()
  }

  end(): void {
    const { sink } = this
    if (sink.position + 1 > sink.limit) sink.grow(1)
    sink.bytes[sink.position++] = tag.END
  }

  /** Whether `value` is moved by the sender instead of copied. */
  transfers(value: object): boolean {
    return this.#transfer?.includes(value as Transferable) ?? false
  }

  /** Puts `value` beside the bytes. */
  hand(value: object): void {
    this.#handed ??= []
    const { sink } = this
    sink.bytes[sink.position] = tag.HANDED
    sink.view.setUint32(sink.position + 1, this.#handed.push(value) - 1, true)
    sink.position += 5
  }

  /** Numbers an object; writes its number instead if it has one already. */
  #back(value: object): boolean {
    const first = this.#first
    const count = this.#objects
    const looked = count < scanned ? count : scanned
    let index = -1
    for (let i = 0; i < looked; i++) {
      if (first[i] === value) {
        index = i
        break
      }
    }
    if (index < 0) {
      if (count < scanned) {
        first[count] = value
        this.#objects = count + 1
        return false
      }
      this.#rest ??= new Map()
      const known = this.#rest.get(value)
      if (known === undefined) {
        if (count >= this.limits.maxObjects)
          throw new Refusal(`it holds more than ${this.limits.maxObjects} objects`)
        this.#rest.set(value, count)
        this.#objects = count + 1
        return false
      }
      index = known
    }
    const { sink } = this
    sink.bytes[sink.position] = tag.BACK
    sink.view.setUint32(sink.position + 1, index, true)
    sink.position += 5
    this.#backs = true
    return true
  }

  #forget(): void {
    const used = this.#objects < scanned ? this.#objects : scanned
    for (let i = 0; i < used; i++) this.#first[i] = undefined
    this.#rest = undefined
    this.#objects = 0
  }
}
