import type { Envelope, PlaceId, Transferable } from '../../transport/envelope.js'
import type { PlaceOwner, Resident } from '../cell/resident.js'
import type { Failure } from '../children/supervision.js'
import type { Clock } from '../clock.js'
import { ActorDownError } from '../errors.js'
import { checkDelay } from '../options.js'
import type { ActorRef, Address, AskOptions, Sender, SendOptions } from '../ref.js'
import { type Death, Graveyard } from '../watch/death.js'
import { Watches } from '../watch/watches.js'
import { Asks } from './asks.js'
import type { Control, HubControl, Notifier, PlaceControl } from './control.js'
import { type DeadLetter, DeadLetters } from './dead-letters.js'
import { decodePayload, encodePayload } from './payload.js'
import { Turns } from './turns.js'

export interface KernelOptions {
  readonly place: PlaceId
  readonly clock: Clock
  readonly random: () => number
  /** Hands an envelope for another place on; drops it when that place is gone, answering asks. */
  readonly route: (envelope: Envelope) => void
  /** What this place does when a runtime tells it to; the hub's part only in the main thread. */
  readonly control: (kernel: Kernel) => PlaceControl & Partial<HubControl>
  /** Default: tells the main thread. */
  readonly onFailure?: (failure: Failure) => void
  /** Ends this place; only threads have it. */
  readonly leave?: () => void
}

const requestTimeoutMs = 10_000

/**
 * The runtime of one place: its actors, what they wait for, and the way to other places. What it is made for
 * comes from outside: actors move in, and whoever opens the place says how orders are carried out.
 */
export class Kernel implements Sender, Notifier {
  readonly place: PlaceId
  readonly clock: Clock
  readonly random: () => number
  readonly asks: Asks
  readonly cells = new Map<number, Resident>()
  readonly dead = new Graveyard()
  readonly watches: Watches
  readonly deadLetters: DeadLetters
  readonly placeOwners = new Map<PlaceId, PlaceOwner>()
  /** Hears of every failure in this place. */
  readonly onFailure: (failure: Failure) => void
  readonly turns: Turns
  readonly #options: KernelOptions
  readonly #control: PlaceControl & Partial<HubControl>
  #nextUid = 2

  constructor(options: KernelOptions) {
    this.#options = options
    this.place = options.place
    this.clock = options.clock
    this.random = options.random
    this.onFailure = options.onFailure ?? ((failure) => this.notify(0, 'failure', failure))
    this.turns = new Turns(options.clock)
    this.asks = new Asks(options.clock)
    this.watches = new Watches(this)
    this.deadLetters = new DeadLetters(options.clock)
    this.#control = options.control(this)
    if (this.place !== 0) this.deadLetters.subscribe((letter) => this.notify(0, 'deadLetter', letter))
  }

  /** Numbers of a thread's later lives never meet those of earlier ones: an old ref stays dead. */
  startUidsAt(incarnation: number): void {
    this.#nextUid = incarnation * 2 ** 32 + 2
  }

  nextUid(): number {
    return this.#nextUid++
  }

  // --- what refs do ---

  tell(to: Address, name: string, payload: unknown, options: SendOptions | undefined): void {
    if (to.place === this.place) {
      const cell = this.cells.get(to.uid)
      if (cell) cell.accept({ name, payload, id: 0, from: this.place }, false)
      else this.deadLetter(to.path, name, 'down')
    } else {
      this.#send('user', 'tell', to.place, to.uid, 0, name, payload, options?.transfer)
      if (to.gauge) Atomics.add(to.gauge, 0, 1)
    }
  }

  offer(to: Address, name: string, payload: unknown, options: SendOptions | undefined): boolean {
    if (to.place === this.place) {
      const cell = this.cells.get(to.uid)
      if (!cell || cell.full) return false
    } else if (to.gauge && Atomics.load(to.gauge, 0) >= to.capacity) return false
    this.tell(to, name, payload, options)
    return true
  }

  ask(to: Address, name: string, payload: unknown, options: AskOptions): Promise<unknown> {
    return this.asks.open(
      to,
      name,
      { ...options, timeoutMs: checkDelay(options?.timeoutMs, 'timeoutMs') },
      (id) => {
        if (to.place === this.place) {
          const cell = this.cells.get(to.uid)
          if (!cell)
            throw new ActorDownError(to.path, this.dead.of(to.uid).reason, this.dead.of(to.uid).error)
          cell.accept({ name, payload, id, from: this.place }, false)
        } else {
          this.#send('user', 'ask', to.place, to.uid, id, name, payload, options.transfer)
          if (to.gauge) Atomics.add(to.gauge, 0, 1)
        }
      },
    )
  }

