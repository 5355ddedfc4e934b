import type { IncidentLog } from './log.js'

/** The end of an earlier process of the run, whose step is not committed again yet. */
export interface EarlierDeath {
  readonly cause: string
  /** Which of the run's processes it was, from 1. */
  readonly life: number
  /** The step that was being worked on, as far as was heard of it. */
  readonly step: number
  /** When it was dead, on the system's monotonic clock in nanoseconds. */
  readonly diedNs: number
  /** How long before that it had shown its last sign of life. */
  readonly detectMs: number
}

/** What a run's earlier processes left to tell. */
export interface Earlier {
  /** Incidents that were told already. */
  readonly incidents: number
  readonly deaths: readonly EarlierDeath[]
}

/** Opens the incidents of processes that died, now that this one computes: they end when their steps are committed. */
export function reopen(log: IncidentLog, { deaths }: Earlier, firstStep: number, now: number): void {
  const nowNs = Number(process.hrtime.bigint())
  for (const { cause, life, step: heard, diedNs, detectMs } of deaths) {
    const detectedAt = now - (nowNs - diedNs) / 1e6
    // What outlived it may be newer than what was heard of it.
    const step = Math.max(heard, firstStep)
    const start = { cause, agent: null, host: 0, incarnation: life, step, attempt: 0, phase: null }
    const incident = log.open(
      { ...start, diedAt: detectedAt - detectMs, detectedAt, recomputedSteps: step - firstStep },
      () => 0,
    )
    incident.reassigned()
  }
}
