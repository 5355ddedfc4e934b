import { type ActorContext, type ActorRef, type Down, defineActor } from '../src/actor/index.js'
import { type Arena, Verdict } from '../src/arena/index.js'
import { counted, type TroupeError } from '../src/errors.js'
import type { Act, Phase, Slowness } from '../src/faults/points/index.js'
import type { Incident } from '../src/observe/index.js'
import {
  type AgentStall,
  type AgentWatch,
  Attempts,
  Balance,
  describeSight,
  IncidentLog,
  key,
  type Life,
  type Member,
  type Patience,
  ProgressWatch,
  RestartIntensity,
  RestartsSpentError,
  Roster,
  type TrainerReports,
  UpdateHungError,
  whatOf,
  Zombies,
} from '../src/supervision/index.js'
import { isFatal } from '../src/training/errors.js'
import type { SessionSpec } from '../src/training/session.js'
import trainer from './trainer.js'

/** So often an agent may compute wrong values before its device is given up. */
const mostWrong = 3

/** Restarts are counted within a minute. */
const withinMs = 60_000

/** What a supervisor starts with. It lives in main's thread, so these are the things themselves. */
export interface SupervisorArgs {
  readonly arena: Arena
  readonly spec: SessionSpec
  /** Shards that each working agent takes first. */
  readonly ranges: readonly (readonly [number, number])[]
  readonly spares: number
  readonly restarts: number
  readonly batch: number
  readonly device: string
  /** Steps whose beginning an agent announces to `watch`. */
  announcements(agent: number): readonly number[]
  /** Faults that an agent carries out on itself. */
  acts(agent: number): { readonly acts: readonly Act[]; readonly slow: readonly Slowness[] }
  /** What an agent's tensors may hold together, in bytes; 0: no limit. */
  readonly memory: number
  /** How long an agent may stand still. */
  readonly patience: Patience
  /** Whether shards may be moved to faster agents; not where a planned fault needs them where they are. */
  readonly moveRanges: boolean
  readonly watch: AgentWatch | undefined
  /** Called for each incident whose step is committed, and for the others at the end. */
  incident(incident: Incident): void
  rebalanced(step: number, shards: Readonly<Record<string, number>>): void
  /** Something is not as it should be, and the run goes on. */
  warning(code: string, message: string): void
  /** The run is over: the agents found no further step. `what` names what is not finite, if that is why. */
  finished(what: string | undefined): void
  /** The run cannot go on. */
  failed(error: Error): void
}

/**
 * How long a fenced agent's thread may take to end before it is said that it hangs. Its end in JavaScript takes
 * milliseconds; native code ends when it returns.
 */
const abandonMs = 2_000
/** Old generation of an agent whose heap is to run out: enough to compute with, and full within a second. */
const smallHeapMb = 64

type Trainer = ActorRef<{ leave: () => void; fail: (error: { code: string; message: string }) => void }>

/** An agent as the outside sees it. */
export interface AgentView {
  readonly agent: number
  readonly incarnation: number
  readonly device: string
  readonly state: Member<unknown>['state']
}

/**
 * Owns the device agents of a run: seats, starts, watches, fences and replaces them.
 *
 * A death is repaired without asking anybody: the ledger says what the dead one had published, its claims read as
 * free as soon as it is retired, and whoever is alive takes them. Everything here may happen twice without harm.
 */
