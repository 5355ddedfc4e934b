import { type ActorContext, type ActorRef, defineActor } from '../src/actor/index.js'
import type { Dispute } from '../src/arena/index.js'
import type { Act, Phase, Slowness } from '../src/faults/points/index.js'
import {
  type Admission,
  type AgentView,
  type Arbitration,
  type Life,
  Supervision,
  type SupervisionOptions,
  type Third,
  type Trainer,
  type TrainerReports,
} from '../src/supervision/index.js'
import { isFatal } from '../src/training/errors.js'
import type { SessionSpec } from '../src/training/session.js'
import arbiter from './arbiter.js'
import trainer from './trainer.js'

/** What a supervisor starts with. It lives in main's thread, so these are the things themselves. */
export interface SupervisorArgs extends SupervisionOptions {
  readonly spec: SessionSpec
  /** Steps whose beginning an agent announces to `watch`. */
  announcements(agent: number): readonly number[]
  /** Faults that an agent carries out on itself. */
  acts(agent: number): { readonly acts: readonly Act[]; readonly slow: readonly Slowness[] }
  /** What an agent's tensors may hold together, in bytes; 0: no limit. */
  readonly memory: number
}

/** What an agent's heap may be: its garbage is short-lived, and a small nursery keeps its resident memory small. */
export const agentLimits = { maxYoungGenerationSizeMb: 3 }
/** Old generation of an agent whose heap is to run out: enough to compute with, and full within a second. */
const smallHeapMb = 64
/** An arbiter may take so long, and so many times what a shard takes an agent: it builds its model first. */
const leastArbitrationMs = 60_000
const arbitrationShards = 20

/**
 * Owns the device agents of a run: seats, starts, watches, fences and replaces them. A door only: each message goes
 * to the room of `src/supervision` that answers it.
 */
export default defineActor(import.meta.url, (ctx, args: SupervisorArgs) => {
  const supervision = new Supervision(ctx, args, {
    spawn: (life, seat, admission) => spawn(ctx, args, life, seat, admission),
    arbitrate: (dispute) => arbitrate(ctx, args, dispute),
    isFatal,
  })
  const { lives, deaths, resize, disputes, settlement } = supervision
  // Its agents have ended by then.
  ctx.onStop(() => settlement.tellRest())
  return {
    begin: () => supervision.begin(),
    open: () => supervision.open(),
    finished: (life: Life) => supervision.finished(life),
    stands: (at: Life & { step: number; phase: Phase }) => deaths.stands(at),
    runs: (at: Life & { threadId: number; ref: ActorRef }) => lives.runs(at),
    arrived: (at: Life & { step: number }) => supervision.arrived(at),
    ready: (born: Life & { ref: Trainer }) => lives.ready(born),
    stillborn: (death: Life & { error: Error }) => supervision.gone(death, death.error),
    kill: (agent: number) => lives.kill(agent),
    fail: ({ agent, error }: { agent: number; error: { code: string; message: string } }) =>
      lives.onLife(agent, (ref) => ref.tell('fail', error)),
    spawnAgent: () => resize.spawnAgent(),
    stopAgent: (agent: number) => resize.stopAgent(agent),
    left: (life: Life) => resize.left(life),
    agents: (): AgentView[] => lives.view(),
    settle: () => supervision.look(),
    arbitrated: (arbitration: Arbitration) => disputes.settle(arbitration),
    end: () => settlement.end(),
  } satisfies TrainerReports & Record<string, (payload: any) => unknown>
})

/** Starts the thread of one life. */
function spawn(
  ctx: ActorContext,
  args: SupervisorArgs,
  life: Life,
  seat: number,
  admission: Admission,
): Promise<Trainer> {
  const { spec, memory } = args
  const { agent, incarnation } = life
  const { acts, slow } = args.acts(agent)
  const tight = acts.some(({ kind, of }) => kind === 'oom' && of === 'heap')
  const supervisor = ctx.self as ActorRef<TrainerReports>
  const announce = args.announcements(agent)
  return ctx.spawn(
    trainer,
    { agent, incarnation, seat, spec, supervisor, announce, memory, acts, slow, admission },
    {
      name: `agent-${agent}.${incarnation}`,
      placement: 'thread',
      resourceLimits: {
        ...agentLimits,
        ...(tight ? { maxOldGenerationSizeMb: smallHeapMb } : {}),
      },
    },
  ) as Promise<Trainer>
}

/** Has a thread that is ended afterwards compute a disputed shard; the ledger lets nothing change meanwhile. */
async function arbitrate(
  ctx: ActorContext,
  { arena, spec }: SupervisorArgs,
  { step, attempt, shard, batch, first, second }: Dispute,
): Promise<Third> {
  const { shards } = spec.arena.options
  const ref = await ctx.spawn(
    arbiter,
    {
      spec,
      shard: { step, shard, shards, place: batch },
      first: arena.slot(first.seat, first.slot),
      second: arena.slot(second.seat, second.slot),
    },
    { name: `arbiter-${step}.${attempt}`, placement: 'thread' },
  )
  try {
    const { begun, checked, ms } = arena.ledger.counters(first.seat)
    const timeoutMs = leastArbitrationMs + (arbitrationShards * ms.compute) / Math.max(1, begun + checked)
    return await ref.ask('settle', undefined, { timeoutMs })
  } finally {
    // Not awaited: a thread that hangs is the system's affair, and nothing waits for this one.
    ctx.kill(ref).catch(() => {})
  }
}
