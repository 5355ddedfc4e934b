import { look, Monitor, type Sight } from './monitor.js'
import { type Stall, Stalls } from './stall.js'
import { TraceListeners } from './trace.js'
import type { LongWait } from './waiting.js'
import { Watchdog } from './watchdog.js'

/** What a system is asked to notice of itself. */
export interface ObserveOptions {
  /** Undefined: nobody watches. */
  readonly watchdog: { readonly stallMs: number; readonly waitMs: number } | undefined
  readonly onStall: ((stall: Stall) => void) | undefined
  /** Whether handlers are timed exactly. */
  readonly timing: boolean
}

/** What a place is told of how it is observed; plain data. */
export interface Observed {
  /** Memory of its monitor, unless nobody is to watch. */
  readonly monitor: SharedArrayBuffer | undefined
  /** A handler that awaits for longer is reported. */
  readonly waitMs: number | undefined
  readonly timing: boolean
  readonly tracing: boolean
}

/** The main thread's view of all places: their monitors, what stalls in them, and who wants to know. */
export class Observer {
  readonly stalls: Stalls
  readonly traces = new TraceListeners()
  readonly #options: ObserveOptions
  readonly #nameOf: (place: number) => string
  readonly #monitors = new Map<number, SharedArrayBuffer>()
  #watchdog: Watchdog | undefined

  /** @param nameOf the path of the first actor of a place */
  constructor(options: ObserveOptions, nameOf: (place: number) => string) {
    this.#options = options
    this.#nameOf = nameOf
    this.stalls = new Stalls(options.onStall)
  }

  /** A place is about to live, for the first time or again. */
  opened(place: number): Observed {
    const { watchdog, timing } = this.#options
    const tracing = this.traces.size > 0
    if (!watchdog) return { monitor: undefined, waitMs: undefined, timing, tracing }
    this.#watchdog ??= Watchdog.start(watchdog.stallMs, this.stalls, this.#nameOf)
    const monitor = Monitor.memory(place)
    this.#monitors.set(place, monitor)
    this.#watchdog?.watch(place, monitor)
    return { monitor, waitMs: watchdog.waitMs, timing, tracing }
  }

  /** A place's thread ended: what blocked it does no more. */
  closed(place: number): void {
    this.#watchdog?.unwatch(place)
    this.#monitors.delete(place)
    this.stalls.placeDown(place)
  }

  /** A handler awaits for long, or did. */
  waited({ path, name, over, ms }: LongWait, place: number): void {
    this.stalls.publish({ kind: 'waiting', over, path, message: name, place, durationMs: ms })
  }

  /** What a place does right now, if it is watched. */
  sight(place: number): Sight | undefined {
    const monitor = this.#monitors.get(place)
    return monitor && look(monitor)
  }

  stop(): void {
    this.#watchdog?.stop()
    this.#watchdog = undefined
    this.#monitors.clear()
  }
}
