import test from 'ava'
import { ActorSystem, simulation, type TraceEvent } from '../../../src/actor/index.js'
import Blocker from '../../fixtures/actors/blocker.js'
import Counter from '../../fixtures/actors/counter.js'
import { ask, start, supervise, until } from '../helpers.js'

const told = (events: readonly TraceEvent[], path: string) =>
  events.filter((event) => event.path === path).map(({ type, name }) => (name ? `${type} ${name}` : type))

test('a trace tells of every message and every life of an actor, in order', async (t) => {
  const events: TraceEvent[] = []
  const system = await start(t, { trace: (event) => events.push(event) })
  const ref = await system.spawn(Counter, { from: 0 }, { name: 'a', supervise })
  ref.tell('add', 1)
  t.is(await ref.ask('get', undefined, ask), 1)
  await t.throwsAsync(ref.ask('fail', 'boom', ask))
  await t.throwsAsync(ref.ask('none' as 'get', undefined, ask), { code: 'ERR_UNKNOWN_MESSAGE' })
  await ref.ask('incarnation', undefined, ask)
  await system.kill(ref)
  ref.tell('add', 1)
  t.deepEqual(told(events, '/a'), [
    'spawned',
    ...['sent add', 'received add'],
    ...['sent get', 'received get', 'handled add', 'handled get'],
    ...['sent fail', 'received fail', 'handled fail', 'restarted'],
    ...['sent none', 'received none', 'dropped none'],
    ...['sent incarnation', 'received incarnation', 'handled incarnation'],
    ...['stopped', 'sent add', 'dropped add'],
  ])
  t.true(events.find(({ type, name }) => type === 'handled' && name === 'fail')!.failed)
  t.is(events.findLast(({ type }) => type === 'dropped')!.reason, 'down')
  t.is(events.find(({ type }) => type === 'restarted')!.incarnation, 1)
})

test('an ask has one correlation in all threads it passes, and bytes where it was encoded', async (t) => {
  const events: TraceEvent[] = []
  const system = await start(t)
  const ref = await system.spawn(Counter, { from: 7 }, { name: 'far', placement: 'thread' })
  const untrace = system.trace((event) => events.push(event))
  // The order to trace goes first on the way there, so the thread tells of what follows.
  t.is(await ref.ask('get', undefined, ask), 7)
  await until(() => told(events, '/far').length === 3, 'the events of the thread')
  t.deepEqual(told(events, '/far').sort(), ['handled get', 'received get', 'sent get'])
  t.is(new Set(events.map(({ correlation }) => correlation)).size, 1)
  t.truthy(events[0]!.correlation)
  const sent = events.find(({ type }) => type === 'sent')!
  t.is(sent.place, 0)
  t.true(sent.bytes! > 0)
  t.is(events.find(({ type }) => type === 'handled')!.place, ref.address.place)
  untrace()
  const before = events.length
  t.is(await ref.ask('get', undefined, ask), 7)
  await system.inspect({ timeoutMs: 60_000 })
  t.is(events.length, before)
  t.is(untrace.dropped, 0)
})

test('a listener that sends or throws harms neither the actors nor other listeners', async (t) => {
  const events: TraceEvent[] = []
  const system = await start(t)
  const ref = await system.spawn(Counter, { from: 0 }, { name: 'a' })
  const other = await system.spawn(Counter, { from: 0 }, { name: 'other' })
  system.trace((event) => {
    if (event.type === 'sent') other.tell('add', 1)
    events.push(event)
  })
  for (let i = 0; i < 10; i++) ref.tell('add', 1)
  t.is(await ref.ask('get', undefined, ask), 10)
  t.is(await other.ask('get', undefined, ask), 12)
  t.is(told(events, '/a').filter((what) => what === 'sent add').length, 10)
})

test('events that come faster than the main thread takes them are dropped and counted, and bounded', async (t) => {
  let count = 0
  const system = await start(t)
  const options = { placement: 'thread', mailbox: { capacity: 100_000 } } as const
  const ref = await system.spawn(Blocker, undefined, options)
  const untrace = system.trace(() => {
    count++
  })
  await ref.ask('flood', 20_000, ask)
  await ref.ask('get', undefined, ask)
  await until(() => untrace.dropped > 0, 'the count')
  t.true(count > 0)
  t.true(count + untrace.dropped <= 60_100)
})

test('a trace under virtual time has its times from the simulated clock', async (t) => {
  const world = simulation({ seed: 1 })
  const { clock, random, transport } = world
  const events: TraceEvent[] = []
  const system = await ActorSystem.start({ clock, random, transport, trace: (event) => events.push(event) })
  const spawned = system.spawn(Counter, { from: 0 }, { name: 'a', placement: 'thread' })
  await world.advance(1000)
  const ref = await spawned
  ref.tell('add', 1)
  await world.advance(1000)
  const sent = events.find(({ type }) => type === 'sent')!
  const handled = events.find(({ type }) => type === 'handled')!
  t.is(sent.at, 1000)
  t.true(handled.at >= sent.at && handled.at <= 2000)
  const stopped = system.stop()
  await world.advance(60_000)
  await stopped
})
