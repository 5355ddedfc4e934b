import type { ResourceLimits } from 'node:worker_threads'
import type { Envelope } from '../../transport/envelope.js'
import { type Exit, laneOffer, type Place, type Transport } from '../../transport/transport.js'
import {
  makeNodeId,
  type NodeId,
  type PlaceId,
  type Whereabouts,
  whereabouts,
} from '../../transport/whereabouts.js'
import type { Failure } from '../children/supervision.js'
import { ActorDownError, MailboxFullError } from '../errors.js'
import type { KnownPlace } from '../observe/inspect.js'
import { type ObserveOptions, Observer } from '../observe/observer.js'
import type { Pools } from '../pool/pools.js'
import { Seating } from '../pool/seating.js'
import { Registry } from '../registry/registry.js'
import { type Death, Graveyard } from '../watch/death.js'
import type { Control, FarEnd, FarSpawn, HubControl } from './control.js'
import type { DeadLetter } from './dead-letters.js'
import { Gauges } from './gauges.js'
import { Kernel } from './kernel.js'
import { placeControl } from './place-control.js'
import { Relief } from './relief.js'
import type { PlaceEnvironment, Welcome } from './welcome.js'

/** The way to other nodes. Without it they are unreachable. */
export interface Peers {
  /**
   * Carries an envelope to another node, or answers it as {@link Hub.unreachable} does. What a thread sent is
   * passed on as it came. False when a message of the main thread finds no room.
   */
  route(envelope: Envelope): boolean
  /** Starts an actor whose parent is on another node; gives its number. */
  spawn(order: FarSpawn, from: Whereabouts): Promise<number>
  /** A thread of this node ended: those who wait for its actors, or watch them, are to know. */
  placeDown(p: Parameters<Control['placeDown']>[0]): void
}

interface OpenPlace {
  readonly id: PlaceId
  /** The place whose actor opened this one: its end ends this one too. */
  readonly owner: PlaceId
  readonly name: string
  readonly resourceLimits: ResourceLimits | undefined
  /** Undefined between a crash and the next life. */
  link: Place | undefined
  /** Its first actor exists; before, and between two lives, messages wait in the stash. */
  listening: boolean
  /** Why its thread is being terminated, where an exit alone would not say. */
  cutFor: Error | undefined
  /** How often its thread was started. */
  lives: number
  /** How it dies for good, once that is known. */
  final: Death | undefined
  /** Messages for a place that is about to live again, at most {@link stashLimit}. */
  stash: Envelope[]
  waiting: (() => void)[]
  /** Who waits for it to listen; they are told why if it never will. */
  ready: ((error: Error | undefined) => void)[]
}

const stashLimit = 1024
const ordersToActors = new Set(['settle', 'watch', 'unwatch', 'stop', 'halt'])
/** How long a thread whose first actor ended may take to leave by itself (its own timers keep it alive). */
const leaveMs = 1000

/**
 * The main thread's switchboard: opens and ends threads, and carries envelopes between them. All threads
 * hang on the main thread, so that any of them may end without cutting others off.
 */
export class Hub {
  /** The runtime of the main thread itself. */
  readonly kernel: Kernel
  /** Set once by whoever connects nodes. */
  peers: Peers | undefined
  /** Set once by the system. */
  pools: Pools | undefined
  readonly seating: Seating
  readonly observer: Observer
  readonly #node: NodeId
  readonly #gauges = new Gauges()
  readonly #transport: Transport
  readonly #environment: PlaceEnvironment
  readonly #places = new Map<PlaceId, OpenPlace>()
  readonly #dead = new Graveyard()
  #next = 1

