/** How quickly silence becomes suspicious. Milliseconds, except `threshold` and `samples`. */
export interface HeartbeatOptions {
  /** A beat is sent this often. Default 500. */
  readonly everyMs: number
  /**
   * The peer counts as lost at this phi: 8 means that a living peer would be silent for so long once in 10⁸
   * times, going by its beats so far. Default 8.
   */
  readonly threshold: number
  /** The mean distance of beats that is assumed before any was measured. Default 500. */
  readonly firstEstimateMs: number
  /** Beats are never taken for more regular than this standard deviation. Default 100. */
  readonly minStdMs: number
  /** Silence that is forgiven on top: garbage collection, a handler that blocks its thread. Default 2000. */
  readonly acceptablePauseMs: number
  /** How many of the latest distances are remembered. Default 100. */
  readonly samples: number
}

export const defaultHeartbeat: HeartbeatOptions = {
  everyMs: 500,
  threshold: 8,
  firstEstimateMs: 500,
  minStdMs: 100,
  acceptablePauseMs: 2000,
  samples: 100,
}

/**
 * The phi-accrual failure detector (Hayashibara and others, 2004): from the distances of past beats it says
 * how unlikely the present silence is, as `-log10` of its probability. Distances are taken as normal, with
 * the logistic approximation of the tail that Akka uses.
 */
export class Suspicion {
  readonly #options: HeartbeatOptions
  /** A circle of distances, with their running sums. */
  readonly #distances: number[] = []
  #next = 0
  #sum = 0
  #squares = 0
  #lastBeat: number
  #lastSign: number

  constructor(options: HeartbeatOptions, now: number) {
    this.#options = options
    this.#lastBeat = now
    this.#lastSign = now
    // Two made-up distances around the first estimate, so that a spread is known from the start.
    const spread = options.firstEstimateMs / 4
    this.#add(options.firstEstimateMs - spread)
    this.#add(options.firstEstimateMs + spread)
  }

  /** A beat arrived. */
  beat(now: number): void {
    const distance = now - this.#lastBeat
    this.#lastBeat = now
    this.#lastSign = now
    // A silence that was forgiven is no measure of how regular beats are.
    if (distance <= this.#options.firstEstimateMs + this.#options.acceptablePauseMs) this.#add(distance)
  }

  /** Something else arrived: the peer lives, but a beat behind a long message says nothing of the rhythm. */
  sign(now: number): void {
    this.#lastSign = now
  }

  /** Takes `ms` of the silence back: this side was not listening itself, being busy or suspended. */
  forgive(ms: number, now: number): void {
    this.#lastSign = Math.min(now, this.#lastSign + ms)
    this.#lastBeat = Math.min(now, this.#lastBeat + ms)
  }

  phi(now: number): number {
    const count = this.#distances.length
    const mean = this.#sum / count
    const variance = Math.max(0, this.#squares / count - mean * mean)
    const std = Math.max(this.#options.minStdMs, Math.sqrt(variance))
    const y = (now - this.#lastSign - mean - this.#options.acceptablePauseMs) / std
    const e = Math.exp(-y * (1.5976 + 0.070566 * y * y))
    // Two forms of one value: each loses its digits where the other keeps them.
    return y > 0 ? -Math.log10(e / (1 + e)) : -Math.log10(1 - 1 / (1 + e))
  }

  lost(now: number): boolean {
    return this.phi(now) >= this.#options.threshold
  }

  #add(distance: number): void {
    const old = this.#distances[this.#next]
    if (old !== undefined) {
      this.#sum -= old
      this.#squares -= old * old
    }
    this.#distances[this.#next] = distance
    this.#next = (this.#next + 1) % this.#options.samples
    this.#sum += distance
    this.#squares += distance * distance
  }
}
