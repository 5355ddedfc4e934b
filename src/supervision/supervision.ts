import type { ActorContext, Down } from '../actor/index.js'
import type { Arena, Dispute } from '../arena/index.js'
import type { ProbeDigests } from '../state/index.js'
import { Deaths } from './detection/deaths.js'
import type { Patience } from './detection/progress.js'
import { type Arbitration, Disputes, type Third } from './disputes/disputes.js'
import { type Earlier, reopen } from './incidents/earlier.js'
import { IncidentLog } from './incidents/log.js'
import { Redone } from './incidents/redone.js'
import { SpoiltSteps } from './incidents/spoilt.js'
import { type Admission, Admissions } from './lives/admission.js'
import { Blame } from './lives/blame.js'
import { Lives } from './lives/lives.js'
import { Resize } from './lives/resize.js'
import { type Member, Roster, type Trainer } from './lives/roster.js'
import { Succession } from './lives/succession.js'
import { type AgentWatch, key, type Life, type RunReports } from './reports.js'
import { Settlement } from './settlement.js'
import { Shares } from './shares/shares.js'

/** What the supervision of a run is given. */
export interface SupervisionOptions extends RunReports {
  readonly arena: Arena
  /** Shards that each working agent takes first. */
  readonly ranges: readonly (readonly [number, number])[]
  readonly spares: number
  readonly restarts: number
  readonly batch: number
  readonly device: string
  /** How long an agent may stand still. */
  readonly patience: Patience
  /** Whether shards may be moved to faster agents; not where a planned fault needs them where they are. */
  readonly moveRanges: boolean
  readonly watch: AgentWatch | undefined
  /** The reference of the admission probe that an earlier process of this run kept. */
  readonly probe: ProbeDigests | undefined
  /** What is to be told of the run's earlier processes, where it had some. */
  readonly earlier?: Earlier | undefined
}

/** What only those know who know what an agent computes. */
export interface Trade {
  /** Starts the thread of a life; resolves when it sits. */
  spawn(life: Life, seat: number, admission: Admission): Promise<Trainer>
  /** Has a fresh thread compute a disputed shard in memory of its own, within a deadline, and compare it. */
  arbitrate(dispute: Dispute): Promise<Third>
  /** Whether an error is the task's own, which would come again wherever it is computed. */
  isFatal(error: Error): boolean
}

/**
 * Puts the rooms of a run's supervision together. Each owns what it keeps: `lives` the threads, `admissions` who may
 * take part, `deaths` what is noticed of their ends, `shares` who takes which shards first, `spoilt` the steps that were
 * not finite, `disputes` the shards that were computed twice with two results, `settlement` whether the run is over.
 *
 * A death is repaired without asking anybody: the ledger says what the dead one had published, its claims read as
 * free as soon as it is retired, and whoever is alive takes them. Everything here may happen twice without harm.
 */
export class Supervision {
  readonly lives: Lives
  readonly deaths: Deaths
  readonly resize: Resize
  readonly disputes: Disputes
  readonly settlement: Settlement
  readonly #options: SupervisionOptions
  readonly #roster: Roster
  readonly #shares: Shares
  readonly #admissions: Admissions
  readonly #incidents: IncidentLog
  readonly #now: () => number
  /** Lives that found no further step. */
  readonly #arrived = new Set<string>()

