import { ActorDownError, type Death, type Down } from '../../actor/index.js'
import type { Ledger } from '../../arena/index.js'
import type { TroupeError } from '../../errors.js'
import { type Phase, phaseOf } from '../../faults/points/index.js'
import { strayOf } from '../../strays/stray.js'
import { UpdateHungError } from '../errors.js'
import type { IncidentLog, OpenIncident } from '../incidents/log.js'
import { type Lives, vacate } from '../lives/lives.js'
import type { Member, Roster } from '../lives/roster.js'
import type { Succession } from '../lives/succession.js'
import { type AgentWatch, key, type Life, type RunReports } from '../reports.js'
import { describeDeath, describeSight } from './describe.js'
import { type AgentStall, type Patience, ProgressWatch } from './progress.js'
import { stackOf } from './stack.js'

export interface DeathsGround {
  readonly ledger: Ledger
  readonly roster: Roster
  readonly lives: Lives
  readonly incidents: IncidentLog
  readonly succession: Succession
  /** How long an agent may stand still. */
  readonly patience: Patience
  readonly watch: AgentWatch | undefined
  now(): number
  /** Whether the run is over: a life that ends then is missed by nobody. */
  over(): boolean
  fail(error: Error): void
  readonly warning: RunReports['warning']
}

/** How a life was lost. */
interface Loss {
  /** What it did, in words that go on from `it`. */
  readonly cause: string
  readonly error: Error | undefined
  readonly phase: Phase | null
  /** The step that it stood in. The others may have committed that since; without it, the one they work on is meant. */
  readonly step?: number | undefined
  readonly diedAt: number
  /** The watchdog has fenced it already, and others may have done its work meanwhile. */
  readonly fenced?: AgentStall
  /** Its thread still runs: its seat is given back when that ends. */
  readonly expelled?: boolean
  /** Its JavaScript stack, which is being read. */
  readonly stack?: ReturnType<typeof stackOf> | undefined
}

/** How long the thread of an agent that was given up is kept alive to read its stack. */
const stackMs = 1_500

/**
 * Notices the ends of lives: those that the actor system reports, and those that the native watchdog makes of agents
 * that stand still. Opens an incident for each, fences what is not fenced yet, and leaves the rest to the succession.
 */
export class Deaths {
  readonly #ground: DeathsGround
  #progress: ProgressWatch | undefined
  /** The life whose end is being noted. */
  #ending: { readonly life: string; readonly how: Death | Error } | undefined
  /** What is told of fenced lives whose threads have not ended yet. */
  readonly #fenced = new Map<string, { readonly incident: OpenIncident; ended(): void }>()
  /** Where the lives stand that a fault holds. */
  readonly #points = new Map<string, { readonly step: number; readonly phase: Phase }>()

  constructor(ground: DeathsGround) {
    this.#ground = ground
  }

  /** From here on agents that stand still are fenced. */
  watch(): void {
    const { ledger, patience } = this.#ground
    this.#progress = new ProgressWatch(ledger.view, patience, (stall) => this.#stalled(stall))
  }

  /** Hears what the watchdog has seen and not told yet. */
  look(): void {
    this.#progress?.take()
  }

  /** From here on nobody is fenced. Safe to call twice. */
  stop(): void {
    this.#progress?.stop()
  }

  /** Whether somebody has been killed, or stands where it is about to be, whose end is still to come. */
  get dying(): boolean {
    const { roster, watch } = this.#ground
    const killed = roster.all.some(({ seat, killedAt }) => seat >= 0 && killedAt !== undefined)
    return killed || watch?.pending() === true
  }

  /** A fault holds a life at this point. */
  stands(at: Life & { step: number; phase: Phase }): void {
    const { roster, watch } = this.#ground
    if (roster.living(at) === undefined) return
    this.#points.set(key(at), at)
    watch?.stands(at)
  }

