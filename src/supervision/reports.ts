import type { ActorRef } from '../actor/index.js'
import type { ArmedFault } from '../arena/index.js'
import type { Phase } from '../faults/points/index.js'
import type { Incident } from '../observe/index.js'
import type { ProbeDigests } from '../state/index.js'

/** One life of an agent. */
export interface Life {
  readonly agent: number
  readonly incarnation: number
}

/** A life's name in tables. */
export function key({ agent, incarnation }: Life): string {
  return `${agent}.${incarnation}`
}

/** What device agents tell their supervisor. Deaths are not told: they are seen. */
export type TrainerReports = {
  /** There is no further step for it. */
  finished(life: Life): void
  /** It was asked to leave, and holds nothing any more. */
  left(life: Life): void
  /** An armed fault holds it at this point until somebody acts. */
  stands(at: Life & { readonly step: number; readonly phase: Phase }): void
  /** It began a step that somebody asked about. */
  arrived(at: Life & { readonly step: number }): void
  /** It has begun in a thread, by Node's number, and does not sit yet. */
  runs(at: Life & { readonly threadId: number; readonly ref: ActorRef }): void
}

/** What a supervisor tells whoever leads the run. */
export interface RunReports {
  /** What the admission probe must give in this run; told once, before the first step. */
  admitted(reference: ProbeDigests): void
  /** Called for each incident whose step is committed, and for the others at the end. */
  incident(incident: Incident): void
  rebalanced(step: number, shards: Readonly<Record<string, number>>): void
  /** Something is not as it should be, and the run goes on. */
  warning(code: string, message: string): void
  /** The run is over: the agents found no further step. `what` names what is not finite, if that is why. */
  finished(what: string | undefined): void
  /** The run cannot go on. `tellLost` is to be called when its last step stands: it tells the incidents still open. */
  failed(error: Error, tellLost: () => void): void
}

/** Who wants to know what happens to the agents: the fault injector. */
export interface AgentWatch {
  /**
   * A life begins while `step` is worked on, before the run opens if it is one of the first: what is to happen while it
   * joins. What spoils values spoils its admission probe; `stand` holds it between that and its seat.
   */
  joins(life: Life, step: number, first: boolean): ArmedFault['act'] | undefined
  /** The probe of this life was spoilt. */
  spoilt(life: Life): void
  stands(at: Life & { readonly step: number; readonly phase: Phase }): void
  arrived(at: Life & { readonly step: number }): void
  /** A life is over; called before anything is done about it. */
  down(life: Life): void
  /** Whether a target has reached the point at which it is to die, and its end was not told here yet. */
  pending(): boolean
}
