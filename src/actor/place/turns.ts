/** What takes turns: an actor with mail. */
export interface Runnable {
  /** Does at most `budget` pieces of work; says how many. */
  run(budget: number): number
}

/** How many messages are handled before timers and I/O get a turn. */
const turnBudget = 1024
/** How many messages one actor handles before the next ready one. */
const runBudget = 64

/** The actors of one thread that have work, in the order in which they got it. */
export class Turns {
  /** The ones before #head are done. Array.shift would be linear in its length. */
  #ready: Runnable[] = []
  #head = 0
  #pending = false

  add(runnable: Runnable): void {
    this.#ready.push(runnable)
    if (this.#pending) return
    this.#pending = true
    queueMicrotask(this.#turn)
  }

  #turn = (): void => {
    let budget = turnBudget
    while (this.#head < this.#ready.length) {
      if (budget <= 0) {
        setImmediate(this.#turn)
        return
      }
      budget -= 1 + this.#ready[this.#head++]!.run(runBudget)
    }
    this.#ready = []
    this.#head = 0
    this.#pending = false
  }
}