  /** Answers an ask of any place. A reply that can't be encoded fails the ask, not the actor. */
  reply(place: PlaceId, id: number, ok: boolean, value: unknown): void {
    if (id === 0) return
    if (place === this.place) {
      this.asks.settle(id, ok, value)
      return
    }
    try {
      this.#send('user', ok ? 'reply' : 'failure', place, 0, id, '', value)
    } catch (error) {
      this.#send('user', 'failure', place, 0, id, '', error)
    }
  }

  // --- what runtimes say to each other ---

  notify<K extends keyof Control>(place: PlaceId, name: K, payload: Parameters<Control[K]>[0]): void {
    if (place === this.place) this.#obey(name, payload, place)
    else this.#send('control', 'tell', place, 0, 0, name, payload)
  }

  request<K extends keyof Control>(
    place: PlaceId,
    name: K,
    payload: Parameters<Control[K]>[0],
    { timeoutMs = requestTimeoutMs, transfer, path = `place ${place}` }: RequestOptions = {},
  ): Promise<Awaited<ReturnType<Control[K]>>> {
    const answer = this.asks.open({ place, path }, name, { timeoutMs }, (id) => {
      if (place === this.place) void this.#answer(name, payload, place, id)
      else this.#send('control', 'ask', place, 0, id, name, payload, transfer)
    })
    return answer as Promise<Awaited<ReturnType<Control[K]>>>
  }

  receive(envelope: Envelope): void {
    const { lane, kind, actor, id, name, from } = envelope
    const payload = decodePayload(envelope.payload, envelope.specials, this)
    if (kind === 'reply' || kind === 'failure') this.asks.settle(id, kind === 'reply', payload)
    else if (lane === 'control') {
      if (kind === 'ask') void this.#answer(name as keyof Control, payload, from, id)
      else this.#obey(name as keyof Control, payload, from)
    } else {
      const cell = this.cells.get(actor)
      if (cell) cell.accept({ name, payload, id, from }, true)
      else if (kind === 'tell') this.deadLetter(`actor ${actor} of place ${this.place}`, name, 'down')
      else {
        const { reason, error } = this.dead.of(actor)
        this.reply(
          from,
          id,
          false,
          new ActorDownError(`actor ${actor} of place ${this.place}`, reason, error),
        )
      }
    }
  }

  #send(
    lane: 'user' | 'control',
    kind: Envelope['kind'],
    to: PlaceId,
    actor: number,
    id: number,
    name: string,
    payload: unknown,
    transfer?: readonly Transferable[],
  ): void {
    const encoded = encodePayload(payload, this.#share)
    this.#options.route({
      lane,
      kind,
      from: this.place,
      to,
      actor,
      id,
      name,
      ...encoded,
      ...(transfer ? { transfer } : {}),
    })
  }

  #share = (ref: ActorRef): Address => {
    const { address } = ref
    if (address.place !== this.place || address.gauge) return address
    const gauge = this.cells.get(address.uid)?.share()
    return gauge ? { ...address, gauge } : address
  }

  async #answer(name: keyof Control, payload: unknown, from: PlaceId, id: number): Promise<void> {
    try {
      this.reply(from, id, true, await this.#obey(name, payload, from))
    } catch (error) {
      this.reply(from, id, false, error)
    }
  }

  #obey(name: keyof Control, payload: unknown, from: PlaceId): unknown {
    return (this.#control[name] as (payload: unknown, from: PlaceId) => unknown)(payload, from)
  }

  deadLetter(path: string, name: string, reason: DeadLetter['reason']): void {
    this.deadLetters.publish({ path, name, reason, suppressed: 0 })
  }

  /** The first actor of this thread is dead: says why and leaves. */
  leave(death: Death): void {
    this.notify(0, 'rootDown', { death })
    this.#options.leave?.()
  }

  /** Drops everything without a word: the link to the other places was cut. */
  dispose(): void {
    for (const cell of [...this.cells.values()]) cell.abandon()
    this.asks.fail('its system stopped')
  }
}

interface RequestOptions {
  timeoutMs?: number
  transfer?: readonly Transferable[] | undefined
  /** Names the other side in errors. */
  path?: string
}
