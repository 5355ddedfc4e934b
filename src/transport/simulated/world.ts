import type { Envelope } from '../envelope.js'
import type { Fate } from './conditions.js'
import type { TraceEntry } from './trace.js'
import type { VirtualClock } from './virtual-clock.js'

/** What links see of the simulation they are in. */
export interface World {
  readonly clock: VirtualClock
  /** @param droppable it is a message between actors */
  fate(envelope: Envelope, droppable: boolean): Fate
  /** How much later than usual an overtaken message arrives, in virtual milliseconds. */
  lag(envelope: Envelope): number
  isCut(envelope: Envelope): boolean
  note(event: TraceEntry['event'], envelope: Envelope): void
}
