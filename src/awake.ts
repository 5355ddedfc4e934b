/**
 * Time as it counts against somebody who is waited for. A process that is stopped (Ctrl-Z, a debugger, a virtual machine
 * that is moved) looks late, and finds that nothing has moved in all that time: of it only `mostMs` count.
 */
export class Awake {
  #last: number

  /** @param mostMs what one look counts for at most: some times the interval at which is looked */
  constructor(
    private readonly mostMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#last = now()
  }

  /** Milliseconds since the last look, or since the beginning. */
  look(): number {
    const now = this.now()
    const passed = Math.min(now - this.#last, this.mostMs)
    this.#last = now
    return passed
  }
}
