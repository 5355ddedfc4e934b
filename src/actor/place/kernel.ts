import { EncodedPayload, PayloadCodec } from '../../transport/codec/codec.js'
import type { CodecHooks, RefRecord } from '../../transport/codec/hooks.js'
import { remoteLimits } from '../../transport/codec/limits.js'
import type { Envelope, Transferable } from '../../transport/envelope.js'
import { poisonPill } from '../../transport/envelope.js'
import {
  type NodeId,
  type PlaceId,
  sameWhereabouts,
  type Whereabouts,
  whereabouts,
} from '../../transport/whereabouts.js'
import { Handover } from '../cell/handover.js'
import type { FarParent, PlaceOwner, Resident } from '../cell/resident.js'
import type { Failure } from '../children/supervision.js'
import type { Clock } from '../clock.js'
import { systemClock } from '../clock.js'
import { ActorDownError, MailboxFullError } from '../errors.js'
import { Monitor, nameOf } from '../observe/monitor.js'
import type { Observed } from '../observe/observer.js'
import { Probe } from '../observe/probe.js'
import { TraceForwarder, type TraceSink } from '../observe/trace.js'
import { type LongWait, Waiting } from '../observe/waiting.js'
import { answerProbes } from '../observe/watchdog.js'
import { checkDelay } from '../options.js'
import { ActorRef, type Address, type AskOptions, type Sender, type SendOptions } from '../ref.js'
import type { StreamOptions } from '../stream/sink.js'
import { handlerName, type StreamCarrier, Streams } from '../stream/streams.js'
import { type Death, Graveyard } from '../watch/death.js'
import { Watches } from '../watch/watches.js'
import { Asks } from './asks.js'
import type { Control, HubControl, Notifier, PlaceControl } from './control.js'
import { type DeadLetterReason, DeadLetters } from './dead-letters.js'
import type { Gauges } from './gauges.js'
import { Turns } from './turns.js'

export interface KernelOptions {
  readonly here: Whereabouts
  /** How often the place was started before: what waited for an earlier life must not be answered in this one. */
  readonly life: number
  readonly gauges: Gauges
  readonly clock: Clock
  readonly random: () => number
  /** Hands an envelope for another place on; when that is gone, answers it. False: there is no room for it. */
  readonly route: (envelope: Envelope) => boolean
  /** A thread ended: delivers what it sent here before, on whatever way. */
  readonly ended?: (place: PlaceId) => void
  readonly observed: Observed
  /** Where events go while they are traced; default: to main. */
  readonly traces?: TraceSink
  /** What this place does when a runtime tells it to; the hub's part only in the main thread. */
  readonly control: (kernel: Kernel) => PlaceControl & Partial<HubControl>
  /** Default: tells the main thread. */
  readonly onFailure?: (failure: Failure) => void
  /** Ends this place; only threads have it. */
  readonly leave?: () => void
}

const requestTimeoutMs = 10_000
/** A death must come after the dead actor's last messages. */
const afterMessages: ReadonlySet<keyof Control> = new Set(['down', 'farDown'])
/** Numbers for asks and watches in one life of a place. */
const lifeSpan = 2 ** 32

/**
 * The runtime of one place: its actors, what they wait for, and the way to other places. What it is made for
 * comes from outside: actors move in, and whoever opens the place says how orders are carried out.
 */
export class Kernel implements Sender, Notifier, StreamCarrier {
  /** The place this is the runtime of, and the main thread of its node. */
  readonly here: Whereabouts
  readonly main: Whereabouts
  readonly gauges: Gauges
  /** Knows this system's refs. */
  readonly codec: PayloadCodec
  readonly clock: Clock
  readonly random: () => number
  readonly asks: Asks
  readonly streams: Streams
  readonly cells = new Map<number, Resident>()
  readonly dead = new Graveyard()
  readonly watches: Watches
  readonly deadLetters: DeadLetters
  /** Whose children live in other places. */
  readonly placeOwners = new Map<PlaceId, Set<PlaceOwner>>()
  /** Those with children on other nodes. */
  readonly farParents = new Set<FarParent>()
  /** The device whose actors share this thread. */
  device: string | undefined
  /** Hears of every failure in this place. */
  readonly onFailure: (failure: Failure) => void
  readonly turns: Turns
  /** What the watchdog sees of this place; undefined when nobody watches. */
  readonly monitor: Monitor | undefined
  /** Handlers that await something; likewise. */
  readonly awaiting: Waiting | undefined
  /** While somebody measures or traces. */
  probe: Probe | undefined
  readonly #unanswer: (() => void) | undefined
  /** For other nodes, which take less from each other. */
  readonly #remoteCodec: PayloadCodec
  readonly #options: KernelOptions
  readonly #control: PlaceControl & Partial<HubControl>
  #nextUid = 2

