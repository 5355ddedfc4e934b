import type { ResourceLimits } from 'node:worker_threads'
import type { Envelope, PlaceId } from '../../transport/envelope.js'
import type { Exit, Place, Transport } from '../../transport/transport.js'
import type { Failure } from '../children/supervision.js'
import { ActorDownError } from '../errors.js'
import { type Death, Graveyard } from '../watch/death.js'
import type { HubControl } from './control.js'
import { Kernel } from './kernel.js'
import { placeControl } from './place-control.js'
import type { PlaceEnvironment } from './thread.js'

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
  /** How it dies for good, once that is known. */
  final: Death | undefined
  /** Messages for a place that is about to live again, at most {@link stashLimit}. */
  stash: Envelope[]
  waiting: (() => void)[]
}

const stashLimit = 1024
/** How long a thread whose first actor ended may take to leave by itself (its own timers keep it alive). */
const leaveMs = 1000

/**
 * The main thread's switchboard: opens and ends threads, and carries envelopes between them. All threads
 * hang on the main thread, so that any of them may end without cutting others off.
 */
export class Hub {
  /** The runtime of the main thread itself. */
  readonly kernel: Kernel
  readonly #transport: Transport
  readonly #environment: PlaceEnvironment
  readonly #places = new Map<PlaceId, OpenPlace>()
  readonly #dead = new Graveyard()
  #next = 1

  constructor(transport: Transport, environment: PlaceEnvironment, onFailure: (failure: Failure) => void) {
    this.#transport = transport
    this.#environment = environment
    this.kernel = new Kernel({
      place: 0,
      ...environment,
      route: (envelope) => this.route(envelope),
      control: (kernel) => ({ ...placeControl(kernel), ...this.#control(kernel) }),
      onFailure,
    })
  }

  #control(kernel: Kernel): HubControl {
    return {
      openPlace: (p, from) => this.open(from, p),
      reopenPlace: ({ place }) => this.reopen(place),
      closePlace: ({ place, death }) => this.close(place, death),
      rootDown: ({ death }, from) => this.rootDown(from, death),
      deadLetter: (letter) => kernel.deadLetters.publish(letter),
      failure: (failure) => kernel.onFailure(failure),
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
      final: undefined,
      stash: [],
      waiting: [],
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
      environment: this.#environment,
      ...(place.resourceLimits ? { resourceLimits: place.resourceLimits } : {}),
    })
    place.link = link
    link.connection.receive((envelope) => {
      if (envelope.to === 0) this.kernel.receive(envelope)
      else this.route(envelope)
    })
    link.connection.send(control(place.id, 'welcome', { place: place.id }))
    void link.exit.then((exit) => this.#exited(place, exit))
  }

  /** Carries an envelope to its place. What is for a dead place is answered here. */
  route(envelope: Envelope): void {
    const place = this.#places.get(envelope.to)
    const spawns = envelope.name === 'spawn' && envelope.lane === 'control'
    if (place?.link && (place.listening || spawns)) {
      place.link.connection.send(envelope)
      place.listening = true
      // The first actor exists as soon as `spawn` is read: what waited for it follows now.
      for (const waiting of place.stash.splice(0)) place.link.connection.send(waiting)
    } else if (place && !place.final && envelope.lane === 'user' && place.stash.length < stashLimit) {
      place.stash.push(envelope)
    } else this.#bounce(envelope, place)
  }

  #bounce(envelope: Envelope, place: OpenPlace | undefined): void {
    const { lane, kind, name, from, to, actor, id } = envelope
    const death = place?.final ?? this.#dead.of(to)
    const path = place?.name ?? `actor ${actor} of place ${to}`
    if (kind === 'ask') {
      this.kernel.reply(from, id, false, new ActorDownError(path, death.reason, death.error))
    } else if (lane === 'user' && kind === 'tell')
      this.kernel.deadLetter(path, name, place ? 'mailbox-full' : 'down')
    else if (name === 'watch') this.#bounceWatch(envelope, place, death)
    else if (name === 'stop' && place) void this.close(to, { reason: 'stopped' })
  }

  /** Between two lives the first actor is not dead, but all others are. */
  #bounceWatch({ payload, from }: Envelope, place: OpenPlace | undefined, death: Death): void {
    const { uid, watcher } = payload as { uid: number; watcher: number }
    if (place && uid === 1) return
    this.kernel.notify(from, 'down', { watcher, death })
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

  #exited(place: OpenPlace, { code, killed, error }: Exit): void {
    place.link = undefined
    place.listening = false
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
    if (final) {
      this.#places.delete(place.id)
      this.#dead.add(place.id, death)
      for (const envelope of place.stash.splice(0)) this.#bounce(envelope, undefined)
      for (const resolve of place.waiting) resolve()
    }
    const notice = { place: place.id, death, final }
    for (const { id, link } of this.#places.values()) if (link) this.kernel.notify(id, 'placeDown', notice)
    this.kernel.notify(0, 'placeDown', notice)
  }
}

function control(to: PlaceId, name: string, payload: unknown): Envelope {
  return { lane: 'control', kind: 'tell', from: 0, to, actor: 0, id: 0, name, payload }
}
