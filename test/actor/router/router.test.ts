import test from 'ava'
import {
  type ActorContext,
  type ActorRef,
  defineActor,
  type RouterOptions,
} from '../../../src/actor/index.js'
import Counter from '../../fixtures/actors/counter.js'
import { ask, gate, inThreads, start, supervise, until } from '../helpers.js'

const real = inThreads(test)

/** Says which of the routees it is; can be made to wait. */
const Echo = defineActor(import.meta.url, (_ctx, index: number) => ({
  who: (_key?: string) => index,
  wait: async (passed: Promise<void>) => {
    await passed
    return index
  },
  fail: () => {
    throw new TypeError(`from ${index}`)
  },
}))
const echo = (index: number) => index
const key = (_name: string, payload: unknown) => String(payload)

for (const placement of ['here', 'thread'] as const) {
  test(`round robin (${placement}) gives each routee its turn`, async (t) => {
    const system = await start(t)
    const options = { size: 3, strategy: 'round-robin', placement } as const
    const router = await system.router(Counter, (from) => ({ from }), options)
    const replies = await Promise.all(Array.from({ length: 6 }, () => router.ask('get', undefined, ask)))
    t.deepEqual(replies.sort(), [0, 0, 1, 1, 2, 2])
    for (let i = 0; i < 3; i++) router.tell('add', 10)
    const added = await Promise.all(router.routees.map((ref) => ref.ask('get', undefined, ask)))
    t.deepEqual(added, [10, 11, 12])
  })
}

test('least loaded passes by those that have asks to answer, or messages waiting', async (t) => {
  const system = await start(t)
  const router = await system.router(Echo, echo, { size: 3, strategy: 'least-loaded' })
  const { open, passed } = gate()
  const slow = [router.ask('wait', passed, ask), router.ask('wait', passed, ask)]
  const free = await router.ask('who', undefined, ask)
  for (let i = 0; i < 10; i++) t.is(await router.ask('who', undefined, ask), free)
  open()
  t.deepEqual([...(await Promise.all(slow)), free].sort(), [0, 1, 2])
})

real('least loaded sees what others sent too, across threads', async (t) => {
  const system = await start(t)
  const router = await system.router(Counter, (from) => ({ from }), {
    size: 2,
    strategy: 'least-loaded',
    placement: 'thread',
  })
  const busy = router.routees[0]!
  busy.tell('spin')
  for (let i = 0; i < 20; i++) busy.tell('add', 1)
  for (let i = 0; i < 5; i++) t.is(await router.ask('get', undefined, ask), 1)
  await system.kill(busy)
})

test('consistent hash sends a key to the same routee, and a death moves the keys of the dead one only', async (t) => {
  const system = await start(t)
  const router = await system.router(Echo, echo, { size: 5, strategy: 'consistent-hash', key })
  const keys = Array.from({ length: 200 }, (_, i) => `user-${i}`)
  const owners = () => Promise.all(keys.map((k) => router.ask('who', k, ask)))
  const before = await owners()
  t.deepEqual(await owners(), before)
  t.is(new Set(before).size, 5)
  await system.kill(router.routees[2]!)
  await until(() => router.routees.length === 4, 'the death')
  const after = await owners()
  for (const [i, owner] of before.entries()) {
    if (owner === 2) t.not(after[i], 2)
    else t.is(after[i], owner)
  }
})

test('broadcast tells all, offers to all, and an ask resolves to the first good reply', async (t) => {
  const system = await start(t)
  const router = await system.router(Counter, (from) => ({ from }), { size: 3, strategy: 'broadcast' })
  router.tell('add', 10)
  t.true(router.offer('add', 10))
  const counts = await Promise.all(router.routees.map((ref) => ref.ask('get', undefined, ask)))
  t.deepEqual(counts, [20, 21, 22])
  // Whose reply comes first is the threads' and the connections' affair.
  t.true(counts.includes(await router.ask('get', undefined, ask)))
})

