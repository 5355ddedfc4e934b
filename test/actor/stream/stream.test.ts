import test from 'ava'
import { type ActorRef, type HandlersOf, VirtualClock } from '../../../src/actor/index.js'
import Feeder from '../../fixtures/actors/feeder.js'
import { ask, inThreads, start, supervise, until } from '../helpers.js'

const real = inThreads(test)

type FeederRef = ActorRef<HandlersOf<typeof Feeder>>

async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = []
  for await (const item of stream) items.push(item)
  return items
}

const ended = (feeder: FeederRef) => feeder.ask('ended', undefined, ask)

for (const placement of ['here', 'thread'] as const) {
  test(`what a handler yields (${placement}) arrives in order, however few credits there are`, async (t) => {
    const system = await start(t)
    const feeder = await system.spawn(Feeder, undefined, { placement })
    const all = Array.from({ length: 100 }, (_, i) => i)
    for (const credits of [1, 2, 7, 16, 1000]) {
      t.deepEqual(await collect(feeder.stream('count', 100, { ...ask, credits })), all)
    }
    t.deepEqual(await collect(feeder.stream('count', 0, ask)), [])
    t.is(await ended(feeder), 6)
  })

  test(`a slow reader (${placement}) keeps the maker waiting, at no more items than it gave credit for, and nobody else`, async (t) => {
    const system = await start(t)
    const feeder = await system.spawn(Feeder, undefined, { placement })
    const stream = feeder.stream('count', 1000, { ...ask, credits: 8 })
    t.is((await stream.next()).value, 0)
    for (let i = 0; i < 20; i++) t.true((await feeder.ask('made', undefined, ask)) <= 9)
    for (let i = 1; i < 50; i++) t.is((await stream.next()).value, i)
    t.true((await feeder.ask('made', undefined, ask)) <= 58)
    await stream.return!()
    await until(async () => (await ended(feeder)) === 1, 'the end')
  })

  test(`leaving the loop (${placement}) ends the handler, its finally blocks run`, async (t) => {
    const system = await start(t)
    const feeder = await system.spawn(Feeder, undefined, { placement })
    for await (const item of feeder.stream('count', 1_000_000, ask)) if (item === 5) break
    await until(async () => (await ended(feeder)) === 1, 'the end')
    t.true((await feeder.ask('made', undefined, ask)) < 100)
  })

  test(`an error (${placement}) comes intact after the items before it, and fails the actor as any handler's`, async (t) => {
    const system = await start(t)
    const feeder = await system.spawn(Feeder, undefined, { placement, supervise })
    const stream = feeder.stream('failAfter', 3, ask)
    for (let i = 0; i < 3; i++) t.is((await stream.next()).value, i)
    await t.throwsAsync(stream.next(), { instanceOf: RangeError, message: 'no more' })
    t.deepEqual(await stream.next(), { value: undefined, done: true })
    t.is(await feeder.ask('incarnation', undefined, ask), 1)
  })

  test(`a stream (${placement}) dies with its maker, whose other streams end at a restart`, async (t) => {
    const system = await start(t)
    const feeder = await system.spawn(Feeder, undefined, { placement, supervise })
    const streams = [feeder.stream('endless', undefined, ask), feeder.stream('silent', undefined, ask)]
    t.is((await streams[0]!.next()).value!.length, 4)
    const pending = t.throwsAsync(streams[1]!.next(), { code: 'ERR_ACTOR_DOWN' })
    await system.kill(feeder)
    await pending
    await t.throwsAsync(collect<unknown>(streams[0]!), { code: 'ERR_ACTOR_DOWN' })
    await t.throwsAsync(collect(feeder.stream('count', 1, ask)), { code: 'ERR_ACTOR_DOWN' })
  })

  test(`any handler's result (${placement}) is a stream of one item, a deferred one too`, async (t) => {
    const system = await start(t)
    const feeder = await system.spawn(Feeder, undefined, { placement })
    t.deepEqual(await collect(feeder.stream('once', 4, ask)), [8])
    t.deepEqual(await collect(feeder.stream('later', undefined, ask)), ['late'])
  })
}

test('several streams of one actor run side by side, and other messages between their items', async (t) => {
  const system = await start(t)
  const feeder = await system.spawn(Feeder, undefined, { placement: 'thread' })
  const lists = await Promise.all(
    [10, 200, 30].map((to) => collect(feeder.stream('count', to, { ...ask, credits: 4 }))),
  )
  t.deepEqual(
    lists.map((list) => list.length),
    [10, 200, 30],
  )
})

