import { ActorOptionError } from '../errors.js'
import type { ActorRef } from '../ref.js'
import { HashRing } from './hash-ring.js'
import type { Routing } from './options.js'

/** One of the actors that a router sends to. */
export interface Routee {
  readonly ref: ActorRef
  /** Asks through this router that wait for a reply. */
  outstanding: number
}

/** Picks who gets a message. Sees every change of who is alive. */
export interface Picker {
  pick(live: readonly Routee[], name: string, payload: unknown): Routee
  changed(live: readonly Routee[]): void
}

class RoundRobin implements Picker {
  #next = 0

  pick(live: readonly Routee[]): Routee {
    this.#next %= live.length
    return live[this.#next++]!
  }

  changed(): void {}
}

/** Fewest messages waiting or asks outstanding; equals take turns. */
class LeastLoaded implements Picker {
  readonly #waiting: (ref: ActorRef) => number
  #next = 0

  constructor(waiting: (ref: ActorRef) => number) {
    this.#waiting = waiting
  }

  pick(live: readonly Routee[]): Routee {
    let best = live[0]!
    let least = Number.POSITIVE_INFINITY
    this.#next = (this.#next + 1) % live.length
    for (let i = 0; i < live.length && least > 0; i++) {
      const routee = live[(this.#next + i) % live.length]!
      const load = Math.max(routee.outstanding, this.#waiting(routee.ref))
      if (load < least) {
        least = load
        best = routee
      }
    }
    return best
  }

  changed(): void {}
}

class ConsistentHash implements Picker {
  readonly #key: (name: any, payload: any) => string | number
  #ring: HashRing<Routee> | undefined

  constructor(key: (name: any, payload: any) => string | number) {
    this.#key = key
  }

  pick(live: readonly Routee[], name: string, payload: unknown): Routee {
    this.#ring ??= new HashRing(live, ({ ref }) => ref.path)
    const key: unknown = this.#key(name, payload)
    if (typeof key !== 'string' && typeof key !== 'number')
      throw new ActorOptionError(
        'router.key',
        `expected it to give a string or a number, got a ${typeof key}`,
      )
    return this.#ring.find(String(key))!
  }

  changed(): void {
    this.#ring = undefined
  }
}

/** Undefined for `broadcast`, which picks nobody. */
export function picker(routing: Routing<any>, waiting: (ref: ActorRef) => number): Picker | undefined {
  switch (routing.strategy) {
    case 'round-robin':
      return new RoundRobin()
    case 'least-loaded':
      return new LeastLoaded(waiting)
    case 'consistent-hash':
      return new ConsistentHash(routing.key)
    case 'broadcast':
      return undefined
  }
}
