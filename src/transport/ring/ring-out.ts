import type { MessagePort } from 'node:worker_threads'
import type { ByteSink } from '../codec/sink.js'
import type { Envelope } from '../envelope.js'
import { NotEncodableError } from '../errors.js'
import { type End, FrameWriter } from '../frames.js'
import { type Move, maxParcelWeight, maxRingFrame, type Parcel, weightOf } from './lane.js'
import { largest, RecordType } from './layout.js'
import { RingWriter } from './ring-writer.js'

/** The port of a lane and its accounts; both of its rings send parcels there. */
export interface Parcels {
  readonly port: MessagePort
  readonly taken: Int32Array
  given: number
  next: number
}

/** A record that waits outside a full ring: a frame, or the number of a parcel. */
type Waiting = Uint8Array | number

/**
 * One of a lane's two rings at the sender: grows up to the bound, and keeps in a queue of its own what must not be
 * lost and finds no room even then.
 */
export class RingOut {
  readonly #frames: FrameWriter
  readonly #sink: ByteSink
  readonly #ring: (doorbell: number) => void
  readonly #parcels: Parcels
  /** Part of the ring that only what must not be lost may use, as 1/2^n; 32 for none. */
  readonly #reserve: number
  #writer: RingWriter
  #waiting: Waiting[] = []

  constructor(
    end: End,
    sink: ByteSink,
    parcels: Parcels,
    ring: (doorbell: number) => void,
    size: number,
    reserve: number,
  ) {
    this.#frames = new FrameWriter(end)
    this.#sink = sink
    this.#parcels = parcels
    this.#ring = ring
    this.#reserve = reserve
    this.#writer = new RingWriter(size, ring)
  }

  get memory(): SharedArrayBuffer {
    return this.#writer.memory
  }

  /** Something waits outside the ring. */
  get waits(): boolean {
    return this.#waiting.length > 0
  }

  get waiting(): number {
    return this.#waiting.length
  }

  /** Bytes that the reader has not taken. */
  get used(): number {
    return this.#writer.used
  }

  /**
   * @param must it is not lost when the ring is full
   * @returns false when there is no room
   */
  send(envelope: Envelope, must: boolean): boolean {
    // A frame may use names that one in the queue defines: it must not come before that.
    if (this.#waiting.length > 0 && !must) return false
    const sink = this.#sink
    const keep = must ? 0 : this.#writer.capacity >>> this.#reserve
    if (this.#waiting.length > 0) sink.reset()
    else this.#writer.aim(sink, maxRingFrame, keep)
    const length = this.#frames.write(envelope, sink)
    const { handed } = this.#frames
    if (handed === undefined && sink.start !== 0) {
      this.#writer.commit(length)
      return true
    }
    const sent = this.#place(sink, length, handed, envelope, must, keep)
    if (!sent) this.#frames.takeBack()
    return sent
  }

  /** What did not fit in place: copied in elsewhere, sent as a parcel, or kept waiting. */
  #place(
    sink: ByteSink,
    length: number,
    handed: unknown[] | undefined,
    { transfer, name }: Envelope,
    must: boolean,
    keep: number,
  ): boolean {
    const { bytes, start } = sink
    if (handed === undefined && length <= maxRingFrame) {
      if (this.#waiting.length === 0 && this.#makeRoom(length, keep)) {
        this.#writer.put(bytes, length)
        return true
      }
      if (must) this.#waiting.push(bytes.slice(0, length))
      return must
    }
    const room = this.#waiting.length === 0 && this.#makeRoom(0, keep)
    if (!room && !must) return false
    const frame = bytes.slice(start, start + length) as Uint8Array<ArrayBuffer>
    if (!must && !this.#light(weightOf(frame))) return false
    const number = this.#parcels.next++
    const parcel: Parcel = { number, frame, handed, transfer }
    try {
      this.#parcels.port.postMessage(parcel, [frame.buffer, ...(transfer ?? [])] as never)
    } catch (error) {
      // Something in `transfer` was moved before, or is listed twice.
      this.#frames.takeBack()
      throw new NotEncodableError(name || 'reply', error)
    }
    this.#parcels.given += weightOf(frame)
    if (room) this.#writer.mark(RecordType.parcel, number)
    else this.#waiting.push(number)
    return true
  }

  #light(weight: number): boolean {
    const { given, taken } = this.#parcels
    const flying = (given - Atomics.load(taken, 0)) | 0
    return flying <= 0 || flying + weight <= maxParcelWeight
  }

  #makeRoom(size: number, keep: number): boolean {
    return this.#writer.fits(size, keep) || this.#grow(size)
  }

  #grow(size: number): boolean {
    const old = this.#writer
    if (old.capacity >= largest) return false
    const wanted = Math.max(2 * old.capacity, 2 ** Math.ceil(Math.log2(4 * (size + 8))))
    const bigger = new RingWriter(Math.min(largest, wanted), this.#ring)
    const number = this.#parcels.next++
    // On the port first: a reader that sees the record finds the ring.
    this.#parcels.port.postMessage({ number, ring: bigger.memory } satisfies Move)
    old.mark(RecordType.moved, number)
    old.publish()
    this.#writer = bigger
    return bigger.fits(size, 0)
  }

  /** Moves waiting records into the ring as far as there is room. */
  drain(): void {
    let done = 0
    for (const waiting of this.#waiting) {
      const size = typeof waiting === 'number' ? 0 : waiting.length
      if (!this.#writer.fits(size, 0)) break
      if (typeof waiting === 'number') this.#writer.mark(RecordType.parcel, waiting)
      else this.#writer.put(waiting, size)
      done++
    }
    this.#waiting.splice(0, done)
    this.#writer.publish()
  }

  publish(): void {
    this.#writer.publish()
  }
}
