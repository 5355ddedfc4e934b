import type { ActorContext, ActorRef, Down } from '../../actor/index.js'
import type { Arena } from '../../arena/index.js'
import { counted } from '../../errors.js'
import type { Life, RunReports } from '../reports.js'
import type { Member, Roster, Trainer } from './roster.js'
import { Zombies } from './zombies.js'

/** What a life needs in order to begin and to end. */
export interface LivesGround {
  readonly ctx: ActorContext
  readonly arena: Arena
  readonly roster: Roster
  /** Starts the thread of a life; resolves when it sits. */
  spawn(life: Life, seat: number): Promise<Trainer>
  /** A life is over, however it ended. Told for fenced ones too. */
  ended(life: Life, how: Down | Error): void
  /** Whether the run is over: nobody sits down any more. */
  over(): boolean
  readonly warning: RunReports['warning']
}

/** An agent as the outside sees it. */
export interface AgentView {
  readonly agent: number
  readonly incarnation: number
  readonly device: string
  readonly state: Member['state']
}

/**
 * How long a fenced agent's thread may take to end before it is said that it hangs. Its end in JavaScript takes
 * milliseconds; native code ends when it returns.
 */
const abandonMs = 2_000

/**
 * The lives of the agents: begins them, ends their threads, and keeps those whose threads still run after they were
 * fenced. Why one begins or ends is decided elsewhere.
 */
export class Lives {
  readonly #ground: LivesGround
  readonly #zombies: Zombies

  constructor(ground: LivesGround) {
    this.#ground = ground
    this.#zombies = new Zombies(() => ground.ctx.clock.now())
  }

  /** Starts the first lives of all; resolves when all sit. Rejects with what one of them failed with. */
  async startAll(): Promise<void> {
    await Promise.all(
      this.#ground.roster.all.map(async (member) => {
        const ref = await this.#start(member)
        this.#seated(member, ref)
      }),
    )
  }

  async #start(member: Member): Promise<Trainer> {
    member.incarnation++
    member.threadId = undefined
    member.unseated = undefined
    member.killedAt = undefined
    member.condemned = undefined
    const { id: agent, incarnation } = member
    const seat = this.#ground.arena.admit(agent, incarnation)
    member.seat = seat
    return this.#ground.spawn({ agent, incarnation }, seat)
  }

  #seated(member: Member, ref: Trainer): void {
    member.ref = ref
    if (member.state !== 'leaving') member.state = 'running'
    const life = { agent: member.id, incarnation: member.incarnation }
    this.#ground.ctx.watch(ref, (down) => this.#ground.ended(life, down))
    member.pending?.(ref)
    member.pending = undefined
  }

  /** A replacement or a newcomer has sat down. */
  ready({ ref, ...life }: Life & { ref: Trainer }): void {
    const { ctx, roster, ended, over } = this.#ground
    const member = roster.living(life)
    if (member !== undefined && !over()) {
      this.#seated(member, ref)
      return
    }
    // Fenced before it was reported: its seat is given back when its thread ends.
    ctx.watch(ref, (down) => ended(life, down))
    this.#terminate(ref)
  }

  /** The thread of a life has begun, in which somebody may have wanted it killed already. */
  runs({ threadId, ref, ...life }: Life & { threadId: number; ref: ActorRef }): void {
    const member = this.#ground.roster.living(life)
    if (member === undefined) return
    member.threadId = threadId
    member.unseated = ref
    if (member.killedAt !== undefined) this.#terminate(ref)
  }

  /** Starts a life without keeping the mailbox waiting: the outcome comes back as a message. */
  startLater(member: Member): void {
    const { self } = this.#ground.ctx
    this.#start(member).then(
      (ref) => self.tell('ready', { agent: member.id, incarnation: member.incarnation, ref }),
      (error) => self.tell('stillborn', { agent: member.id, incarnation: member.incarnation, error }),
    )
  }

  startAfter(delayMs: number, member: Member): void {
    if (delayMs === 0) {
      this.startLater(member)
      return
    }
    const { incarnation } = member
    this.#ground.ctx.clock.schedule(delayMs, () => {
      if (!this.#ground.over() && member.state === 'restarting' && member.incarnation === incarnation)
        this.startLater(member)
    })
  }

  /**
   * Does something to an agent's present life. One that has just sat down may already compute, and be told about,
   * before its own start is reported here: then it is done as soon as that comes.
   */
  onLife(agent: number, act: (ref: Trainer) => void): boolean {
    const member = this.#ground.roster.get(agent)
    if (member === undefined || member.seat < 0) return false
    if (member.ref === undefined) member.pending = act
    else act(member.ref)
    return true
  }

  /** Terminates the thread of an agent's present life, also while it joins. The death is noticed like any other. */
  kill(agent: number): boolean {
    const member = this.#ground.roster.get(agent)
    if (member === undefined || member.seat < 0) return false
    member.killedAt = this.#ground.ctx.clock.now()
    const ref = member.ref ?? member.unseated
    if (ref !== undefined) this.#terminate(ref)
    return true
  }

  /**
   * Ends the thread of a life that is fenced already, in JavaScript at once and in native code when that returns.
   * Its seat is nobody else's until then.
   *
   * @param looked settles when nobody wants to look at the thread any more, which must be soon
   */
  expel(member: Member, where: string, looked?: Promise<unknown>): void {
    const { id: agent, incarnation, seat, ref } = member
    this.#zombies.add({ agent, incarnation }, seat, where, this.#refused(seat))
    if (ref === undefined) return
    if (looked === undefined) this.#terminate(ref)
    else
      void looked.then(() => {
        this.#zombies.told({ agent, incarnation })
        this.#terminate(ref)
      })
  }

  /** The thread of a life has ended: the seat of one that was fenced before is free now. */
  buried(life: Life): void {
    const { arena, warning } = this.#ground
    const zombie = this.#zombies.ended(life)
    if (zombie === undefined) return
    const late = this.#refused(zombie.seat) - zombie.refused
    if (late > 0)
      warning(
        'ERR_AGENT_LATE',
        `agent ${life.agent} (life ${life.incarnation}) got on after it had been given up, and ${counted(late, 'result')} ` +
          `of it came too late: ${late === 1 ? 'it was' : 'they were'} refused.`,
      )
    arena.ledger.exited(zombie.seat)
  }

  #refused(seat: number): number {
    return seat < 0 ? 0 : this.#ground.arena.ledger.counters(seat).refused
  }

  /** Lives that were fenced a while ago and whose threads still run; each is named once. */
  overdue(): readonly { readonly life: Life; readonly where: string }[] {
    return this.#zombies.overdue(abandonMs)
  }

  /** Fenced lives whose threads still run. */
  get hanging(): Life[] {
    return this.#zombies.all.map(({ life }) => life)
  }

  view(): AgentView[] {
    return this.#ground.roster.all.map(({ id, incarnation, device, state }) => ({
      agent: id,
      incarnation,
      device,
      state,
    }))
  }

  /** Terminates a thread. Not awaited: its end is seen by the watch, and one that hangs is named by `overdue`. */
  #terminate(ref: ActorRef): void {
    this.#ground.ctx.kill(ref).catch(() => {})
  }
}

/** The member's present life is over: it has no seat and no thread. */
export function vacate(member: Member): void {
  member.seat = -1
  member.ref = undefined
  member.unseated = undefined
  member.pending = undefined
}
