import type { Clock } from '../clock.js'

/** Something that is to be told when its time is over. */
export interface Dated {
  /** Time of the clock, in milliseconds. */
  readonly due: number
  /** Settled some other way: its deadline no longer counts. */
  readonly done: boolean
  expire(): void
}

/**
 * The deadlines of many things behind one timer of the clock, which stands at the earliest of them. Thousands of asks
 * in flight would otherwise each make and cancel a timer of their own.
 *
 * A binary heap by `due`. What settles early stays in it, marked as done, until the marked ones are the
 * majority: with equal timeouts, the common case, both adding and settling cost a few nanoseconds.
 */
export class Deadlines {
  readonly #clock: Clock
  #heap: Dated[] = []
  #live = 0
  #armedFor = Number.POSITIVE_INFINITY
  #cancel: (() => void) | undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  add(entry: Dated): void {
    this.#live++
    const heap = this.#heap
    let at = heap.length
    heap.push(entry)
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (heap[parent]!.due <= entry.due) break
      heap[at] = heap[parent]!
      at = parent
    }
    heap[at] = entry
    if (entry.due < this.#armedFor) this.#arm(entry.due)
  }

  /** One of the entries is done, before its time or at it. */
  settled(): void {
    this.#live--
    // A timer that waits for nothing would keep the process alive.
    if (this.#live === 0) {
      this.#heap = []
      this.#disarm()
    } else if (this.#heap.length > 64 && this.#live * 2 < this.#heap.length) this.#sweep()
  }

  #arm(due: number): void {
    this.#cancel?.()
    this.#armedFor = due
    this.#cancel = this.#clock.schedule(Math.max(0, due - this.#clock.now()), this.#fire)
  }

  #disarm(): void {
    this.#cancel?.()
    this.#cancel = undefined
    this.#armedFor = Number.POSITIVE_INFINITY
  }

  #fire = (): void => {
    this.#cancel = undefined
    this.#armedFor = Number.POSITIVE_INFINITY
    for (let first = this.#heap[0]; first; first = this.#heap[0]) {
      if (!first.done && first.due > this.#clock.now()) {
        if (first.due < this.#armedFor) this.#arm(first.due)
        return
      }
      this.#shift()
      if (!first.done) first.expire() // comes back through settled()
    }
  }

  #shift(): void {
    const last = this.#heap.pop()!
    if (this.#heap.length > 0) this.#sink(last, 0)
  }

  #sink(entry: Dated, from: number): void {
    const heap = this.#heap
    let at = from
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && heap[child + 1]!.due < heap[child]!.due) child++
      if (heap[child]!.due >= entry.due) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = entry
  }

  #sweep(): void {
    this.#heap = this.#heap.filter((entry) => !entry.done)
    for (let at = (this.#heap.length >> 1) - 1; at >= 0; at--) this.#sink(this.#heap[at]!, at)
  }
}
