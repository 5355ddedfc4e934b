import { RingCorruptError } from './errors.js'
import { headerBytes, largest, magic, RecordType, sizeMask, smallest, word } from './layout.js'

/**
 * The consuming side of a ring: {@link next} puts a record into the reader's own fields, where it stays valid
 * until {@link release}. Sizes are checked against what was published, and that against the ring.
 */
export class RingReader {
  readonly bytes: Uint8Array
  type: RecordType = RecordType.frame
  /** The number of what travels beside the ring. */
  mark = 0
  /** The frame is `bytes[start … end)`. */
  start = 0
  end = 0
  readonly #words: Int32Array
  readonly #capacity: number
  #head: number
  #tail: number
  #released: number

  /** @throws RingCorruptError when the memory is no ring */
  constructor(memory: SharedArrayBuffer) {
    this.bytes = new Uint8Array(memory)
    this.#words = new Int32Array(memory)
    this.#capacity = this.#words[word.capacity]!
    const valid =
      this.#words[word.magic] === magic &&
      this.#capacity >= smallest &&
      this.#capacity <= largest &&
      (this.#capacity & (this.#capacity - 1)) === 0 &&
      memory.byteLength >= headerBytes + this.#capacity
    if (!valid) throw new RingCorruptError('its header is none')
    this.#head = Atomics.load(this.#words, word.head)
    this.#tail = this.#head
    this.#released = this.#head
  }

  /** Says where to ring; from now on {@link block} has an effect. */
  answerAt(doorbell: number): void {
    Atomics.store(this.#words, word.doorbell, doorbell)
  }

  /** True when there is a record, which is in the fields then. @throws RingCorruptError */
  next(): boolean {
    for (;;) {
      if (this.#head === this.#tail) {
        this.#tail = Atomics.load(this.#words, word.tail)
        if (this.#head === this.#tail) return false
      }
      const published = (this.#tail - this.#head) | 0
      const at = this.#head & (this.#capacity - 1)
      if (published < 8 || published > this.#capacity || (published & 7) !== 0 || (at & 7) !== 0) {
        throw new RingCorruptError('its positions make no sense')
      }
      const index = (headerBytes + at) >> 2
      const first = this.#words[index]!
      const type = first >>> 28
      const size = first & sizeMask
      const total = 8 + ((size + 7) & ~7)
      if (total > published || total > this.#capacity - at)
        throw new RingCorruptError('a record leads out of it')
      this.#head = (this.#head + total) | 0
      if (type === RecordType.skip) continue
      if (type !== RecordType.frame && type !== RecordType.moved && type !== RecordType.parcel) {
        throw new RingCorruptError('a record of an unknown type')
      }
      this.type = type
      this.mark = this.#words[index + 1]!
      this.start = headerBytes + at + 8
      this.end = this.start + size
      return true
    }
  }

  /** Nothing is published that was not read. */
  get empty(): boolean {
    return Atomics.load(this.#words, word.tail) === this.#head
  }

  /** The producer has ended: what it wrote whole and had not published yet is readable from now on. */
  finish(): void {
    const tail = Atomics.load(this.#words, word.tail)
    const written = Atomics.load(this.#words, word.written)
    if (((written - tail) | 0) > 0) Atomics.store(this.#words, word.tail, written)
  }

  /** Gives the producer the room of everything that was read. */
  release(): void {
    if (this.#released === this.#head) return
    this.#released = this.#head
    Atomics.store(this.#words, word.head, this.#head)
  }

  /** Asks to be woken by what is published from now on. False: something came meanwhile, read on. */
  block(): boolean {
    Atomics.store(this.#words, word.blocked, 1)
    if (Atomics.load(this.#words, word.tail) === this.#head) return true
    this.unblock()
    return false
  }

  unblock(): void {
    Atomics.store(this.#words, word.blocked, 0)
  }
}
