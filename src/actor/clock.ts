/** Time as the runtime sees it; injected, so that a simulator can own it. */
export interface Clock {
  /** Milliseconds since some fixed start; never goes back. */
  now(): number
  /** Runs `fn` once, `delayMs` from now; the result cancels it. */
  schedule(delayMs: number, fn: () => void): () => void
  /** Like schedule, but does not keep the process alive; default: schedule. */
  background?(delayMs: number, fn: () => void): () => void
}

/** setTimeout's own limit; longer delays would fire at once. */
export const maxDelayMs = 2 ** 31 - 1

/** The real clock. Its pending timers keep the process alive, as a running system should. */
export const systemClock: Clock = {
  now: () => performance.now(),
  schedule: (delayMs, fn) => {
    const timer = setTimeout(fn, Math.min(delayMs, maxDelayMs))
    return () => clearTimeout(timer)
  },
  background: (delayMs, fn) => {
    const timer = setTimeout(fn, Math.min(delayMs, maxDelayMs)).unref()
    return () => clearTimeout(timer)
  },
}

export { VirtualClock } from '../transport/simulated/virtual-clock.js'
