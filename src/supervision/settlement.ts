import { type Ledger, Verdict } from '../arena/index.js'
import type { Deaths } from './detection/deaths.js'
import type { IncidentLog } from './incidents/log.js'
import type { SpoiltSteps } from './incidents/spoilt.js'
import type { Lives } from './lives/lives.js'
import type { Life, RunReports } from './reports.js'
import type { Shares } from './shares/shares.js'

export interface SettlementGround {
  readonly ledger: Ledger
  readonly incidents: IncidentLog
  readonly spoilt: SpoiltSteps
  readonly shares: Shares
  readonly lives: Lives
  readonly deaths: Deaths
  /** Rows of a step, which are lost with it. */
  readonly batch: number
  readonly reports: RunReports
  /** Whether somebody is dying, or has not come to the end of the run yet. */
  awaited(): boolean
  now(): number
  later(delayMs: number, run: () => void): void
}

/**
 * How long the end of a run waits for agents that were killed before, or that hang. These are noticed within a second,
 * but a loop that shares its processor with many others is given its time first.
 */
const lastMs = 30_000
/** How often it is looked whether the step of an open incident is committed. */
const followMs = 10

/** Draws the line under committed steps, and under the run: the only place that says it is over. */
export class Settlement {
  readonly #ground: SettlementGround
  #over = false
  #following = false
  #failed = false
  /** When the run ends at the latest; set when there is no further step. */
  #endsBy: number | undefined

  constructor(ground: SettlementGround) {
    this.#ground = ground
  }

  get over(): boolean {
    return this.#over
  }

  /** Closes the incidents whose step is committed, and does what is due now and then. Called as the run is polled. */
  settle(): void {
    const { shares, lives, reports } = this.#ground
    this.#tellCommitted()
    if (!this.#over) shares.even()
    for (const { life, where } of lives.overdue()) {
      reports.warning(
        'ERR_AGENT_ABANDONED',
        `agent ${life.agent} (life ${life.incarnation}) still hangs in ${where}, and cannot be ended. The run goes on ` +
          'without it; its memory stays taken, and the process cannot end by itself before that returns.',
      )
    }
  }

  /**
   * An incident is open: looks more often than the run is polled, until none is. What is told at the next poll only may
   * die with its process before, and no later one knows of it.
   */
  follow(): void {
    if (this.#following || this.#over) return
    this.#following = true
    this.#ground.later(followMs, () => {
      this.#following = false
      if (this.#over) return
      this.#tellCommitted()
      if (this.#ground.incidents.waiting > 0) this.follow()
    })
  }

  /**
   * There is no further step. The others may have come to the end without an agent that was killed or hangs: what became
   * of it belongs to the run all the same, so it is waited for.
   */
  finish(): void {
    this.#endsBy ??= this.#ground.now() + lastMs
    this.finishWhenDue()
  }

  /** Ends the run, if it waits for nothing but that. Called as it is polled, and when a life has ended. */
  finishWhenDue(): void {
    const { now, awaited, deaths } = this.#ground
    if (this.#over || this.#endsBy === undefined) return
    if (awaited() && now() < this.#endsBy) return
    // Others may have gone on to the end without an agent that was fenced only now.
    deaths.look()
    this.settle()
    // The step that ends a run this way is never applied.
    if (this.#ground.ledger.decision()?.[0] === Verdict.fail) this.#abandon()
    this.#close()
    this.#ground.reports.finished(this.#ground.spoilt.what)
  }

  /** The run cannot go on. */
  fail(error: Error): void {
    if (this.#over) return
    this.settle()
    this.#close()
    this.#failed = true
    this.#ground.reports.failed(error, () => this.#tellLost())
  }

  /** Nothing that happens from here on is an incident. Gives the lives whose threads hang. */
  async end(): Promise<Life[]> {
    this.#close()
    await this.#ground.incidents.complete
    this.tellRest()
    return this.#ground.lives.hanging
  }

  /** Tells what is not told yet; once more when no agent is there, because until then one may begin another step. */
  tellRest(): void {
    // Whether the step they disturbed is lost is known only when nobody finishes it any more.
    if (this.#failed) return
    this.#ground.spoilt.look()
    this.#tellClosed(Number.POSITIVE_INFINITY)
  }

  /** Of a run that failed, once its last step stands: one that was decided is applied to its end without its agents. */
  #tellLost(): void {
    this.#tellCommitted()
    this.#abandon()
  }

  #close(): void {
    this.#over = true
    this.#ground.deaths.stop()
  }

  #tellCommitted(): void {
    const { ledger, spoilt } = this.#ground
    const { step } = ledger.round()
    spoilt.look()
    this.#tellClosed(step)
    spoilt.blame(step)
  }

  #tellClosed(committed: number): void {
    const { incidents, batch, reports } = this.#ground
    const closed = incidents.settle(committed, batch, (of) => this.#sinceApplied(of))
    for (const incident of closed) reports.incident(incident)
  }

  #abandon(): void {
    const { incidents, batch, reports } = this.#ground
    for (const incident of incidents.abandon(batch)) reports.incident(incident)
  }

  /** Milliseconds since a committed step was applied: the run is only looked at now and then. */
  #sinceApplied(step: number): number {
    const record = this.#ground.ledger.history(step)
    return record === undefined ? 0 : (Number(process.hrtime.bigint()) - record.appliedNs) / 1e6
  }
}
