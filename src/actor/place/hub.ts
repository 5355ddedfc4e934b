import type { Envelope } from '../../transport/envelope.js'
import { laneOffer, type Transport } from '../../transport/transport.js'
import { makeNodeId, type Whereabouts, whereabouts } from '../../transport/whereabouts.js'
import type { Failure } from '../children/supervision.js'
import { MailboxFullError } from '../errors.js'
import { tell } from '../observe/listeners.js'
import { type ObserveOptions, Observer } from '../observe/observer.js'
import type { Pools } from '../pool/pools.js'
import { Seating } from '../pool/seating.js'
import type { Death } from '../watch/death.js'
import type { Control, FarEnd, FarSpawn } from './control.js'
import { Gauges } from './gauges.js'
import { hubControl } from './hub-control.js'
import { Kernel } from './kernel.js'
import type { OpenPlace } from './open-place.js'
import { placeControl } from './place-control.js'
import { Places } from './places.js'
import { Returns } from './returns.js'
import type { PlaceEnvironment } from './welcome.js'

/** The way to other nodes. Without it they are unreachable. */
export interface Peers {
  /**
   * Carries an envelope to another node, or answers it as {@link Returns.unreachable} does. What a thread sent is
   * passed on as it came. False when a message of the main thread finds no room.
   */
  route(envelope: Envelope): boolean
  /** Starts an actor whose parent is on another node; gives its number. */
  spawn(order: FarSpawn, from: Whereabouts): Promise<number>
  /** A thread of this node ended: those who wait for its actors, or watch them, are to know. */
  placeDown(p: Parameters<Control['placeDown']>[0]): void
}

/** Messages that wait for a place's next life, and as many more for each seat in it. */
const stashLimit = 1024
const ordersToActors = new Set(['settle', 'watch', 'unwatch', 'stop', 'halt'])

/**
 * The main thread's switchboard: carries envelopes between threads, and from and to other nodes. All threads hang
 * on the main thread, so that any of them may end without cutting others off.
 */
export class Hub {
  /** The runtime of the main thread itself. */
  readonly kernel: Kernel
  readonly places: Places
  readonly returns: Returns
  /** Set once by whoever connects nodes. */
  peers: Peers | undefined
  /** Set once by the system. */
  pools: Pools | undefined
  readonly seating: Seating
  readonly observer: Observer

  constructor(
    transport: Transport,
    environment: PlaceEnvironment,
    onFailure: (failure: Failure) => void,
    observe: ObserveOptions,
  ) {
    const node = makeNodeId(environment.random)
    const gauges = new Gauges()
    this.places = new Places(this, transport, environment, gauges)
    this.seating = new Seating({
      seat: (place, seats, device) =>
        this.kernel.notify(whereabouts(node, place), 'seats', { seats, device }),
      halt: (place, { uid, parent }, death, alone) => {
        const at = whereabouts(node, place)
        if (!this.places.isDown(place)) this.kernel.notify(at, 'halt', { uid, death })
        if (!alone && !this.places.isDown(place)) return
        this.#notifyAll('seatDown', { place, uid, death })
        this.kernel.notify(parent, 'childGone', { parent: parent.uid, child: { ...at, uid } })
      },
    })
    this.observer = new Observer(observe, (place) => this.places.get(place)?.name ?? 'the program')
    this.kernel = new Kernel({
      here: whereabouts(node, 0),
      life: 0,
      gauges,
      ...environment,
      route: (envelope) => this.route(envelope),
      control: (kernel) => ({ ...placeControl(kernel), ...hubControl(kernel, this) }),
      onFailure: (failure) => tell(onFailure, failure),
      observed: this.observer.opened(0),
      traces: this.observer.traces,
    })
    this.returns = new Returns(this.kernel, this.places)
  }

  /** Takes an envelope in from a thread of this node, or from another node. */
  receive(envelope: Envelope): void {
    if (envelope.to.place === 0 && envelope.to.node === this.kernel.here.node) this.kernel.receive(envelope)
    else if (!this.route(envelope)) {
      // Whoever sent it has gone on: it can't be told otherwise.
      const { kind, to, actor } = envelope
      const path = `actor ${actor} of place ${to.place}`
      if (kind === 'ask' || kind === 'tell')
        this.kernel.refuse(envelope, path, 'lane-full', () => new MailboxFullError(path))
    }
  }

  /**
   * Carries an envelope to another place. What is for a dead place is answered here. False when there is no room
   * for it on the way.
   */
  route(envelope: Envelope): boolean {
    if (envelope.to.node !== this.kernel.here.node) {
      if (this.peers) return this.peers.route(envelope)
      this.returns.unreachable(envelope)
      return true
    }
    const place = this.places.get(envelope.to.place)
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
    else this.returns.bounce(envelope, place)
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
    this.kernel.notify(whereabouts(this.kernel.here.node, place.id), 'trace', {
      on: this.observer.traces.size > 0,
    })
    for (const ready of place.ready.splice(0)) ready(undefined)
  }

  /** Another node, or one of its places, ended: tells every place, behind all that came from there. */
  farDown(end: FarEnd): void {
    this.#notifyAll('farSilent', end)
    this.#notifyAll('farDown', end)
  }

  /** Whether all places tell of every message. */
  trace(on: boolean): void {
    this.#notifyAll('trace', { on })
  }

  /** Tells every place. For a place that may live again only its owner decides what follows. */
  gone(place: OpenPlace, death: Death, final: boolean): void {
    const kept = this.seating.lost(place.id, final)
    if (final) {
      this.places.forget(place, death)
      this.returns.bury(place, death)
    }
    const notice = { place: place.id, death, final, kept }
    this.#notifyAll('placeDown', notice)
    this.peers?.placeDown(notice)
  }

  #notifyAll<K extends keyof Control>(name: K, payload: Parameters<Control[K]>[0]): void {
    for (const { id, link } of this.places.all())
      if (link) this.kernel.notify(whereabouts(this.kernel.here.node, id), name, payload)
    this.kernel.notify(this.kernel.here, name, payload)
  }
}
