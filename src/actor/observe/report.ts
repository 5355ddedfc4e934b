/** What a place says of one of its actors. Plain data, so that it may cross threads. */
export interface ActorReport {
  readonly path: string
  readonly state: 'starting' | 'running' | 'pausing' | 'suspended' | 'stopping'
  readonly incarnation: number
  /** Messages that wait in the mailbox, and how many it takes. */
  readonly depth: number
  readonly capacity: number
  readonly stashed: number
  /** Messages whose handler was called, in all lives. */
  readonly handled: number
  /** Milliseconds its handlers kept the thread, awaits not included; measured per run of messages. */
  readonly busyMs: number
  /** The longest handler, awaits included, in milliseconds; measured with `timing: true` or while tracing only. */
  readonly maxMs: number | undefined
  /** Messages whose handlers have not ended: one, or several that are reentrant. */
  readonly current: readonly string[]
}

export interface PlaceReport {
  readonly actors: readonly ActorReport[]
  /** Actors beyond the limit that was asked for. */
  readonly omitted: number
  /** Milliseconds on the place's clock, for rates. */
  readonly at: number
}

/** An actor that can say how it is. */
export interface Reporting {
  report(): ActorReport
}

/** The first `limit` actors in the order in which they were started. */
export function reportPlace(actors: Map<number, Reporting>, limit: number, at: number): PlaceReport {
  const reports: ActorReport[] = []
  for (const actor of actors.values()) {
    if (reports.length >= limit) break
    reports.push(actor.report())
  }
  return { actors: reports, omitted: actors.size - reports.length, at }
}
