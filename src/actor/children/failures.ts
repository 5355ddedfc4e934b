import { ActorOptionError, RestartIntensityError } from '../errors.js'
import type { Kernel } from '../place/kernel.js'
import { type Death, failedWith } from '../watch/death.js'
import type { Child, ChildTable } from './child-table.js'
import type { Launcher } from './launcher.js'
import { pause } from './pausing.js'
import { stop } from './stopping.js'
import type { Decision } from './supervision.js'
import type { Team } from './team.js'

/** What `decide` of a program without types gives may be anything; undefined leaves it at a restart. */
function decided(given: unknown): Decision {
  if (given === undefined) return 'restart'
  if (given === 'restart' || given === 'stop' || given === 'escalate') return given
  // One that is async decides too late, and nobody else hears of its rejection.
  void Promise.resolve(given).catch(() => {})
  const what = typeof given === 'string' ? `'${given}'` : `a ${typeof given} (or a promise)`
  throw new ActorOptionError(
    'supervise.decide',
    `expected 'restart', 'stop' or 'escalate', at once, got ${what}`,
  )
}

/** Whose children fail. */
export interface Supervisor {
  readonly kernel: Kernel
  readonly path: string
  readonly incarnation: number
  /** A child failed too often, or its failure is passed on. */
  fail(error: Error): void
}

/** Time that a team-mate has to finish its message before it shares the failed one's fate. */
const pauseGraceMs = 5000

/** What becomes of children that fail, and of their team-mates. */
export class Failures {
  readonly #owner: Supervisor
  readonly #table: ChildTable
  readonly #launcher: Launcher

  constructor(owner: Supervisor, table: ChildTable, launcher: Launcher) {
    this.#owner = owner
    this.#table = table
    this.#launcher = launcher
  }

  /** Decides on a failed child; `death` is how it dies if it isn't restarted. */
  decide(child: Child, error: Error, death: Death = { reason: 'failed', error }): void {
    const { supervise, transfer } = child.options
    const { clock, random } = this.#owner.kernel
    let decision: Decision = 'stop'
    let cause = error
    try {
      if (supervise) decision = supervise.decide ? decided(supervise.decide(error)) : 'restart'
    } catch (thrown) {
      cause = failedWith(thrown).error!
    }
    // What was moved into the lost thread can't be moved again.
    if (decision === 'restart' && child.threadless && transfer?.length) decision = 'stop'
    // Its process is lost: somewhere else it would be another actor.
    if (decision === 'restart' && death.reason === 'unreachable') decision = 'stop'
    if (decision === 'restart' && child.team?.ending) decision = 'stop'
    const intensity = child.team?.intensity ?? child.intensity
    const waitMs = decision === 'restart' ? intensity!.next(clock, random) : 0
    this.report(error, child, waitMs === undefined ? 'escalate' : decision)
    child.state = 'suspended'
    if (waitMs === undefined) {
      const { maxRestarts, withinMs } = supervise!
      this.#escalate(child, new RestartIntensityError(child.path, maxRestarts, withinMs, error))
    } else if (decision === 'restart') {
      if (child.team) void this.#recover(child.team, child, waitMs)
      else this.#restart(child, waitMs)
    } else if (decision === 'escalate') this.#escalate(child, error)
    else {
      this.#launcher.end(child, cause === error ? death : { reason: 'failed', error: cause })
      if (child.team) void this.stopMates(child.team, child)
    }
  }

  #escalate(child: Child, error: Error): void {
    this.#launcher.end(child, { reason: 'failed', error })
    this.#owner.fail(error)
    // The root of the tree never fails: its team must not wait for a restart that won't come.
    if (child.team) void this.stopMates(child.team, child)
  }

  #restart(child: Child, waitMs: number): void {
    const restart = () => void this.#revive(child, child.incarnation + 1)
    if (waitMs > 0) child.cancelBackoff = this.#owner.kernel.clock.schedule(waitMs, restart)
    else restart()
  }

  /** False when it did not come up: it has failed again then, or is gone. */
  async #revive(child: Child, incarnation: number): Promise<boolean> {
    // revive() counts a launch of its own when it has to open the thread again
    const launch = child.launch + (child.threadless ? 1 : 0)
    try {
      return await this.#launcher.revive(child, incarnation)
    } catch (error) {
      // If the thread is gone again, placeDown has decided already.
      if (this.#table.has(child) && child.launch === launch) this.decide(child, failedWith(error).error!)
      return false
    }
  }

  /**
   * One recovery of a team: ends the present lives of all that the failure concerns, the last started first,
   * waits for the back-off, and starts them again in order. A further failure meanwhile begins a new recovery
   * that covers what this one did, and this one stops at its next step: nothing is restarted twice.
   */
  async #recover(team: Team, failed: Child, waitMs: number): Promise<void> {
    const { clock } = this.#owner.kernel
    const from = Math.min(team.from, failed.order)
    team.cancel()
    const { round } = team
    team.from = from
    const affected = this.#table.oldestFirst().filter((child) => team.concerns(child, from))
    for (const child of affected) if (child.state === 'up') child.state = 'suspended'
    for (const child of affected.toReversed()) {
      try {
        await pause(this.#owner.kernel, this.#table, child, pauseGraceMs)
      } catch (error) {
        if (team.round === round) this.#escalate(child, failedWith(error).error!)
      }
      if (team.round !== round) return
      child.state = 'suspended'
    }
    const generation = affected.reduce((most, { incarnation }) => Math.max(most, incarnation), 0) + 1
    team.onGeneration?.(generation)
    if (waitMs > 0) {
      await new Promise<void>((resolve) => {
        team.cancelBackoff = clock.schedule(waitMs, resolve)
      })
    }
    for (const child of affected) {
      if (team.round !== round) return
      if (!this.#table.has(child)) continue
      // A failed start is a failure like any other: what is decided then begins a recovery of its own.
      if (!(await this.#revive(child, team.onGeneration ? generation : child.incarnation + 1))) return
    }
    if (team.round === round) team.from = Number.POSITIVE_INFINITY
  }

  /** Those whom the failure of `failed` concerns end with it, the last started first. */
  async stopMates(team: Team, failed: Child): Promise<void> {
    if (team.ending) return
    const from = Math.min(team.from, failed.order)
    team.end()
    for (const mate of this.#table.newestFirst()) {
      if (mate === failed || !team.concerns(mate, from)) continue
      await mate.started
      if (!mate.address || !this.#table.has(mate)) continue
      await stop(this.#owner.kernel, mate.address, pauseGraceMs).catch((error: unknown) => this.report(error))
    }
  }

  /** Tells the system of a failure; without `child`, of the owner's own while it ended. */
  report(thrown: unknown, child?: Child, decision: Decision = 'stop'): void {
    const { path, incarnation } = child ?? this.#owner
    this.#owner.kernel.onFailure({ path, incarnation, error: failedWith(thrown).error!, decision })
  }
}
