/** More was written than a sink may hold. The codec turns it into NotEncodableError. */
export class SinkLimitError extends RangeError {
  constructor(maxBytes: number) {
    super(`it takes more than ${maxBytes} bytes`)
  }
}

/**
 * Where encoders write: first into memory that somebody lends (a stretch of a ring), and if that is too short
 * into memory of its own, which grows. Whoever lends memory looks at {@link moved} afterwards.
 *
 * Writers keep positions relative to {@link start}, because growing moves what was written.
 */
export class ByteSink {
  bytes!: Uint8Array
  view!: DataView
  /** Where the frame begins in `bytes`; a multiple of 8. */
  start = 0
  /** Next byte to write. */
  position = 0
  /** One behind the last byte that may be written without {@link grow}. */
  limit = 0
  /** True when the lent memory was too short: everything since `start` is now in the sink's own. */
  moved = false
  readonly #initialBytes: number
  readonly #maxBytes: number
  #own: Uint8Array
  #ownView: DataView
  #text: Buffer | undefined

  /** @param initialBytes of own memory, kept between frames; what a big frame took beyond 1 MiB is given back */
  constructor(initialBytes = 4096, maxBytes = 2 ** 30) {
    this.#initialBytes = initialBytes
    this.#maxBytes = maxBytes
    this.#own = new Uint8Array(initialBytes)
    this.#ownView = new DataView(this.#own.buffer)
    this.reset()
  }

  /** Starts a frame in the sink's own memory. The last frame's bytes are gone then. */
  reset(): void {
    if (this.#own.length > 2 ** 20) this.#replace(this.#initialBytes)
    this.#use(this.#own, this.#ownView, 0, this.#own.length)
    this.moved = false
  }

  /** Starts a frame at `start`, a multiple of 8, in lent memory that ends before `limit`. */
  aim(bytes: Uint8Array, view: DataView, start: number, limit: number): void {
    this.#use(bytes, view, start, limit)
    this.moved = false
  }

  /** Bytes written since `start`. */
  get length(): number {
    return this.position - this.start
  }

  /** Makes room for `more` bytes behind `position`. @throws SinkLimitError */
  grow(more: number): void {
    const length = this.length
    const needed = length + more
    if (needed > this.#maxBytes) throw new SinkLimitError(this.#maxBytes)
    const { bytes, start } = this
    const capacity = Math.min(Math.max(needed, 2 * length, this.#own.length), this.#maxBytes)
    if (bytes === this.#own || this.#own.length < needed) this.#replace(capacity)
    this.#own.set(bytes.subarray(start, start + length))
    this.#use(this.#own, this.#ownView, 0, this.#own.length)
    this.position = length
    this.moved = true
  }

  /** Bytes that are ready: another encoder's, position-independent when both start on a multiple of 8. */
  append(bytes: Uint8Array): void {
    if (this.position + bytes.length > this.limit) this.grow(bytes.length)
    this.bytes.set(bytes, this.position)
    this.position += bytes.length
  }

  /** Writes zeros up to the next multiple of `alignment` (1, 2, 4, 8), counted from `origin` bytes behind `start`. */
  pad(alignment: number, origin: number): void {
    let padding = -(this.position - this.start - origin) & (alignment - 1)
    if (this.position + padding > this.limit) this.grow(padding)
    while (padding-- > 0) this.bytes[this.position++] = 0
  }

  /** The same memory as a Buffer, for Node's fast writers of long strings. */
  get text(): Buffer {
    const { bytes } = this
    let text = this.#text
    if (text?.buffer !== bytes.buffer || text.length !== bytes.length) {
      text = Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.length)
      this.#text = text
    }
    return text
  }

  #replace(capacity: number): void {
    this.#own = new Uint8Array(capacity)
    this.#ownView = new DataView(this.#own.buffer)
    this.#text = undefined
  }

  #use(bytes: Uint8Array, view: DataView, start: number, limit: number): void {
    this.bytes = bytes
    this.view = view
    this.start = start
    this.position = start
    this.limit = limit
  }
}