export default defineActor(import.meta.url, (ctx, args: SupervisorArgs) => {
  const supervision = new Supervision(ctx, args)
  return {
    begin: () => supervision.begin(),
    finished: (life: Life) => supervision.finished(life),
    stands: (at: Life & { step: number; phase: Phase }) => supervision.stands(at),
    arrived: (at: Life & { step: number }) => args.watch?.arrived(at),
    ready: (born: Life & { ref: Trainer }) => supervision.ready(born),
    stillborn: (death: Life & { error: Error }) => supervision.gone(death, death.error),
    kill: (agent: number) => supervision.kill(agent),
    fail: ({ agent, error }: { agent: number; error: { code: string; message: string } }) =>
      supervision.fail(agent, error),
    spawnAgent: () => supervision.spawnAgent(),
    stopAgent: (agent: number) => supervision.stopAgent(agent),
    left: (life: Life) => supervision.left(life),
    agents: (): AgentView[] => supervision.view(),
    settle: () => supervision.settle(),
    end: () => supervision.end(),
  } satisfies TrainerReports & Record<string, (payload: any) => unknown>
})

class Supervision {
  readonly #ctx: ActorContext
  readonly #args: SupervisorArgs
  readonly #roster: Roster<Trainer>
  readonly #balance: Balance
  readonly #incidents: IncidentLog
  readonly #intensity: RestartIntensity
  readonly #zombies: Zombies
  #progress: ProgressWatch | undefined
  /** The life whose end is being noted. */
  #ending: { readonly life: string; readonly how: Down | Error } | undefined
  readonly #attempts: Attempts
  /** By agent, how often what it computed was wrong. */
  readonly #wrong = new Map<number, number>()
  /** Where each life stood when it was last heard of. */
  readonly #points = new Map<string, Phase>()
  #nonFinite: string | undefined
  /** The step up to which attempts were looked at, and the last that was told. */
  #readTo: number
  #readRetry = -1
  #over = false
  #lastCause: Error | undefined

