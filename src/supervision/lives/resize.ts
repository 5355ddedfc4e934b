import type { Ledger } from '../../arena/index.js'
import type { Life } from '../reports.js'
import { type Lives, vacate } from './lives.js'
import type { Member, Roster } from './roster.js'

export interface ResizeGround {
  readonly ledger: Ledger
  readonly roster: Roster
  readonly lives: Lives
  readonly device: string
  /** Gives the shards of those who are gone to those who are there. */
  rebalance(): void
  /** Whether the run is over: nobody comes back then. */
  over(): boolean
}

/** Agents that come and go because somebody wants so. Nothing is computed twice for it. */
export class Resize {
  readonly #ground: ResizeGround

  constructor(ground: ResizeGround) {
    this.#ground = ground
  }

  /** One more agent, which joins at the next step border after it is ready: its id; null when there is no work for it. */
  spawnAgent(): number | null {
    const { ledger, roster, device } = this.#ground
    // An id whose agent was given up is free again; its lives go on counting.
    let member = roster.all.find(({ state }) => state === 'retired')
    if (member === undefined && roster.all.length < ledger.shape.agents) member = roster.add(device)
    if (member === undefined) {
      const leaving = roster.all.find(({ state, again }) => state === 'leaving' && !again)
      if (leaving === undefined) return null
      leaving.again = true
      return leaving.id
    }
    this.#start(member)
    return member.id
  }

  /**
   * Lets an agent go at the next step border, without a shard being computed again. False for one that is gone
   * already, and for the last one.
   */
  stopAgent(agent: number): boolean {
    const { roster, lives, rebalance } = this.#ground
    const member = roster.get(agent)
    if (member === undefined || !roster.active.includes(member)) return false
    if (roster.active.length === 1 || member.seat < 0) return false
    member.state = 'leaving'
    rebalance()
    return lives.onLife(agent, (ref) => ref.tell('leave', undefined))
  }

  /** An agent that was let go has done its last step. */
  left(life: Life): void {
    const { ledger, roster, lives, over } = this.#ground
    const member = roster.living(life)
    if (member === undefined || over()) return
    ledger.retire(member.seat)
    lives.expel(member, 'its last step')
    vacate(member)
    member.state = 'retired'
    if (!member.again) return
    member.again = false
    this.#start(member)
  }

  #start(member: Member): void {
    const { lives, rebalance } = this.#ground
    member.state = 'starting'
    lives.startLater(member)
    rebalance()
  }
}
