import {
  type ActorContext,
  type ActorRef,
  ActorSystem,
  defineActor,
  type Group,
  type LinkRule,
  simulation,
} from '../../../src/actor/index.js'
import type { Transport } from '../../../src/transport/transport.js'
import { askAll, gather, groupOptions, tellAll } from './crowd.js'
import { type Entry, Journal, journals } from './journal.js'
import type { Program, Step } from './program.js'
import Puppet, {
  type PuppetArgs,
  poison,
  poolName,
  question,
  type Sender,
  send,
  spawnOptions,
  watch,
} from './puppet.js'

/** What a test breaks, to see that the model notices. */
export interface Sabotage {
  readonly rule?: LinkRule
  readonly transport?: (transport: Transport) => Transport
}

export interface Outcome {
  readonly entries: readonly Entry[]
  readonly program: Program
  /** Path and whether it answered when all was quiet. */
  readonly answered: ReadonlyMap<string, boolean>
  readonly deadLetters: number
  /** Timers and messages that were left after the system stopped. */
  readonly left: number
  /** Entries written after that. */
  readonly afterwards: number
}

/** Longer than anything in a program takes. */
const quietMs = 20_000

/** Sends what the program itself sends. */
export const witnessName = '/witness'
let runs = 0

/** Runs a program to its end. */
export async function run(program: Program, { rule, transport }: Sabotage = {}): Promise<Outcome> {
  const { seed, latencyMs, loss, duplicate, reorder, unreachableAfterMs, steps } = program
  const latency = { minMs: 0, maxMs: latencyMs }
  const sim = simulation({ seed, unreachableAfterMs, latency, loss, duplicate, reorder, ...rule })
  const journal = new Journal(() => sim.clock.now())
  const number = ++runs
  journals.set(number, journal)
  const system = await ActorSystem.start({
    clock: sim.clock,
    random: sim.random,
    transport: transport ? transport(sim.transport) : sim.transport,
    onFailure: ({ path, decision }) => journal.add({ kind: 'failed', actor: path, decision }),
  })
  const refs: ActorRef[] = []
  let context!: ActorContext
  const me: Sender = { name: witnessName, life: 0 }
  const born = (ref: ActorRef) => {
    if (refs.some((other) => other.equals(ref))) return
    refs.push(ref)
    watch(journal, me, context, ref)
  }
  const Witness = defineActor(import.meta.url, (ctx) => {
    context = ctx
    return { born }
  })
  const witness = await system.spawn(Witness, undefined, { name: witnessName.slice(1) })
  let named = 0

  /** By number: a group of the program's own, or whose it is. */
  const groups: { name: string; owner?: ActorRef; own?: Group<any> }[] = []
  const owner = { journal, me, parent: '' }
  const watches: { by: ActorRef; to: ActorRef }[] = []

  const threads = ['main']
  const thread = (n: number) => threads[(n + 1) % threads.length]!
  if (steps.some((step) => 'traits' in step && step.traits.placement === 'pool')) {
    await sim.until(system.pool({ name: poolName, threads: 2 }))
    threads.push(...[0, 1].map((i) => `/pools/${poolName}-${i}`))
  }
  const perform = (step: Step): unknown => {
    if (step.do === 'advance') return sim.advance(step.ms)
    if (step.do === 'heal') return sim.heal()
    if (step.do === 'partition') return sim.partition([thread(step.a)], [thread(step.b)])
    const pick = (n: number) => refs[n % refs.length]!
    if (step.do === 'spawn') {
      const { traits } = step
      const name = `a${++named}`
      const parent = step.by >= 0 && refs.length > 0 ? pick(step.by).path : ''
      if (traits.placement === 'thread') threads.push(`${parent}/${name}`)
      if (parent) return send(journal, me, pick(step.by), 'spawn', { name, traits })
      journal.add({ kind: 'spawned', actor: `/${name}`, parent: '', life: 0, traits })
      const args = { run: number, witness, failsIn: traits.failsIn }
      return void system.spawn(Puppet, args, spawnOptions(name, traits)).then(born, () => {})
    }
    if (step.do === 'gather') {
      const { size, traits } = step
      const name = `g${++named}`
      const entry: (typeof groups)[number] = { name }
      groups.push(entry)
      if (step.by >= 0 && refs.length > 0) {
        entry.owner = pick(step.by)
        return send(journal, me, entry.owner, 'gather', { name, size, traits })
      }
      const args = { run: number, witness, failsIn: traits.failsIn }
      const options = groupOptions({ name, size }, traits, poolName)
      const spawn = () => system.spawnGroup<any, PuppetArgs>(Puppet, () => args, options)
      return void gather(owner, { name, size }, traits, spawn).then((group) => {
        if (!group) return
        entry.own = group
        for (const member of group.members) born(member)
      })
    }
    if (step.do === 'tellAll' || step.do === 'askAll' || step.do === 'disband') {
      if (groups.length === 0) return undefined
      const { name, own, owner: actor } = groups[step.group % groups.length]!
      if (actor) return send(journal, me, actor, step.do, { ...step, name })
      if (!own) return undefined
      if (step.do === 'tellAll') tellAll(owner, own)
      else if (step.do === 'askAll') void askAll(owner, own, step.timeoutMs)
      else own.stop({ graceMs: step.graceMs }).catch(() => {})
      return undefined
    }
    if (step.do === 'unwatch') {
      const made = watches[step.watch % watches.length]
      return made && send(journal, me, made.by, 'unwatch', { to: made.to })
    }
    if (refs.length === 0) return undefined
    const to = pick(step.to)
    if (step.do === 'crash') return send(journal, me, to, 'crash')
    if (step.do === 'work') return send(journal, me, to, 'work', { ms: step.ms })
    if (step.do === 'poison') return poison(journal, me, to)
    if (step.do === 'watch' && step.by >= 0) watches.push({ by: pick(step.by), to })
    if (step.by >= 0) return send(journal, me, pick(step.by), step.do, { ...step, to })
    if (step.do === 'tell') {
      for (let i = 0; i < step.count; i++) send(journal, me, to, 'note')
    } else if (step.do === 'ask') void question(journal, me, to, step.timeoutMs)
    else if (step.do === 'stop') context.stop(to, { graceMs: step.graceMs }).catch(() => {})
    else if (step.do === 'kill') system.kill(to).catch(() => {})
    return undefined
  }

  try {
    for (const step of steps) await perform(step)
    sim.heal()
    sim.link({}, { latency, ...rule, loss: 0 })
    await sim.advance(quietMs)
    journal.add({ kind: 'quiet' })
    const answered = new Map<string, boolean>()
    for (const ref of refs) {
      const asked = journal.entries.length
      const reply = question(journal, me, ref, quietMs)
      await sim.until(reply, 2 * quietMs)
      const settled = journal.entries.slice(asked).find(({ kind }) => kind === 'settled') as { ok: boolean }
      answered.set(ref.path, settled.ok)
    }
    await sim.until(system.stop({ graceMs: 1000 }))
    const { length } = journal.entries
    const left = sim.clock.pending
    await sim.advance(quietMs)
    const afterwards = journal.entries.length - length
    const deadLetters = system.deadLetters.count
    return { entries: journal.entries, program, answered, deadLetters, left, afterwards }
  } finally {
    journals.delete(number)
  }
}
