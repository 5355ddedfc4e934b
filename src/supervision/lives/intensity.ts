/**
 * How often something may be restarted: at most `restarts` times within any `withinMs`.
 *
 * A sliding window, as in Erlang's supervisors: it lets a run of weeks survive many separate faults, and stops a
 * crash loop after a few seconds.
 */
export class RestartIntensity {
  #times: number[] = []

  constructor(
    readonly restarts: number,
    readonly withinMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Spends one restart. False when the budget of the window is used up; nothing is spent then. */
  spend(): boolean {
    const since = this.now() - this.withinMs
    this.#times = this.#times.filter((time) => time > since)
    if (this.#times.length >= this.restarts) return false
    this.#times.push(this.now())
    return true
  }
}
