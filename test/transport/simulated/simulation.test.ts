import test from 'ava'
import { type ActorRef, type SimulationOptions, simulation } from '../../../src/actor/index.js'
import { testSystem } from '../../../src/testing/index.js'
import Counter from '../../fixtures/actors/counter.js'
import Keeper from '../../fixtures/actors/keeper.js'
import Recorder from '../../fixtures/actors/recorder.js'

const thread = { placement: 'thread' } as const
const ask = { timeoutMs: 5000 }

async function start(options: SimulationOptions = {}) {
  const system = await testSystem(options)
  const a = await system.spawn(Recorder, undefined, { ...thread, name: 'a' })
  const b = await system.spawn(Recorder, undefined, { ...thread, name: 'b' })
  const got = async (ref: ActorRef): Promise<number[]> => {
    await system.advance(0)
    return system.until(ref.ask('got', undefined, ask))
  }
  return { system, sim: system.simulation, a, b, got }
}

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i)

test('latency is virtual time, and the order of a pair survives any of it', async (t) => {
  const { system, sim, a, b, got } = await start({ latency: { minMs: 1, maxMs: 50 } })
  const before = sim.clock.now()
  a.tell('send', { to: b, count: 100 })
  await sim.advance(99)
  t.deepEqual(await got(b), numbers(100))
  const answer = await system.until(b.ask('ping', 1, ask))
  t.is(answer, 2)
  t.true(sim.clock.now() - before >= 100)
  await system.stop()
})

test('14: the same seed gives the same trace, another one another', async (t) => {
  const run = async (seed: number) => {
    const { system, sim, a, b } = await start({ seed, latency: { minMs: 0, maxMs: 20 }, loss: 0.2 })
    for (let i = 0; i < 10; i++) {
      a.tell('send', { to: b, count: 5 })
      b.ask('ping', i, { timeoutMs: 30 }).catch(() => {})
      await sim.advance(7)
    }
    await system.stop()
    return sim.trace
  }
  const first = await run(1)
  t.true(first.length > 50)
  t.true(first.some(({ event }) => event === 'lost'))
  t.deepEqual(await run(1), first)
  t.notDeepEqual(await run(2), first)
})

test('loss, duplication and overtaking befall messages on the links named, and nothing else', async (t) => {
  const { system, sim, a, b, got } = await start({ seed: 5 })
  sim.link({ from: '/a', to: '/b' }, { loss: 0.5 })
  a.tell('send', { to: b, count: 100 })
  const some = await got(b)
  t.true(some.length > 20 && some.length < 80)
  t.deepEqual(
    some,
    some.toSorted((x, y) => x - y),
  )
  sim.link({ from: '/a', to: '/b' }, { duplicate: 1 })
  a.tell('send', { to: b, count: 3 })
  t.deepEqual((await got(b)).slice(some.length), [0, 0, 1, 1, 2, 2])
  sim.link({ from: '/a', to: '/b' }, { reorder: 0.5 })
  a.tell('send', { to: b, count: 20 })
  await sim.advance(10)
  const mixed = (await got(b)).slice(some.length + 6)
  t.notDeepEqual(mixed, numbers(20))
  t.deepEqual(
    mixed.toSorted((x, y) => x - y),
    numbers(20),
  )
  b.tell('send', { to: a, count: 20 })
  t.deepEqual(await got(a), numbers(20))
  await system.stop()
})

test('a partition loses messages and holds replies; heal lets them through', async (t) => {
  const { system, sim, a, b, got } = await start({ latency: { minMs: 5, maxMs: 5 } })
  const held = b.ask('ping', 1, ask)
  await sim.advance(6)
  sim.partition(['main'], ['/b'])
  b.tell('put', 1)
  await t.throwsAsync(system.until(b.ask('ping', 2, { timeoutMs: 100 })), { code: 'ERR_ASK_TIMEOUT' })
  sim.partition(['/a'], ['/b'])
  a.tell('send', { to: b, count: 3 })
  await sim.advance(100)
  sim.heal()
  t.is(await system.until(held), 2)
  t.deepEqual(await got(b), [])
  t.true(sim.trace.some(({ event, kind }) => event === 'held' && kind === 'reply'))
  await system.stop()
})

test('a thread that stays cut off is lost: its asks reject, its watchers hear it, its supervisor starts it again', async (t) => {
  const system = await testSystem({ unreachableAfterMs: 500 })
  const { simulation: sim } = system
  const probe = await system.probe()
  const one = await system.spawn(Counter, { from: 1 }, { ...thread, name: 'one' })
  const supervise = { strategy: 'one-for-one', maxRestarts: 3, withinMs: 60_000 } as const
  const two = await system.spawn(Counter, { from: 2 }, { ...thread, name: 'two', supervise })
  two.tell('add', 5)
  probe.watch(one)
  sim.partition(['main'], ['/one', '/two'])
  const lost = two.ask('get', undefined, ask)
  await t.throwsAsync(system.until(lost), { code: 'ERR_ACTOR_DOWN' })
  t.is(sim.clock.now(), 500)
  sim.heal()
  const { error } = await probe.expectTerminated(one)
  t.like(error, { code: 'ERR_UNREACHABLE', fields: { name: '/one', afterMs: 500 } })
  t.is(await system.until(two.ask('get', undefined, ask)), 2)
  t.is(await system.until(two.ask('incarnation', undefined, ask)), 1)
  await system.stop()
})

test("a death comes after the dead actor's last messages, however late they are", async (t) => {
  const { system, sim, a } = await start({ seed: 9, latency: { minMs: 0, maxMs: 30 } })
  const keeper = await system.spawn(Keeper, {}, { ...thread, name: 'keeper' })
  await system.until(keeper.ask('watch', a, ask))
  const probe = await system.probe<{ put: (n: number) => void }>()
  probe.watch(a)
  sim.link({ from: '/a', to: 'main' }, { latency: { minMs: 0, maxMs: 200 } })
  a.tell('send', { to: probe.ref, count: 10 })
  a.poison()
  await probe.expectTerminated(a)
  t.deepEqual(
    probe.received.map(({ payload }) => payload),
    numbers(10),
  )
  await sim.advance(1000)
  t.is((await system.until(keeper.ask('downs', undefined, ask))).length, 1)
  await system.stop()
})

test('wrong options are refused by name', (t) => {
  const refused = (options: object, option: string) =>
    t.throws(() => simulation(options), { code: 'ERR_SIMULATION_OPTION', message: new RegExp(`^${option}`) })
  refused({ seed: 0.5 }, 'seed')
  refused({ loss: 2 }, 'loss')
  refused({ duplicate: -1 }, 'duplicate')
  refused({ reorder: Number.NaN }, 'reorder')
  refused({ latency: { minMs: 5, maxMs: 1 } }, 'latency')
  refused({ unreachableAfterMs: 'x' }, 'unreachableAfterMs')
  refused({ traceLength: -1 }, 'traceLength')
  refused({ los: 0.5 }, 'los')
})
