/** Time as the runtime sees it; injected, so that a simulator can own it. */
export interface Clock {
  /** Milliseconds since some fixed start; never goes back. */
  now(): number
  /** Runs `fn` once, `delayMs` from now; the result cancels it. */
  schedule(delayMs: number, fn: () => void): () => void
}

/** setTimeout's own limit; longer delays would fire at once. */
export const maxDelayMs = 2 ** 31 - 1

/** The real clock. Its pending timers keep the process alive, as a running system should. */
export const systemClock: Clock = {
  now: () => performance.now(),
  schedule: (delayMs, fn) => {
    const timer = setTimeout(fn, Math.min(delayMs, maxDelayMs))
    return () => clearTimeout(timer)
  },
}

interface Entry {
  readonly due: number
  readonly order: number
  readonly fn: () => void
}

/** A clock that stands still until told to move. Covers this thread only: worker threads use the real one. */
export class VirtualClock implements Clock {
  #now = 0
  #order = 0
  #entries = new Set<Entry>()

  now(): number {
    return this.#now
  }

  /** Number of timers that wait. */
  get pending(): number {
    return this.#entries.size
  }

  schedule(delayMs: number, fn: () => void): () => void {
    const entry = { due: this.#now + Math.max(0, delayMs), order: this.#order++, fn }
    this.#entries.add(entry)
    return () => this.#entries.delete(entry)
  }

  /**
   * Moves on by `ms`, firing what falls due in order of time, then of scheduling. Between any two timers all
   * messages that are on their way within this thread are handled.
   */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms
    await settle()
    for (;;) {
      let next: Entry | undefined
      for (const e of this.#entries) {
        if (e.due > end) continue
        if (!next || e.due < next.due || (e.due === next.due && e.order < next.order)) next = e
      }
      if (!next) break
      this.#entries.delete(next)
      this.#now = Math.max(this.#now, next.due)
      next.fn()
      await settle()
    }
    this.#now = end
  }
}

/** Lets queued microtasks and the runtime's own yields (setImmediate) run out. */
async function settle(): Promise<void> {
  for (let i = 0; i < 4; i++) await new Promise<void>((resolve) => setImmediate(resolve))
}
