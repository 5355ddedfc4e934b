import { poisonPill } from '../../transport/envelope.js'
import type { PlaceId, Whereabouts } from '../../transport/whereabouts.js'
import type { Gauges } from '../place/gauges.js'

/** A message on its way to a handler. `id` and `from` say where the reply of an ask goes (`id` 0: a tell). */
export interface UserMessage {
  readonly name: string
  readonly payload: unknown
  /** Set to 0 when somebody else took over the reply: the stashed copy of the message. */
  id: number
  readonly from: Whereabouts
}

/** A notice of the runtime that runs as a handler: a timer's tick or a death. Never counted, never dropped. */
export interface Notice {
  readonly run: () => unknown
}

export type Item = UserMessage | Notice

export const isUser = (item: Item | undefined): item is UserMessage => item !== undefined && 'name' in item

/**
 * Queue of one actor: a ring that grows with use up to `capacity` user messages. Notices keep their place in
 * the order (a death comes after the dead actor's last messages) but have room of their own.
 *
 * The gauge is one shared word (place/gauges.ts): user messages that wait here or are on their way, for senders
 * in other threads. An actor whose refs never left its thread has none.
 */
export class Mailbox {
  readonly capacity: number
  readonly #overflow: 'drop-new' | 'drop-old'
  readonly #gauges: Gauges
  #gauge: number | undefined
  #shared = false
  #items: (Item | undefined)[] = []
  #head = 0
  #length = 0
  #users = 0
  /** A pill waits: whatever comes now comes after it and will not be handled. */
  #pill = false
  /** Messages that were taken and still count in the gauge. */
  #uncounted = 0

  constructor(
    { capacity, gauge }: { capacity: number; gauge?: number },
    overflow: 'drop-new' | 'drop-old',
    gauges: Gauges,
  ) {
    this.capacity = capacity
    this.#gauges = gauges
    this.#gauge = gauge
    this.#shared = gauge !== undefined
    this.#overflow = overflow
  }

  /** Nothing waits, notices included. */
  get empty(): boolean {
    return this.#length === 0
  }

  /** User messages that wait. */
  get users(): number {
    return this.#users
  }

  get full(): boolean {
    return this.#users >= this.capacity
  }

  /**
   * Takes a message in by the overflow policy.
   *
   * @param counted the sender's thread counted it in the gauge
   * @returns the message that found no room: this one or, with `drop-old` and no pill waiting, the oldest
   */
  accept(message: UserMessage, counted: boolean): UserMessage | undefined {
    if (!counted) this.#count(1)
    let dropped: UserMessage | undefined
    if (this.full && message.name !== poisonPill) {
      this.#count(-1)
      // Nothing gives way to what will not be handled, the pill itself least of all.
      if (this.#overflow === 'drop-new' || this.#pill) return message
      dropped = this.#dropOldest()
    }
    if (message.name === poisonPill) this.#pill = true
    this.push(message)
    return dropped
  }

  /** A message that its sender counted is not taken in: the actor is down. */
  uncount(): void {
    this.#count(-1)
  }

  push(item: Item): void {
    if (this.#length === this.#items.length) this.#grow()
    this.#items[(this.#head + this.#length++) & (this.#items.length - 1)] = item
    if (isUser(item)) this.#users++
  }

  /** Takes in what must not be lost for want of room: the actor's own messages to itself. */
  post(message: UserMessage): void {
    this.#count(1)
    this.push(message)
  }

  /** Puts messages that were taken before everything that waits, whatever the capacity. */
  putBack(messages: readonly UserMessage[]): void {
    while (this.#length + messages.length > this.#items.length) this.#grow()
    const mask = this.#items.length - 1
    this.#head = (this.#head - messages.length) & mask
    for (let i = 0; i < messages.length; i++) {
      this.#items[(this.#head + i) & mask] = messages[i]
      this.#count(1)
    }
    this.#length += messages.length
    this.#users += messages.length
  }

  take(): Item | undefined {
    const item = this.#shift()
    if (isUser(item)) this.#uncounted++
    return item
  }

  /** Takes what was {@link take}n out of the gauge, for many at once: its memory is the senders' too. */
  settle(): void {
    if (this.#uncounted === 0) return
    if (this.#gauge !== undefined) this.#gauges.add(this.#gauge, -this.#uncounted)
    this.#uncounted = 0
  }

  /** Empties the mailbox of a dead actor. Its gauge stays as it is: full to whoever saw it full. */
  *drain(): Iterable<UserMessage> {
    for (let item = this.#shift(); item; item = this.#shift()) if (isUser(item)) yield item
  }

  /**
   * The gauge, made when a ref first leaves the thread. One that found no room then is never tried for again:
   * senders who hold a ref without it don't count.
   */
  share(place: PlaceId): number | undefined {
    if (!this.#shared) {
      this.#shared = true
      this.#uncounted = 0
      this.#gauge = this.#gauges.allocate(place, this.#users)
    }
    return this.#gauge
  }

  /** The actor is dead for good. */
  release(): void {
    if (this.#gauge !== undefined) this.#gauges.release(this.#gauge)
  }

  #count(by: 1 | -1): void {
    if (this.#gauge !== undefined) this.#gauges.add(this.#gauge, by)
  }

  #shift(): Item | undefined {
    while (this.#length > 0) {
      const item = this.#items[this.#head]
      this.#items[this.#head] = undefined
      this.#head = (this.#head + 1) & (this.#items.length - 1)
      this.#length--
      if (item === undefined) continue // a hole left by #dropOldest
      if (isUser(item)) this.#users--
      return item
    }
    return undefined
  }

  /** Removes the oldest user message; notices before it stay. */
  #dropOldest(): UserMessage | undefined {
    for (let i = 0; i < this.#length; i++) {
      const at = (this.#head + i) & (this.#items.length - 1)
      const item = this.#items[at]
      if (!isUser(item)) continue
      this.#items[at] = undefined
      this.#users--
      return item
    }
    return undefined
  }

  #grow(): void {
    const old = this.#items
    const grown = new Array<Item | undefined>(Math.max(8, old.length * 2))
    for (let i = 0; i < this.#length; i++) grown[i] = old[(this.#head + i) & (old.length - 1)]
    this.#items = grown
    this.#head = 0
  }
}
