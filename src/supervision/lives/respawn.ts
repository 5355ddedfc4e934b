/** Failures are remembered for a minute. */
const withinMs = 60_000
const firstDelayMs = 100
const longestDelayMs = 5_000
/** So many lives in a row that published nothing speak against the device. */
const mostBarren = 3

/** How an agent's failures in the last minute decide over its next life. */
export class Respawn {
  #times: number[] = []
  #barren = 0
  #published = -1

  constructor(private readonly now: () => number) {}

  /**
   * A life has failed. The delay of the next one in milliseconds: none for the first in a minute, then 100 ms, doubled
   * each time; or that there should be none, because one life after the other ended before it had published anything.
   *
   * @param published shards that the agent has published in all its lives
   */
  failed(published: number): { delayMs: number; hopeless: boolean } {
    const since = this.now() - withinMs
    this.#times = [...this.#times.filter((time) => time > since), this.now()]
    this.#barren = published === this.#published ? this.#barren + 1 : 0
    this.#published = published
    const again = this.#times.length - 1
    const delayMs = again === 0 ? 0 : Math.min(longestDelayMs, firstDelayMs * 2 ** (again - 1))
    return { delayMs, hopeless: this.#barren >= mostBarren }
  }
}
