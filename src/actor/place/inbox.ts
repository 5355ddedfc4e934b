import type { Envelope } from '../../transport/envelope.js'
import { type NodeId, sameWhereabouts, type Whereabouts } from '../../transport/whereabouts.js'
import type { Resident } from '../cell/resident.js'
import { ActorDownError } from '../errors.js'
import type { Streams } from '../stream/streams.js'
import type { Graveyard } from '../watch/death.js'
import type { Asks } from './asks.js'
import type { Control, HubControl, PlaceControl } from './control.js'
import type { DeadLetterReason } from './dead-letters.js'
import type { Payloads } from './payloads.js'

/** A message as far as its refusal needs it; `id` 0: a tell. */
export interface Refused {
  readonly id: number
  readonly name: string
  readonly from: Whereabouts
}

/** The runtime of the place where envelopes arrive. */
export interface Addressee {
  readonly here: Whereabouts
  readonly cells: ReadonlyMap<number, Resident>
  readonly dead: Graveyard
  readonly asks: Asks
  readonly streams: Streams
  reply(to: Whereabouts, id: number, ok: boolean, value: unknown): void
  refuse(message: Refused, path: string, why: DeadLetterReason, error: () => unknown): void
}

/** What arrives at a place: messages for its actors, answers to what was asked here, orders for its runtime. */
export class Inbox {
  readonly #place: Addressee
  readonly #payloads: Payloads
  readonly #route: (envelope: Envelope) => boolean
  readonly #control: PlaceControl & Partial<HubControl>

  constructor(
    place: Addressee,
    payloads: Payloads,
    route: (envelope: Envelope) => boolean,
    control: PlaceControl & Partial<HubControl>,
  ) {
    this.#place = place
    this.#payloads = payloads
    this.#route = route
    this.#control = control
  }

  receive(envelope: Envelope): void {
    const { kind, actor, id, name, from } = envelope
    let payload: unknown
    try {
      payload = this.#payloads.unpack(envelope)
    } catch (error) {
      this.unreadable(envelope, error)
      return
    }
    if (kind === 'reply' || kind === 'failure') this.#settle(id, kind === 'reply', payload, from)
    else if (kind === 'item' || kind === 'credit' || kind === 'cancel') {
      this.#place.streams.receive(kind, id, payload, from)
    } else if (actor === 0) {
      if (kind === 'ask') void this.answer(name as keyof Control, payload, from, id)
      else this.obey(name as keyof Control, payload, from)
    } else {
      const { cells, dead, here } = this.#place
      const cell = cells.get(actor)
      // Other nodes don't count: the gauge is this system's.
      if (cell) cell.accept({ name, payload, id, from }, from.node === here.node)
      else {
        const path = dead.pathOf(actor) ?? `actor ${actor} of place ${here.place}`
        this.#place.refuse(envelope, path, 'down', () => ActorDownError.after(path, dead.of(actor)))
      }
    }
  }

  /** Another node may send anything: what can't be decoded harms its own message only. */
  unreadable(envelope: Envelope, error: unknown): void {
    const { kind, actor, id, from, to } = envelope
    if (kind === 'tell' || kind === 'ask')
      this.#place.refuse(envelope, `actor ${actor} of place ${to.place}`, 'not-decodable', () => error)
    else if (kind === 'credit' || kind === 'cancel') return
    else if (!sameWhereabouts(to, this.#place.here)) {
      // Whoever waits for it in another thread hears of it as of any failure.
      const payload = this.#payloads.encode(error, 'failure')
      this.#route({ ...envelope, lane: 'control', kind: 'failure', payload })
    } else this.#settle(id, false, error, from)
  }

  #settle(id: number, ok: boolean, value: unknown, from: Whereabouts): void {
    if (!this.#place.streams.ended(id, ok, value, from))
      this.#place.asks.settle(id, ok, value, this.#foreign(from))
  }

  /** The node that speaks, unless it is this one, whose main thread answers for any that can't be reached. */
  #foreign({ node }: Whereabouts): NodeId | undefined {
    return node === this.#place.here.node ? undefined : node
  }

  obey(name: keyof Control, payload: unknown, from: Whereabouts): unknown {
    return (this.#control[name] as (payload: unknown, from: Whereabouts) => unknown)(payload, from)
  }

  /** Obeys, and replies with what comes of it. */
  async answer(name: keyof Control, payload: unknown, from: Whereabouts, id: number): Promise<void> {
    try {
      this.#place.reply(from, id, true, await this.obey(name, payload, from))
    } catch (error) {
      this.#place.reply(from, id, false, error)
    }
  }
}