  constructor(ctx: ActorContext, args: SupervisorArgs) {
    this.#ctx = ctx
    this.#args = args
    const now = () => ctx.clock.now()
    this.#incidents = new IncidentLog(now)
    this.#zombies = new Zombies(now)
    this.#readTo = args.arena.shared.options.firstStep
    this.#attempts = new Attempts(this.#incidents, {
      redone: (attempt) => args.arena.ledger.redone(attempt),
      now,
    })
    this.#roster = new Roster(now)
    this.#balance = new Balance(now)
    this.#intensity = new RestartIntensity(args.restarts, withinMs, now)
    for (const range of args.ranges) this.#roster.add(args.device).range = range
    for (let i = 0; i < args.spares; i++) this.#roster.add(args.device)
  }

  /** Starts all agents; resolves when all sit, and the run is open. Rejects with what one of them failed with. */
  async begin(): Promise<void> {
    const { ledger } = this.#args.arena
    for (const { id, range } of this.#roster.all) ledger.setRange(id, range[0], range[1])
    await Promise.all(
      this.#roster.all.map(async (member) => {
        const ref = await this.#start(member)
        this.#seated(member, ref)
      }),
    )
    ledger.open()
    this.#progress = new ProgressWatch(ledger.view, this.#args.patience, (stall) => this.#stalled(stall))
  }

  async #start(member: Member<Trainer>): Promise<Trainer> {
    const { arena, spec } = this.#args
    member.incarnation++
    member.killedAt = undefined
    member.condemned = undefined
    const { id: agent, incarnation } = member
    const seat = arena.admit(agent, incarnation)
    member.seat = seat
    const announce = this.#args.announcements(agent)
    const { acts, slow } = this.#args.acts(agent)
    const tight = acts.some(({ kind, of }) => kind === 'oom' && of === 'heap')
    const supervisor = this.#ctx.self as ActorRef<TrainerReports>
    return this.#ctx.spawn(
      trainer,
      { agent, incarnation, seat, spec, supervisor, announce, memory: this.#args.memory, acts, slow },
      {
        name: `agent-${agent}.${incarnation}`,
        placement: 'thread',
        resourceLimits: {
          maxYoungGenerationSizeMb: 3,
          ...(tight ? { maxOldGenerationSizeMb: smallHeapMb } : {}),
        },
      },
    ) as Promise<Trainer>
  }

  #seated(member: Member<Trainer>, ref: Trainer): void {
    member.ref = ref
    if (member.state !== 'leaving') member.state = 'running'
    const life = { agent: member.id, incarnation: member.incarnation }
    this.#ctx.watch(ref, (down) => this.gone(life, down))
    member.pending?.(ref)
    member.pending = undefined
  }

  /** A replacement or a newcomer has sat down. */
  ready({ ref, ...life }: Life & { ref: Trainer }): void {
    const member = this.#roster.living(life)
    if (member !== undefined && !this.#over) {
      this.#seated(member, ref)
      return
    }
    // Fenced before it was reported: its seat is given back when its thread ends.
    this.#ctx.watch(ref, (down) => this.gone(life, down))
    this.#end(ref)
  }

  /** Starts a life without keeping the mailbox waiting: the outcome comes back as a message. */
  #startLater(member: Member<Trainer>): void {
    const self = this.#ctx.self
    this.#start(member).then(
      (ref) => self.tell('ready', { agent: member.id, incarnation: member.incarnation, ref }),
      (error) => self.tell('stillborn', { agent: member.id, incarnation: member.incarnation, error }),
    )
  }

  #startAfter(delayMs: number, member: Member<Trainer>): void {
    if (delayMs === 0) {
      this.#startLater(member)
      return
    }
    const { incarnation } = member
    this.#ctx.clock.schedule(delayMs, () => {
      if (!this.#over && member.state === 'restarting' && member.incarnation === incarnation)
        this.#startLater(member)
    })
  }

  /** A life ended, however it did. */
  gone(life: Life, how: Down | Error): void {
    const { ledger } = this.#args.arena
    // It may have been fenced just before: what others have done for it since then belongs to its incident.
    this.#ending = { life: key(life), how }
    this.#progress?.take()
    this.#ending = undefined
    const zombie = this.#zombies.ended(life)
    if (zombie !== undefined) ledger.exited(zombie)
    const member = this.#roster.living(life)
    if (member === undefined || this.#over) return
    const { seat } = member
    const error = how instanceof Error ? how : how.error
    this.#lost(member, member.condemned ?? describeDeath(how), {
      error,
      phase: this.#points.get(key(life)) ?? null,
      diedAt: member.killedAt ?? this.#ctx.clock.now(),
      fence: () => {
        ledger.retire(seat)
        ledger.exited(seat)
      },
    })
  }

  /** What the native watchdog saw. An agent that it fenced is retired already, and others do its work. */
  #stalled(stall: AgentStall): void {
    const { life, seat, sight, kind, deadlineMs } = stall
    const member = this.#roster.living(life)
    if (member === undefined || this.#over) return
    const who = `agent ${life.agent} (life ${life.incarnation})`
    const where = describeSight(sight)
    if (kind === 'suspect') {
      this.#args.warning(
        'ERR_AGENT_SUSPECT',
        `${who} has not moved for ${sight.stillMs} ms: ${where}. It is given up after ${Math.round(deadlineMs)} ms.`,
      )
      return
    }
    if (kind === 'moved') {
      this.#args.warning(
        'ERR_AGENT_SLOW',
        `${who} moves again after ${sight.stillMs} ms: it was slow, not hung (${where}).`,
      )
      return
    }
    this.#zombies.add(life, seat, where)
    const { ref } = member
    // In JavaScript that interrupts it; in native code its thread ends when that returns.
    if (ref !== undefined) this.#end(ref)
    const how = this.#ending?.life === key(life) ? this.#ending.how : undefined
    this.#lost(member, how === undefined ? `hung in ${where}` : describeDeath(how), {
      error: how instanceof Error ? how : how?.error,
      phase: sight.phase,
      diedAt: this.#ctx.clock.now() - sight.stillMs,
      fenced: stall,
    })
    if (stall.updating) this.#fail(new UpdateHungError(stall.step, life.agent, where))
  }

  /** Terminates a thread. Not awaited: its end is seen by the watch, and one that hangs is named by `settle`. */
  #end(ref: Trainer): void {
    this.#ctx.kill(ref).catch(() => {})
  }

  /** A life is over: opens its incident, and sees to a successor. */
  #lost(
    member: Member<Trainer>,
    cause: string,
    {
      error,
      phase,
      diedAt,
      fence,
      fenced,
    }: {
      error: Error | undefined
      phase: Phase | null
      diedAt: number
      fence?(): void
      /** It is fenced already, and others may have done its work meanwhile. */
      fenced?: AgentStall
    },
  ): void {
    const { arena, watch, restarts } = this.#args
    const { ledger } = arena
    const life = { agent: member.id, incarnation: member.incarnation }
    const round = ledger.round()
    const { seat } = member
    const before = fenced?.redone ?? (seat < 0 ? 0 : ledger.counters(seat).redone)
    const step = fenced?.step ?? round.step
    const incident = this.#incidents.open(
      {
        ...life,
        cause,
        step,
        attempt: step === round.step ? round.attempt : 0,
        phase,
        diedAt,
        ...(fenced === undefined ? {} : { agents: fenced.all }),
      },
      () => (seat < 0 ? 0 : ledger.counters(seat).redone - before),
    )
    watch?.down(life)
    fence?.()
    incident.fenced()
    member.seat = -1
    member.ref = undefined
    member.pending = undefined
    this.#lastCause = new Error(cause, { cause: error })
    // What the task's own code does wrong it does again wherever it is computed: a replacement would only repeat it.
    if (error !== undefined && isFatal(error)) {
      this.#fail(error)
      return
    }
    const { delayMs, hopeless } = member.respawn.failed(ledger.published()[member.id]!)
    const others = this.#roster.active.length - (member.state === 'leaving' ? 0 : 1)
    if (member.state === 'leaving' && !member.again) member.state = 'retired'
    else if (hopeless && others > 0) {
      member.state = 'retired'
      this.#args.warning(
        'ERR_DEVICE_RETIRED',
        `agent ${member.id} is not started again: one life after the other ended before it had published a shard, the ` +
          `last because it ${cause}. The others go on with its shards.`,
      )
      this.#rebalance()
    } else if ((this.#wrong.get(member.id) ?? 0) < mostWrong && this.#intensity.spend()) {
      // A device that goes on computing wrong values would only be found out again.
      member.state = 'restarting'
      member.again = false
      this.#startAfter(delayMs, member)
    } else {
      member.state = 'retired'
      if (this.#roster.active.length === 0) {
        this.#fail(new RestartsSpentError(restarts, withinMs, this.#lastCause))
        return
      }
      this.#rebalance()
    }
    incident.reassigned()
  }

  /** Gives every shard to somebody who is there. Those who have no range are the spares, and fill up the gaps. */
  #rebalance(): void {
    const { shards } = this.#args.arena.ledger.shape
    const workers = this.#roster.active.slice(0, shards)
    const at = (i: number) => Math.floor((i * shards) / workers.length)
    this.#divide(
      workers,
      workers.map((_, i) => at(i + 1) - at(i)),
    )
  }

  /** Gives each worker so many shards, in the order of their ids. */
  #divide(workers: readonly Member<Trainer>[], shares: readonly number[]): void {
    const { ledger } = this.#args.arena
    const { step } = ledger.round()
    const counts: Record<string, number> = {}
    let begin = 0
    for (const member of this.#roster.all) {
      const share = shares[workers.indexOf(member)] ?? 0
      member.range = share === 0 ? [0, 0] : [begin, begin + share]
      begin += share
      ledger.setRange(member.id, member.range[0], member.range[1])
      if (share > 0) counts[member.id] = share
    }
    this.#balance.reset()
    this.#args.rebalanced(step, counts)
  }

  /** Moves shards from agents that are slow to agents that are fast. */
  #even(): void {
    const { ledger } = this.#args.arena
    const workers = this.#roster.active.filter(({ range }) => range[1] > range[0])
    if (!this.#args.moveRanges || workers.length < 2 || workers.some(({ seat }) => seat < 0)) return
    const work = workers.map(({ id: agent, incarnation, range, seat }) => {
      const { begun, ms } = ledger.counters(seat)
      return { agent, incarnation, share: range[1] - range[0], begun, computeMs: ms.compute }
    })
    const shares = this.#balance.look(work, ledger.shape.shards)
    if (shares !== undefined) this.#divide(workers, shares)
  }

  /** One more agent, which joins at the next step border after it is ready: its id; null when there is no work for it. */
  spawnAgent(): number | null {
    const { ledger } = this.#args.arena
    // An id whose agent was given up is free again; its lives go on counting.
    let member = this.#roster.all.find(({ state }) => state === 'retired')
    if (member === undefined && this.#roster.all.length < ledger.shape.agents)
      member = this.#roster.add(this.#args.device)
    if (member === undefined) {
      const leaving = this.#roster.all.find(({ state, again }) => state === 'leaving' && !again)
      if (leaving === undefined) return null
      leaving.again = true
      return leaving.id
    }
    member.state = 'starting'
    this.#startLater(member)
    this.#rebalance()
    return member.id
  }

  /**
   * Lets an agent go at the next step border, without a shard being computed again. False for one that is gone
   * already, and for the last one.
   */
  stopAgent(agent: number): boolean {
    const member = this.#roster.get(agent)
    if (member === undefined || !this.#roster.active.includes(member)) return false
    if (this.#roster.active.length === 1 || member.seat < 0) return false
    member.state = 'leaving'
    this.#rebalance()
    return this.#onLife(agent, (ref) => ref.tell('leave', undefined))
  }

  left(life: Life): void {
    const member = this.#roster.living(life)
    if (member === undefined || this.#over) return
    this.#args.arena.ledger.retire(member.seat)
    this.#zombies.add(life, member.seat, 'its last step')
    if (member.ref !== undefined) this.#end(member.ref)
    member.seat = -1
    member.ref = undefined
    member.state = 'retired'
    if (!member.again) return
    member.again = false
    member.state = 'starting'
    this.#startLater(member)
    this.#rebalance()
  }

  /** Terminates the thread of an agent's present life. The death is noticed like any other. */
  kill(agent: number): boolean {
    return this.#onLife(agent, (ref, member) => {
      member.killedAt = this.#ctx.clock.now()
      this.#end(ref)
    })
  }

  fail(agent: number, error: { code: string; message: string }): boolean {
    return this.#onLife(agent, (ref) => ref.tell('fail', error))
  }

  /**
   * Does something to an agent's present life. One that has just sat down may already compute, and be told about,
   * before its own start is reported here: then it is done as soon as that comes.
   */
  #onLife(agent: number, act: (ref: Trainer, member: Member<Trainer>) => void): boolean {
    const member = this.#roster.get(agent)
    if (member === undefined || member.seat < 0) return false
    if (member.ref === undefined) member.pending = (ref) => act(ref, member)
    else act(member.ref, member)
    return true
  }

  stands(at: Life & { step: number; phase: Phase }): void {
    if (this.#roster.living(at) === undefined) return
    this.#points.set(key(at), at.phase)
    this.#args.watch?.stands(at)
  }

  /** Looks for steps whose sum was not finite: the ledger says so, whoever of those who decided is still there. */
  #readAttempts(): void {
    const { ledger, shared } = this.#args.arena
    const { step } = ledger.round()
    for (let at = Math.max(this.#readTo, step - 1_023); at <= step; at++) {
      const record = ledger.spoilt(at)
      if (record === undefined) continue
      const name = (element: number) =>
        shared.layout.parameters.find(({ offset, length }) => offset + length > element)?.name ?? 'the model'
      this.#nonFinite = whatOf(record, name)
      if (record.verdict === 'fail' || this.#readRetry === at) continue
      this.#readRetry = at
      this.#attempts.nonFinite(record, name)
    }
    this.#readTo = step
  }

  /** What a life computed was wrong: the second time its thread is replaced, after that its device is given up. */
  #blame(life: Life): void {
    const member = this.#roster.living(life)
    if (member === undefined || member.condemned !== undefined) return
    const times = (this.#wrong.get(member.id) ?? 0) + 1
    this.#wrong.set(member.id, times)
    if (times < mostWrong - 1) return
    member.condemned = `wrong results: ${counted(times, 'time')} its part was not finite, and another agent's was`
    this.kill(member.id)
  }

  /** The first that finds no further step speaks for all: the ledger says the same to everybody. */
  finished(life: Life): void {
    if (this.#over || this.#roster.living(life) === undefined) return
    this.settle()
    // The step that ends a run this way is never applied.
    if (this.#args.arena.ledger.decision()?.[0] === Verdict.fail) this.#abandon()
    this.#close()
    this.#args.finished(this.#nonFinite)
  }

  #close(): void {
    this.#over = true
    this.#progress?.stop()
  }

  #fail(error: Error): void {
    if (this.#over) return
    this.settle()
    this.#close()
    this.#abandon()
    this.#args.failed(error)
  }

  #abandon(): void {
    for (const incident of this.#incidents.abandon(this.#args.batch)) this.#args.incident(incident)
  }

  /** Closes the incidents whose step is committed. Called as the run is polled. */
  settle(): void {
    const { ledger } = this.#args.arena
    const { step } = ledger.round()
    this.#readAttempts()
    const settled = this.#incidents.settle(step, this.#args.batch, (of) => this.#sinceApplied(of))
    for (const incident of settled) this.#args.incident(incident)
    for (const life of this.#attempts.disproved(step)) this.#blame(life)
    if (!this.#over) this.#even()
    for (const { life, where } of this.#zombies.overdue(abandonMs)) {
      this.#args.warning(
        'ERR_AGENT_ABANDONED',
        `agent ${life.agent} (life ${life.incarnation}) still hangs in ${where}, and cannot be ended. The run goes on ` +
          'without it; its memory stays taken, and the process cannot end by itself before that returns.',
      )
    }
  }

  /** Milliseconds since a committed step was applied: the run is only looked at now and then. */
  #sinceApplied(step: number): number {
    const record = this.#args.arena.ledger.history(step)
    return record === undefined ? 0 : (Number(process.hrtime.bigint()) - record.appliedNs) / 1e6
  }

  /** Nothing that happens from here on is an incident. Gives the lives whose threads hang. */
  end(): Life[] {
    this.#close()
    for (const incident of this.#incidents.settle(Number.POSITIVE_INFINITY, this.#args.batch, (of) =>
      this.#sinceApplied(of),
    )) {
      this.#args.incident(incident)
    }
    return this.#zombies.all.map(({ life }) => life)
  }

  view(): AgentView[] {
    return this.#roster.all.map(({ id, incarnation, device, state }) => ({
      agent: id,
      incarnation,
      device,
      state,
    }))
  }
}

function describeDeath(how: Down | Error): string {
  if (how instanceof Error) {
    const { reason } = (how as Partial<TroupeError>).fields ?? {}
    return reason === 'exited'
      ? 'did not start: something in the task called process.exit() in its thread'
      : `did not start: ${firstLine(how)}`
  }
  if (how.reason === 'failed') return `failed: ${how.error === undefined ? 'unknown' : firstLine(how.error)}`
  if (how.reason === 'exited') {
    return `exited with code ${how.exitCode ?? 'unknown'}: something in the task called process.exit() in its thread`
  }
  return how.reason
}

function firstLine(error: Error): string {
  const { code } = error as Partial<TroupeError>
  return `${code === undefined ? '' : `${code} `}${error.message.split('\n', 1)[0]}`
}
