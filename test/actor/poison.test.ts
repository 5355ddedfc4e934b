import test from 'ava'
import { type ActorContext, type DeadLetter, type Down, defineActor } from '../../src/actor/index.js'
import Keeper from '../fixtures/actors/keeper.js'
import { ask, gate, start, unhurried, until } from './helpers.js'

async function observer(system: Awaited<ReturnType<typeof start>>): Promise<ActorContext> {
  let context!: ActorContext
  await system.spawn(
    defineActor(import.meta.url, (ctx) => {
      context = ctx
      return {}
    }),
    undefined,
  )
  return context
}

for (const placement of ['here', 'thread'] as const) {
  test(`8: a poison pill (${placement}) stops its actor after all that was queued before it`, async (t) => {
    const system = await start(t)
    const context = await observer(system)
    const keeper = await system.spawn(Keeper, {}, { placement })
    const { open, passed } = gate<Down>()
    context.watch(keeper, open)
    for (let i = 0; i < 100; i++) keeper.tell('note', String(i))
    const log = keeper.ask('log', undefined, ask)
    keeper.poison()
    t.is((await log).length, 100)
    t.is((await passed).reason, 'stopped')
  })

  test(`8: a stop that drains (${placement}) resolves when the actor is gone, its queue handled`, async (t) => {
    const system = await start(t)
    const context = await observer(system)
    const keeper = await system.spawn(Keeper, {}, { placement })
    const child = await keeper.ask('spawn', 'child', ask)
    const logs = [1, 2, 3].map(() => keeper.ask('log', undefined, ask))
    await context.stop(keeper, { mode: 'drain', ...unhurried })
    t.is((await Promise.all(logs)).length, 3)
    await t.throwsAsync(child.ask('get', undefined, ask), { code: 'ERR_ACTOR_DOWN' })
    await context.stop(keeper, { mode: 'drain', ...unhurried }) // a dead one is as wished
  })
}

/** Counts the waits it began. */
const Slow = defineActor(import.meta.url, (_ctx, args: { passed: Promise<unknown>; began: number }) => ({
  wait: async () => {
    args.began++
    await args.passed
  },
  note: () => {},
}))

test('8: what comes behind a pill becomes a dead letter that says so; the pill itself never does', async (t) => {
  const system = await start(t)
  const letters: DeadLetter[] = []
  system.deadLetters.subscribe((letter) => letters.push(letter))
  const { open, passed } = gate()
  const ref = await system.spawn(Slow, { passed, began: 0 }, { name: 'slow' })
  const waits = [ref.ask('wait', undefined, ask), ref.ask('wait', undefined, ask)]
  ref.poison()
  ref.tell('note')
  const behind = t.throwsAsync(ref.ask('wait', undefined, ask), { code: 'ERR_ACTOR_DOWN' })
  open()
  await Promise.all([...waits, behind])
  ref.poison()
  t.deepEqual(letters, [{ path: '/slow', name: 'note', reason: 'poisoned', suppressed: 0 }])
  t.is(system.deadLetters.count, 1)
})

test('8: a pill finds room in a full mailbox', async (t) => {
  const system = await start(t)
  const context = await observer(system)
  const { open, passed } = gate()
  const args = { passed, began: 0 }
  const ref = await system.spawn(Slow, args, { mailbox: { capacity: 1 } })
  const waits = [ref.ask('wait', undefined, ask)]
  await until(() => args.began === 1, 'the handler')
  waits.push(ref.ask('wait', undefined, ask))
  t.false(ref.offer('note'))
  const { open: die, passed: died } = gate<Down>()
  context.watch(ref, die)
  ref.poison()
  open()
  await Promise.all(waits)
  t.is((await died).reason, 'stopped')
})

test('8: no message pushes a pill out of a full mailbox that drops old ones, nor what waits before it', async (t) => {
  const system = await start(t)
  const context = await observer(system)
  const { open, passed } = gate()
  const args = { passed, began: 0 }
  const ref = await system.spawn(Slow, args, { mailbox: { capacity: 2, overflow: 'drop-old' } })
  const waits = [ref.ask('wait', undefined, ask)]
  await until(() => args.began === 1, 'the handler')
  const { open: die, passed: died } = gate<Down>()
  context.watch(ref, die)
  const oldest = ref.ask('wait', undefined, ask)
  waits.push(ref.ask('wait', undefined, ask), ref.ask('wait', undefined, ask))
  await t.throwsAsync(oldest, { code: 'ERR_MAILBOX_FULL' })
  ref.poison()
  for (let i = 0; i < 5; i++) ref.tell('note')
  open()
  await Promise.all(waits)
  t.is((await died).reason, 'stopped')
  t.is(system.deadLetters.count, 5)
})

test('8: an actor that does not get through its queue in the grace is killed', async (t) => {
  const system = await start(t)
  const context = await observer(system)
  const ref = await system.spawn(Slow, { passed: new Promise(() => {}), began: 0 })
  const { open, passed } = gate<Down>()
  context.watch(ref, open)
  const waits = t.throwsAsync(ref.ask('wait', undefined, ask), { code: 'ERR_ACTOR_DOWN' })
  await context.stop(ref, { mode: 'drain', graceMs: 10 })
  t.is((await passed).reason, 'killed')
  await waits
})