real('a restart ends the streams of the life before, and the loss of a thread too', async (t) => {
  const system = await start(t)
  const feeder = await system.spawn(Feeder, undefined, { placement: 'thread', supervise })
  const stream = feeder.stream('endless', undefined, ask)
  await stream.next()
  await t.throwsAsync(collect(feeder.stream('failAfter', 0, ask)), { message: 'no more' })
  await t.throwsAsync(collect(stream), { code: 'ERR_ACTOR_DOWN' })
  const next = feeder.stream('endless', undefined, ask)
  await next.next()
  feeder.tell('exit', 1)
  await t.throwsAsync(collect(next), { code: 'ERR_ACTOR_DOWN' })
})

test('an item that does not come in time ends the stream with a timeout; a signal aborts it', async (t) => {
  const clock = new VirtualClock()
  const system = await start(t, { clock })
  const feeder = await system.spawn(Feeder, undefined)
  const late = t.throwsAsync(feeder.stream('silent', undefined, { timeoutMs: 100 }).next(), {
    code: 'ERR_ASK_TIMEOUT',
  })
  await clock.advance(100)
  await late
  const feeding = await system.spawn(Feeder, undefined)
  const controller = new AbortController()
  const stream = feeding.stream('silent', undefined, { timeoutMs: 1000, signal: controller.signal })
  const aborted = t.throwsAsync(stream.next(), { code: 'ERR_ASK_ABORTED' })
  controller.abort('enough')
  await aborted
  const never = feeding.stream('count', 3, { timeoutMs: 1000, signal: controller.signal })
  await t.throwsAsync(never.next(), { code: 'ERR_ASK_ABORTED' })
  // both hang in their handlers
  await Promise.all([feeder, feeding].map((ref) => system.kill(ref)))
})

test('a reader that takes nothing more is given up after holdMs', async (t) => {
  const clock = new VirtualClock()
  const system = await start(t, { clock })
  const feeder = await system.spawn(Feeder, undefined)
  const stream = feeder.stream('count', 100, { timeoutMs: 1000, credits: 2, holdMs: 500 })
  const first = stream.next()
  await clock.advance(0)
  t.is((await first).value, 0)
  await clock.advance(499)
  const before = ended(feeder)
  await clock.advance(0)
  t.is(await before, 0)
  await clock.advance(1)
  const after = ended(feeder)
  await clock.advance(0)
  t.is(await after, 1)
})

test('an item that cannot be encoded ends the stream with its error, not the actor', async (t) => {
  const system = await start(t)
  const feeder = await system.spawn(Feeder, undefined, { placement: 'thread' })
  const stream = feeder.stream('unencodable', undefined, ask)
  t.is((await stream.next()).value, 1)
  await t.throwsAsync(stream.next(), { code: 'ERR_NOT_ENCODABLE' })
  t.is(await feeder.ask('incarnation', undefined, ask), 0)
})

test('a handler that gives a stream refuses asks and tells, and an unknown one streams', async (t) => {
  const system = await start(t)
  const feeder = await system.spawn(Feeder, undefined)
  const loose: ActorRef = feeder
  await t.throwsAsync(loose.ask('count', 3, ask), {
    code: 'ERR_STREAM_ONLY',
    message: /ref\.stream\('count'/,
  })
  loose.tell('count', 3)
  await until(() => system.deadLetters.count === 1, 'the dead letter')
  await t.throwsAsync(collect(loose.stream('nothing', undefined, ask)), { code: 'ERR_UNKNOWN_MESSAGE' })
})

test('wrong options of a stream are refused, and one that nobody reads never opens', async (t) => {
  const system = await start(t)
  const feeder = await system.spawn(Feeder, undefined)
  const open = (options: any) => () => feeder.stream('count', 1, options)
  t.throws(open({ timeoutMs: -1 }), { code: 'ERR_ACTOR_OPTION' })
  t.throws(open({ timeoutMs: 1, credits: 0 }), { code: 'ERR_ACTOR_OPTION', message: /stream\.credits/ })
  t.throws(open(undefined), { code: 'ERR_ACTOR_OPTION' })
  open(ask)()
  t.is(await feeder.ask('made', undefined, ask), 0)
})
