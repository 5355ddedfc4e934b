/** Places that a worker which died or hung was writing to, until nobody can read or write them any more. */
interface Quarantined {
  readonly places: number[]
  /** Once this step was filled by others, the old contents are committed and unread. */
  readonly untilStep: number
  exited: boolean
}

/**
 * Which buffer each (step mod depth, shard) uses, and the spare ones.
 *
 * A worker that timed out may still write, so its buffers wait for its thread's exit; and a batch that it had
 * published is read until its step is committed, so they also wait until the ring came round (exact-step §3).
 */
export class Places {
  readonly #current: number[]
  #spare: number[]
  #quarantine: Quarantined[] = []

  constructor(
    readonly depth: number,
    readonly shards: number,
    count: number,
  ) {
    this.#current = Array.from({ length: depth * shards }, (_, i) => i)
    this.#spare = Array.from({ length: count - depth * shards }, (_, i) => depth * shards + i)
  }

  /** Places for the batches from (step, shard) on, up to step `end`, in order. */
  of(step: number, shard: number, end: number): number[] {
    const places: number[] = []
    for (let t = step; t < end; t++) {
      for (let s = t === step ? shard : 0; s < this.shards; s++) {
        places.push(this.#current[(t % this.depth) * this.shards + s]!)
      }
    }
    return places
  }

  /**
   * Gives the same batches fresh places; the old ones are quarantined until `exit` settled and the ring came
   * round. False when the spares don't suffice.
   */
  replace(step: number, shard: number, end: number, exit: Promise<void>): boolean {
    const old = this.of(step, shard, end)
    if (old.length > this.#spare.length) return false
    const entry: Quarantined = { places: old, untilStep: end + this.depth, exited: false }
    this.#quarantine.push(entry)
    void exit.then(() => {
      entry.exited = true
    })
    let at = 0
    const fresh = this.#spare.splice(0, old.length)
    for (let t = step; t < end; t++) {
      for (let s = t === step ? shard : 0; s < this.shards; s++) {
        this.#current[(t % this.depth) * this.shards + s] = fresh[at++]!
      }
    }
    return true
  }

  /** Tells that the batches of `step` were filled; frees what nobody can touch any more. */
  filled(step: number): void {
    const free = (entry: Quarantined) => entry.exited && step >= entry.untilStep
    this.#spare.push(...this.#quarantine.filter(free).flatMap((entry) => entry.places))
    this.#quarantine = this.#quarantine.filter((entry) => !free(entry))
  }
}
