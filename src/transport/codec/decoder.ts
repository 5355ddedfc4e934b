import { InvalidPayloadError } from './errors.js'
import type { CodecHooks } from './hooks.js'
import type { Limits } from './limits.js'
import { decodeLeaf } from './rebuild.js'
import { fromLatin1, fromUtf16, StringCache } from './strings.js'
import * as tag from './tags.js'

/**
 * Reads what {@link Encoder} wrote; see tags.ts. The bytes may come from anywhere: every read is checked against
 * the end, every count against the bytes that are left, and nothing but data comes out.
 */
export class Decoder {
  readonly hooks: CodecHooks
  readonly limits: Limits
  bytes: Uint8Array = new Uint8Array(0)
  view: DataView = new DataView(this.bytes.buffer)
  start = 0
  position = 0
  end = 0
  handed: readonly unknown[] | undefined
  readonly #keys = new StringCache(true)
  readonly #words = new StringCache(false)
  /** Objects in order of appearance, when the payload has references to them; undefined while one is being made. */
  #known: (object | undefined)[] | undefined
  #objects = 0

  constructor(hooks: CodecHooks, limits: Limits) {
    this.hooks = hooks
    this.limits = limits
  }

  decode(bytes: Uint8Array, start: number, end: number, handed: readonly unknown[] | undefined): unknown {
    if (bytes !== this.bytes) {
      this.bytes = bytes
      this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    }
    this.start = start
    this.position = start
    this.end = end
    this.#objects = 0
    if (!(start >= 0 && start < end && end <= bytes.length)) throw this.bad('no bytes')
    if (end - start > this.limits.maxBytes) throw this.bad(`more than ${this.limits.maxBytes} bytes`)
    const head = bytes[this.position++]
    if (head !== tag.HEAD && head !== tag.HEAD_WITH_BACK) throw this.bad('unknown version')
    this.handed = handed
    if (head === tag.HEAD_WITH_BACK) this.#known = []
    try {
      const value = this.value(0)
      if (this.position !== end) throw this.bad('bytes left over')
      return value
    } finally {
      this.handed = undefined
      this.#known = undefined
    }
  }

  bad(reason: string, cause?: unknown): InvalidPayloadError {
    return new InvalidPayloadError(reason, this.position - this.start, cause)
  }

  /** Claims the next `length` bytes and says where they begin. */
  take(length: number): number {
    const at = this.position
    if (length > this.end - at) throw this.bad('it ends too early')
    this.position = at + length
    return at
  }

  value(depth: number): unknown {
    const { bytes } = this
    const at = this.take(1)
    const mark = bytes[at]!
    if (mark < 0x80) return mark
    if (mark < 0xc0) return this.#words.read(bytes, this.take(mark & 0x3f), mark & 0x3f)
    switch (mark) {
      case tag.OBJECT:
        return this.#object(depth)
      case tag.UNDEFINED:
        return undefined
      case tag.NULL:
        return null
      case tag.FALSE:
        return false
      case tag.TRUE:
        return true
      case tag.INT32:
        return this.view.getInt32(this.take(4), true)
      case tag.FLOAT64:
        return this.view.getFloat64(this.take(8), true)
      case tag.ARRAY:
        return this.#array(this.view.getUint32(this.take(4), true), depth)
      case tag.LATIN1:
      case tag.UTF16:
        return this.#long(mark)
      case tag.BACK:
        return this.#back()
      default:
        if (mark >= tag.SHORT_ARRAY && mark < tag.SHORT_ARRAY + 16) return this.#array(mark & 15, depth)
        return decodeLeaf(this, mark, depth)
    }
  }

  /** A string, where nothing else may stand. */
  string(): string {
    const mark = this.bytes[this.take(1)]!
    if (mark >= 0x80 && mark < 0xc0) return this.#keys.read(this.bytes, this.take(mark & 0x3f), mark & 0x3f)
    return this.#long(mark)
  }

  #long(mark: number): string {
    if (mark !== tag.LATIN1 && mark !== tag.UTF16) throw this.bad('not a string')
    const length = this.view.getUint32(this.take(4), true)
    const at = this.take(mark === tag.UTF16 ? 2 * length : length)
    return mark === tag.UTF16 ? fromUtf16(this.bytes, at, length) : fromLatin1(this.bytes, at, length)
  }

  /** True at the end of a list, which is then behind. */
  atEnd(): boolean {
    if (this.position >= this.end) throw this.bad('it ends too early')
    if (this.bytes[this.position] !== tag.END) return false
    this.position++
    return true
  }

  /** Counts an object and gives it its number. */
  enter(depth: number): number {
    if (depth > this.limits.maxDepth) throw this.bad(`more than ${this.limits.maxDepth} levels`)
    if (this.#objects >= this.limits.maxObjects) throw this.bad(`more than ${this.limits.maxObjects} objects`)
    this.#known?.push(undefined)
    return this.#objects++
  }

  /** From now on references to `number` find `object`. */
  made<T extends object>(number: number, object: T): T {
    if (this.#known !== undefined) this.#known[number] = object
    return object
  }

  #object(depth: number): object {
    const object: Record<string, unknown> = {}
    this.made(this.enter(depth), object)
    while (!this.atEnd()) {
      const key = this.string()
      const value = this.value(depth + 1)
      if (key === '__proto__') {
        // An assignment would set the prototype; this makes a property of that name.
        Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
      } else object[key] = value
    }
    return object
  }

  #array(length: number, depth: number): unknown[] {
    if (length > this.end - this.position) throw this.bad('an array longer than its bytes')
    const array: unknown[] = []
    this.made(this.enter(depth), array)
    for (let i = 0; i < length; i++) array.push(this.value(depth + 1))
    return array
  }

  #back(): object {
    const known = this.#known?.[this.view.getUint32(this.take(4), true)]
    if (known === undefined) throw this.bad('a reference to nothing')
    return known
  }
}
