import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads'
import type { Envelope } from '../envelope.js'
import { type End, FrameReader } from '../frames.js'
import { RingCorruptError } from './errors.js'
import { type LaneOffer, type Move, type Parcel, weightOf } from './lane.js'
import { RecordType } from './layout.js'
import { RingReader } from './ring-reader.js'

/** One of a lane's two rings at the reader, over all its moves. */
interface RingIn {
  reader: RingReader
  readonly frames: FrameReader
}

/** The receiving end of a lane. */
export class LaneReader {
  readonly #user: RingIn
  readonly #control: RingIn
  readonly #port: MessagePort
  readonly #taken: Int32Array
  readonly #deliver: (envelope: Envelope) => void
  /** Parcels whose records are not reached yet: the two rings share one port. */
  readonly #early = new Map<number, Parcel | Move>()
  #doorbell = 0
  #finishing = false
  #closed = false

  constructor(end: End, { user, control, port, taken }: LaneOffer, deliver: (envelope: Envelope) => void) {
    this.#user = { reader: new RingReader(user), frames: new FrameReader(end) }
    this.#control = { reader: new RingReader(control), frames: new FrameReader(end) }
    this.#port = port
    this.#taken = new Int32Array(taken)
    this.#deliver = deliver
  }

  /** Says which doorbell wakes this thread. */
  answerAt(doorbell: number): void {
    this.#doorbell = doorbell
    this.#user.reader.answerAt(doorbell)
    this.#control.reader.answerAt(doorbell)
  }

  /** Delivers up to `budget` control envelopes; says how many records it read. */
  readControl(budget: number): number {
    return this.#read(this.#control, budget)
  }

  /** The same for user envelopes. */
  readUser(budget: number): number {
    return this.#read(this.#user, budget)
  }

  /** Delivers all that a sender that is gone has written. */
  readAll(): void {
    this.#finishing = true
    this.#control.reader.finish()
    this.#user.reader.finish()
    for (let more = 1; more > 0 && !this.#closed; ) {
      more = this.readControl(Number.POSITIVE_INFINITY) + this.readUser(Number.POSITIVE_INFINITY)
    }
  }

  /** Nothing is published that was not read. */
  get empty(): boolean {
    return this.#user.reader.empty && this.#control.reader.empty
  }

  /** Asks to be woken. False: there is something to read. */
  block(): boolean {
    if (!this.#control.reader.block()) return false
    if (this.#user.reader.block()) return true
    this.#control.reader.unblock()
    return false
  }

  unblock(): void {
    this.#control.reader.unblock()
    this.#user.reader.unblock()
  }

  close(): void {
    this.#closed = true
    this.#early.clear()
    this.#port.close()
  }

  #read(ring: RingIn, budget: number): number {
    let count = 0
    try {
      while (count < budget && !this.#closed && ring.reader.next()) {
        count++
        const { reader } = ring
        if (reader.type === RecordType.frame) {
          this.#deliver(ring.frames.read(reader.bytes, reader.start, reader.end, undefined, undefined))
        } else if (reader.type === RecordType.parcel) this.#unpack(ring, reader.mark)
        else {
          const { ring: bigger } = this.#take(reader.mark) as Move
          ring.reader = new RingReader(bigger)
          ring.reader.answerAt(this.#doorbell)
          if (this.#finishing) ring.reader.finish()
        }
      }
    } finally {
      // Also when a listener threw: the record that it threw at is not delivered again.
      ring.reader.release()
    }
    return count
  }

  #unpack(ring: RingIn, number: number): void {
    const { frame, handed, transfer } = this.#take(number) as Parcel
    Atomics.add(this.#taken, 0, weightOf(frame))
    this.#deliver(ring.frames.read(frame, 0, frame.length, handed, transfer))
  }

  /** What travels beside the ring was on the port before its record was published. */
  #take(number: number): Parcel | Move {
    for (;;) {
      const early = this.#early.get(number)
      if (early) {
        this.#early.delete(number)
        return early
      }
      const received = receiveMessageOnPort(this.#port)
      if (!received) throw new RingCorruptError(`parcel ${number} is missing`)
      const parcel = received.message as Parcel | Move
      this.#early.set(parcel.number, parcel)
    }
  }
}
