import type { ActorRef } from '../../actor/index.js'
import { Respawn } from './respawn.js'

/** A device agent, as far as its supervisor speaks to it. */
export type Trainer = ActorRef<{
  leave: () => void
  fail: (error: { code: string; message: string }) => void
}>

/** An agent of the run through all its lives. */
export interface Member {
  readonly id: number
  readonly device: string
  incarnation: number
  /** Seat of its present life; -1 without one. */
  seat: number
  ref: Trainer | undefined
  /** The same from the beginning of its thread on, while it joins. */
  unseated: ActorRef | undefined
  /** Node's number of the thread of its present life, once that has told it. */
  threadId: number | undefined
  /** What is to be done as soon as the present life has a ref. */
  pending: ((ref: Trainer) => void) | undefined
  state: 'starting' | 'running' | 'restarting' | 'leaving' | 'retired'
  /** Shards it takes first; a spare has none. */
  range: readonly [number, number]
  /** When somebody killed its present life, on the supervisor's clock. */
  killedAt: number | undefined
  /** Why the supervisor itself ended its present life. */
  condemned: string | undefined
  /** It is on its way out, and wanted again as soon as it has left. */
  again: boolean
  /** What its failures say about the next life. */
  readonly respawn: Respawn
}

/** The agents of a run by id. */
export class Roster {
  readonly #members: Member[] = []

  constructor(private readonly now: () => number = () => performance.now()) {}

  add(device: string): Member {
    const member: Member = {
      id: this.#members.length,
      device,
      incarnation: 0,
      seat: -1,
      ref: undefined,
      unseated: undefined,
      threadId: undefined,
      pending: undefined,
      state: 'starting',
      range: [0, 0],
      killedAt: undefined,
      condemned: undefined,
      again: false,
      respawn: new Respawn(this.now),
    }
    this.#members.push(member)
    return member
  }

  get(id: number): Member | undefined {
    return this.#members[id]
  }

  /** The member whose present life this is; undefined for a life that is over. */
  living(life: { readonly agent: number; readonly incarnation: number }): Member | undefined {
    const member = this.#members[life.agent]
    return member?.incarnation === life.incarnation && member.seat >= 0 ? member : undefined
  }

  get all(): readonly Member[] {
    return this.#members
  }

  /** Those that compute or will: neither retired nor on their way out. */
  get active(): Member[] {
    return this.#members.filter(({ state }) => state !== 'retired' && state !== 'leaving')
  }
}
