import type { PlaceId } from '../../transport/whereabouts.js'
import type { Located } from '../cell/resident.js'
import { type CrewOwner, spawnCrew } from '../children/crew.js'
import { stop } from '../children/stopping.js'
import type { RestartPolicy } from '../children/supervision.js'
import { NameTakenError } from '../errors.js'
import type { SpawnOptions } from '../options.js'
import type { Kernel } from '../place/kernel.js'
import type { ActorRef } from '../ref.js'
import { localDevices } from './devices.js'
import { PoolClosedError, UnknownDeviceError } from './errors.js'
import host from './host.js'
import type { CheckedPool } from './options.js'
import type { Seating, SeatRequest } from './seating.js'

interface Threads {
  /** Its first actors, one a thread; a thread that is gone for good is left out. */
  hosts: readonly ActorRef[]
  closed: boolean
}

/** A crash loop of one thread must not go on for ever, nor one bad minute cost a pool its threads. */
const defaultPolicy: RestartPolicy = {
  maxRestarts: 10,
  withinMs: 60_000,
  backoff: { minMs: 10, maxMs: 1000, jitter: 0.2 },
}

/** The pools of a system and its device threads, by name. Main thread only. */
export class Pools {
  readonly #kernel: Kernel
  readonly #seating: Seating
  /** Parent of the threads' first actors. It outlives the actors that people spawn. */
  readonly #owner: CrewOwner
  /** True while a thread is between two lives. */
  readonly #isDown: (place: PlaceId) => boolean
  readonly #pools = new Map<string, Promise<Threads>>()
  /** Found out with the first actor that is placed on one. */
  #devices: readonly string[] | undefined

  /** @param devices those that there are */
  constructor(
    kernel: Kernel,
    seating: Seating,
    owner: CrewOwner,
    devices: readonly string[] | undefined,
    isDown: (place: PlaceId) => boolean,
  ) {
    this.#devices = devices
    this.#kernel = kernel
    this.#seating = seating
    this.#owner = owner
    this.#isDown = isDown
  }

  /** @throws NameTakenError, or what says that a thread can't be had */
  open(options: CheckedPool, device?: string): Promise<Threads> {
    const { name } = options
    if (this.#pools.has(name)) return Promise.reject(new NameTakenError(`pool '${name}'`))
    const opening = this.#open(options, device)
    this.#pools.set(name, opening)
    opening.catch(() => this.#pools.delete(name))
    return opening
  }

  async #open(
    { name, threads: size, supervise, resourceLimits }: CheckedPool,
    device: string | undefined,
  ): Promise<Threads> {
    const options: SpawnOptions = {
      placement: 'thread',
      supervise: { strategy: 'one-for-one', ...defaultPolicy, ...supervise },
      ...(resourceLimits ? { resourceLimits } : {}),
    }
    const hosts = await spawnCrew(this.#owner, host, () => undefined, {
      // Names of actors have no colon, device names may.
      name: name.replaceAll(':', '.'),
      size,
      optionsOf: () => options,
    })
    const threads: Threads = { hosts, closed: false }
    for (const ref of hosts) {
      this.#seating.share(ref.address.place, device)
      this.#kernel.watches.add(ref.address, () => {
        threads.hosts = threads.hosts.filter((other) => other !== ref)
      })
    }
    return threads
  }

  /**
   * A seat in the thread with the fewest actors.
   *
   * @throws PoolClosedError, UnknownDeviceError
   */
  async seat(request: SeatRequest, path: string, parent: Located): Promise<{ place: PlaceId; uid: number }> {
    if ('device' in request) this.#checkDevice(request.device)
    const name = 'pool' in request ? request.pool : `device:${request.device}`
    const threads = await ('device' in request && !this.#pools.has(name)
      ? this.open({ name, threads: 1 }, request.device)
      : this.#pools.get(name))
    if (!threads || threads.closed || threads.hosts.length === 0) throw new PoolClosedError(name)
    let best: PlaceId | undefined
    let least = Number.POSITIVE_INFINITY
    for (const { address } of threads.hosts) {
      // Threads between two lives only if there are no others.
      const load = this.#seating.count(address.place) + (this.#isDown(address.place) ? 2 ** 40 : 0)
      if (load < least) {
        least = load
        best = address.place
      }
    }
    return { place: best!, uid: this.#seating.take(best!, path, parent) }
  }

  #checkDevice(device: string): void {
    this.#devices ??= localDevices()
    if (!this.#devices.includes(device)) throw new UnknownDeviceError(device, this.#devices)
  }

  /** Actors per living thread. */
  async load(name: string): Promise<number[]> {
    const threads = await this.#pools.get(name)
    return (threads?.hosts ?? []).map(({ address }) => this.#seating.count(address.place))
  }

  /** Takes no more actors, stops those it has, then ends the threads. Safe to call twice. */
  async close(name: string, graceMs: number): Promise<void> {
    const threads = await this.#pools.get(name)
    if (!threads || threads.closed) return
    threads.closed = true
    const { node } = this.#kernel.here
    const actors = threads.hosts.flatMap(({ address: { place } }) =>
      this.#seating.seats(place).map(({ uid, path }) => ({ node, place, uid, path, capacity: 1 })),
    )
    // One that hangs does not answer its kill either: the end of its thread ends it.
    await Promise.allSettled(actors.map((address) => stop(this.#kernel, address, graceMs)))
    await Promise.all(threads.hosts.map(({ address }) => stop(this.#kernel, address, graceMs)))
    this.#pools.delete(name)
  }
}
