import type { MessagePort } from 'node:worker_threads'
import type { Envelope } from '../envelope.js'
import type { End } from '../frames.js'
import { type Connection, laneOffer } from '../transport.js'
import type { Inbox } from './inbox.js'
import type { LaneOffer } from './lane.js'
import { LaneReader } from './lane-reader.js'
import type { LaneWriter } from './lane-writer.js'

/** A pair of lanes between a thread and the one that opened it. */
export class RingConnection implements Connection {
  readonly #end: End
  readonly #inbox: Inbox
  readonly #out: LaneWriter
  readonly #direct: DirectLanes | undefined
  #in: LaneReader | undefined
  #offered: LaneOffer | undefined
  #listener: ((envelope: Envelope) => void) | undefined
  #onClose: () => void = () => {}
  #closed = false

  /** @param direct ways to other threads, past the opener; the opener itself needs none */
  constructor(end: End, inbox: Inbox, out: LaneWriter, direct?: DirectLanes) {
    this.#end = end
    this.#inbox = inbox
    this.#out = out
    this.#direct = direct
  }

  get codec() {
    return this.#end.codec
  }

  set codec(codec) {
    this.#end.codec = codec
  }

  /**
   * Orders among runtimes pass the opener, which knows the places that end and begin: they keep one order for all,
   * and are rare. Everything else goes straight.
   */
  send(envelope: Envelope): boolean {
    const { lane, kind, to } = envelope
    if (this.#direct && to.place !== 0 && to.node === this.#end.here.node) {
      const order = lane === 'control' && (kind === 'tell' || kind === 'ask')
      if (!order) return this.#direct.to(to.place, this.#announce).send(envelope)
    }
    return this.#out.send(envelope)
  }

  readonly #announce = (to: Envelope['to'], offer: LaneOffer): void => {
    const { here } = this.#end
    const payload = { ...offer }
    const transfer = [offer.port as MessagePort]
    const announcement = { from: here, to, actor: 0, id: 0, name: laneOffer, payload, transfer }
    this.#out.send({ lane: 'control', kind: 'tell', ...announcement })
  }

  receive(listener: (envelope: Envelope) => void): void {
    this.#listener = listener
    this.#attach()
  }

  /** The other side's lane is there. Nothing is read before somebody listens. */
  accept(offer: LaneOffer): void {
    this.#offered = offer
    this.#attach()
  }

  #attach(): void {
    if (!this.#offered || !this.#listener || this.#closed) return
    this.#in = new LaneReader(this.#end, this.#offered, this.#deliver)
    this.#offered = undefined
    this.#inbox.add(this.#in)
  }

  readonly #deliver = (envelope: Envelope): void => {
    if (envelope.name === laneOffer && envelope.lane === 'control' && envelope.to === this.#end.here) {
      const lane = new LaneReader(this.#end, envelope.payload as LaneOffer, this.#deliver)
      this.#direct?.joined(envelope.from.place, lane)
      this.#inbox.add(lane)
    } else this.#listener!(envelope)
  }

  ended(place: number): void {
    for (const lane of this.#direct?.left(place) ?? []) {
      lane.readAll()
      this.#inbox.remove(lane)
    }
  }

  /** The thread at the other end is gone: delivers what it had written. */
  drain(): void {
    if (this.#in) {
      this.#in.readAll()
      this.#inbox.remove(this.#in)
    } else this.#offered?.port.close()
    this.#out.close()
    this.#closed = true
    this.#onClose()
  }

  /** From inside the thread: what was sent is published, and nothing holds its event loop any more. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#out.close()
    this.#direct?.close()
    this.#inbox.close()
    queueMicrotask(() => this.#onClose())
  }

  onClose(listener: () => void): void {
    this.#onClose = listener
  }
}

/** The lanes between a thread and others that are not its opener, by the other's place. */
export class DirectLanes {
  readonly #make: () => LaneWriter
  readonly #out = new Map<number, LaneWriter>()
  readonly #in = new Map<number, LaneReader[]>()
  readonly #whereabouts: (place: number) => Envelope['to']

  constructor(make: () => LaneWriter, whereabouts: (place: number) => Envelope['to']) {
    this.#make = make
    this.#whereabouts = whereabouts
  }

  /** The way to a place: a lane that is made, and announced, on first use. */
  to(place: number, announce: (to: Envelope['to'], offer: LaneOffer) => void): LaneWriter {
    let lane = this.#out.get(place)
    if (!lane) {
      lane = this.#make()
      this.#out.set(place, lane)
      announce(this.#whereabouts(place), lane.offer)
    }
    return lane
  }

  joined(place: number, lane: LaneReader): void {
    const lanes = this.#in.get(place)
    if (lanes) lanes.push(lane)
    else this.#in.set(place, [lane])
  }

  /** A place's thread ended. Returns what leads from there; what leads there is dropped. */
  left(place: number): LaneReader[] {
    this.#out.get(place)?.close()
    this.#out.delete(place)
    const lanes = this.#in.get(place) ?? []
    this.#in.delete(place)
    return lanes
  }

  close(): void {
    for (const lane of this.#out.values()) lane.close()
    this.#out.clear()
  }
}
