import { inspect } from 'node:util'
import test from 'ava'
import type { ActorView, Inspection } from '../../../src/actor/index.js'
import { defineActor } from '../../../src/actor/index.js'
import Blocker from '../../fixtures/actors/blocker.js'
import { ask, gate, start, supervise, until } from '../helpers.js'

const all = (actors: readonly ActorView[]): ActorView[] =>
  actors.flatMap((actor) => [actor, ...all(actor.children)])
const find = (inspection: Inspection, path: string) =>
  all(inspection.actors).find((actor) => actor.path === path)

test('the tree of all threads is shown, children below their parents', async (t) => {
  const system = await start(t)
  await system.pool({ name: 'shared', threads: 1 })
  const placements = { here: 'here', thread: 'thread', pooled: { pool: 'shared' } } as const
  for (const [name, placement] of Object.entries(placements)) {
    const ref = await system.spawn(Blocker, undefined, { name, placement })
    await ref.ask('spawn', 'here', ask)
  }
  const far = await system.spawn(Blocker, undefined, { name: 'parent' })
  await far.ask('spawn', 'thread', ask)
  const inspection = await system.inspect({ timeoutMs: 60_000 })
  for (const name of ['here', 'thread', 'pooled', 'parent']) {
    const actor = find(inspection, `/${name}`)!
    t.deepEqual(
      actor.children.map(({ path }) => path),
      [`/${name}/actor-1`],
    )
    t.is(actor.children[0]!.state, 'running')
    t.is(actor.handled, 1)
  }
  t.not(find(inspection, '/parent')!.place, find(inspection, '/parent/actor-1')!.place)
  t.true(inspection.places.every(({ state }) => state === 'ok'))
  t.is(inspection.places.length, 4)
})

const Gated = defineActor(import.meta.url, (ctx, { passed }: { passed: Promise<void> }) => ({
  wait: () => passed,
  get: () => 0,
  keep: () => ctx.stash(),
  fail: () => {
    throw new TypeError('as planned')
  },
  numbers: async function* () {
    yield 1
    await passed
  },
}))

test('depth, stash, what is handled now, counts and restarts are those of the actor', async (t) => {
  const system = await start(t)
  const door = gate()
  const args = { passed: door.passed }
  const ref = await system.spawn(Gated, args, { name: 'a', supervise, mailbox: { capacity: 10 } })
  ref.tell('fail')
  ref.tell('keep')
  ref.tell('wait')
  ref.tell('get')
  ref.tell('get')
  await until(async () => find(await system.inspect(), '/a')?.current.length === 1, 'wait')
  const busy = find(await system.inspect(), '/a')!
  t.like(busy, { depth: 2, stashed: 1, capacity: 10, current: ['wait'], handled: 3, restarts: 1, place: 0 })
  t.true(busy.busyMs >= 0)
  t.is(busy.maxMs, undefined)
  t.is(typeof busy.rate, 'number')
  door.open()
  await ref.ask('get', undefined, ask)
  t.like(find(await system.inspect(), '/a'), { depth: 0, current: [], handled: 6 })
})

test('with timing the longest handler is known, awaits included', async (t) => {
  const system = await start(t, { timing: true })
  const door = gate()
  const ref = await system.spawn(Gated, { passed: door.passed }, { name: 'a' })
  const waited = ref.ask('wait', undefined, ask)
  await until(async () => find(await system.inspect(), '/a')?.current.length === 1, 'its begin')
  const began = performance.now()
  await until(() => performance.now() - began >= 5, 'a few milliseconds')
  door.open()
  await waited
  t.true(find(await system.inspect(), '/a')!.maxMs! >= 4)
})

test('a stream is known by the name of its handler', async (t) => {
  const system = await start(t)
  const door = gate()
  const ref = await system.spawn(Gated, { passed: door.passed }, { name: 'a' })
  const numbers = ref.stream('numbers', undefined, { timeoutMs: 60_000 })
  t.deepEqual(await numbers.next(), { value: 1, done: false })
  t.is(find(await system.inspect(), '/a')!.handled, 1)
  door.open()
  t.true((await numbers.next()).done)
})

test('a thread that hangs does not hang the inspection: it is shown as not responding, with what it runs', async (t) => {
  const system = await start(t, { watchdog: { stallMs: 50 }, onStall: () => {} })
  const stuck = await system.spawn(Blocker, undefined, { name: 'stuck', placement: 'thread' })
  await system.spawn(Blocker, undefined, { name: 'well', placement: 'thread' })
  let noticed = false
  system.stalls.subscribe(({ over, message }) => {
    if (message === 'spinForEver' && !over) noticed = true
  })
  stuck.tell('spinForEver')
  await until(() => noticed, 'the stall')
  // A thread that is well may be late, too, on a busy machine.
  let hung = await system.inspect({ timeoutMs: 500 })
  await until(async () => {
    hung = await system.inspect({ timeoutMs: 500 })
    return find(hung, '/well')?.state === 'running'
  }, 'the other thread')
  const place = hung.places.find(({ name }) => name === '/stuck')!
  t.like(place, { state: 'not responding', running: { path: '/stuck', name: 'spinForEver' } })
  t.is(place.stall!.kind, 'blocked')
  t.is(find(hung, '/well')!.state, 'running')
  t.regex(
    String(hung),
    /^thread \d+ \(\/stuck\): not responding, 'spinForEver' of \/stuck is running for \d+\.\d s or more$/m,
  )
})

test('an inspection prints as a table; many actors are cut short and counted', async (t) => {
  const system = await start(t)
  t.is((await system.inspect()).toString(), 'no actors')
  const top = await system.spawn(Blocker, undefined, { name: 'top' })
  for (let i = 0; i < 3; i++) await top.ask('spawn', 'here', ask)
  const printed = inspect(await system.inspect())
  const [head, first, ...rest] = printed.split('\n')
  t.regex(head!, /^actor +place +state +life +waiting +handled +per s +busy ms +max ms +now$/)
  t.regex(first!, /^top|^\/top/)
  t.deepEqual(
    rest.map((line) => line.slice(0, 10)),
    ['├─ actor-1', '├─ actor-2', '└─ actor-3'],
  )
  const cut = await system.inspect({ limit: 4 })
  t.true(cut.places[0]!.omitted > 0)
  t.regex(String(cut), /main: \d+ more actors/)
})

test('wrong options of an inspection are refused with their names', async (t) => {
  const system = await start(t)
  await t.throwsAsync(system.inspect({ limit: 0 }), { code: 'ERR_ACTOR_OPTION', message: /limit/ })
  await t.throwsAsync(system.inspect({ timeoutMs: -1 }), { code: 'ERR_ACTOR_OPTION', message: /timeoutMs/ })
})
