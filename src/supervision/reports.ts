import type { Phase } from '../faults/points/index.js'

/** One life of an agent. */
export interface Life {
  readonly agent: number
  readonly incarnation: number
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
}

/** Who wants to know what happens to the agents: the fault injector. */
export interface AgentWatch {
  stands(at: Life & { readonly step: number; readonly phase: Phase }): void
  arrived(at: Life & { readonly step: number }): void
  /** A life is over; called before anything is done about it. */
  down(life: Life): void
}
