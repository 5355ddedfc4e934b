import type { ByteSink } from '../codec/sink.js'
import { headerBytes, largest, magic, RecordType, smallest, word } from './layout.js'

/** Records that are published by one store at most; see {@link RingWriter.publish}. */
const batch = 64

/** The producing side of a ring. What it writes is invisible until {@link publish}. */
export class RingWriter {
  readonly memory: SharedArrayBuffer
  readonly capacity: number
  readonly #words: Int32Array
  readonly #bytes: Uint8Array
  readonly #view: DataView
  #tail = 0
  /** The reader's head as last seen: looked up again only when the ring seems full. */
  #head = 0
  #unpublished = 0
  readonly #ring: (doorbell: number) => void

  /** @param capacity a power of two from 4 KiB to 4 MiB */
  constructor(capacity: number, ring: (doorbell: number) => void) {
    if (capacity < smallest || capacity > largest || (capacity & (capacity - 1)) !== 0) {
      throw new RangeError(`a ring of ${capacity} bytes`)
    }
    this.memory = new SharedArrayBuffer(headerBytes + capacity)
    this.capacity = capacity
    this.#words = new Int32Array(this.memory)
    this.#bytes = new Uint8Array(this.memory)
    this.#view = new DataView(this.memory)
    this.#words[word.capacity] = capacity
    this.#words[word.magic] = magic
    this.#ring = ring
  }

  /** Bytes that the reader has not released. */
  get used(): number {
    this.#head = Atomics.load(this.#words, word.head)
    return (this.#tail - this.#head) | 0
  }

  /**
   * Lets `sink` write a frame of up to `most` bytes in place; where there is no room in one piece it writes to
   * its own memory. {@link commit} or {@link put} follows.
   *
   * @param keep bytes that must stay free behind it
   */
  aim(sink: ByteSink, most: number, keep: number): void {
    const at = this.#tail & (this.capacity - 1)
    let room = Math.min(this.capacity - at, this.#free(keep))
    if (room < 512) {
      this.#head = Atomics.load(this.#words, word.head)
      room = Math.min(this.capacity - at, this.#free(keep))
    }
    if (room < 128) sink.reset()
    else {
      const start = headerBytes + at + 8
      sink.aim(this.#bytes, this.#view, start, start + Math.min(room - 8, most))
    }
  }

  /** The frame of `size` bytes that was written in place is a record now. */
  commit(size: number): void {
    this.#record(RecordType.frame, size, 0)
  }

  /** True when a record of `size` bytes has room now, `keep` bytes left free behind it. */
  fits(size: number, keep: number): boolean {
    const need = 8 + ((size + 7) & ~7)
    const left = this.capacity - (this.#tail & (this.capacity - 1))
    const total = need <= left ? need : left + need
    if (total <= this.#free(keep)) return true
    this.#head = Atomics.load(this.#words, word.head)
    return total <= this.#free(keep)
  }

  /** Copies a frame in. The caller has seen that it {@link fits}. */
  put(bytes: Uint8Array, size: number): void {
    const left = this.capacity - (this.#tail & (this.capacity - 1))
    if (8 + ((size + 7) & ~7) > left) this.#record(RecordType.skip, left - 8, 0)
    const at = headerBytes + (this.#tail & (this.capacity - 1)) + 8
    this.#bytes.set(bytes.subarray(0, size), at)
    this.#record(RecordType.frame, size, 0)
  }

  /** A record without bytes, for which 8 bytes are always left: its matter travels beside the ring. */
  mark(type: typeof RecordType.moved | typeof RecordType.parcel, number: number): void {
    this.#record(type, 0, number)
  }

  /** Shows the reader what was written, and wakes it if it sleeps. */
  publish(): void {
    if (this.#unpublished === 0) return
    this.#unpublished = 0
    const words = this.#words
    Atomics.store(words, word.tail, this.#tail)
    if (Atomics.load(words, word.blocked) === 0 || Atomics.exchange(words, word.blocked, 0) === 0) return
    this.#ring(Atomics.load(words, word.doorbell))
  }

  /** 8 bytes more than asked stay free, for `moved`. */
  #free(keep: number): number {
    return this.capacity - ((this.#tail - this.#head) | 0) - keep - 8
  }

  #record(type: RecordType, size: number, mark: number): void {
    const at = (headerBytes + (this.#tail & (this.capacity - 1))) >> 2
    const words = this.#words
    words[at] = (type << 28) | size
    words[at + 1] = mark
    this.#tail = (this.#tail + 8 + ((size + 7) & ~7)) | 0
    words[word.written] = this.#tail
    // A batch: one store for many records, since each costs the reader's core a cache line.
    if (++this.#unpublished >= batch) this.publish()
  }
}
