/** What holds records that its reader can't see yet. */
export interface Flushable {
  flush(): void
}

/**
 * Publishes what the current turn wrote when the turn ends: many records, one store. One per thread; a thread that
 * leaves flushes before it goes.
 */
export class Flusher {
  #dirty: Flushable[] = []

  add(lane: Flushable): void {
    this.#dirty.push(lane)
    if (this.#dirty.length === 1) queueMicrotask(this.flush)
  }

  readonly flush = (): void => {
    const dirty = this.#dirty
    if (dirty.length === 0) return
    this.#dirty = []
    for (const lane of dirty) lane.flush()
  }
}
