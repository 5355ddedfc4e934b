import {
  type ActorContext,
  type ActorRef,
  defineActor,
  type Group,
  type SpawnOptions,
} from '../../../src/actor/index.js'
import { askAll, gather, groupOptions, tellAll } from './crowd.js'
import { type Journal, journals, type Traits } from './journal.js'

/** What every message carries. */
export interface Stamp {
  readonly id: number
  readonly from: string
}

export interface PuppetArgs {
  readonly run: number
  /** Hears of every child, so that the program can address it. */
  readonly witness: ActorRef
  readonly failsIn: number
}

/** Two threads, in programs that place actors there. */
export const poolName = 'pool'

/** Who sends: an actor in one of its lives, or the program itself. */
export interface Sender {
  readonly name: string
  readonly life: number
}

export function send(journal: Journal, from: Sender, to: ActorRef, name: string, more: object = {}): void {
  const id = journal.nextId()
  journal.add({ kind: 'sent', id, as: 'tell', from: from.name, to: to.path })
  to.tell(name, { id, from: from.name, ...more })
}

export function question(journal: Journal, from: Sender, to: ActorRef, timeoutMs: number): Promise<void> {
  const id = journal.nextId()
  journal.add({ kind: 'sent', id, as: 'ask', from: from.name, to: to.path })
  journal.add({ kind: 'asked', id, from: from.name, life: from.life, to: to.path, timeoutMs })
  const settled = (ok: boolean, value: unknown) => journal.add({ kind: 'settled', id, ok, value })
  return to.ask('echo', { id, from: from.name }, { timeoutMs }).then(
    (value) => settled(true, value),
    (error: { code?: string }) => settled(false, error.code),
  )
}

export function poison(journal: Journal, from: Sender, to: ActorRef): void {
  journal.add({ kind: 'sent', id: journal.nextId(), as: 'poison', from: from.name, to: to.path })
  to.poison()
}

export function watch(journal: Journal, by: Sender, ctx: ActorContext, ref: ActorRef): void {
  journal.add({ kind: 'watching', by: by.name, life: by.life, of: ref.path })
  ctx.watch(ref, ({ reason }) =>
    journal.add({ kind: 'down', by: by.name, life: by.life, of: ref.path, reason }),
  )
}

export function spawnOptions(name: string, traits: Traits): SpawnOptions {
  const { placement, capacity, overflow, strategy, maxRestarts, withinMs, backoffMs } = traits
  const backoff = backoffMs > 0 ? { backoff: { minMs: backoffMs, maxMs: 4 * backoffMs, jitter: 0.5 } } : {}
  return {
    name,
    placement: placement === 'pool' ? { pool: poolName } : placement,
    mailbox: { capacity, overflow },
    ...(strategy === 'none' ? {} : { supervise: { strategy, maxRestarts, withinMs, ...backoff } }),
  }
}

/** Does what programs say, and writes down what happens to it. */
const Puppet = defineActor(import.meta.url, (ctx, { run, witness, failsIn }: PuppetArgs) => {
  const journal = journals.get(run)!
  const { path, incarnation } = ctx
  const me: Sender = { name: path, life: incarnation }
  const owner = { journal, me, parent: path }
  const groups = new Map<string, Group<any>>()
  if (failsIn === incarnation) throw new Error('setup fails, as told')
  journal.add({ kind: 'started', actor: path, life: incarnation })
  ctx.onStop(() => journal.add({ kind: 'ended', actor: path, life: incarnation }))
  const handled = ({ id, from }: Stamp) =>
    journal.add({ kind: 'handled', id, actor: path, life: incarnation, from })
  return {
    note: handled,
    echo: (stamp: Stamp) => {
      handled(stamp)
      return stamp.id
    },
    crash: (stamp: Stamp): void => {
      handled(stamp)
      throw new Error(`crash ${stamp.id}`)
    },
    work: async (stamp: Stamp & { ms: number }) => {
      handled(stamp)
      journal.add({ kind: 'busy', id: stamp.id, actor: path })
      await new Promise<void>((resolve) => ctx.clock.schedule(stamp.ms, resolve))
      journal.add({ kind: 'idle', id: stamp.id, actor: path })
    },
    tell: (stamp: Stamp & { to: ActorRef; count: number }) => {
      handled(stamp)
      for (let i = 0; i < stamp.count; i++) send(journal, me, stamp.to, 'note')
    },
    ask: (stamp: Stamp & { to: ActorRef; timeoutMs: number }) => {
      handled(stamp)
      void question(journal, me, stamp.to, stamp.timeoutMs)
    },
    watch: (stamp: Stamp & { to: ActorRef }) => {
      handled(stamp)
      watch(journal, me, ctx, stamp.to)
    },
    unwatch: (stamp: Stamp & { to: ActorRef }) => {
      handled(stamp)
      journal.add({ kind: 'unwatched', by: path, life: incarnation, of: stamp.to.path })
      ctx.unwatch(stamp.to)
    },
    stop: (stamp: Stamp & { to: ActorRef; graceMs: number }) => {
      handled(stamp)
      ctx.stop(stamp.to, { graceMs: stamp.graceMs }).catch(() => {})
    },
    kill: (stamp: Stamp & { to: ActorRef }) => {
      handled(stamp)
      ctx.kill(stamp.to).catch(() => {})
    },
    gather: async (stamp: Stamp & { name: string; size: number; traits: Traits }) => {
      handled(stamp)
      const { name, traits } = stamp
      if (!journal.claim(name)) return
      const args = { run, witness, failsIn: traits.failsIn }
      const group = await gather(owner, stamp, traits, () =>
        ctx.spawnGroup<any, PuppetArgs>(Puppet, () => args, groupOptions(stamp, traits, poolName)),
      )
      if (!group) return
      groups.set(name, group)
      for (const member of group.members) witness.tell('born', member)
    },
    tellAll: (stamp: Stamp & { name: string }) => {
      handled(stamp)
      const group = groups.get(stamp.name)
      if (group) tellAll(owner, group)
    },
    askAll: (stamp: Stamp & { name: string; timeoutMs: number }) => {
      handled(stamp)
      const group = groups.get(stamp.name)
      if (group) void askAll(owner, group, stamp.timeoutMs)
    },
    disband: (stamp: Stamp & { name: string; graceMs: number }) => {
      handled(stamp)
      groups
        .get(stamp.name)
        ?.stop({ graceMs: stamp.graceMs })
        .catch(() => {})
    },
    spawn: async (stamp: Stamp & { name: string; traits: Traits }) => {
      handled(stamp)
      const { name, traits } = stamp
      if (!journal.claim(name)) return
      const args = { run, witness, failsIn: traits.failsIn }
      const event = { actor: `${path}/${name}`, parent: path, life: incarnation, traits }
      journal.add({ kind: 'spawned', ...event })
      try {
        const child = await ctx.spawn<any, PuppetArgs>(Puppet, args, spawnOptions(name, traits))
        witness.tell('born', child)
      } catch {
        // Its setup failed, its team has another policy, or this life ended: the program goes on without it.
      }
    },
  }
})

export default Puppet
