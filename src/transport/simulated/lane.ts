import type { Envelope } from '../envelope.js'
import type { Fate } from './conditions.js'
import type { VirtualClock } from './virtual-clock.js'

/** An envelope on its way. */
interface Item {
  readonly envelope: Envelope
  arrived: boolean
  /** Delivered or lost. */
  done: boolean
}

/** What a lane needs to know of the link it is part of. */
export interface Road {
  readonly clock: VirtualClock
  /** What may happen to an envelope that sets out now. */
  fate(envelope: Envelope): Fate
  lag(envelope: Envelope): number
  cut(envelope: Envelope): boolean
  /** It gets lost instead of waiting for the end of a cut. */
  droppable(envelope: Envelope): boolean
  deliver(envelope: Envelope): void
  note(event: 'lost' | 'held', envelope: Envelope): void
}

/** One-way and in order, except for what a rule lets others overtake. */
export class Lane {
  readonly #road: Road
  /** What is on its way in order, oldest first. */
  #queue: Item[] = []
  #held: Item[] = []
  /** When the envelope sent last arrives. */
  lastAt = 0

  constructor(road: Road) {
    this.#road = road
  }

  /** @param notBefore when what it must not overtake arrives */
  push(envelope: Envelope, notBefore: number): void {
    const road = this.#road
    const { delayMs, lost, duplicated, reordered } = road.fate(envelope)
    if (lost || (road.droppable(envelope) && road.cut(envelope))) {
      road.note('lost', envelope)
      return
    }
    if (reordered) {
      const lagMs = delayMs + road.lag(envelope)
      road.clock.arrive(lagMs, () => road.deliver(envelope))
    } else this.#inOrder(envelope, delayMs, notBefore)
    if (duplicated) this.#inOrder(envelope, delayMs, notBefore)
  }

  #inOrder(envelope: Envelope, delayMs: number, notBefore: number): void {
    const item: Item = { envelope, arrived: false, done: false }
    this.#queue.push(item)
    this.#depart(item, delayMs, notBefore)
  }

  #depart(item: Item, delayMs: number, notBefore: number): void {
    const { clock } = this.#road
    this.lastAt = Math.max(this.lastAt, notBefore, clock.now() + delayMs)
    clock.arrive(this.lastAt - clock.now(), () => this.#arrive(item))
  }

  #arrive(item: Item): void {
    if (item.done) return
    const { envelope } = item
    if (!this.#road.cut(envelope)) {
      item.arrived = true
      this.#deliver()
    } else if (this.#road.droppable(envelope)) {
      this.#queue.splice(this.#queue.indexOf(item), 1)
      item.done = true
      this.#road.note('lost', envelope)
      this.#deliver()
    } else {
      this.#held.push(item)
      this.#road.note('held', envelope)
    }
  }

  /** What arrived, up to what is held or set out again: that is not overtaken. */
  #deliver(): void {
    while (this.#queue[0]?.arrived) {
      const item = this.#queue.shift()!
      item.done = true
      this.#road.deliver(item.envelope)
    }
  }

  /** Cuts ended: what was held sets out again. */
  release(): void {
    for (const item of this.#held.splice(0)) this.#depart(item, this.#road.fate(item.envelope).delayMs, 0)
  }

  /** Delivers all that is on its way, held or not, at once. */
  flush(): void {
    this.#held = []
    for (const item of this.#queue.splice(0)) {
      item.done = true
      this.#road.deliver(item.envelope)
    }
  }
}