  constructor(
    transport: Transport,
    environment: PlaceEnvironment,
    onFailure: (failure: Failure) => void,
    observe: ObserveOptions,
  ) {
    this.#transport = transport
    this.#environment = environment
    this.#node = makeNodeId(environment.random)
    this.seating = new Seating({
      seat: (place, seats, device) =>
        this.kernel.notify(whereabouts(this.#node, place), 'seats', { seats, device }),
      halt: (place, { uid, parent }, death, alone) => {
        const at = whereabouts(this.#node, place)
        if (!this.isDown(place)) this.kernel.notify(at, 'halt', { uid, death })
        if (!alone && !this.isDown(place)) return
        this.#notifyAll('seatDown', { place, uid, death })
        this.kernel.notify(parent, 'childGone', { parent: parent.uid, child: { ...at, uid } })
      },
    })
    this.observer = new Observer(observe, (place) => this.#places.get(place)?.name ?? 'the program')
    this.kernel = new Kernel({
      here: whereabouts(this.#node, 0),
      life: 0,
      gauges: this.#gauges,
      ...environment,
      route: (envelope) => this.route(envelope),
      control: (kernel) => ({ ...placeControl(kernel), ...this.#control(kernel) }),
      onFailure,
      observed: this.observer.opened(0),
      traces: this.observer.traces,
    })
  }

  #control(kernel: Kernel): HubControl {
    const registry = new Registry(kernel)
    const relief = new Relief({
      kernel,
      nameOf: (place) => (this.isDown(place) ? undefined : this.#places.get(place)!.name),
      sight: (place) => this.observer.sight(place),
      cut: (place, why) => this.cut(place, why),
    })
    return {
      openPlace: (p, { place }) => this.open(place, p),
      reopenPlace: ({ place }) => this.reopen(place),
      seat: ({ path, parent, ...request }) => this.pools!.seat(request, path, parent),
      unseat: ({ place, uid, death, alone }) => this.seating.leave(place, uid, death, alone),
      placeReady: ({ place }) => this.ready(place),
      cutPlace: ({ place }) => this.cut(place),
      relieve: ({ place, withinMs }) => relief.check(place, withinMs),
      closePlace: ({ place, death }) => this.close(place, death),
      rootDown: ({ death }, { place }) => this.rootDown(place, death),
      register: (p) => registry.register(p),
      unregister: (p) => registry.unregister(p),
      lookup: (p) => registry.lookup(p),
      deadLetter: (letter) => kernel.deadLetters.publish(letter),
      failure: (failure) => kernel.onFailure(failure),
      waited: (wait, { place }) => this.observer.waited(wait, place),
      traced: ({ events, dropped }) => this.observer.traces.take(events, dropped),
      spawnFar: (order, from) => this.peers!.spawn(order, from),
    }
  }

  open(owner: PlaceId, { name, resourceLimits }: { name: string; resourceLimits?: ResourceLimits }): PlaceId {
    const id = this.#next++
    const place: OpenPlace = {
      id,
      owner,
      name,
      resourceLimits,
      link: undefined,
      listening: false,
      cutFor: undefined,
      lives: 0,
      final: undefined,
      stash: [],
      waiting: [],
      ready: [],
    }
    this.#start(place) // throws when the thread can't be had, as with wrong resourceLimits
    this.#places.set(id, place)
    return id
  }

  /** The next life of a place whose thread ended. */
  reopen(id: PlaceId): void {
    const place = this.#places.get(id)
    if (!place || place.link || place.final) throw new ActorDownError(place?.name ?? `place ${id}`, 'stopped')
    this.#start(place)
  }

  #start(place: OpenPlace): void {
    const link = this.#transport.open({
      module: new URL('./thread.js', import.meta.url),
      name: place.name,
      here: whereabouts(this.#node, place.id),
      environment: this.#environment,
      ...(place.resourceLimits ? { resourceLimits: place.resourceLimits } : {}),
    })
    place.link = link
    link.connection.codec = this.kernel.codec
    link.connection.receive((envelope) => this.receive(envelope))
    const welcome: Welcome = {
      life: place.lives++,
      gauges: this.#gauges.buffer,
      observed: this.observer.opened(place.id),
    }
    link.connection.send(this.#envelope(place.id, 'welcome', welcome))
    void link.exit.then((exit) => this.#exited(place, exit))
  }

  /** Takes an envelope in from a thread of this node, or from another node. */
  receive(envelope: Envelope): void {
    if (envelope.to.place === 0 && envelope.to.node === this.#node) this.kernel.receive(envelope)
    else if (!this.route(envelope)) {
      // Whoever sent it has gone on: it can't be told otherwise.
      const { kind, name, from, to, actor, id } = envelope
      const path = `actor ${actor} of place ${to.place}`
      if (kind === 'ask') this.kernel.reply(from, id, false, new MailboxFullError(path))
      else if (kind === 'tell') this.kernel.deadLetter(path, name, 'lane-full')
    }
  }

  /**
   * Carries an envelope to another place. What is for a dead place is answered here. False when there is no room
   * for it on the way.
   */
  route(envelope: Envelope): boolean {
    if (envelope.to.node !== this.#node) {
      if (this.peers) return this.peers.route(envelope)
      this.unreachable(envelope)
      return true
    }
    const place = this.#places.get(envelope.to.place)
    const spawns = envelope.name === 'spawn' && envelope.lane === 'control'
    if (place?.link && (place.listening || spawns)) {
      const sent = place.link.connection.send(envelope)
      if (!place.listening) this.#listens(place)
      // The first actor exists as soon as `spawn` is read: what waited for it follows now.
      if (place.stash.length > 0)
        for (const waiting of place.stash.splice(0)) place.link.connection.send(waiting)
      return sent
    }
    if (place && !place.final && this.#waits(envelope, place)) place.stash.push(envelope)
    else this.#bounce(envelope, place)
    return true
  }

  /**
   * Messages wait for a place's next life, and lanes that others made for it; notices were for the last one. In
   * a shared place also orders wait that are for one of the actors which come back.
   */
  #waits({ lane, actor, name }: Envelope, { id, stash }: OpenPlace): boolean {
    const room = stash.length < stashLimit * (1 + this.seating.count(id))
    if (lane === 'user') return actor !== 0 && room
    return name === laneOffer || (this.seating.isShared(id) && room && ordersToActors.has(name))
  }

  #listens(place: OpenPlace): void {
    place.listening = true
    this.seating.started(place.id)
    // It was told when it was opened; that may have changed meanwhile.
    this.kernel.notify(whereabouts(this.#node, place.id), 'trace', { on: this.observer.traces.size > 0 })
    for (const ready of place.ready.splice(0)) ready(undefined)
  }

  /** True for a place between two lives, and for one that is gone. */
  isDown(id: PlaceId): boolean {
    return !this.#places.get(id)?.listening
  }

  /** Resolves when a place listens. Rejects when it never will again. */
  ready(id: PlaceId): Promise<void> | undefined {
    const place = this.#places.get(id)
    if (place?.listening) return undefined
    if (!place || place.final) throw new ActorDownError(place?.name ?? `place ${id}`, 'stopped')
    return new Promise((resolve, reject) => {
      place.ready.push((error) => (error ? reject(error) : resolve()))
    })
  }

  #bounce(envelope: Envelope, place: OpenPlace | undefined): void {
    const { name, to, actor } = envelope
    const death = place?.final ?? this.#dead.of(to.place)
    const path = place?.name ?? `actor ${actor} of place ${to.place}`
    if (name === 'watch' && envelope.lane === 'control') this.#bounceWatch(envelope, place, death)
    else if (name === 'stop' && envelope.lane === 'control' && place)
      void this.close(to.place, { reason: 'stopped' })
    else this.#refuse(envelope, path, death, place ? 'mailbox-full' : 'down')
  }

  /** Answers an envelope that reaches nobody: an ask fails, a tell becomes a dead letter. */
  #refuse(
    { lane, kind, name, from, id }: Envelope,
    path: string,
    death: Death,
    why: DeadLetter['reason'],
  ): void {
    if (kind === 'ask') {
      this.kernel.reply(from, id, false, new ActorDownError(path, death.reason, death.error))
    } else if (lane === 'user' && kind === 'tell') this.kernel.deadLetter(path, name, why)
  }

  /** Answers an envelope for a node that this one has no connection to. */
  unreachable(envelope: Envelope): void {
    const { lane, name, to, actor, from } = envelope
    const death: Death = { reason: 'unreachable' }
    if (lane === 'control' && name === 'watch') {
      const { watcher } = this.kernel.unpack(envelope) as { watcher: number }
      this.kernel.notify(from, 'down', { watcher, death })
    } else this.#refuse(envelope, `actor ${actor} of place ${to.place} of node ${to.node}`, death, 'down')
  }

  /** Another node, or one of its places, ended: tells every place, behind all that came from there. */
  farDown(end: FarEnd): void {
    this.#notifyAll('farSilent', end)
    this.#notifyAll('farDown', end)
  }

  /** Between two lives the first actor is not dead, but all others are. */
  #bounceWatch(envelope: Envelope, place: OpenPlace | undefined, death: Death): void {
    const { uid, watcher } = this.kernel.unpack(envelope) as { uid: number; watcher: number }
    if (place && uid === 1) return
    this.kernel.notify(envelope.from, 'down', { watcher, death })
  }

  /** Terminates a place's thread without ending the place. Resolves after the exit was told to all. */
  async cut(id: PlaceId, why?: Error): Promise<void> {
    const place = this.#places.get(id)
    if (!place?.link) return
    place.cutFor = why
    const { exit } = place.link
    place.link.kill()
    await exit
  }

  /** Ends a place for good. Resolves after its thread's exit. */
  close(id: PlaceId, death: Death): Promise<void> {
    const place = this.#places.get(id)
    if (!place) return Promise.resolve()
    place.final ??= death
    return new Promise((resolve) => {
      place.waiting.push(resolve)
      if (place.link) place.link.kill()
      else this.#gone(place, place.final!)
    })
  }

  /** All places but the main thread. */
  places(): KnownPlace[] {
    return [...this.#places.values()].map(({ id, name, link, listening }) => ({
      id,
      name,
      state: !link ? 'ended' : listening ? 'ok' : 'starting',
    }))
  }

  /** Whether all places tell of every message. */
  trace(on: boolean): void {
    this.#notifyAll('trace', { on })
  }

  /** Ends all places; resolves to the names of those that still run after `withinMs`. */
  closeAll(withinMs: number): Promise<string[]> {
    return new Promise((resolve) => {
      const cancel = this.#environment.clock.schedule(withinMs, () =>
        resolve([...this.#places.values()].map((place) => place.name)),
      )
      const closing = [...this.#places.keys()].map((id) => this.close(id, { reason: 'killed' }))
      void Promise.all(closing).then(() => {
        cancel()
        resolve([])
      })
    })
  }

  /** The first actor of a place died of itself; the thread leaves, or is made to. */
  rootDown(id: PlaceId, death: Death): void {
    const place = this.#places.get(id)
    if (!place?.link) return
    place.final ??= death
    const { link } = place
    const cancel = this.#environment.clock.schedule(leaveMs, () => link.kill())
    void link.exit.then(cancel)
  }

  #exited(place: OpenPlace, { code, killed, error = place.cutFor }: Exit): void {
    place.cutFor = undefined
    this.observer.closed(place.id)
    place.link = undefined
    place.listening = false
    this.#gauges.releaseAll(place.id)
    const death: Death = error
      ? { reason: 'failed', error }
      : killed
        ? { reason: 'killed' }
        : { reason: 'exited', exitCode: code }
    const orphaned = place.owner !== 0 && !this.#places.get(place.owner)?.link
    if (orphaned) place.final ??= death
    for (const other of this.#places.values()) {
      if (other.owner === place.id) void this.close(other.id, { reason: 'killed' })
    }
    this.#gone(place, place.final ?? death)
  }

  /** Tells every place. For a place that may live again only its owner decides what follows. */
  #gone(place: OpenPlace, death: Death): void {
    const final = place.final !== undefined
    const kept = this.seating.lost(place.id, final)
    if (final) {
      this.#places.delete(place.id)
      this.#dead.add(place.id, death)
      for (const envelope of place.stash.splice(0)) this.#bounce(envelope, undefined)
      for (const resolve of place.waiting) resolve()
      const error = new ActorDownError(place.name, death.reason, death.error)
      for (const ready of place.ready.splice(0)) ready(error)
    }
    const notice = { place: place.id, death, final, kept }
    this.#notifyAll('placeDown', notice)
    this.peers?.placeDown(notice)
  }

  #notifyAll<K extends keyof Control>(name: K, payload: Parameters<Control[K]>[0]): void {
    for (const { id, link } of this.#places.values())
      if (link) this.kernel.notify(whereabouts(this.#node, id), name, payload)
    this.kernel.notify(this.kernel.here, name, payload)
  }

  #envelope(to: PlaceId, name: string, payload: unknown): Envelope {
    return {
      lane: 'control',
      kind: 'tell',
      from: this.kernel.here,
      to: whereabouts(this.#node, to),
      actor: 0,
      id: 0,
      name,
      payload,
      transfer: undefined,
    }
  }
}
