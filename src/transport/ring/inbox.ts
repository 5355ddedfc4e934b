import type { LaneReader } from './lane-reader.js'

/** What core.node does for rings. */
export interface Doorbells {
  /** A number, or 0 when the process has no more. Keeps the event loop alive until told otherwise. */
  doorbellOpen(callback: () => void): number
  doorbellRing(doorbell: number): boolean
  doorbellHold(doorbell: number, alive: boolean): void
  doorbellClose(doorbell: number): void
  /** How many are open in the process. */
  doorbellCount(): number
}

/** Records read before handlers, timers and I/O get their turn. */
const budget = 256
/** How long empty lanes are watched before the thread sleeps: about what sleeping and being woken would cost. */
const watchMs = 0.03
/** Looks at every lane between two looks at the clock. */
const looks = 16
/** After this many sleeps at most watching is tried again, though it was in vain. */
const mostSkipped = 4096

/**
 * All lanes that lead to one place. Sleeps when they are empty, and is woken by its doorbell; while there is
 * something to read it takes a turn in every round of the event loop, so that a flood keeps nothing else out.
 *
 * A thread that was woken right after it fell asleep watches its lanes for a moment before it sleeps next time:
 * whoever answers its asks, or keeps it supplied, then needs no bell, which would cost both more than the watch.
 * Where watching is in vain, as with rare mail or more threads than cores, it is tried ever more rarely.
 */
export class Inbox {
  readonly #native: Doorbells
  readonly #doorbell: number
  #lanes: LaneReader[] = []
  /** The lane that was read first last time. */
  #first = 0
  #pending: NodeJS.Immediate | undefined
  #closed = false
  /** Whether to watch the lanes next time, before sleep. */
  #alert = false
  /** Short sleeps until watching is tried again, now and after its next failure. */
  #skip = 0
  #skipNext = 1
  #asleepAt = 0

  /** @param hold whether waiting for envelopes keeps the thread alive */
  constructor(native: Doorbells, hold: boolean) {
    this.#native = native
    this.#doorbell = native.doorbellOpen(this.#wake)
    if (this.#doorbell === 0) throw new RangeError('no more than 4096 threads and systems in one process')
    if (!hold) native.doorbellHold(this.#doorbell, false)
  }

  get size(): number {
    return this.#lanes.length
  }

  add(lane: LaneReader): void {
    lane.answerAt(this.#doorbell)
    this.#lanes.push(lane)
    // Something may be in it already, from before it had a doorbell to ring.
    this.#schedule()
  }

  remove(lane: LaneReader): void {
    this.#lanes = this.#lanes.filter((other) => other !== lane)
    lane.close()
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    clearImmediate(this.#pending)
    for (const lane of this.#lanes) lane.close()
    this.#lanes = []
    this.#native.doorbellClose(this.#doorbell)
  }

  readonly #wake = (): void => {
    // A turn that is scheduled reads what the bell was rung for.
    if (this.#pending !== undefined || this.#closed) return
    if (performance.now() - this.#asleepAt < watchMs) this.#alert = --this.#skip <= 0
    this.#turn()
  }

  #schedule(): void {
    if (!this.#closed) this.#pending ??= setImmediate(this.#turn)
  }

  readonly #turn = (): void => {
    this.#pending = undefined
    try {
      // Only a round that found nothing ends in sleep: in a busy thread senders spare the bell.
      if (this.#read() > 0 || (this.#watch() && this.#read() > 0) || !this.#sleep()) this.#schedule()
    } catch (error) {
      this.#schedule()
      throw error
    }
  }

  #read(): number {
    const lanes = this.#lanes
    let read = 0
    for (const lane of lanes) read += lane.readControl(budget)
    for (let i = 0; i < lanes.length && read < budget; i++) {
      read += lanes[(this.#first + i) % lanes.length]!.readUser(budget - read)
    }
    this.#first++
    return read
  }

  /** Waits a moment for something to read, if that paid lately. What this thread wrote is published by now. */
  #watch(): boolean {
    if (!this.#alert) return false
    const end = performance.now() + watchMs
    do {
      for (let i = 0; i < looks; i++) {
        for (const lane of this.#lanes) {
          if (lane.empty) continue
          this.#skipNext = 1
          return true
        }
      }
    } while (performance.now() < end)
    this.#alert = false
    this.#skip = this.#skipNext
    this.#skipNext = Math.min(mostSkipped, this.#skipNext * 4)
    return false
  }

  /** False when something came while it lay down. */
  #sleep(): boolean {
    for (const [i, lane] of this.#lanes.entries()) {
      if (lane.block()) continue
      for (const other of this.#lanes.slice(0, i)) other.unblock()
      return false
    }
    this.#asleepAt = performance.now()
    return true
  }
}
