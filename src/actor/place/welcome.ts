import type { Clock } from '../clock.js'
import type { Observed } from '../observe/observer.js'

/** What a place in the opener's own thread shares with it. */
export interface PlaceEnvironment {
  readonly clock: Clock
  readonly random: () => number
}

/** What a place is told first. */
export interface Welcome {
  /** How often it was started before. */
  readonly life: number
  /** The system's table of gauges. */
  readonly gauges: SharedArrayBuffer
  readonly observed: Observed
}
