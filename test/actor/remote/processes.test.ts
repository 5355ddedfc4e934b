import test from 'ava'
import type { ActorSystem, HandlersOf, Peer } from '../../../src/actor/index.js'
import Counter from '../../fixtures/actors/counter.js'
import Keeper from '../../fixtures/actors/keeper.js'
import { ask, gate, start, until } from '../helpers.js'
import { type Far, patient, startFar } from './far.js'

type CounterHandlers = HandlersOf<typeof Counter>
type KeeperHandlers = HandlersOf<typeof Keeper>

/** For who is stopped on purpose: longer than a busy machine may hold up somebody else. */
const quick = { everyMs: 50, firstEstimateMs: 50, minStdMs: 20, acceptablePauseMs: 3000 }

function connect(system: ActorSystem, { port }: Far, more: object = {}): Promise<Peer> {
  return system.connect({ port, timeoutMs: 60_000, name: 'near', heartbeat: patient, ...more })
}

const reasonsOf = async (keeper: any) =>
  ((await keeper.ask('downs', undefined, ask)) as { reason: string }[]).map(({ reason }) => reason)

test('registered actors of another process are found, told and asked, in its threads too', async (t) => {
  const system = await start(t)
  const peer = await connect(system, await startFar(t))
  t.like(peer, { name: 'far', state: 'connected' })
  t.is(await peer.lookup('nobody'), undefined)
  for (const [name, from] of [
    ['counter', 10],
    ['thread', 20],
  ] as const) {
    const counter = (await peer.lookup<CounterHandlers>(name))!
    for (let i = 0; i < 100; i++) counter.tell('add', 1)
    t.is(await counter.ask('get', undefined, ask), from + 100)
  }
})

test('refs travel both ways: of actors in threads, and home again', async (t) => {
  const system = await start(t)
  const peer = await connect(system, await startFar(t))
  const far = (await peer.lookup<KeeperHandlers>('keeper'))!
  const here = await system.spawn(Counter, { from: 1 })
  const inThread = await system.spawn(Counter, { from: 2 }, { placement: 'thread' })
  for (const to of [here, inThread]) {
    await far.ask('add', { to, by: 5 }, ask)
    await until(async () => (await to.ask('get', undefined, ask)) > 5, 'the message from afar')
    t.is(await far.ask('askOther', { to, timeoutMs: 60_000 }, ask), await to.ask('get', undefined, ask))
    const back = (await far.ask('echo', { to: [to] }, ask)) as { to: [typeof to] }
    t.true(back.to[0].equals(to))
  }
  const near = await system.spawn(Keeper, {}, { placement: 'thread' })
  const farThread = (await peer.lookup<CounterHandlers>('thread'))!
  t.is(await near.ask('askOther', { to: farThread, timeoutMs: 60_000 }, ask), 20)
  const child = await far.ask('spawnThread', 'child', ask)
  t.is(await child.ask('get', undefined, ask), 0)
})

test('13: payloads and errors arrive intact, and what cannot leave the process is refused with its path', async (t) => {
  const system = await start(t)
  const peer = await connect(system, await startFar(t))
  const far = (await peer.lookup<KeeperHandlers>('keeper'))!
  const value = { map: new Map([['a', new Set([1n])]]), view: new Float64Array([1, 2]), big: 'x'.repeat(1e6) }
  t.deepEqual(await far.ask('echo', value, ask), value)
  const error = Object.assign(new RangeError('outer', { cause: new TypeError('inner') }), { extra: { n: 1 } })
  const back = (await far.ask('echo', error, ask)) as RangeError & { extra: unknown }
  t.true(back instanceof RangeError && back.cause instanceof TypeError)
  t.deepEqual([back.stack, back.extra], [error.stack, { n: 1 }])
  const counter = (await peer.lookup<CounterHandlers>('counter'))!
  await t.throwsAsync(counter.ask('fail', 'on purpose', ask), {
    instanceOf: TypeError,
    message: 'on purpose',
  })
  for (const bad of [new SharedArrayBuffer(4), () => 1, new Uint8Array(17 * 1024 * 1024)]) {
    t.throws(() => far.tell('echo', { bad }), { code: 'ERR_NOT_ENCODABLE' })
  }
  t.is(await far.ask('echo', 1, ask), 1)
})

