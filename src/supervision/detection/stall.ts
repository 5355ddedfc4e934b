import { Awake } from '../../awake.js'

/** What one look counts for at most; a run is polled ten times a second. */
const mostMs = 1_000

/**
 * Sees when a run has stopped moving: nothing was computed, published or applied for `limitMs`.
 *
 * The progress counters advance with work itself, at least twice a shard, so the limit needs to exceed the longest
 * shard, not the longest step.
 */
export class StallWatch {
  readonly #awake: Awake
  #progress = -1
  #still = 0

  constructor(
    readonly limitMs: number,
    now?: () => number,
  ) {
    this.#awake = new Awake(mostMs, now)
  }

  /** Takes the sum of all progress counters. Returns for how long it has stood still once that is too long, else 0. */
  look(progress: number): number {
    const passed = this.#awake.look()
    this.#still = progress === this.#progress ? this.#still + passed : 0
    this.#progress = progress
    return this.#still > this.limitMs ? this.#still : 0
  }
}
