import test from 'ava'
import { type ActorContext, defineActor, type HandlersOf, VirtualClock } from '../../../src/actor/index.js'
import Counter from '../../fixtures/actors/counter.js'
import Directory from '../../fixtures/actors/directory.js'
import { ask, inOneProcess, start, supervise, until } from '../helpers.js'

type Counts = HandlersOf<typeof Counter>

inOneProcess(test)(
  'a name registered in one thread is seen in all others, and leads to the same actor',
  async (t) => {
    const system = await start(t)
    const counter = await system.spawn(Counter, { from: 1 }, { placement: 'thread' })
    const far = await system.spawn(Directory, undefined, { placement: 'thread' })
    await far.ask('register', { name: 'counts', ref: counter }, ask)
    const found = await system.lookup<Counts>('counts')
    t.true(found!.equals(counter))
    t.is(await found!.ask('get', undefined, ask), 1)
    t.true((await far.ask('lookup', { name: 'counts' }, ask))!.equals(counter))
    t.is(await system.lookup('nobody'), undefined)
  },
)

test('lookup with a deadline waits for the name, and says so when nobody registers it', async (t) => {
  const clock = new VirtualClock()
  const system = await start(t, { clock })
  const counter = await system.spawn(Counter, { from: 1 })
  const waiting = [system.lookup('late', { timeoutMs: 100 }), system.lookup('late', { timeoutMs: 1000 })]
  const never = t.throwsAsync(system.lookup('never', { timeoutMs: 100 }), { code: 'ERR_NAME_UNKNOWN' })
  await clock.advance(50)
  await system.register('late', counter)
  for (const found of await Promise.all(waiting)) t.true(found!.equals(counter))
  await clock.advance(50)
  await never
  t.is(clock.pending, 0)
})

test('a name taken by another actor is refused with an error that names that one; the same actor may repeat it', async (t) => {
  const system = await start(t)
  const first = await system.spawn(Counter, { from: 1 }, { name: 'first' })
  const second = await system.spawn(Counter, { from: 1 })
  await system.register('one', first)
  await system.register('one', first)
  await t.throwsAsync(system.register('one', second), {
    code: 'ERR_NAME_REGISTERED',
    message: /'one' is registered for \/first/,
  })
  t.true(await system.unregister('one'))
  t.false(await system.unregister('one'))
  await system.register('one', second)
  t.true((await system.lookup('one'))!.equals(second))
})

for (const placement of ['here', 'thread'] as const) {
  test(`a restart (${placement}) keeps a name, a death frees it`, async (t) => {
    const system = await start(t)
    const counter = await system.spawn(Counter, { from: 1 }, { placement, supervise })
    await system.register('counts', counter)
    await t.throwsAsync(counter.ask('fail', 'x', ask))
    t.is(await counter.ask('incarnation', undefined, ask), 1)
    t.true((await system.lookup('counts'))!.equals(counter))
    await system.kill(counter)
    await until(async () => (await system.lookup('counts')) === undefined, 'the removal')
    await system.register('counts', await system.spawn(Counter, { from: 2 }))
  })
}

test('an actor that is dead already holds no name', async (t) => {
  const system = await start(t)
  const counter = await system.spawn(Counter, { from: 1 })
  await system.kill(counter)
  await system.register('counts', counter)
  await t.notThrowsAsync(until(async () => (await system.lookup('counts')) === undefined, 'the removal'))
})

test('refs of another system, things that are no refs and empty names are refused', async (t) => {
  const system = await start(t)
  const other = await start(t)
  const foreign = await other.spawn(Counter, { from: 1 })
  await t.throwsAsync(system.register('x', foreign), { code: 'ERR_FOREIGN_REF' })
  await t.throwsAsync(system.register('x', {} as never), { code: 'ERR_FOREIGN_REF' })
  await t.throwsAsync(system.kill(foreign), { code: 'ERR_FOREIGN_REF' })
  await t.throwsAsync(other.register('', foreign), { code: 'ERR_ACTOR_OPTION' })
  let context!: ActorContext
  await system.spawn(
    defineActor(import.meta.url, (ctx) => {
      context = ctx
      return {}
    }),
    undefined,
  )
  t.throws(() => context.watch(foreign, () => {}), { code: 'ERR_FOREIGN_REF' })
})
