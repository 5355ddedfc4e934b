import type { Ledger } from '../../arena/index.js'
import { RestartsSpentError } from '../errors.js'
import type { RunReports } from '../reports.js'
import type { Blame } from './blame.js'
import { RestartIntensity } from './intensity.js'
import type { Lives } from './lives.js'
import type { Member, Roster } from './roster.js'

/** Restarts are counted within a minute. */
const withinMs = 60_000

export interface SuccessionGround {
  readonly ledger: Ledger
  readonly roster: Roster
  readonly lives: Lives
  readonly blame: Blame
  /** Deaths within a minute that are followed by another life. */
  readonly restarts: number
  now(): number
  /** Whether a replacement would only fail in the same way. */
  isFatal(error: Error): boolean
  /** Gives the shards of those who are gone to those who are there. */
  rebalance(): void
  fail(error: Error): void
  readonly warning: RunReports['warning']
}

/** Decides what follows a death: another life of the agent, its retirement, or the end of the run. */
export class Succession {
  readonly #ground: SuccessionGround
  readonly #intensity: RestartIntensity

  constructor(ground: SuccessionGround) {
    this.#ground = ground
    this.#intensity = new RestartIntensity(ground.restarts, withinMs, ground.now)
  }

  /** The member's life is over, and its seat given back. */
  follow(member: Member, cause: string, error: Error | undefined): void {
    const { ledger, roster, lives, blame, restarts, isFatal, rebalance, fail, warning } = this.#ground
    // What the task's own code does wrong it does again wherever it is computed: a replacement would only repeat it.
    if (error !== undefined && isFatal(error)) {
      fail(error)
      return
    }
    const { delayMs, hopeless } = member.respawn.failed(ledger.published()[member.id]!)
    const others = roster.active.length - (member.state === 'leaving' ? 0 : 1)
    if (member.state === 'leaving' && !member.again) member.state = 'retired'
    else if (hopeless && others > 0) {
      member.state = 'retired'
      warning(
        'ERR_DEVICE_RETIRED',
        `agent ${member.id} is not started again: one life after the other ended before it had published a shard, the ` +
          `last because it ${cause}. The others go on with its shards.`,
      )
      rebalance()
    } else if (blame.trusts(member.id) && this.#intensity.spend()) {
      member.state = 'restarting'
      member.again = false
      lives.startAfter(delayMs, member)
    } else {
      member.state = 'retired'
      if (!blame.trusts(member.id) && others > 0)
        warning(
          'ERR_DEVICE_RETIRED',
          `agent ${member.id} is not started again: ${cause}. The others go on with its shards.`,
        )
      if (roster.active.length === 0)
        fail(new RestartsSpentError(restarts, withinMs, new Error(cause, { cause: error })))
      else rebalance()
    }
  }
}