  constructor(options: KernelOptions) {
    this.#options = options
    this.here = options.here
    this.main = whereabouts(options.here.node, 0)
    this.gauges = options.gauges
    this.codec = new PayloadCodec(this.#refs)
    this.#remoteCodec = new PayloadCodec(this.#refs, remoteLimits)
    this.clock = options.clock
    this.random = options.random
    this.onFailure = options.onFailure ?? ((failure) => this.notify(this.main, 'failure', failure))
    this.turns = new Turns(options.clock)
    const { monitor, waitMs, timing, tracing } = options.observed
    this.monitor = monitor && new Monitor(monitor)
    this.#unanswer = this.monitor && answerProbes(this.monitor)
    const waited = (wait: LongWait) => this.notify(this.main, 'waited', wait)
    this.awaiting =
      waitMs === undefined ? undefined : new Waiting(this.clock, waitMs, this.monitor, nameOf, waited)
    if (timing) this.probe = this.#newProbe()
    this.asks = new Asks(options.clock, options.life * lifeSpan + 1)
    this.streams = new Streams(this)
    this.watches = new Watches(this, options.life * lifeSpan + 1)
    this.deadLetters = new DeadLetters(options.clock)
    this.#control = options.control(this)
    if (tracing) this.trace(true)
    if (this.here.place !== 0)
      this.deadLetters.subscribe((letter) => this.notify(this.main, 'deadLetter', letter))
  }

  /** Numbers of a thread's later lives never meet those of earlier ones: an old ref stays dead. */
  startUidsAt(incarnation: number): void {
    this.#nextUid = incarnation * 2 ** 32 + 2
  }

  nextUid(): number {
    return this.#nextUid++
  }

  /** Tells of every message and actor from now on, or no more. */
  trace(on: boolean): void {
    if (on === (this.probe?.tracing ?? false)) return
    this.probe ??= this.#newProbe()
    this.probe.traceTo(on ? (this.#options.traces ?? this.#forwarder()) : undefined)
    if (!on && !this.#options.observed.timing) this.probe = undefined
  }

  #newProbe(): Probe {
    const epoch = this.clock === systemClock ? performance.timeOrigin : 0
    return new Probe(this.clock, this.here.place, epoch)
  }

  #forwarder(): TraceForwarder {
    return new TraceForwarder((events, dropped) => this.request(this.main, 'traced', { events, dropped }))
  }

  // --- what refs do ---

  tell(to: Address, name: string, payload: unknown, options: SendOptions | undefined): void {
    if (this.#isHere(to)) {
      const cell = this.cells.get(to.uid)
      this.probe?.message('sent', to.path, { name })
      if (cell) cell.accept({ name, payload, id: 0, from: this.here }, false)
      else this.deadLetter(to.path, name, 'down')
    } else if (!this.#sendUser('tell', to, 0, name, payload, options?.transfer)) {
      this.deadLetter(to.path, name, 'lane-full')
    }
  }

  offer(to: Address, name: string, payload: unknown, options: SendOptions | undefined): boolean {
    if (this.#isHere(to)) {
      const cell = this.cells.get(to.uid)
      if (!cell || cell.full) return false
      this.tell(to, name, payload, options)
      return true
    }
    if (this.#counts(to) && this.gauges.read(to.gauge!) >= to.capacity) return false
    return this.#sendUser('tell', to, 0, name, payload, options?.transfer)
  }

  ask(to: Address, name: string, payload: unknown, options: AskOptions): Promise<unknown> {
    try {
      checkDelay(options?.timeoutMs, 'timeoutMs')
    } catch (error) {
      return Promise.reject(error)
    }
    return this.asks.open(to, name, options, (id) => this.open(to, name, payload, id, options.transfer))
  }

  /** Sends what is to be answered under the number `id`. Throws when nobody will. */
  open(to: Address, name: string, payload: unknown, id: number, transfer?: readonly Transferable[]): void {
    if (this.#isHere(to)) {
      const cell = this.cells.get(to.uid)
      if (!cell) throw new ActorDownError(to.path, this.dead.of(to.uid).reason, this.dead.of(to.uid).error)
      this.probe?.message('sent', to.path, { name, id, from: this.here })
      cell.accept({ name, payload, id, from: this.here }, false)
    } else if (!this.#sendUser('ask', to, id, name, payload, transfer)) {
      throw new MailboxFullError(to.path)
    }
  }

  /** User messages that wait for an actor, as far as it can be seen from here. */
  waiting(at: Address): number {
    if (this.#isHere(at)) return this.cells.get(at.uid)?.waiting ?? 0
    return this.#counts(at) ? Math.max(0, this.gauges.read(at.gauge!)) : 0
  }

  stream(to: Address, name: string, payload: unknown, options: StreamOptions): AsyncIterableIterator<any> {
    return this.streams.read(to, name, payload, options)
  }

  /** A number that no ask of this place has. */
  number(): number {
    return this.asks.number()
  }

  /** Credit bounds what is under way, so nothing of a stream is dropped for want of room. */
  carry(kind: 'item' | 'credit' | 'cancel', to: Whereabouts, id: number, given: unknown): void {
    const handover = given instanceof Handover ? given : undefined
    const payload = handover ? handover.value : given
    if (this.#isHere(to)) this.streams.receive(kind, id, payload, this.here)
    else this.#send('control', kind, to, 0, id, '', payload, handover?.transfer)
  }

  /** Answers an ask of any place. A reply that can't be encoded fails the ask, not the actor. */
  reply(to: Whereabouts, id: number, ok: boolean, given: unknown): void {
    if (id === 0) return
    const handover = given instanceof Handover ? given : undefined
    const value = handover ? handover.value : given
    if (this.#isHere(to)) {
      if (!this.streams.ended(id, ok, value, to)) this.asks.settle(id, ok, value)
      return
    }
    try {
      this.#send('control', ok ? 'reply' : 'failure', to, 0, id, '', value, handover?.transfer)
    } catch (error) {
      this.#send('control', 'failure', to, 0, id, '', error)
    }
  }

  // --- what runtimes say to each other ---

  notify<K extends keyof Control>(to: Whereabouts, name: K, payload: Parameters<Control[K]>[0]): void {
    if (this.#isHere(to)) this.#obey(name, payload, this.here)
    else this.#send(afterMessages.has(name) ? 'user' : 'control', 'tell', to, 0, 0, name, payload)
  }

  request<K extends keyof Control>(
    to: Whereabouts,
    name: K,
    payload: Parameters<Control[K]>[0],
    { timeoutMs = requestTimeoutMs, transfer, path = `place ${to.place}` }: RequestOptions = {},
  ): Promise<Awaited<ReturnType<Control[K]>>> {
    const answer = this.asks.open({ node: to.node, place: to.place, path }, name, { timeoutMs }, (id) => {
      if (this.#isHere(to)) void this.#answer(name, payload, this.here, id)
      else this.#send('control', 'ask', to, 0, id, name, payload, transfer)
    })
    return answer as Promise<Awaited<ReturnType<Control[K]>>>
  }

  receive(envelope: Envelope): void {
    const { kind, actor, id, name, from } = envelope
    let payload: unknown
    try {
      payload = this.unpack(envelope)
    } catch (error) {
      this.unreadable(envelope, error)
      return
    }
    if (kind === 'reply' || kind === 'failure') {
      if (!this.streams.ended(id, kind === 'reply', payload, from))
        this.asks.settle(id, kind === 'reply', payload, this.#foreign(from))
    } else if (kind === 'item' || kind === 'credit' || kind === 'cancel') {
      this.streams.receive(kind, id, payload, from)
    } else if (actor === 0) {
      if (kind === 'ask') void this.#answer(name as keyof Control, payload, from, id)
      else this.#obey(name as keyof Control, payload, from)
    } else {
      const cell = this.cells.get(actor)
      // Other nodes don't count: the gauge is this system's.
      if (cell) cell.accept({ name, payload, id, from }, from.node === this.here.node)
      else if (kind === 'tell') this.deadLetter(this.#pathOf(actor), name, 'down')
      else {
        const { reason, error } = this.dead.of(actor)
        this.reply(from, id, false, new ActorDownError(this.#pathOf(actor), reason, error))
      }
    }
  }

  /** The payload of an envelope, whether it was passed on unopened or not. */
  unpack({ payload }: Envelope): unknown {
    return payload instanceof EncodedPayload ? this.#remoteCodec.unpack(payload) : payload
  }

  /** A message for an actor elsewhere; false when the lane there is full. */
  #sendUser(
    kind: 'tell' | 'ask',
    to: Address,
    id: number,
    name: string,
    payload: unknown,
    transfer: readonly Transferable[] | undefined,
  ): boolean {
    if (this.probe?.tracing) this.#traceSent(to, name, id, payload, transfer)
    const sent = this.#send('user', kind, to, to.uid, id, name, payload, transfer)
    // Counted last: a thread that is terminated while it sends leaves nothing counted that never arrives. The
    // receiver may be done with it by now, and the gauge one below nothing for a moment.
    if (sent && this.#counts(to)) this.gauges.add(to.gauge!, 1)
    return sent
  }

  /** The size is measured apart: transports encode straight into their own memory. */
  #traceSent(
    to: Address,
    name: string,
    id: number,
    payload: unknown,
    transfer: readonly Transferable[] | undefined,
  ): void {
    let bytes: number
    try {
      bytes = this.codec.pack(payload, name, transfer).bytes.length
    } catch {
      return // refused below: it is never sent
    }
    this.probe!.message('sent', to.path, { name, id, from: this.here }, { bytes })
  }

  #send(
    lane: 'user' | 'control',
    kind: Envelope['kind'],
    to: Whereabouts,
    actor: number,
    id: number,
    name: string,
    payload: unknown,
    transfer?: readonly Transferable[],
  ): boolean {
    const { here } = this
    // For another node it is encoded here already, so that every thread on the way passes it on as it is.
    const carried =
      to.node === here.node ? payload : this.#remoteCodec.packBytes(payload, name || 'reply', transfer)
    return this.#options.route({ lane, kind, from: here, to, actor, id, name, payload: carried, transfer })
  }

  /** Another node may send anything: what can't be decoded harms its own message only. */
  unreadable(envelope: Envelope, error: unknown): void {
    const { kind, actor, id, name, from, to } = envelope
    if (kind === 'ask') this.reply(from, id, false, error)
    else if (kind === 'tell') this.deadLetter(`actor ${actor} of place ${to.place}`, name, 'not-decodable')
    else if (kind === 'credit' || kind === 'cancel') return
    else if (!this.#isHere(to)) {
      // Whoever waits for it in another thread hears of it as of any failure.
      const payload = this.#remoteCodec.packBytes(error, 'failure', undefined)
      this.#options.route({ ...envelope, lane: 'control', kind: 'failure', payload })
    } else if (!this.streams.ended(id, false, error, from)) {
      this.asks.settle(id, false, error, this.#foreign(from))
    }
  }

  readonly #refs: CodecHooks = {
    isRef: (value) => value instanceof ActorRef,
    encodeRef: (ref) => this.#share((ref as ActorRef).address),
    // The node's name is kept once, however many refs name it.
    decodeRef: ({ node, place, uid, path, capacity, gauge }: RefRecord) => {
      const at = whereabouts(node === this.here.node ? this.here.node : node, place)
      const plain = { node: at.node, place, uid, path, capacity }
      return new ActorRef(this, gauge === undefined ? plain : { ...plain, gauge })
    },
  }

  #share(address: Address): Address {
    if (address.gauge !== undefined || !this.#isHere(address)) return address
    const gauge = this.cells.get(address.uid)?.share()
    return gauge === undefined ? address : { ...address, gauge }
  }

  /** The node that speaks, unless it is this one, whose main thread answers for any that can't be reached. */
  #foreign({ node }: Whereabouts): NodeId | undefined {
    return node === this.here.node ? undefined : node
  }

  /** Where a dead actor was, as far as that is remembered. */
  #pathOf(uid: number): string {
    return this.dead.pathOf(uid) ?? `actor ${uid} of place ${this.here.place}`
  }

  #isHere(at: Whereabouts): boolean {
    return sameWhereabouts(at, this.here)
  }

  /** Whether senders keep the receiver's gauge. */
  #counts(to: Address): boolean {
    return to.gauge !== undefined && to.node === this.here.node
  }

  async #answer(name: keyof Control, payload: unknown, from: Whereabouts, id: number): Promise<void> {
    try {
      this.reply(from, id, true, await this.#obey(name, payload, from))
    } catch (error) {
      this.reply(from, id, false, error)
    }
  }

  #obey(name: keyof Control, payload: unknown, from: Whereabouts): unknown {
    return (this.#control[name] as (payload: unknown, from: Whereabouts) => unknown)(payload, from)
  }

  /** A thread ended: what it sent here before is acted on first. */
  ended(place: PlaceId): void {
    this.#options.ended?.(place)
  }

  deadLetter(path: string, sentAs: string, reason: DeadLetterReason): void {
    if (sentAs === poisonPill) return // whom it was to stop is gone: as wished
    const name = handlerName(sentAs)
    this.probe?.message('dropped', path, { name }, { reason })
    this.deadLetters.publish({ path, name, reason, suppressed: 0 })
  }

  /** The first actor of this thread is dead: says why and leaves. */
  leave(death: Death): void {
    this.probe?.flush()
    this.deadLetters.flush()
    this.notify(this.main, 'rootDown', { death })
    this.#options.leave?.()
  }

  /** Drops everything without a word: the link to the other places was cut. */
  dispose(): void {
    for (const cell of [...this.cells.values()]) cell.abandon()
    this.asks.fail('its system stopped')
    this.streams.fail('its system stopped')
    this.awaiting?.dispose()
    this.deadLetters.dispose()
    this.#unanswer?.()
  }
}

interface RequestOptions {
  timeoutMs?: number
  transfer?: readonly Transferable[] | undefined
  /** Names the other side in errors. */
  path?: string
}
