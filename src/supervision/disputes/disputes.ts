import type { Arena, Computed, Dispute } from '../../arena/index.js'
import { counted } from '../../errors.js'
import { ResultsDifferError } from '../errors.js'
import type { IncidentLog } from '../incidents/log.js'
import type { Redone } from '../incidents/redone.js'
import type { Blame } from '../lives/blame.js'
import type { Roster } from '../lives/roster.js'

/** What a third computation of a shard says about the two that differ. */
export interface Third {
  /** Whether it has the bits of the published one, and of the one that was to check that. */
  readonly first: boolean
  readonly second: boolean
}

/** How the third computation went; an error where there is none. */
export interface Arbitration {
  readonly dispute: Dispute
  readonly outcome: Third | Error
}

export interface DisputesGround {
  readonly arena: Arena
  readonly roster: Roster
  readonly incidents: IncidentLog
  readonly redone: Redone
  readonly blame: Blame
  /** Has a shard computed a third time, by a fresh thread and within a deadline; {@link Disputes.settle} gets the outcome. */
  arbitrate(dispute: Dispute): void
  now(): number
  over(): boolean
  fail(error: Error): void
}

/** So often a step is tried again although nobody was proved wrong. */
const mostUnsettled = 3

/**
 * Settles which of two computations of a shard is wrong. The ledger decides nothing while two differ, so the round
 * stands still meanwhile, and with it parameters, batch and both results: the third one has all the time it needs.
 */
export class Disputes {
  readonly #ground: DisputesGround
  #noticed: number | undefined
  /** The step that was last in dispute, and how often nobody was found wrong in it. */
  #step = -1
  #unsettled = 0

  constructor(ground: DisputesGround) {
    this.#ground = ground
  }

  /** Looks for two results that differ, and has them settled. */
  look(): void {
    const { arena, arbitrate, now, over } = this.#ground
    if (this.#noticed !== undefined || over()) return
    const dispute = arena.ledger.disputed()
    if (dispute === undefined) return
    this.#noticed = now()
    arbitrate(dispute)
  }

  /** Whoever stands alone was wrong: the step is tried again without it. */
  settle({ dispute, outcome }: Arbitration): void {
    const { arena, incidents, redone, blame, roster, now, over, fail } = this.#ground
    const diedAt = this.#noticed ?? now()
    this.#noticed = undefined
    if (over()) return
    const { ledger } = arena
    const { step, attempt } = dispute
    const culprit = wrongOne(dispute, outcome)
    const incident = incidents.open(
      {
        cause: this.#cause(dispute, culprit, outcome),
        agent: culprit?.agent ?? null,
        incarnation: culprit?.incarnation ?? null,
        step,
        attempt,
        phase: 'backward',
        diedAt,
      },
      redone.begun(attempt + 1),
    )
    if (this.#step !== step) this.#unsettled = 0
    this.#step = step
    if (culprit === undefined && ++this.#unsettled >= mostUnsettled) {
      fail(new ResultsDifferError(step, dispute.shard, this.#unsettled, causeOf(outcome)))
      return
    }
    const alive = culprit !== undefined && roster.living(culprit) !== undefined
    // Fenced before the new attempt begins: then it does nothing in it.
    if (alive && blame.wrong(culprit, provedWrong)) ledger.retire(culprit.seat)
    incident.fenced()
    if (!ledger.newAttempt(dispute, alive ? culprit.agent : undefined))
      fail(new ResultsDifferError(step, dispute.shard, attempt + 1, causeOf(outcome)))
    incident.reassigned()
  }

  #cause(dispute: Dispute, culprit: Computed | undefined, outcome: Third | Error): string {
    const { shard, first } = dispute
    const where = `${this.#differs(dispute)} in shard ${shard}`
    if (culprit !== undefined) {
      const again = culprit === first ? '' : ' when it was computed again'
      return `wrong result: ${where}${again}; the two others agree`
    }
    const why =
      outcome instanceof Error
        ? `no third computation could be had: ${outcome.message.split('\n', 1)[0]}`
        : outcome.first
          ? 'and are equal now that they are looked at'
          : 'three computations gave three results'
    return `results differ: ${where}; ${why}`
  }

  /** Where the two differ first, for people. */
  #differs({ first, second }: Dispute): string {
    const { arena } = this.#ground
    const [one, other] = [arena.slot(first.seat, first.slot), arena.slot(second.seat, second.slot)]
    const [bits, otherBits] = [bitsOf(one), bitsOf(other)]
    const element = bits.findIndex((value, i) => value !== otherBits[i])
    const { parameters, elements } = arena.shared.layout
    if (element >= elements) return 'the loss, or a buffer,'
    const name = parameters.find(({ offset, length }) => offset + length > element)?.name
    return `the gradient of ${name ?? 'the model'}`
  }
}

function wrongOne({ first, second }: Dispute, outcome: Third | Error): Computed | undefined {
  if (outcome instanceof Error || outcome.first === outcome.second) return undefined
  return outcome.first ? second : first
}

function provedWrong(times: number): string {
  return `wrong results: ${counted(times, 'time')} two other computations agreed against it`
}

function causeOf(outcome: Third | Error): Error | undefined {
  return outcome instanceof Error ? outcome : undefined
}

/** NaN differs from itself; its bits do not. */
function bitsOf({ buffer, byteOffset, length }: Float32Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, length)
}
