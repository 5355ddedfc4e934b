import type { Ledger } from '../../arena/index.js'
import type { Member, Roster } from '../lives/roster.js'
import type { RunReports } from '../reports.js'
import { Balance } from './balance.js'

export interface SharesGround {
  readonly ledger: Ledger
  readonly roster: Roster
  /** Whether shards may be moved to faster agents; not where a planned fault needs them where they are. */
  readonly moveRanges: boolean
  now(): number
  readonly rebalanced: RunReports['rebalanced']
}

/**
 * Who takes which shards first. That is advice, written into the ledger: whoever has nothing left takes what others
 * have not begun, so a share that is wrong costs time and nothing else.
 */
export class Shares {
  readonly #ground: SharesGround
  readonly #balance: Balance

  constructor(ground: SharesGround) {
    this.#ground = ground
    this.#balance = new Balance(() => ground.now())
  }

  /** Writes the first ranges down. */
  open(): void {
    for (const { id, range } of this.#ground.roster.all) this.#ground.ledger.setRange(id, range[0], range[1])
  }

  /** Gives every shard to somebody who is there. Those who have no range are the spares, and fill up the gaps. */
  rebalance(): void {
    const { ledger, roster } = this.#ground
    const { shards } = ledger.shape
    const workers = roster.active.slice(0, shards)
    const at = (i: number) => Math.floor((i * shards) / workers.length)
    this.#divide(
      workers,
      workers.map((_, i) => at(i + 1) - at(i)),
    )
  }

  /** Moves shards from agents that are slow to agents that are fast. */
  even(): void {
    const { ledger, roster, moveRanges } = this.#ground
    const workers = roster.active.filter(({ range }) => range[1] > range[0])
    if (!moveRanges || workers.length < 2 || workers.some(({ seat }) => seat < 0)) return
    const work = workers.map(({ id: agent, incarnation, range, seat }) => {
      const { begun, checked, ms } = ledger.counters(seat)
      return { agent, incarnation, share: range[1] - range[0], begun: begun + checked, computeMs: ms.compute }
    })
    const shares = this.#balance.look(work, ledger.shape.shards)
    if (shares !== undefined) this.#divide(workers, shares)
  }

  /** Gives each worker so many shards, in the order of their ids. */
  #divide(workers: readonly Member[], shares: readonly number[]): void {
    const { ledger, roster, rebalanced } = this.#ground
    const { step } = ledger.round()
    const counts: Record<string, number> = {}
    let begin = 0
    for (const member of roster.all) {
      const share = shares[workers.indexOf(member)] ?? 0
      member.range = share === 0 ? [0, 0] : [begin, begin + share]
      begin += share
      ledger.setRange(member.id, member.range[0], member.range[1])
      if (share > 0) counts[member.id] = share
    }
    this.#balance.reset()
    rebalanced(step, counts)
  }
}
