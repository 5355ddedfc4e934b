import type { ResourceLimits } from 'node:worker_threads'
import type { Envelope } from '../../transport/envelope.js'
import type { Exit, Transport } from '../../transport/transport.js'
import { type PlaceId, whereabouts } from '../../transport/whereabouts.js'
import { ActorDownError } from '../errors.js'
import type { KnownPlace } from '../observe/inspect.js'
import type { Observer } from '../observe/observer.js'
import type { Death } from '../watch/death.js'
import type { Gauges } from './gauges.js'
import type { Kernel } from './kernel.js'
import { OpenPlace } from './open-place.js'
import { placeProgram } from './program.js'
import type { PlaceEnvironment, Welcome } from './welcome.js'

/** The main thread's switchboard, as far as threads need it. */
export interface PlacesHub {
  readonly kernel: Kernel
  readonly observer: Observer
  /** Takes in what a thread sends. */
  receive(envelope: Envelope): void
  /** A thread ended: everybody is to know. Without `final` it may be started again. */
  gone(place: OpenPlace, death: Death, final: boolean): void
}

/** How long a thread whose first actor ended may take to leave by itself (its own timers keep it alive). */
const leaveMs = 1000

/** The threads of this node: opens them, starts them again, and ends them. Main thread only. */
export class Places {
  readonly #hub: PlacesHub
  readonly #transport: Transport
  readonly #environment: PlaceEnvironment
  readonly #gauges: Gauges
  readonly #places = new Map<PlaceId, OpenPlace>()
  #next = 1

  constructor(hub: PlacesHub, transport: Transport, environment: PlaceEnvironment, gauges: Gauges) {
    this.#hub = hub
    this.#transport = transport
    this.#environment = environment
    this.#gauges = gauges
  }

  get(id: PlaceId): OpenPlace | undefined {
    return this.#places.get(id)
  }

  all(): Iterable<OpenPlace> {
    return this.#places.values()
  }

  /** All places but the main thread, for whoever looks at them. */
  known(): KnownPlace[] {
    return [...this.#places.values()].map(({ id, name, link, listening }) => ({
      id,
      name,
      state: !link ? 'ended' : listening ? 'ok' : 'starting',
    }))
  }

  /** True for a place between two lives, and for one that is gone. */
  isDown(id: PlaceId): boolean {
    return !this.#places.get(id)?.listening
  }

  // --- starting ---

  /** @throws what says that a thread can't be had, as with wrong resourceLimits */
  open(owner: PlaceId, { name, resourceLimits }: { name: string; resourceLimits?: ResourceLimits }): PlaceId {
    const place = new OpenPlace(this.#next++, owner, name, resourceLimits)
    this.#start(place)
    this.#places.set(place.id, place)
    return place.id
  }

  /** The next life of a place whose thread ended. */
  reopen(id: PlaceId): void {
    const place = this.#places.get(id)
    if (!place || place.link || place.final) throw new ActorDownError(place?.name ?? `place ${id}`, 'stopped')
    this.#start(place)
  }

  #start(place: OpenPlace): void {
    const { kernel, observer } = this.#hub
    const here = whereabouts(kernel.here.node, place.id)
    const link = this.#transport.open({
      module: placeProgram,
      name: place.name,
      here,
      environment: this.#environment,
      ...(place.resourceLimits ? { resourceLimits: place.resourceLimits } : {}),
    })
    place.link = link
    link.connection.codec = kernel.codec
    link.connection.receive((envelope) => this.#hub.receive(envelope))
    const welcome: Welcome = {
      life: place.lives++,
      gauges: this.#gauges.buffer,
      observed: observer.opened(place.id),
    }
    link.connection.send({
      lane: 'control',
      kind: 'tell',
      from: kernel.here,
      to: here,
      actor: 0,
      id: 0,
      name: 'welcome',
      payload: welcome,
      transfer: undefined,
    })
    void link.exit.then((exit) => {
      if (place.link === link) this.#exited(place, exit)
    })
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

  // --- ending ---

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
    const { final } = place
    return new Promise((resolve) => {
      place.waiting.push(resolve)
      if (place.link) place.link.kill()
      else this.#hub.gone(place, final, true)
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

  /**
   * Gives up those places that were to end and whose threads do not within `withinMs`: for everybody else they are
   * gone. Resolves to their names; nothing removes such a thread but the end of the process.
   */
  async abandon(withinMs: number): Promise<string[]> {
    const dying = [...this.#places.values()].filter(({ final, link }) => final !== undefined && link)
    if (dying.length === 0) return []
    const ended = Promise.all(dying.map(({ link }) => link!.exit)).then(() => {})
    await new Promise<void>((resolve) => {
      const cancel = this.#environment.clock.schedule(withinMs, resolve)
      void ended.then(() => {
        cancel()
        resolve()
      })
    })
    const hanging = dying.filter(({ link }) => link !== undefined)
    for (const place of hanging) this.#exited(place, { code: 1, killed: true })
    return hanging.map(({ name }) => name)
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
    this.#hub.observer.closed(place.id)
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
    this.#hub.gone(place, place.final ?? death, place.final !== undefined)
  }

  /** It will not be started again. */
  forget(place: OpenPlace, death: Death): void {
    this.#places.delete(place.id)
    for (const resolve of place.waiting) resolve()
    const error = ActorDownError.after(place.name, death)
    for (const ready of place.ready.splice(0)) ready(error)
  }
}
