/**
 * One measurement of the actor runtime in a process of its own: prints `{"value": n}`.
 *
 * usage: node ours.js one-way|idle|busy|local|spawn|memory|standby|restart|thread-restart SECONDS
 */
import { setTimeout as after } from 'node:timers/promises'
import { ActorSystem, type SpawnOptions } from '../../src/actor/index.js'
import echo, { type Echo } from './echo.js'
import { busyAsk, idleAsk, oneWay } from './rates.js'
import root from './root.js'

const timeoutMs = 60_000
/** A mailbox that holds the bursts of `oneWay`. */
const roomy = { capacity: 2 ** 20 }
const population = 100_000
/** Longer than it takes until a spare thread is ready. */
const calmMs = 1000

const measures: Record<string, (system: ActorSystem, seconds: number) => Promise<number>> = {
  'one-way': (system, seconds) => rate(system, seconds, 'thread', 8000),
  local: (system, seconds) => rate(system, seconds, 'here', 1000),
  idle: async (system, seconds) => idleAsk(await asker(system), seconds),
  busy: async (system, seconds) => busyAsk(await asker(system), seconds),
  spawn: async (system) => (await populate(system)).seconds,
  memory: async (system) => (await populate(system)).bytes / population,
  standby,
  restart: (system) => restarts(system, 'here', 200),
  'thread-restart': (system) => restarts(system, 'thread', 9),
}

async function rate(
  system: ActorSystem,
  seconds: number,
  placement: 'here' | 'thread',
  burst: number,
): Promise<number> {
  const ref: Echo = await system.spawn(echo, undefined, { placement, mailbox: roomy })
  const send = (count: number) => {
    for (let i = 0; i < count; i++) ref.tell('add', 1)
  }
  return oneWay(send, () => ref.ask('seen', undefined, { timeoutMs }), seconds, burst)
}

async function asker(system: ActorSystem): Promise<(value: number) => Promise<number>> {
  const ref: Echo = await system.spawn(echo, undefined, { placement: 'thread' })
  return (value) => ref.ask('echo', value, { timeoutMs })
}

/** 100,000 children of one actor, all in its thread. */
async function populate(system: ActorSystem): Promise<{ seconds: number; bytes: number }> {
  const parent = await system.spawn(root, undefined)
  return parent.ask('populate', population, { timeoutMs })
}

/** Share of a core, in percent, that 1,000 actors in 4 threads take while nobody says anything. */
async function standby(system: ActorSystem, seconds: number): Promise<number> {
  const parents = await Promise.all(
    Array.from({ length: 4 }, () => system.spawn(root, undefined, { placement: 'thread' })),
  )
  for (const parent of parents) await parent.ask('populate', 250, { timeoutMs })
  await after(1000) // the garbage and the threads of the start are not what is measured
  const before = process.cpuUsage()
  const milliseconds = Math.max(2, seconds) * 1000
  await after(milliseconds)
  const { user, system: kernel } = process.cpuUsage(before)
  return ((user + kernel) / 1000 / milliseconds) * 100
}

/** Median time from the crash to the first answer of the next life: microseconds here, milliseconds for a thread. */
async function restarts(system: ActorSystem, placement: 'here' | 'thread', rounds: number): Promise<number> {
  const options: SpawnOptions = {
    placement,
    supervise: { strategy: 'one-for-one', maxRestarts: rounds * 2, withinMs: 600_000 },
  }
  const ref: Echo = await system.spawn(echo, undefined, options)
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    await ref.ask('echo', 1, { timeoutMs })
    // A thread's replacement is made when nothing was started for a while, as between crashes that are news.
    if (placement === 'thread') await after(calmMs)
    const begin = performance.now()
    if (placement === 'here') ref.tell('crash')
    else ref.tell('exit', 1)
    // What waits in a lost thread is lost with it: ask until the next life answers.
    while (
      !(await ref.ask('echo', 1, { timeoutMs }).then(
        () => true,
        () => false,
      ))
    );
    times.push(performance.now() - begin)
  }
  times.sort((a, b) => a - b)
  return times[times.length >> 1]! * (placement === 'here' ? 1000 : 1)
}

const [mode, seconds] = process.argv.slice(2)
const system = await ActorSystem.start({ onFailure: () => {} })
console.log(JSON.stringify({ value: await measures[mode!]!(system, Number(seconds)) }))
await system.stop()