  /** A life ended, however it did. */
  gone(life: Life, end: Down | Error): void {
    const { roster, lives, now, over } = this.#ground
    const how = withPlace(this.#sat(life) ? afterStart(end) : end)
    // It may have been fenced just before: what others have done for it since then belongs to its incident.
    this.#ending = { life: key(life), how }
    this.#progress?.take()
    this.#ending = undefined
    lives.buried(life)
    this.#correct(life, how)
    const point = this.#points.get(key(life))
    this.#points.delete(key(life))
    const member = roster.living(life)
    if (member === undefined || over()) return
    // Who is killed while it joins disturbs the step that the others work on, whatever the fault's says.
    const joins = how instanceof Error ? 'join' : null
    this.#lost(member, {
      cause: causeOf(member, how),
      error: how instanceof Error ? how : how.error,
      phase: point?.phase ?? this.#pointOf(member) ?? joins,
      step: point?.phase === 'join' ? undefined : point?.step,
      diedAt: member.killedAt ?? now(),
    })
  }

  /** Whether a life has computed, although its own start may not have been reported here yet. */
  #sat(life: Life): boolean {
    const member = this.#ground.roster.living(life)
    return member !== undefined && this.#pointOf(member) !== null
  }

  /** Where the ledger saw a life last. Before that sits, its row may still say where the one before it was. */
  #pointOf({ seat }: Member): Phase | null {
    const { state, phase } = this.#ground.ledger.counters(seat)
    return state === 'admitted' ? null : phaseOf(phase)
  }

  /**
   * The thread of a life that was fenced has ended. If it did so by itself it did not hang: it was dying, and what it
   * died of was only heard late. Filling memory up takes seconds on a machine that is short of processors.
   */
  #correct(life: Life, how: Death | Error): void {
    const fenced = this.#fenced.get(key(life))
    this.#fenced.delete(key(life))
    if (fenced === undefined) return
    if (how instanceof Error || how.reason !== 'killed') fenced.incident.correct(describeDeath(how))
    fenced.ended()
  }

  /** A life that has sat down, and begun nothing yet, is not to take part. */
  refused(life: Life, error: Error): void {
    const { ledger, roster, lives, now } = this.#ground
    const member = roster.living(life)
    if (member === undefined) return
    ledger.retire(member.seat)
    lives.expel(member, 'its admission')
    this.#lost(member, { cause: describeDeath(error), error, phase: 'join', diedAt: now(), expelled: true })
  }

  /** What the native watchdog saw. An agent that it fenced is retired already, and others do its work. */
  #stalled(stall: AgentStall): void {
    const { roster, lives, now, over, fail, warning } = this.#ground
    const { life, sight, kind, deadlineMs } = stall
    const member = roster.living(life)
    if (member === undefined || over()) return
    const who = `agent ${life.agent} (life ${life.incarnation})`
    const where = describeSight(sight)
    if (kind === 'suspect') {
      warning(
        'ERR_AGENT_SUSPECT',
        `${who} has not moved for ${sight.stillMs} ms: ${where}. It is given up after ${Math.round(deadlineMs)} ms.`,
      )
      return
    }
    if (kind === 'moved') {
      warning(
        'ERR_AGENT_SLOW',
        `${who} moves again after ${sight.stillMs} ms: it was slow, not hung (${where}).`,
      )
      return
    }
    const how = this.#ending?.life === key(life) ? this.#ending.how : undefined
    // One that was killed stands still because of that: its thread takes its time to end on a busy machine.
    const hangs = how === undefined && member.killedAt === undefined
    const stack = hangs ? stackIn(member, stall) : undefined
    lives.expel(member, where, stack)
    this.#lost(member, {
      cause: hangs ? `hung in ${where}` : causeOf(member, how ?? { reason: 'killed' }),
      error: how instanceof Error ? how : how?.error,
      phase: sight.phase,
      step: this.#points.get(key(life))?.step,
      diedAt: member.killedAt ?? now() - sight.stillMs,
      fenced: stall,
      stack,
    })
    if (stall.updating) fail(new UpdateHungError(stall.step, life.agent, where))
  }

  /** A life is over: opens its incident, and sees to a successor. */
  #lost(
    member: Member,
    { cause, error, phase, step: stood, diedAt, fenced, expelled = false, stack }: Loss,
  ): void {
    const { ledger, incidents, succession, watch } = this.#ground
    const life = { agent: member.id, incarnation: member.incarnation }
    const round = ledger.round()
    const { seat } = member
    const before = fenced?.redone ?? (seat < 0 ? 0 : ledger.counters(seat).redone)
    const step = stood ?? fenced?.step ?? round.step
    const incident = incidents.open(
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
    if (stack !== undefined) {
      const ended = new Promise<null>((resolve) => {
        this.#fenced.set(key(life), { incident, ended: () => resolve(null) })
      })
      incident.awaitStack(Promise.race([stack, ended]))
    }
    watch?.down(life)
    if (fenced === undefined && !expelled) {
      ledger.retire(seat)
      ledger.exited(seat)
    }
    incident.fenced()
    vacate(member)
    succession.follow(member, cause, error)
    incident.reassigned()
  }
}

/** An error that nobody caught, in a timer or a promise of the task, says by itself neither that nor where. */
function withPlace(how: Death | Error): Death | Error {
  if (how instanceof Error || how.error === undefined) return how
  const { code = '' } = how.error as Partial<TroupeError>
  // Node's own word on a thread has no place either.
  return String(code).startsWith('ERR_WORKER_') ? how : { ...how, error: strayOf(how.error, false) }
}

/** How a life ended that computed before its start was reported: only that report failed to come. */
function afterStart(end: Death | Error): Death | Error {
  if (!(end instanceof ActorDownError) || end.fields.reason !== 'exited') return end
  return { reason: 'exited', exitCode: end.fields.exitCode as number }
}

/** What ended a life, as whoever asked for its end put it, or else as its thread's end says. */
function causeOf({ condemned, killedAt }: Member, how: Death | Error): string {
  // One that is killed while it joins fails to start.
  const killed = killedAt !== undefined && how instanceof Error
  return condemned ?? describeDeath(killed ? { reason: 'killed' } : how)
}

/** Begins to read the stack of an agent that hangs in JavaScript; in native code it has none to be had. */
function stackIn({ threadId }: Member, { sight }: AgentStall): ReturnType<typeof stackOf> | undefined {
  return sight.call !== null || threadId === undefined ? undefined : stackOf(threadId, stackMs)
}
