import { type PlaceId, whereabouts } from '../../transport/whereabouts.js'
import { AskTimeoutError, ThreadHungError } from '../errors.js'
import type { Sight } from '../observe/monitor.js'
import type { Kernel } from './kernel.js'

/** What the main thread's switchboard does for this. */
export interface ReliefHub {
  readonly kernel: Kernel
  /** The path of a living place's first actor. */
  nameOf(place: PlaceId): string | undefined
  sight(place: PlaceId): Sight | undefined
  cut(place: PlaceId, why: Error): Promise<void>
}

/**
 * Frees the actors of a thread from one among them that does not yield: the thread is terminated when it gives
 * no sign of life, and its actors are left to their supervision.
 */
export class Relief {
  readonly #hub: ReliefHub
  readonly #checks = new Map<PlaceId, Promise<void>>()

  constructor(hub: ReliefHub) {
    this.#hub = hub
  }

  /** Settles when the thread answered, or is gone. Many kills in one thread share the first one's deadline. */
  check(place: PlaceId, withinMs: number): Promise<void> {
    const path = this.#hub.nameOf(place)
    if (path === undefined) return Promise.resolve()
    let check = this.#checks.get(place)
    if (!check) {
      check = this.#check(place, path, withinMs).finally(() => this.#checks.delete(place))
      this.#checks.set(place, check)
    }
    return check
  }

  async #check(place: PlaceId, path: string, withinMs: number): Promise<void> {
    const { kernel, cut, sight } = this.#hub
    try {
      const at = whereabouts(kernel.here.node, place)
      await kernel.request(at, 'inspect', { limit: 0 }, { timeoutMs: withinMs })
    } catch (error) {
      // Any other error means that the thread ended meanwhile.
      if (!(error instanceof AskTimeoutError)) return
      await cut(place, new ThreadHungError(path, withinMs, sight(place)?.running))
    }
  }
}
