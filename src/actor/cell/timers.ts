import { checkFunction } from '../callbacks.js'
import type { Clock } from '../clock.js'
import type { Timer, Timers } from '../context.js'
import { checkDelay } from '../options.js'

/** Queues work that runs as a handler. */
type Enqueue = (run: () => unknown) => void

/** The timers of one life. */
export class LifeTimers implements Timers {
  readonly #clock: Clock
  readonly #enqueue: Enqueue
  readonly #cancels = new Set<() => void>()

  constructor(clock: Clock, enqueue: Enqueue) {
    this.#clock = clock
    this.#enqueue = enqueue
  }

  once(delayMs: number, run: () => unknown): Timer {
    return this.#start(checkDelay(delayMs, 'timers.once'), run, false)
  }

  every(periodMs: number, run: () => unknown): Timer {
    return this.#start(Math.max(1, checkDelay(periodMs, 'timers.every')), run, true)
  }

  cancelAll(): void {
    for (const cancel of this.#cancels) cancel()
  }

  #start(ms: number, run: () => unknown, repeat: boolean): Timer {
    checkFunction(run, 'timers')
    let active = true
    let queued = false
    let unschedule = () => {}
    const cancel = () => {
      active = false
      unschedule()
      this.#cancels.delete(cancel)
    }
    const arm = () => {
      unschedule = this.#clock.schedule(ms, () => {
        if (repeat) arm()
        // A slow actor finds one tick waiting, not a pile of them.
        if (queued) return
        queued = true
        this.#enqueue(() => {
          queued = false
          if (!active) return undefined
          if (!repeat) cancel()
          return run()
        })
      })
    }
    this.#cancels.add(cancel)
    arm()
    return { cancel }
  }
}

/**
 * Notices that no user message came for a while. A message only notes the time; the timer looks at that when
 * it fires, so that silence costs a busy actor next to nothing.
 */
export class Silence {
  readonly #clock: Clock
  readonly #ms: number
  readonly #busy: () => boolean
  readonly #onSilence: () => void
  #since: number
  #cancel: () => void

  /** @param busy a user message is being handled, or waits */
  constructor(clock: Clock, ms: number, busy: () => boolean, onSilence: () => void) {
    this.#clock = clock
    this.#ms = ms
    this.#busy = busy
    this.#onSilence = onSilence
    this.#since = clock.now()
    this.#cancel = clock.schedule(ms, this.#look)
  }

  /** A user message was taken up, or its handler ended. */
  broken(): void {
    this.#since = this.#clock.now()
  }

  cancel(): void {
    this.#cancel()
  }

  #look = (): void => {
    const now = this.#clock.now()
    const left = this.#busy() ? this.#ms : this.#since + this.#ms - now
    if (left > 0) {
      this.#cancel = this.#clock.schedule(left, this.#look)
      return
    }
    this.#since = now
    this.#cancel = this.#clock.schedule(this.#ms, this.#look)
    this.#onSilence()
  }
}
