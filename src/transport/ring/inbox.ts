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

/**
 * All lanes that lead to one place. Sleeps when they are empty, and is woken by its doorbell; while there is
 * something to read it takes a turn in every round of the event loop, so that a flood keeps nothing else out.
 */
export class Inbox {
  readonly #native: Doorbells
  readonly #doorbell: number
  #lanes: LaneReader[] = []
  /** The lane that was read first last time. */
  #first = 0
  #pending: NodeJS.Immediate | undefined
  #closed = false

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
    if (this.#pending === undefined && !this.#closed) this.#turn()
  }

  #schedule(): void {
    if (!this.#closed) this.#pending ??= setImmediate(this.#turn)
  }

  readonly #turn = (): void => {
    this.#pending = undefined
    let read = 0
    try {
      const lanes = this.#lanes
      for (const lane of lanes) read += lane.readControl(budget)
      for (let i = 0; i < lanes.length && read < budget; i++) {
        read += lanes[(this.#first + i) % lanes.length]!.readUser(budget - read)
      }
      this.#first++
    } catch (error) {
      this.#schedule()
      throw error
    }
    // Only a round that found nothing ends in sleep: in a busy thread senders spare the bell.
    if (read > 0 || !this.#sleep()) this.#schedule()
  }

  /** False when something came while it lay down. */
  #sleep(): boolean {
    for (const [i, lane] of this.#lanes.entries()) {
      if (lane.block()) continue
      for (const other of this.#lanes.slice(0, i)) other.unblock()
      return false
    }
    return true
  }
}
