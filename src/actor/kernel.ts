import type { Envelope, PlaceId, Transferable } from '../transport/envelope.js'
import { Asks } from './asks.js'
import type { Cell } from './cell.js'
import type { Children } from './children.js'
import type { Clock } from './clock.js'
import type { Control } from './control.js'
import { type DeadLetter, DeadLetters } from './dead-letters.js'
import { type Death, Graveyard } from './death.js'
import { ActorDownError, KillTimeoutError } from './errors.js'
import type { Hub } from './hub.js'
import { launchRoot } from './launch.js'
import { checkDelay } from './options.js'
import { decodePayload, encodePayload } from './payload.js'
import type { ActorRef, Address, AskOptions, Sender, SendOptions } from './ref.js'
import type { Failure } from './supervision.js'
import { Watches } from './watches.js'

export interface KernelOptions {
  readonly place: PlaceId
  readonly clock: Clock
  readonly random: () => number
  /** Hands an envelope for another place on; drops it when that place is gone, answering asks. */
  readonly route: (envelope: Envelope) => void
  /** Ends this place; only threads have it. */
  readonly leave?: () => void
}

/** How many messages are handled before timers and I/O get a turn. */
const turnBudget = 1024
/** How many messages one actor handles before the next ready one. */
const cellBudget = 64
const requestTimeoutMs = 10_000

/** True for the actor that a thread was opened for: it lives and dies with its thread. */
export const isPlaceRoot = (address: { place: PlaceId; uid: number }) =>
  address.place !== 0 && address.uid === 1

/** The runtime of one place: its actors, what they wait for, and the way to other places. */
export class Kernel implements Sender {
  readonly place: PlaceId
  readonly clock: Clock
  readonly random: () => number
  readonly asks: Asks
  readonly cells = new Map<number, Cell>()
  readonly dead = new Graveyard()
  readonly watches: Watches
  readonly deadLetters: DeadLetters
  /** Who supervises the places that actors of this place opened. */
  readonly placeOwners = new Map<PlaceId, Children>()
  /** Main thread only. */
  hub: Hub | undefined
  onFailure: (failure: Failure) => void = (failure) => this.notify(0, 'failure', failure)
  readonly #options: KernelOptions
  /** Cells with work; the ones before #readyHead are done. Array.shift would be linear in its length. */
  #ready: Cell[] = []
  #readyHead = 0
  #turnPending = false
  #nextUid = 2

  constructor(options: KernelOptions) {
    this.#options = options
    this.place = options.place
    this.clock = options.clock
    this.random = options.random
    this.asks = new Asks(options.clock)
    this.watches = new Watches(this)
    this.deadLetters = new DeadLetters(options.clock)
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
      if (!cell || cell.mailbox.full) return false
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
    if (place === this.place) this.#control(name, payload, place)
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
      else this.#control(name as keyof Control, payload, from)
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
      this.reply(from, id, true, await this.#control(name, payload, from))
    } catch (error) {
      this.reply(from, id, false, error)
    }
  }

  #control(name: keyof Control, payload: unknown, from: PlaceId): unknown {
    return (this.#handlers[name] as (payload: unknown, from: PlaceId) => unknown)(payload, from)
  }

  readonly #handlers: Control = {
    spawn: (order) => launchRoot(this, order),
    restart: ({ uid, incarnation }) => this.cells.get(uid)?.restart(incarnation),
    stop: ({ uid, graceMs }) => this.cells.get(uid)?.stop(graceMs),
    halt: ({ uid, death }) => this.cells.get(uid)?.finish(death),
    childFailed: ({ parent, place, uid, error }) => {
      const cell = this.cells.get(parent)
      if (cell) cell.children.failed(place, uid, error)
      else this.notify(place, 'halt', { uid, death: { reason: 'failed', error } })
    },
    childGone: ({ parent, place, uid }) => this.cells.get(parent)?.children.gone(place, uid),
    watch: ({ uid, watcher }, from) => {
      const cell = this.cells.get(uid)
      if (cell) cell.addWatcher({ place: from, watcher })
      else this.notify(from, 'down', { watcher, death: this.dead.of(uid) })
    },
    unwatch: ({ uid, watcher }, from) => this.cells.get(uid)?.removeWatcher({ place: from, watcher }),
    down: ({ watcher, death }) => this.watches.down(watcher, death),
    placeDown: ({ place, death, final }) => {
      this.asks.fail(death.reason, death.error, place)
      this.watches.placeDown(place, death, final)
      this.placeOwners.get(place)?.placeDown(place, death, final)
    },
    openPlace: (p, from) => this.hub!.open(from, p),
    reopenPlace: ({ place }) => this.hub!.reopen(place),
    closePlace: ({ place, death }) => this.hub!.close(place, death),
    rootDown: ({ death }, from) => this.hub!.rootDown(from, death),
    deadLetter: (letter) => this.deadLetters.publish(letter),
    failure: (failure) => this.onFailure(failure),
  }

  deadLetter(path: string, name: string, reason: DeadLetter['reason']): void {
    this.deadLetters.publish({ path, name, reason, suppressed: 0 })
  }

  // --- stopping ---

  /** Stops an actor anywhere; kills it when `graceMs` has passed. Settles when it is gone. */
  async stop(target: Address, graceMs: number): Promise<void> {
    if (
      await this.#gone(target, graceMs, () => this.notify(target.place, 'stop', { uid: target.uid, graceMs }))
    )
      return
    await this.kill(target)
  }

  /**
   * Ends an actor from outside. One with its own thread loses it; another one is cut off: its current handler
   * may run on, but reaches nobody.
   */
  async kill(target: Address, timeoutMs = requestTimeoutMs): Promise<void> {
    const death: Death = { reason: 'killed' }
    const order = () =>
      isPlaceRoot(target)
        ? this.request(0, 'closePlace', { place: target.place, death }, { timeoutMs }).catch(() => {})
        : this.notify(target.place, 'halt', { uid: target.uid, death })
    if (!(await this.#gone(target, timeoutMs, order))) throw new KillTimeoutError(target.path, timeoutMs)
  }

  /** Gives `order` and waits for the target's death; false when it lives on after `withinMs`. */
  #gone(target: Address, withinMs: number, order: () => unknown): Promise<boolean> {
    return new Promise((resolve) => {
      let watch = 0
      const cancel = this.clock.schedule(withinMs, () => {
        this.watches.remove(watch)
        resolve(false)
      })
      watch = this.watches.add(target, () => {
        cancel()
        resolve(true)
      })
      order()
    })
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

  // --- running ---

  schedule(cell: Cell): void {
    this.#ready.push(cell)
    if (this.#turnPending) return
    this.#turnPending = true
    queueMicrotask(this.#turn)
  }

  #turn = (): void => {
    let budget = turnBudget
    while (this.#readyHead < this.#ready.length) {
      if (budget <= 0) {
        setImmediate(this.#turn)
        return
      }
      budget -= 1 + this.#ready[this.#readyHead++]!.run(cellBudget)
    }
    this.#ready = []
    this.#readyHead = 0
    this.#turnPending = false
  }
}

interface RequestOptions {
  timeoutMs?: number
  transfer?: readonly Transferable[] | undefined
  /** Names the other side in errors. */
  path?: string
}
