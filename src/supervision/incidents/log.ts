import type { Phase } from '../../faults/points/index.js'
import type { AgentSight, Incident } from '../../observe/index.js'

/** What is known when an incident is noticed. `diedAt` on the clock of `now`. */
export interface IncidentStart {
  readonly cause: string
  /** Null where nobody is to blame. */
  readonly agent: number | null
  readonly incarnation: number | null
  readonly step: number
  readonly attempt: number
  readonly phase: Phase | null
  readonly diedAt: number
  /** When it was noticed, if not just now. */
  readonly detectedAt?: number
  /** Set for the end of a whole process. */
  readonly host?: number
  /** Committed steps that are done again because of it. */
  readonly recomputedSteps?: number
  readonly agents?: readonly AgentSight[]
  /** The step is committed without being applied. */
  readonly skipped?: boolean
  /** The agent is to blame only if the step commits in the end. */
  readonly onlyIfCommitted?: boolean
}

/** An incident from its detection to the commit of the step it disturbed. */
export class OpenIncident {
  readonly #detected: number
  #fenced = 0
  #reassigned = 0
  #stack: Promise<void> | undefined
  #found: readonly string[] | null = null
  #cause: string
  #committed: { readonly at: number; readonly recomputed: number } | undefined

  constructor(
    readonly id: number,
    readonly start: IncidentStart,
    /** Shards of the dead agent that were begun again, counted where shards are computed. */
    private readonly recomputed: () => number,
    private readonly now: () => number,
  ) {
    this.#cause = start.cause
    this.#detected = start.detectedAt ?? now()
    this.#fenced = this.#detected
    this.#reassigned = this.#detected
  }

  fenced(): void {
    this.#fenced = this.now()
    this.#reassigned = this.#fenced
  }

  reassigned(): void {
    this.#reassigned = this.now()
  }

  /** Keeps the record back until this has settled, so that it holds the stack of the agent that hung. */
  awaitStack(stack: Promise<readonly string[] | null>): void {
    this.#stack = stack.then((found) => {
      this.#found = found
      this.#stack = undefined
    })
  }

  /** Its cause was another one than was thought. */
  correct(cause: string): void {
    this.#cause = cause
  }

  /** What its record still waits for, its step's commit aside. */
  get waitsFor(): Promise<void> | undefined {
    return this.#stack
  }

  /** Its step was committed so long ago. What happens from here on is not its doing any more. */
  committed(agoMs: number): void {
    this.#committed ??= { at: this.now() - agoMs, recomputed: this.recomputed() }
  }

  /**
   * The finished record. `committed` says whether the disturbed step was applied in the end; a run that fails
   * instead has lost that step and its samples, and only it: nothing before it is undone.
   */
  close(committed: boolean, batch: number): Incident {
    const { at, recomputed } = this.#committed ?? { at: this.now(), recomputed: this.recomputed() }
    // The last of its repairs may have come after the commit: the others did without it.
    const closed = Math.max(this.#reassigned, at)
    const { diedAt, detectedAt: _, skipped = false, onlyIfCommitted = false, ...start } = this.start
    const done = committed || this.#committed !== undefined
    const lost = skipped || !done
    return {
      id: this.id,
      ...start,
      cause: this.#cause,
      ...(onlyIfCommitted && !done ? { agent: null, incarnation: null } : {}),
      generation: null,
      detectMs: tenths(this.#detected - diedAt),
      fenceMs: tenths(this.#fenced - this.#detected),
      reassignMs: tenths(this.#reassigned - this.#fenced),
      recomputeMs: tenths(closed - this.#reassigned),
      totalMs: tenths(closed - diedAt),
      recomputedShards: recomputed,
      recomputedSteps: start.recomputedSteps ?? 0,
      lostSteps: lost ? 1 : 0,
      lostSamples: lost ? batch : 0,
      agents: this.#sights,
    }
  }

  get #sights(): readonly AgentSight[] | null {
    const { agents, agent, incarnation } = this.start
    const mine = (sight: AgentSight) => sight.agent === agent && sight.incarnation === incarnation
    return agents?.map((sight) => (mine(sight) ? { ...sight, stack: this.#found } : sight)) ?? null
  }
}

/** Opens incidents under consecutive ids and keeps those that wait for their step's commit. */
export class IncidentLog {
  #next: number
  readonly #open: OpenIncident[] = []
  readonly closed: Incident[] = []

  /**
   * @param first id of the first one
   * @param opened called whenever one is opened
   */
  constructor(
    private readonly now: () => number = () => performance.now(),
    first = 0,
    private readonly opened: () => void = () => {},
  ) {
    this.#next = first
  }

  open(start: IncidentStart, recomputed: () => number): OpenIncident {
    const incident = new OpenIncident(this.#next++, start, recomputed, this.now)
    this.#open.push(incident)
    this.opened()
    return incident
  }

  /** Settles when no incident waits for anything but its step's commit; undefined when that is so now. */
  get complete(): Promise<unknown> | undefined {
    const waiting = this.#open.flatMap(({ waitsFor }) => waitsFor ?? [])
    return waiting.length === 0 ? undefined : Promise.all(waiting)
  }

  /**
   * Closes the incidents of steps below `committed` that wait for nothing else, and returns their records.
   *
   * @param agoMs how long ago a step was committed, in milliseconds
   */
  settle(committed: number, batch: number, agoMs: (step: number) => number = () => 0): Incident[] {
    const done = this.#open.filter(({ start }) => start.step < committed)
    for (const incident of done) incident.committed(agoMs(incident.start.step))
    return done
      .filter(({ waitsFor }) => waitsFor === undefined)
      .map((incident) => this.#close(incident, true, batch))
  }

  /** Closes everything that is still open when the run ends without committing those steps. */
  abandon(batch: number): Incident[] {
    return [...this.#open].map((incident) => this.#close(incident, false, batch))
  }

  get waiting(): number {
    return this.#open.length
  }

  #close(incident: OpenIncident, committed: boolean, batch: number): Incident {
    this.#open.splice(this.#open.indexOf(incident), 1)
    const record = incident.close(committed, batch)
    this.closed.push(record)
    return record
  }
}

function tenths(ms: number): number {
  return Math.round(Math.max(0, ms) * 10) / 10
}
