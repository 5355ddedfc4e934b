import type { Clock } from '../clock.js'

export type Decision = 'restart' | 'stop' | 'escalate'
export type Strategy = 'one-for-one' | 'one-for-all' | 'rest-for-one'

/** How often, how soon and whether at all a failure leads to a restart. */
export interface RestartPolicy {
  /** More than this many restarts within `withinMs` (a sliding window) stop the child and fail the parent. */
  maxRestarts: number
  withinMs: number
  /** Waits minMs, then twice as long each time up to maxMs, times 1 ± jitter (0 to 1, default 0). Default: no wait. */
  backoff?: { minMs: number; maxMs: number; jitter?: number }
  /** Runs in the parent's thread, between its handlers' turns; must not have side effects. Default: restart. */
  decide?: (error: Error) => Decision
}

/** Only the failed child is affected. */
export interface OneForOne extends RestartPolicy {
  strategy: 'one-for-one'
}

/**
 * The failed child and its team-mates share one fate, in start order: all of them, or those started after the
 * failed one. They finish their message and end their lives in reverse order, then start again in order.
 */
export interface Together extends RestartPolicy {
  strategy: 'one-for-all' | 'rest-for-one'
  /** Children of one parent with the same team name form a team; they must have the same policy. Default: `default`. */
  team?: string
}

/** What a parent does when this child fails. Without it a failed child is stopped. */
export type Supervise = OneForOne | Together

/** A failure as `onFailure` of the system gets it. */
export interface Failure {
  readonly path: string
  readonly incarnation: number
  readonly error: Error
  readonly decision: Decision
}

/** The restarts of one child, or of a team, in the sliding window. */
export class Intensity {
  readonly #policy: RestartPolicy
  #restarts: number[] = []

  constructor(policy: RestartPolicy) {
    this.#policy = policy
  }

  /** Milliseconds to wait before the restart, or undefined when it would be one too many. */
  next(clock: Clock, random: () => number): number | undefined {
    const { maxRestarts, withinMs, backoff } = this.#policy
    const now = clock.now()
    this.#restarts = this.#restarts.filter((at) => now - at < withinMs)
    if (this.#restarts.length >= maxRestarts) return undefined
    this.#restarts.push(now)
    if (!backoff) return 0
    const wait = Math.min(backoff.maxMs, backoff.minMs * 2 ** (this.#restarts.length - 1))
    return wait * (1 + (backoff.jitter ?? 0) * (2 * random() - 1))
  }
}
