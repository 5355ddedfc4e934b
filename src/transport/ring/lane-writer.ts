import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { ByteSink } from '../codec/sink.js'
import { type Envelope, poisonPill } from '../envelope.js'
import type { End } from '../frames.js'
import type { Flushable, Flusher } from './flusher.js'
import { firstControlBytes, firstUserBytes, type LaneOffer } from './lane.js'
import { type Parcels, RingOut } from './ring-out.js'

/** One encoder's memory serves all lanes of a thread: no two envelopes are written at once. */
const sink = new ByteSink(2 ** 16)
/** How often a full lane is looked at while something that must not be lost waits outside it. */
const drainMs = 2
/** A reader that takes nothing for so long hangs: what waits for it is given up. */
const patienceMs = 30_000
const maxWaiting = 100_000
/** Poison pills that find room outside a full ring behind all else that waits there: one for each actor is plenty. */
const maxPills = 10_000

/** Wakes a thread by the number of its doorbell. */
export type Ring = (doorbell: number) => void

/** The sending end of a lane. Never waits; small until it has to grow. */
export class LaneWriter implements Flushable {
  readonly #user: RingOut
  readonly #control: RingOut
  readonly #parcels: Parcels
  readonly #taken = new SharedArrayBuffer(4)
  readonly #flusher: Flusher
  readonly #far: MessagePort
  #dirty = false
  #closed = false
  #timer: NodeJS.Timeout | undefined
  #giveUpAt = 0
  #usedThen = 0

  constructor(end: End, flusher: Flusher, ring: Ring) {
    const { port1, port2 } = new MessageChannel()
    this.#far = port2
    this.#parcels = { port: port1, taken: new Int32Array(this.#taken), given: 0, next: 1 }
    // A sixteenth of the user ring is for deaths: a flood of messages must not keep them out.
    this.#user = new RingOut(end, sink, this.#parcels, ring, firstUserBytes, 4)
    this.#control = new RingOut(end, sink, this.#parcels, ring, firstControlBytes, 32)
    this.#flusher = flusher
  }

  /** What the reader needs, once: its port must be moved there. */
  get offer(): LaneOffer {
    return {
      user: this.#user.memory,
      control: this.#control.memory,
      port: this.#far,
      taken: this.#taken,
    }
  }

  /** See {@link Connection.send}. */
  send(envelope: Envelope): boolean {
    if (this.#closed) return true
    const ring = envelope.lane === 'user' ? this.#user : this.#control
    const sent = ring.send(envelope, this.#must(envelope))
    if (!this.#dirty) {
      this.#dirty = true
      this.#flusher.add(this)
    }
    return sent
  }

  /** Whether an envelope is not lost when its ring is full: it waits outside then, until the reader makes room. */
  #must({ actor, lane, name }: Envelope): boolean {
    if (actor === 0 || lane === 'control') return true
    return name === poisonPill && this.#user.waiting < maxPills
  }

  flush(): void {
    this.#dirty = false
    this.#control.publish()
    this.#user.publish()
    if (this.#timer === undefined && (this.#control.waits || this.#user.waits)) this.#wait()
  }

  /** Nothing more is sent; what was stays for the reader. */
  close(): void {
    this.flush()
    this.#closed = true
    clearTimeout(this.#timer)
    this.#parcels.port.close()
  }

  #wait(): void {
    this.#giveUpAt = performance.now() + patienceMs
    this.#usedThen = this.#used()
    this.#timer = setInterval(() => this.#drain(), drainMs)
  }

  #used(): number {
    return this.#control.used + this.#user.used
  }

  #drain(): void {
    const used = this.#used()
    if (used !== this.#usedThen) this.#giveUpAt = performance.now() + patienceMs
    this.#control.drain()
    this.#user.drain()
    this.#usedThen = this.#used()
    const waiting = this.#control.waiting + this.#user.waiting
    if (waiting > 0 && waiting < maxWaiting && performance.now() < this.#giveUpAt) return
    clearInterval(this.#timer)
    this.#timer = undefined
    if (waiting > 0) this.close()
  }
}
