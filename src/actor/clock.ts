import { textOf } from '../errors.js'
import { checkFunction } from './callbacks.js'
import { ActorOptionError } from './errors.js'

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

function start(delayMs: number, fn: () => void): NodeJS.Timeout {
  checkFunction(fn, 'clock.schedule')
  if (typeof delayMs !== 'number' || Number.isNaN(delayMs))
    throw new ActorOptionError('clock.schedule', `expected milliseconds, got ${textOf(delayMs)}`)
  return setTimeout(fn, Math.min(delayMs, maxDelayMs))
}

/** The real clock. Its pending timers keep the process alive, as a running system should. */
export const systemClock: Clock = {
  now: () => performance.now(),
  schedule: (delayMs, fn) => {
    const timer = start(delayMs, fn)
    return () => clearTimeout(timer)
  },
  background: (delayMs, fn) => {
    const timer = start(delayMs, fn).unref()
    return () => clearTimeout(timer)
  },
}

export { VirtualClock } from '../transport/simulated/virtual-clock.js'