test('an actor is spawned in a peer by the name the peer listed it under, supervised from here', async (t) => {
  const system = await start(t)
  const peer = await connect(system, await startFar(t))
  const supervise = { strategy: 'one-for-one', maxRestarts: 3, withinMs: 3_600_000 } as const
  const counter = await system.spawn(Counter, { from: 7 }, { name: 'guest', placement: { peer }, supervise })
  t.is(counter.path, '/guest')
  t.is(await counter.ask('get', undefined, ask), 7)
  counter.tell('add', 1)
  await t.throwsAsync(counter.ask('fail', 'once', ask), { message: 'once' })
  await until(async () => (await counter.ask('incarnation', undefined, ask)) === 1, 'the restart')
  t.is(await counter.ask('get', undefined, ask), 7)

  const keeper = await system.spawn(Keeper, {})
  await keeper.ask('watch', counter, ask)
  await system.kill(counter)
  await until(async () => (await reasonsOf(keeper)).length === 1, 'the death')
  t.deepEqual(await reasonsOf(keeper), ['killed'])
  await t.throwsAsync(counter.ask('get', undefined, ask), { code: 'ERR_ACTOR_DOWN' })
})

test('what a peer has not listed it does not start, and code never travels', async (t) => {
  const system = await start(t)
  const peer = await connect(system, await startFar(t, { actors: [] as never }))
  await t.throwsAsync(system.spawn(Counter, { from: 0 }, { placement: { peer } }), {
    code: 'ERR_NOT_SPAWNABLE',
    message: /'counter'/,
  })
  const other = await connect(system, await startFar(t))
  for (const as of ['/etc/passwd', 'constructor', '__proto__', 'file:///tmp/x.js']) {
    const placement = { peer: other, as }
    await t.throwsAsync(system.spawn(Counter, { from: 0 }, { placement }), { code: 'ERR_NOT_SPAWNABLE' }, as)
  }
})

test('9: a killed process: asks fail, watches say unreachable, children there are gone, each once', async (t) => {
  const system = await start(t)
  const far = await startFar(t)
  const peer = await connect(system, far)
  const counter = (await peer.lookup<CounterHandlers>('counter'))!
  const guest = await system.spawn(Counter, { from: 0 }, { placement: { peer } })
  const keeper = await system.spawn(Keeper, {})
  const inThread = await system.spawn(Keeper, {}, { placement: 'thread' })
  for (const k of [keeper, inThread]) for (const ref of [counter, guest]) await k.ask('watch', ref, ask)
  const pending = t.throwsAsync(counter.ask('hang', undefined, ask), {
    code: 'ERR_ACTOR_DOWN',
    message: /unreachable/,
  })
  await far.kill()
  await pending
  for (const k of [keeper, inThread]) {
    await until(async () => (await reasonsOf(k)).length === 2, 'both deaths')
    t.deepEqual(await reasonsOf(k), ['unreachable', 'unreachable'])
  }
  t.is(peer.state, 'reconnecting')
  peer.close()
  const error = await t.throwsAsync(counter.ask('get', undefined, ask), { code: 'ERR_ACTOR_DOWN' })
  t.regex(error!.message, /unreachable/)
  let letters = 0
  system.deadLetters.subscribe(() => letters++)
  counter.tell('add', 1)
  t.is(letters, 1)
})

test('real deaths over there have their own reasons', async (t) => {
  const system = await start(t)
  const far = await startFar(t)
  const peer = await connect(system, far)
  const keeper = await system.spawn(Keeper, {})
  const guest = await system.spawn(Counter, { from: 0 }, { placement: { peer } })
  await keeper.ask('watch', guest, ask)
  await t.throwsAsync(guest.ask('fail', 'for good', ask))
  await until(async () => (await reasonsOf(keeper)).length === 1, 'the failure')
  const counter = (await peer.lookup('counter'))!
  await keeper.ask('watch', counter, ask)
  await far.stop()
  await until(async () => (await reasonsOf(keeper)).length === 2, 'the stop')
  t.deepEqual(await reasonsOf(keeper), ['failed', 'stopped'])
  await until(() => peer.state === 'closed', 'the goodbye')
})

