import { checkOptions } from '../callbacks.js'
import { checkDelay } from '../options.js'
import type { Pools } from './pools.js'

/**
 * Threads that many actors share: `placement: { pool }` puts an actor into the one with the fewest. Sent in a
 * message it arrives as plain data that still names the pool, so actors in any thread can place theirs in it.
 */
export class Pool implements AsyncDisposable {
  readonly name: string
  readonly #pools: Pools

  /** @internal */
  constructor(pools: Pools, name: string) {
    this.#pools = pools
    this.name = name
  }

  /** How many actors each living thread has now. */
  load(): Promise<number[]> {
    return this.#pools.load(this.name)
  }

  /**
   * Takes no more actors, stops those it has, each within `graceMs` (default 5000), and ends its threads.
   * Actors that their parents would restart end too. Safe to call twice.
   */
  async close(options?: { graceMs?: number }): Promise<void> {
    const { graceMs = 5000 } = checkOptions(options, 'close', ['graceMs'])
    return this.#pools.close(this.name, checkDelay(graceMs, 'close.graceMs'))
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
