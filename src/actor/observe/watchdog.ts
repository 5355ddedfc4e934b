import { AddonLoadError, AddonMissingError, core } from '../../native/index.js'
import type { Monitor } from './monitor.js'
import type { Stalls } from './stall.js'

/** What core.node does for this folder. */
interface Native {
  doorbellOpen(callback: () => void): number
  doorbellHold(doorbell: number, alive: boolean): void
  doorbellClose(doorbell: number): void
  watchdogWatch(view: Uint8Array, limitMs: number, doorbell: number, speaks: boolean): number
  watchdogUnwatch(watch: number): void
  watchdogReports(doorbell: number): Report[]
}

interface Report {
  readonly place: number
  readonly over: boolean
  readonly path: string
  readonly name: string
  readonly ms: number
  readonly printed: boolean
}

/** core.node, or undefined where it isn't built, or was built from sources that had no watchdog yet. */
function native(): Native | undefined {
  try {
    const addon = core() as Partial<Native>
    return addon.watchdogWatch && addon.doorbellOpen ? (addon as Native) : undefined
  } catch (error) {
    if (error instanceof AddonMissingError || error instanceof AddonLoadError) return undefined
    throw error
  }
}

/**
 * The system's hold on the native watchdog thread, which looks at the places' monitors however busy their event
 * loops are, this one's included: when the main thread hangs, the thread says so on stderr itself.
 */
export class Watchdog {
  readonly #native: Native
  readonly #limitMs: number
  readonly #stalls: Stalls
  readonly #nameOf: (place: number) => string
  readonly #doorbell: number
  readonly #watches = new Map<number, number>()

  private constructor(native: Native, limitMs: number, stalls: Stalls, nameOf: (place: number) => string) {
    this.#native = native
    this.#limitMs = limitMs
    this.#stalls = stalls
    this.#nameOf = nameOf
    this.#doorbell = native.doorbellOpen(this.#take)
    native.doorbellHold(this.#doorbell, false)
  }

  /**
   * Undefined where there is no core.node: nobody watches then.
   *
   * @param limitMs how long a handler may block its thread
   * @param nameOf the path of the first actor of a place
   */
  static start(limitMs: number, stalls: Stalls, nameOf: (place: number) => string): Watchdog | undefined {
    const addon = native()
    return addon && new Watchdog(addon, limitMs, stalls, nameOf)
  }

  watch(place: number, memory: SharedArrayBuffer): void {
    const watch = this.#native.watchdogWatch(
      new Uint8Array(memory),
      this.#limitMs,
      this.#doorbell,
      place === 0,
    )
    this.#watches.set(place, watch)
  }

  unwatch(place: number): void {
    const watch = this.#watches.get(place)
    if (watch === undefined) return
    this.#watches.delete(place)
    this.#native.watchdogUnwatch(watch)
  }

  stop(): void {
    for (const place of this.#watches.keys()) this.unwatch(place)
    this.#native.doorbellClose(this.#doorbell)
  }

  readonly #take = (): void => {
    for (const { place, over, path, name, ms, printed } of this.#native.watchdogReports(this.#doorbell)) {
      // Of a place that ended meanwhile everything was said.
      if (!this.#watches.has(place)) continue
      const known = path !== ''
      this.#stalls.publish(
        {
          kind: 'blocked',
          over,
          path: known ? path : this.#nameOf(place),
          message: known ? name : undefined,
          place,
          durationMs: ms,
        },
        printed,
      )
    }
  }
}

/** Lets the watchdog ask this thread's event loop whether it gets on. The result ends that. */
export function answerProbes(monitor: Monitor): () => void {
  const addon = native()
  if (!addon) return () => {}
  const doorbell = addon.doorbellOpen(() => monitor.answer())
  if (doorbell === 0) return () => {}
  addon.doorbellHold(doorbell, false)
  monitor.listen(doorbell)
  return () => addon.doorbellClose(doorbell)
}
