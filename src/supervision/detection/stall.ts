/**
 * Sees when a run has stopped moving: nothing was computed, published or applied for `limitMs`.
 *
 * The progress counters advance with work itself, at least twice a shard, so the limit needs to exceed the longest
 * shard, not the longest step.
 */
export class StallWatch {
  #progress = -1
  #since: number

  constructor(
    readonly limitMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#since = now()
  }

  /** Takes the sum of all progress counters. Returns for how long it has stood still once that is too long, else 0. */
  look(progress: number): number {
    if (progress !== this.#progress) {
      this.#progress = progress
      this.#since = this.now()
    }
    const still = this.now() - this.#since
    return still > this.limitMs ? still : 0
  }
}
