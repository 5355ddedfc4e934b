import type { PlaceId } from '../../transport/whereabouts.js'

const slots = 1 << 16
const slotWords = 3
/** A table that is nearly full is searched no further than this. */
const probes = 256
const generations = 1 << 15

/** What a slot's words mean; the word before the first slot is the cursor. */
const count = 0
/** 0: free; otherwise 1 + the place whose end frees it. */
const owner = 1
const generation = 2

/**
 * The gauges of a system: per actor one shared word that counts the user messages which wait in its mailbox or
 * are on their way from other threads. Every place gets the table with its welcome; a ref names a slot by
 * number, so that it stays plain data.
 *
 *     | cursor | count, owner, generation | count, owner, generation | …        Int32 each, 65,536 slots
 *
 * A gauge's number is `generation << 16 | slot`. A slot is given out again only when the cursor, which moves on
 * by one with every gauge, has gone round the table; then the generation tells messages that still count for
 * the old actor from those for the new one. Between that check and the count lies a window in which a slot
 * could change hands only if all 65,536 were given out meanwhile, and it would cost the new actor one place.
 */
export class Gauges {
  readonly buffer: SharedArrayBuffer
  readonly #words: Int32Array

  /** @param buffer the table of another place of this system; without it a new one is made */
  constructor(buffer = new SharedArrayBuffer(4 * (1 + slots * slotWords))) {
    this.buffer = buffer
    this.#words = new Int32Array(buffer)
  }

  /** A gauge at `start`, or undefined when the table is full: then nobody counts, and `offer` says true. */
  allocate(place: PlaceId, start = 0): number | undefined {
    for (let i = 0; i < probes; i++) {
      const slot = Atomics.add(this.#words, 0, 1) & (slots - 1)
      const at = 1 + slot * slotWords
      if (Atomics.load(this.#words, at + owner) !== 0) continue
      if (Atomics.compareExchange(this.#words, at + owner, 0, place + 1) !== 0) continue
      const next = (Atomics.load(this.#words, at + generation) + 1) % generations
      Atomics.store(this.#words, at + count, start)
      Atomics.store(this.#words, at + generation, next)
      return next * slots + slot
    }
    return undefined
  }

  add(gauge: number, by: number): void {
    const at = this.#find(gauge)
    if (at !== 0) Atomics.add(this.#words, at + count, by)
  }

  /** Messages counted; 0 for a gauge that was released. */
  read(gauge: number): number {
    const at = this.#find(gauge)
    return at === 0 ? 0 : Atomics.load(this.#words, at + count)
  }

  /** What waited was lost with its thread. */
  reset(gauge: number): void {
    const at = this.#find(gauge)
    if (at !== 0) Atomics.store(this.#words, at + count, 0)
  }

  /** The actor is dead: its slot may be given out again. The count stays, full to whoever saw it full. */
  release(gauge: number): void {
    const at = this.#find(gauge)
    if (at !== 0) Atomics.store(this.#words, at + owner, 0)
  }

  /** Releases what a place that ended can't release any more. */
  releaseAll(place: PlaceId): void {
    for (let at = 1 + owner; at < this.#words.length; at += slotWords) {
      if (Atomics.load(this.#words, at) === place + 1) Atomics.compareExchange(this.#words, at, place + 1, 0)
    }
  }

  /** Where the gauge's words begin, or 0 when its slot has another generation by now. */
  #find(gauge: number): number {
    const at = 1 + (gauge & (slots - 1)) * slotWords
    return Atomics.load(this.#words, at + generation) === gauge >>> 16 ? at : 0
  }
}
