import type { Clock } from '../clock.js'

/** What takes turns: an actor with mail. */
export interface Runnable {
  /** Milliseconds that its runs took. */
  spentMs: number
  /** Does at most `budget` pieces of work; says how many. */
  run(budget: number): number
}

/** How many messages are handled, and for how many milliseconds, before timers and I/O get a turn. */
const turnBudget = 1024
const turnMs = 4
/** How many messages one actor handles before the next ready one. */
const runBudget = 64
/** A run longer than this shortens the next ones, so that slow handlers don't overrun the turn by dozens. */
const longRunMs = 0.5

/**
 * The actors of one thread that have work, in the order in which they got it.
 *
 * What is spent counts on from one microtask to the next, because an actor whose async handler sends to
 * itself lives in microtasks alone. Once it is spent a marker is set for when the event loop comes round, and
 * as much again may be used until then; so a thread that was idle handles its next message at once.
 */
export class Turns {
  readonly #clock: Clock
  /** The ones before #head are done. Array.shift would be linear in its length. */
  #ready: Runnable[] = []
  #head = 0
  #pending = false
  /** The event loop has not come round since the budget was last renewed. */
  #marked = false
  #left = turnBudget
  #since: number
  #budget = runBudget

  constructor(clock: Clock) {
    this.#clock = clock
    this.#since = clock.now()
  }

  add(runnable: Runnable): void {
    this.#ready.push(runnable)
    if (this.#pending) return
    this.#pending = true
    queueMicrotask(this.#turn)
  }

  #unmark = (): void => {
    this.#marked = false
  }

  #renew(now: number): void {
    this.#left = turnBudget
    this.#since = now
  }

  /** In a task of its own: timers and I/O had their chance. */
  #freshTurn = (): void => {
    this.#renew(this.#clock.now())
    // Actors that always have work never let the list run empty.
    if (this.#head * 2 > this.#ready.length) {
      this.#ready.splice(0, this.#head)
      this.#head = 0
    }
    this.#turn()
  }

  #turn = (): void => {
    let finished = false
    try {
      let before = this.#clock.now()
      while (this.#head < this.#ready.length) {
        if (this.#left <= 0 || before - this.#since >= turnMs) {
          if (this.#marked) return
          this.#marked = true
          setImmediate(this.#unmark)
          this.#renew(before)
        }
        const runnable = this.#ready[this.#head++]!
        this.#left -= 1 + runnable.run(this.#budget)
        const now = this.#clock.now()
        runnable.spentMs += now - before
        this.#budget =
          now - before > longRunMs ? Math.max(1, this.#budget >> 2) : Math.min(runBudget, this.#budget * 2)
        before = now
      }
      finished = true
      this.#ready.length = 0
      this.#head = 0
      this.#pending = false
    } finally {
      // Also when a hook of the program threw: the other actors keep their turn.
      if (!finished) setImmediate(this.#freshTurn)
    }
  }
}
