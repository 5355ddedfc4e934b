import type { PayloadCodec } from '../../transport/codec/codec.js'
import type { Envelope, Transferable } from '../../transport/envelope.js'
import { poisonPill } from '../../transport/envelope.js'
import { type PlaceId, sameWhereabouts, type Whereabouts, whereabouts } from '../../transport/whereabouts.js'
import { checkSend } from '../callbacks.js'
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
import type { Address, AskOptions, Sender, SendOptions } from '../ref.js'
import type { StreamOptions } from '../stream/sink.js'
import { handlerName, type StreamCarrier, Streams } from '../stream/streams.js'
import { type Death, Graveyard } from '../watch/death.js'
import { Watches } from '../watch/watches.js'
import { Asks } from './asks.js'
import type { Control, HubControl, Notifier, PlaceControl } from './control.js'
import { type DeadLetterReason, DeadLetters } from './dead-letters.js'
import type { Gauges } from './gauges.js'
import { Inbox, type Refused } from './inbox.js'
import { Outbox } from './outbox.js'
import { Payloads } from './payloads.js'
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
  readonly #payloads: Payloads
  readonly #inbox: Inbox
  readonly #outbox: Outbox
  readonly #options: KernelOptions
  #nextUid = 2

  constructor(options: KernelOptions) {
    this.#options = options
    this.here = options.here
    this.main = whereabouts(options.here.node, 0)
    this.gauges = options.gauges
    this.#payloads = new Payloads(this)
    this.#outbox = new Outbox(this, this.#payloads, options.route)
    this.codec = this.#payloads.codec
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
    this.#inbox = new Inbox(this, this.#payloads, options.route, options.control(this))
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
    if (options !== undefined) checkSend(options)
    if (this.#isHere(to)) {
      const cell = this.cells.get(to.uid)
      this.probe?.message('sent', to.path, { name })
      if (cell) cell.accept({ name, payload, id: 0, from: this.here }, false)
      else this.deadLetter(to.path, name, 'down')
    } else if (!this.#outbox.message('tell', to, 0, name, payload, options?.transfer)) {
      this.deadLetter(to.path, name, 'lane-full')
    }
  }

  offer(to: Address, name: string, payload: unknown, options: SendOptions | undefined): boolean {
    if (options !== undefined) checkSend(options)
    if (this.#isHere(to)) {
      const cell = this.cells.get(to.uid)
      if (!cell || cell.full) return false
      this.tell(to, name, payload, options)
      return true
    }
    if (this.#outbox.counts(to) && this.gauges.read(to.gauge!) >= to.capacity) return false
    return this.#outbox.message('tell', to, 0, name, payload, options?.transfer)
  }

  ask(to: Address, name: string, payload: unknown, options: AskOptions): Promise<unknown> {
    try {
      checkDelay(options?.timeoutMs, 'timeoutMs')
      checkSend(options)
    } catch (error) {
      return Promise.reject(error)
    }
    return this.asks.open(to, name, options, (id) => this.open(to, name, payload, id, options.transfer))
  }

  /** Sends what is to be answered under the number `id`. Throws when nobody will. */
  open(to: Address, name: string, payload: unknown, id: number, transfer?: readonly Transferable[]): void {
    if (this.#isHere(to)) {
      const cell = this.cells.get(to.uid)
      if (!cell) throw ActorDownError.after(to.path, this.dead.of(to.uid))
      this.probe?.message('sent', to.path, { name, id, from: this.here })
      cell.accept({ name, payload, id, from: this.here }, false)
    } else if (!this.#outbox.message('ask', to, id, name, payload, transfer)) {
      throw new MailboxFullError(to.path)
    }
  }

  /** User messages that wait for an actor, as far as it can be seen from here. */
  waiting(at: Address): number {
    if (this.#isHere(at)) return this.cells.get(at.uid)?.waiting ?? 0
    return this.#outbox.counts(at) ? Math.max(0, this.gauges.read(at.gauge!)) : 0
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
    else this.#outbox.send('control', kind, to, 0, id, '', payload, handover?.transfer)
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
      this.#outbox.send('control', ok ? 'reply' : 'failure', to, 0, id, '', value, handover?.transfer)
    } catch (error) {
      this.#outbox.send('control', 'failure', to, 0, id, '', error)
    }
  }

  // --- what runtimes say to each other ---

  notify<K extends keyof Control>(to: Whereabouts, name: K, payload: Parameters<Control[K]>[0]): void {
    if (this.#isHere(to)) this.#inbox.obey(name, payload, this.here)
    else this.#outbox.send(afterMessages.has(name) ? 'user' : 'control', 'tell', to, 0, 0, name, payload)
  }

  request<K extends keyof Control>(
    to: Whereabouts,
    name: K,
    payload: Parameters<Control[K]>[0],
    { timeoutMs = requestTimeoutMs, transfer, path = `place ${to.place}` }: RequestOptions = {},
  ): Promise<Awaited<ReturnType<Control[K]>>> {
    const answer = this.asks.open({ node: to.node, place: to.place, path }, name, { timeoutMs }, (id) => {
      if (this.#isHere(to)) void this.#inbox.answer(name, payload, this.here, id)
      else this.#outbox.send('control', 'ask', to, 0, id, name, payload, transfer)
    })
    return answer as Promise<Awaited<ReturnType<Control[K]>>>
  }

  receive(envelope: Envelope): void {
    this.#inbox.receive(envelope)
  }

  /** What can't be decoded on its way in from another node. */
  unreadable(envelope: Envelope, error: unknown): void {
    this.#inbox.unreadable(envelope, error)
  }

  /** The payload of an envelope, whether it was passed on unopened or not. */
  unpack(envelope: Envelope): unknown {
    return this.#payloads.unpack(envelope)
  }

  #isHere(at: Whereabouts): boolean {
    return sameWhereabouts(at, this.here)
  }

  /** A thread ended: what it sent here before is acted on first. */
  ended(place: PlaceId): void {
    this.#options.ended?.(place)
  }

  /** Answers a message that no handler will see: an ask fails, a tell becomes a dead letter. */
  refuse(message: Refused, path: string, why: DeadLetterReason, error: () => unknown): void {
    if (message.id === 0) this.deadLetter(path, message.name, why)
    else {
      this.probe?.message('dropped', path, message, { reason: why })
      this.reply(message.from, message.id, false, error())
    }
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
    this.asks.fail({ reason: 'its system stopped' })
    this.streams.fail({ reason: 'its system stopped' })
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