  constructor(ctx: ActorContext, options: SupervisionOptions, { spawn, arbitrate, isFatal }: Trade) {
    const { arena, device, patience, watch, restarts, batch, moveRanges } = options
    const { ledger } = arena
    const now = () => ctx.clock.now()
    const over = () => this.settlement.over
    const fail = (error: Error) => this.settlement.fail(error)
    const warning: RunReports['warning'] = (code, message) => options.warning(code, message)
    const roster = new Roster(now)
    for (const range of options.ranges) roster.add(device).range = range
    for (let i = 0; i < options.spares; i++) roster.add(device)
    const incidents = new IncidentLog(now, options.earlier?.incidents, () => this.settlement.follow())
    const shares = new Shares({
      ledger,
      roster,
      moveRanges,
      now,
      rebalanced: (step, counts) => options.rebalanced(step, counts),
    })
    const rebalance = () => shares.rebalance()
    const lives = new Lives({
      ctx,
      arena,
      roster,
      spawn: (life, seat) => this.#admissions.through(life, (admission) => spawn(life, seat, admission)),
      over,
      ended: (life, how) => this.gone(life, how),
      warning,
    })
    this.#admissions = new Admissions({
      ledger,
      watch,
      kept: options.probe,
      admitted: (reference) => options.admitted(reference),
      refuse: (life, error) => this.deaths.refused(life, error),
    })
    const blame = new Blame(roster, lives)
    const succession = new Succession({
      ledger,
      roster,
      lives,
      blame,
      restarts,
      now,
      isFatal,
      rebalance,
      fail,
      warning,
    })
    const redone = new Redone((attempt) => ledger.redone(attempt))
    const spoilt = new SpoiltSteps(arena, incidents, redone, blame, now)
    this.#options = options
    this.#roster = roster
    this.#shares = shares
    this.#incidents = incidents
    this.#now = now
    this.lives = lives
    this.resize = new Resize({ ledger, roster, lives, device, rebalance, over })
    this.deaths = new Deaths({
      ledger,
      roster,
      lives,
      incidents,
      succession,
      patience,
      watch,
      now,
      over,
      fail,
      warning,
    })
    // The outcome comes back as a message, as everything that is waited for does.
    const tell = (arbitration: Arbitration) => ctx.self.tell('arbitrated', arbitration)
    this.disputes = new Disputes({
      arena,
      roster,
      incidents,
      redone,
      blame,
      arbitrate: (dispute) =>
        void arbitrate(dispute).then(
          (outcome) => tell({ dispute, outcome }),
          (outcome) => tell({ dispute, outcome }),
        ),
      now,
      over,
      fail,
    })
    this.settlement = new Settlement({
      ledger,
      incidents,
      spoilt,
      shares,
      lives,
      deaths: this.deaths,
      batch,
      reports: options,
      awaited: () => this.deaths.dying || roster.all.some((member) => this.#isUnderway(member)),
      now,
      later: (delayMs, run) => ctx.timers.once(delayMs, run),
    })
  }

  /** Starts all agents; resolves when all sit, and wait for the run to be opened. Rejects with what one failed with. */
  async begin(): Promise<void> {
    this.#shares.open()
    await this.lives.startAll()
    this.#admissions.settle()
  }

  /** Lets the agents compute. */
  open(): void {
    this.#options.arena.ledger.open()
    this.deaths.watch()
    const { earlier, arena } = this.#options
    if (earlier !== undefined) reopen(this.#incidents, earlier, arena.shared.options.firstStep, this.#now())
  }

  /** Looks at how far the run is. Called as it is polled. */
  look(): void {
    this.settlement.settle()
    this.disputes.look()
    this.settlement.finishWhenDue()
  }

  /** A life ended, however it did. */
  gone(life: Life, how: Down | Error): void {
    this.deaths.gone(life, how)
    this.settlement.finishWhenDue()
  }

  /** There is no further step for anybody: the ledger says the same to all. */
  finished(life: Life): void {
    if (this.#roster.living(life) === undefined) return
    this.#arrived.add(key(life))
    this.settlement.finish()
  }

  /** Whether an agent takes part and has not come to the end: it is about to, or it hangs. */
  #isUnderway({ id: agent, incarnation, ref, seat, state }: Member): boolean {
    return (
      seat >= 0 && ref !== undefined && state === 'running' && !this.#arrived.has(key({ agent, incarnation }))
    )
  }

  /** An armed fault wants to know that a life began a step. */
  arrived(at: Life & { readonly step: number }): void {
    this.#options.watch?.arrived(at)
  }
}
