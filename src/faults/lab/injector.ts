import type { ArmedFault, Ledger } from '../../arena/index.js'
import type { AgentWatch, Life } from '../../supervision/index.js'
import type { Phase } from '../points/index.js'
import { type ArmingGround, actOf, arm, standPhase } from './arming.js'
import { FaultNotFiredError } from './errors.js'
import { describeFault, type Fault, meetsJoin, spoilsProbe } from './plan.js'

/** What an injector may do to a run. */
export interface Victims {
  /** Terminates the thread of the agent's present life. */
  kill(agent: number): void
  /** Ends the process of the run, and with it everything here. */
  killProcess?(): void
  /** Makes the agent's own code throw. */
  fail(agent: number, error: { code: string; message: string }): void
  /** Runs `act` after a delay, on the clock of the run. */
  later(delayMs: number, act: () => void): void
  /** How long a step takes at present, in milliseconds. */
  stepMs(): number
}

/**
 * Carries out a fault plan on a running job.
 *
 * It acts from outside: a target stands still at its point and the injector terminates its thread there. A kill
 * without a phase is let loose when its target begins the step, and strikes within about twice the time a step
 * takes, wherever the target then is; should it get as far as the commit, it stands there.
 */
export class FaultInjector implements AgentWatch {
  readonly #faults: readonly Fault[]
  readonly #ledger: Ledger
  readonly #victims: Victims
  readonly #random: () => number
  readonly #fired = new Set<number>()
  /** Of these, the ones after which the target's end was heard of. */
  readonly #over = new Set<number>()
  /** Faults of joining that a life was begun with. */
  readonly #joined = new Set<number>()

  constructor(
    faults: readonly Fault[],
    ledger: Ledger,
    victims: Victims,
    random: () => number = Math.random,
  ) {
    this.#faults = faults
    this.#ledger = ledger
    this.#victims = victims
    this.#random = random
  }

  /** Arms everything; before the run opens. */
  arm(ground: ArmingGround): void {
    for (const [index, fault] of this.#faults.entries())
      if (!meetsJoin(fault)) this.#ledger.arm(index, arm(fault, ground))
  }

  joins({ agent }: Life, step: number, first: boolean): ArmedFault['act'] | undefined {
    const index = this.#faults.findIndex(
      (fault, i) =>
        meetsJoin(fault) &&
        // A run does not begin without its first agents: there is nobody who would go on.
        (spoilsProbe(fault) || !first) &&
        fault.agent === agent &&
        fault.step <= step &&
        (fault.persistent === true || !this.#joined.has(i)),
    )
    if (index < 0) return undefined
    this.#joined.add(index)
    return actOf(this.#faults[index]!)
  }

  spoilt({ agent }: Life): void {
    for (const index of this.#joined) {
      const fault = this.#faults[index]!
      if (fault.agent === agent && spoilsProbe(fault)) this.#fired.add(index)
    }
  }

  /** Steps whose beginning the targets must announce. */
  announcements(agent: number): number[] {
    return this.#faults.filter((fault) => fault.agent === agent && isUnaimed(fault)).map(({ step }) => step)
  }

  stands({ agent, step, phase }: Life & { step: number; phase: Phase }): void {
    const index = this.#faults.findIndex(
      (fault, i) =>
        !this.#fired.has(i) &&
        isStruck(fault) &&
        fault.agent === agent &&
        standPhase(fault) === phase &&
        (meetsJoin(fault) ? this.#joined.has(i) : fault.step === step),
    )
    if (index >= 0) this.#strike(index)
  }

  arrived({ agent, step }: Life & { step: number }): void {
    const index = this.#faults.findIndex(
      (fault, i) => !this.#fired.has(i) && fault.agent === agent && fault.step === step && isUnaimed(fault),
    )
    if (index < 0) return
    // Within one step's length: beyond it the target would only stand at the commit mark.
    this.#victims.later(this.#random() * this.#victims.stepMs(), () => this.#strike(index))
  }

  /**
   * The reservations of what was carried out end here and not at the strike: a target that is about to die must
   * not get past its point, and its successor under the same id must not be taken for it.
   */
  down({ agent }: Life): void {
    this.#faults.forEach((fault, index) => {
      if (fault.agent !== agent || !this.#ledger.reached(index)) return
      if (isStruck(fault)) this.#over.add(index)
      else this.#fired.add(index)
    })
    for (const index of this.#fired) {
      const fault = this.#faults[index]!
      if (fault.agent !== agent) continue
      this.#over.add(index)
      // What is wrong with a device stays so in its agent's next life.
      if (fault.persistent !== true) this.#ledger.disarm(index)
    }
  }

  pending(): boolean {
    return this.#faults.some(
      (fault, index) =>
        isStruck(fault) && !this.#over.has(index) && (this.#fired.has(index) || this.#ledger.reached(index)),
    )
  }

  #strike(index: number): void {
    if (this.#fired.has(index)) return
    this.#fired.add(index)
    const fault = this.#faults[index]!
    if (fault.process === true) this.#victims.killProcess?.()
    else if (fault.kind === 'kill') this.#victims.kill(fault.agent)
    else if (fault.kind === 'throw') {
      const message = `the fault ${describeFault(fault)} was injected here`
      this.#victims.fail(fault.agent, { code: 'ERR_INJECTED', message })
    }
  }

  /** Those that have happened and do so only once; what is wrong with a device stays so. */
  happened(): Fault[] {
    return this.#faults.filter(
      (fault, index) =>
        fault.persistent !== true &&
        (this.#fired.has(index) || (!isStruck(fault) && this.#ledger.reached(index))),
    )
  }

  /** @throws FaultNotFiredError (`ERR_FAULT_NOT_FIRED`) when a planned fault did not happen */
  requireFired(): void {
    const missing = this.#faults.filter(
      (fault, index) => !this.#fired.has(index) && (isStruck(fault) || !this.#ledger.reached(index)),
    )
    if (missing.length > 0) throw new FaultNotFiredError(missing.map(describeFault))
  }
}

/** Whether somebody acts on the target; all others act by themselves, and the ledger says that they have come so far. */
function isStruck({ kind }: Fault): boolean {
  return kind === 'kill' || kind === 'throw'
}

function isUnaimed(fault: Fault): boolean {
  return fault.kind === 'kill' && fault.phase === undefined
}