test('actors started for a process that is lost are stopped', async (t) => {
  const host = await start(t)
  const listening = await host.listen({ actors: { keeper: Keeper } })
  const guest = await start(t)
  const peer = await guest.connect({ port: listening.port, timeoutMs: 60_000 })
  const far = await guest.spawn(Keeper, {}, { placement: { peer } })
  const near = await host.spawn(Counter, { from: 0 })
  t.is(await far.ask('askOther', { to: near, timeoutMs: 60_000 }, ask).catch((e) => e.code), 0)
  const ref = (await far.ask('spawn', 'inner', ask))!
  const watcher = await host.spawn(Keeper, {})
  await host.register('watcher', watcher)
  await (await peer.lookup<KeeperHandlers>('watcher'))!.ask('watch', ref, ask)
  peer.close()
  await until(async () => (await reasonsOf(watcher)).length === 1, 'the death of the orphan')
  t.deepEqual(await reasonsOf(watcher), ['stopped'])
})

test('12: a stopped peer is unreachable by its silence, and back after it went on; old watches stay silent', async (t) => {
  const system = await start(t)
  const far = await startFar(t, { heartbeat: quick })
  const peer = await connect(system, far, {
    heartbeat: quick,
    reconnect: { minMs: 20, maxMs: 200, attempts: 1000 },
  })
  const { node } = peer
  const counter = (await peer.lookup<CounterHandlers>('counter'))!
  const keeper = await system.spawn(Keeper, {})
  await keeper.ask('watch', counter, ask)
  far.process.kill('SIGSTOP')
  await until(() => peer.state === 'reconnecting', 'the detector')
  t.is((peer.error as { fields?: { reason?: string } }).fields?.reason, 'silent')
  await until(async () => (await reasonsOf(keeper)).length === 1, 'the death')
  counter.tell('add', 1000)
  far.process.kill('SIGCONT')
  await until(() => peer.state === 'connected', 'the next session')
  t.is(peer.node, node)
  t.is(await counter.ask('get', undefined, ask), 10)
  await keeper.ask('watch', counter, ask)
  await far.kill()
  await until(async () => (await reasonsOf(keeper)).length === 2, 'the second death')
  t.deepEqual(await reasonsOf(keeper), ['unreachable', 'unreachable'])
})

test('a process that comes back on the same port is another one: old refs stay dead', async (t) => {
  const system = await start(t)
  const first = await startFar(t)
  const peer = await connect(system, first, { reconnect: { minMs: 20, maxMs: 100, attempts: 1000 } })
  const old = (await peer.lookup<CounterHandlers>('counter'))!
  const { node } = peer
  await first.kill()
  await startFar(t, { port: first.port })
  await until(() => peer.state === 'connected', 'the reconnection')
  t.not(peer.node, node)
  await t.throwsAsync(old.ask('get', undefined, ask), { code: 'ERR_ACTOR_DOWN', message: /unreachable/ })
  const fresh = (await peer.lookup<CounterHandlers>('counter'))!
  t.is(await fresh.ask('get', undefined, ask), 10)
  t.false(fresh.equals(old))
})

test('attempts to reconnect are bounded', async (t) => {
  const system = await start(t)
  const far = await startFar(t)
  const peer = await connect(system, far, { reconnect: { minMs: 1, maxMs: 5, attempts: 3 } })
  const closed = gate()
  peer.onChange((state) => state === 'closed' && closed.open())
  await far.kill()
  await closed.passed
  t.is((peer.error as { code?: string }).code, 'ERR_CONNECT')
})

test('a ref of a third process works for whoever is connected to it, and is unreachable for others', async (t) => {
  const [middle, other] = [await start(t), await start(t)]
  const far = await startFar(t)
  const toFar = await connect(middle, far)
  const counter = (await toFar.lookup<CounterHandlers>('counter'))!
  const listening = await other.listen()
  const supervise = { strategy: 'one-for-one', maxRestarts: 3, withinMs: 3_600_000 } as const
  const keeper = await other.spawn(Keeper, {}, { supervise })
  await other.register('keeper', keeper)
  const peer = await middle.connect({ port: listening.port, timeoutMs: 60_000 })
  const remote = (await peer.lookup<KeeperHandlers>('keeper'))!
  await t.throwsAsync(remote.ask('askOther', { to: counter, timeoutMs: 60_000 }, ask), {
    code: 'ERR_ACTOR_DOWN',
    message: /unreachable/,
  })
  await connect(other, far)
  t.is(await remote.ask('askOther', { to: counter, timeoutMs: 60_000 }, ask), 10)
})