test('a routee that is restarted stays, one that is gone for good is left out, and without any all is refused', async (t) => {
  const system = await start(t)
  const router = await system.router(Counter, (from) => ({ from }), {
    size: 2,
    strategy: 'round-robin',
    name: 'workers',
    supervise: { ...supervise, decide: (error) => (error.message === 'end' ? 'stop' : 'restart') },
  })
  t.deepEqual(
    router.routees.map((ref) => ref.path),
    ['/workers-0', '/workers-1'],
  )
  await t.throwsAsync(router.ask('fail', 'again', ask), { message: 'again' })
  await until(async () => (await router.routees[0]!.ask('incarnation', undefined, ask)) === 1, 'the restart')
  t.is(router.routees.length, 2)
  for (const left of [1, 0]) {
    await t.throwsAsync(router.ask('fail', 'end', ask))
    await until(() => router.routees.length === left, 'the death')
  }
  await t.throwsAsync(router.ask('get', undefined, ask), { code: 'ERR_ACTOR_DOWN', message: /no routee/ })
  t.false(router.offer('add', 1))
  router.tell('add', 1)
  t.is(system.deadLetters.count, 1)
})

test('offer says false when the picked mailbox is full', async (t) => {
  const system = await start(t)
  const router = await system.router(Echo, echo, {
    size: 1,
    strategy: 'round-robin',
    mailbox: { capacity: 1 },
  })
  const { open, passed } = gate()
  const waiting = router.ask('wait', passed, ask)
  await until(() => router.offer('who'), 'the handler')
  t.false(router.offer('who'))
  open()
  await waiting
})

test('an actor in another thread makes a router of its own over the same routees', async (t) => {
  const system = await start(t)
  let context!: ActorContext
  const user = await system.spawn(
    defineActor(import.meta.url, (ctx) => {
      context = ctx
      return {}
    }),
    undefined,
  )
  const mine = await system.router(Echo, echo, { size: 4, strategy: 'consistent-hash', key })
  const theirs = context.routeTo(mine.routees, { strategy: 'consistent-hash', key })
  for (const k of ['a', 'b', 'c', 'd']) t.is(await theirs.ask('who', k, ask), await mine.ask('who', k, ask))
  await context.stop(user)
  t.is(theirs.routees.length, 0)
})

test('when one routee does not start the others are stopped, and the error comes through', async (t) => {
  const system = await start(t)
  const started: ActorRef[] = []
  const Picky = defineActor(import.meta.url, (ctx, index: number) => {
    if (index === 2) throw new RangeError('no third one')
    started.push(ctx.self)
    return {}
  })
  const options = { size: 3, strategy: 'round-robin', name: 'picky' } as const
  await t.throwsAsync(system.router(Picky, echo, options), { instanceOf: RangeError })
  t.is(started.length, 2)
  await t.notThrowsAsync(system.router(Echo, echo, options))
})

test('wrong options of a router are refused with the name of the option', async (t) => {
  const system = await start(t)
  const refused = async (options: object, message: RegExp) => {
    const routed = system.router(Echo, echo, options as RouterOptions<any>)
    await t.throwsAsync(routed, { code: 'ERR_ACTOR_OPTION', message })
  }
  await refused({ size: 0, strategy: 'round-robin' }, /router\.size: .* 1 to 10000, got 0/)
  await refused({ size: 2.5, strategy: 'round-robin' }, /router\.size/)
  await refused({ size: 1, strategy: 'sticky' }, /router\.strategy: expected one of round-robin.*sticky/)
  await refused({ size: 1, strategy: 'consistent-hash' }, /router\.key/)
  await refused({ size: 1, strategy: 'broadcast', key }, /router\.key/)
  await refused({ size: 1, strategy: 'broadcast', nonsense: 1 }, /spawn/)
  t.throws(() => system.routeTo([], { strategy: 'broadcast' }), { code: 'ERR_ACTOR_OPTION' })
  const foreign = await (await start(t)).spawn(Echo, 1)
  t.throws(() => system.routeTo([foreign], { strategy: 'broadcast' }), { code: 'ERR_FOREIGN_REF' })
})
