import { checkSpan, SimulationOptionError, StalledError } from './errors.js'
import { quiescence } from './quiescence.js'

interface Entry {
  readonly due: number
  readonly order: number
  /** Undefined once it fired or was cancelled. */
  fn: (() => void) | undefined
}

const before = (a: Entry, b: Entry) => a.due < b.due || (a.due === b.due && a.order < b.order)

/**
 * A clock that stands still until told to move. What falls due fires in order of time, then of scheduling; and
 * between any two entries everything runs out that takes no time (see quiescence.ts), so that a program which
 * waits for nothing but this clock and its own messages does the same in every run.
 *
 * Covers this thread only: worker threads use the real clock.
 */
export class VirtualClock {
  #now = 0
  #order = 0
  /** Binary heap; cancelled entries stay until they come up, or are the majority. */
  #entries: Entry[] = []
  #live = 0
  #pumping = false
  /** Whoever moves the clock waits for those before. */
  #last: Promise<unknown> = Promise.resolve()

  /** Virtual milliseconds since the clock was made. */
  now(): number {
    return this.#now
  }

  /** Number of timers that wait, and of simulated messages on their way. */
  get pending(): number {
    return this.#live
  }

  /**
   * Runs `fn` once, `delayMs` from now; the result cancels it.
   *
   * @throws SimulationOptionError
   */
  schedule(delayMs: number, fn: () => void): () => void {
    if (typeof delayMs !== 'number' || Number.isNaN(delayMs) || typeof fn !== 'function')
      throw new SimulationOptionError('schedule', 'expected milliseconds and a function')
    const entry: Entry = { due: this.#now + Math.max(0, delayMs), order: this.#order++, fn }
    this.#live++
    this.#insert(entry)
    return () => {
      if (!entry.fn) return
      entry.fn = undefined
      this.#live--
      if (this.#entries.length > 64 && this.#live * 2 < this.#entries.length) this.#sweep()
    }
  }

  /** Like schedule, but what is due now happens without anybody moving the clock: messages without latency. */
  arrive(delayMs: number, fn: () => void): void {
    this.schedule(delayMs, fn)
    if (delayMs > 0 || this.#pumping) return
    this.#pumping = true
    void this.#exclusively(async () => {
      this.#pumping = false
      await this.#run(this.#now)
    })
  }

  /**
   * Moves on by `ms`, firing what falls due. Rejects with what a timer's callback throws.
   *
   * @throws SimulationOptionError for what would turn it back, or is no time
   */
  async advance(ms: number): Promise<void> {
    checkSpan(ms, 'advance')
    return this.#exclusively(async () => {
      const end = this.#now + ms
      await this.#run(end)
      this.#now = end
    })
  }

  /**
   * Moves on from entry to entry until none is left, but by `withinMs` (default 60,000) at most: periodic timers
   * never end.
   *
   * @returns whether nothing is left
   */
  async runUntilIdle(withinMs = 60_000): Promise<boolean> {
    checkSpan(withinMs, 'withinMs')
    return this.#exclusively(async () => {
      await this.#run(this.#now + withinMs)
      return this.#live === 0
    })
  }

  /**
   * Moves on until the promise has settled, by `withinMs` (default 600,000) at most, and settles like it.
   *
   * @throws StalledError when the promise doesn't settle by then, or can't by this clock; SimulationOptionError
   */
  async until<T>(promise: PromiseLike<T>, withinMs = 600_000, what = 'what was waited for'): Promise<T> {
    checkSpan(withinMs, 'withinMs')
    if (typeof promise?.then !== 'function') throw new SimulationOptionError('until', 'expected a promise')
    let settled = false
    const settle = () => {
      settled = true
    }
    promise.then(settle, settle)
    const end = this.#now + withinMs
    // One step at a time, because what runs meanwhile may move the clock too.
    for (let moved = true; moved && !settled; ) {
      moved = await this.#exclusively(() => this.#step(end, () => settled))
    }
    if (settled) return promise
    if (this.#live > 0) this.#now = Math.max(this.#now, end)
    throw new StalledError(what, this.#now, this.#live)
  }

  #exclusively<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work)
    this.#last = mine.catch(() => {})
    return mine
  }

  async #run(end: number): Promise<void> {
    while (await this.#step(end));
  }

  /** Lets everything run out, then fires the next entry; false when there is none by `end`, or `enough`. */
  async #step(end: number, enough?: () => boolean): Promise<boolean> {
    await quiescence()
    if (enough?.()) return false
    const next = this.#next()
    if (!next || next.due > end) return false
    this.#shift()
    this.#live--
    this.#now = Math.max(this.#now, next.due)
    const { fn } = next
    next.fn = undefined
    fn!()
    return true
  }

  #next(): Entry | undefined {
    for (let first = this.#entries[0]; first; first = this.#entries[0]) {
      if (first.fn) return first
      this.#shift()
    }
    return undefined
  }

  #insert(entry: Entry): void {
    const heap = this.#entries
    let at = heap.length
    heap.push(entry)
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (before(heap[parent]!, entry)) break
      heap[at] = heap[parent]!
      at = parent
    }
    heap[at] = entry
  }

  /** Removes the first entry. */
  #shift(): void {
    const heap = this.#entries
    const entry = heap.pop()!
    if (heap.length === 0) return
    let at = 0
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++
      if (before(entry, heap[child]!)) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = entry
  }

  #sweep(): void {
    const live = this.#entries.filter((entry) => entry.fn)
    this.#entries = []
    for (const entry of live) this.#insert(entry)
  }
}
