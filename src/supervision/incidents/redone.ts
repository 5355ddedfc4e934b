/**
 * What new attempts had to compute again. It is counted where shards are computed, under the number of the attempt that
 * did it; so an incident's share is what that counter rose by until the next step used the same number.
 */
export class Redone {
  /** By number of the attempt: where the counter stood when the next step came to use it. */
  readonly #last = new Map<number, { until: number | undefined }>()

  /** @param count shards that attempts of a number began again, over all steps so far */
  constructor(private readonly count: (attempt: number) => number) {}

  /**
   * A counter for the shards that the attempt of this number, which begins now, computes again.
   *
   * @param from what was counted for that number before
   */
  begun(attempt: number, from = this.count(attempt)): () => number {
    const before = this.#last.get(attempt)
    if (before !== undefined) before.until = from
    const mine = { until: undefined as number | undefined }
    this.#last.set(attempt, mine)
    return () => (mine.until ?? this.count(attempt)) - from
  }
}
