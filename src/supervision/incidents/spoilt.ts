import type { Arena } from '../../arena/index.js'
import { counted } from '../../errors.js'
import type { Blame } from '../lives/blame.js'
import { Attempts, whatOf } from './attempts.js'
import type { IncidentLog } from './log.js'
import type { Redone } from './redone.js'

/** The ledger keeps what it says of a step for so many steps. */
const remembered = 1_023

/** Reads from the ledger which steps' sums were not finite: it says so, whoever of those who decided is still there. */
export class SpoiltSteps {
  readonly #arena: Arena
  readonly #blame: Blame
  readonly #attempts: Attempts
  /** The step up to which attempts were looked at, and the last that was told. */
  #readTo: number
  #told = -1
  #what: string | undefined

  constructor(arena: Arena, log: IncidentLog, redone: Redone, blame: Blame, now: () => number) {
    this.#arena = arena
    this.#blame = blame
    this.#readTo = arena.shared.options.firstStep
    this.#attempts = new Attempts(log, redone, now)
  }

  /** What was not finite last, for people. */
  get what(): string | undefined {
    return this.#what
  }

  /** Opens incidents for what happened since the last look. */
  look(): void {
    const { ledger, shared } = this.#arena
    const { step } = ledger.round()
    for (let at = Math.max(this.#readTo, step - remembered); at <= step; at++) {
      const record = ledger.spoilt(at)
      if (record === undefined) continue
      const name = (element: number) =>
        shared.layout.parameters.find(({ offset, length }) => offset + length > element)?.name ?? 'the model'
      this.#what = whatOf(record, name)
      // Of a step that was tried again and failed the run then, the first time is what is told.
      if (this.#told === at) continue
      this.#told = at
      this.#attempts.nonFinite(record, name)
    }
    this.#readTo = step
  }

  /** Blames those whose part was not finite in a step that others have computed since, below `committed`. */
  blame(committed: number): void {
    for (const life of this.#attempts.disproved(committed)) {
      this.#blame.wrong(
        life,
        (times) =>
          `wrong results: ${counted(times, 'time')} its part was not finite, and another agent's was`,
      )
    }
  }
}
