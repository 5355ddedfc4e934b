import test from 'ava'
import { defineActor, type GroupDown, type GroupOptions, VirtualClock } from '../../../src/actor/index.js'
import Member from '../../fixtures/actors/member.js'
import { ask, gate, start, unhurried, until } from '../helpers.js'
import { type Members, spawn, supervise } from './members.js'

test('11: a group begins whole or not at all, and its failed start is told to who wanted it', async (t) => {
  const system = await start(t)
  const badly = system.spawnGroup(Member, (index) => ({ index, badStart: 2 }), { size: 3, name: 'crew' })
  await t.throwsAsync(badly, { instanceOf: RangeError, message: 'no start of 2' })
  const group = await spawn(system, { name: 'crew' })
  t.deepEqual(await group.askAll('who', undefined, ask), [0, 1, 2])
})

test('11: two failures at once are one recovery of the group, and one too many ends it with its parent', async (t) => {
  const system = await start(t)
  const group = await system.spawnGroup(Patient, () => undefined, {
    size: 3,
    supervise: { maxRestarts: 2, withinMs: 3_600_000 },
  })
  const restarted = (generation: number) =>
    until(async () => {
      const lives = group.members.map((ref) => ref.ask('incarnation', undefined, ask))
      return group.generation > 0 && (await Promise.all(lives)).every((life) => life === generation)
    }, `generation ${generation}`)
  // Both are amid a message: one that only waits for its turn would fail the next generation.
  let fail!: (error: Error) => void
  const passed = new Promise<never>((_, reject) => {
    fail = reject
  })
  const failing = group.members
    .slice(0, 2)
    .map((ref) => t.throwsAsync(ref.ask('wait', passed, ask), { message: 'planned' }))
  await group.askAll('incarnation', undefined, ask)
  fail(new TypeError('planned'))
  await Promise.all(failing)
  await restarted(1)
  t.is(group.generation, 1)
  const { passed: ended, open } = gate<GroupDown>()
  group.watch(open)
  group.members[2]!.tell('fail')
  await until(async () => group.generation === 2, 'the second restart')
  // What is told before its members are there is for them all the same.
  await restarted(2)
  group.members[2]!.tell('fail')
  t.like(await ended, { reason: 'failed', error: { code: 'ERR_RESTART_INTENSITY' } })
})

test('11: a stopped group ends in reverse start order and takes no more messages', async (t) => {
  const system = await start(t)
  const group = await spawn(system)
  const order: string[] = []
  const untrace = system.trace(({ type, path }) => type === 'stopped' && order.push(path))
  const letters: string[] = []
  system.deadLetters.subscribe(({ path, name, reason }) => letters.push(`${path} ${name} ${reason}`))
  const { passed, open } = gate<GroupDown>()
  group.watch(open)
  const open1 = t.throwsAsync(group.askAll('hold', undefined, ask), {
    code: 'ERR_MEMBER_FAILED',
  })
  await group.stop(unhurried)
  untrace()
  t.deepEqual(order, group.members.map(({ path }) => path).reverse())
  t.like(await passed, { reason: 'stopped', index: 2 })
  await open1
  group.tellAll('add', 1)
  t.deepEqual(letters.slice(-1), [`${group.path} add down`])
  await group.stop()
})

test('a request to all of a group ends with its signal or its time, and leaves nothing waiting', async (t) => {
  const clock = new VirtualClock()
  const system = await start(t, { clock })
  const group = await spawn(system)
  const aborter = new AbortController()
  const aborted = t.throwsAsync(
    group.askAll('hold', undefined, { timeoutMs: 1000, signal: aborter.signal }),
    { code: 'ERR_ASK_ABORTED' },
  )
  const reading = t.throwsAsync(
    group.stream('hold', undefined, { timeoutMs: 1000, signal: aborter.signal }).next(),
    { code: 'ERR_ASK_ABORTED' },
  )
  await clock.advance(0)
  aborter.abort()
  await aborted
  await reading
  const late = t.throwsAsync(group.askAll('hold', undefined, { timeoutMs: 1000 }), {
    code: 'ERR_MEMBER_FAILED',
  })
  await clock.advance(1000)
  t.like(await late, { cause: { code: 'ERR_ASK_TIMEOUT' }, fields: { index: 0 } })
  await t.throwsAsync(group.askAll('hold', undefined, { timeoutMs: 1, signal: aborter.signal }), {
    code: 'ERR_ASK_ABORTED',
  })
})

test('11: messages that were sent during the back-off are for the generation to come', async (t) => {
  const clock = new VirtualClock()
  const system = await start(t, { clock })
  const backoff = { minMs: 100, maxMs: 100 }
  const group = await spawn(system, { supervise: { ...supervise, backoff } })
  group.members[0]!.tell('fail', 0)
  await clock.advance(0)
  t.is(group.generation, 1)
  group.tellAll('add', 3)
  const sums = group.askAll('sum', undefined, ask)
  await clock.advance(100)
  t.deepEqual(await sums, [3, 3, 3])
})

test('options of a group are checked when it is spawned', async (t) => {
  const system = await start(t)
  for (const [options, option] of [
    [{ size: 0 }, 'group.size'],
    [{ size: 2, supervise: { strategy: 'one-for-one', ...supervise } }, 'group.supervise'],
    [{ size: 2, transfer: [] }, 'group.transfer'],
  ] as const) {
    const spawned = system.spawnGroup(Member, (index) => ({ index }), options as unknown as GroupOptions)
    await t.throwsAsync(spawned, { code: 'ERR_ACTOR_OPTION', message: new RegExp(`^${option}`) })
  }
})

/** Stashes until it is opened; one handler lets others run while it waits. */
const Patient = defineActor(import.meta.url, (ctx) => {
  let opened = false
  const handled: unknown[] = []
  return {
    note: (what: string) => {
      if (opened) handled.push(what)
      else ctx.stash()
    },
    open: () => {
      opened = true
      ctx.unstashAll()
    },
    handled: () => handled,
    wait: ctx.reentrant((passed: Promise<unknown>) => passed),
    fail: () => {
      throw new TypeError('planned')
    },
    incarnation: () => ctx.incarnation,
  }
})

test('11: what a member has stashed is refused by its next life, if it was for the old one', async (t) => {
  const system = await start(t)
  const group = await system.spawnGroup(Patient, () => undefined, { size: 2, supervise })
  const [first] = group.members
  group.tellAll('note', 'for the old generation')
  first!.tell('note', 'for any')
  await group.askAll('incarnation', undefined, ask)
  first!.tell('fail')
  await until(() => group.generation === 1, 'the restart')
  group.tellAll('note', 'for the new generation')
  group.tellAll('open')
  t.deepEqual(await group.askAll('handled', undefined, ask), [
    ['for any', 'for the new generation'],
    ['for the new generation'],
  ])
})

test('reentrant handlers of members are so for a group too', async (t) => {
  const system = await start(t)
  const group = await system.spawnGroup(Patient, () => undefined, { size: 2 })
  const { passed, open } = gate()
  const waiting = group.askAll('wait', passed, ask)
  t.deepEqual(await group.askAll('incarnation', undefined, ask), [0, 0])
  open()
  await waiting
})

test('11: a group of an actor ends with its life, and its end is told as a handler of that actor', async (t) => {
  const system = await start(t)
  const groups: Members[] = []
  const owner = await system.spawn(
    defineActor(import.meta.url, async (ctx) => {
      const group = await ctx.spawnGroup(Member, (index) => ({ index }), { size: 2, name: 'group' })
      groups.push(group)
      let busy = false
      group.watch(() => {
        throw busy ? new Error('two handlers at once') : new RangeError('the group is gone')
      })
      return {
        stay: async (passed: Promise<void>) => {
          busy = true
          await passed
          busy = false
        },
        fail: () => {
          throw new TypeError('planned')
        },
      }
    }),
    undefined,
    { name: 'owner', supervise: { strategy: 'one-for-one', ...supervise } },
  )
  const { passed, open } = gate()
  const staying = owner.ask('stay', passed, ask)
  for (const ref of groups[0]!.members) await system.kill(ref)
  open()
  await staying
  await until(() => groups.length === 2, 'the next life')
  t.is(groups[1]!.path, '/owner/group')
  t.deepEqual(await groups[1]!.askAll('who', undefined, ask), [0, 1])
  await t.throwsAsync(owner.ask('fail', undefined, ask))
  await until(() => groups.length === 3, 'the life after it')
  await t.throwsAsync(groups[1]!.askAll('who', undefined, ask), { code: 'ERR_ACTOR_DOWN' })
  t.deepEqual(await groups[2]!.askAll('who', undefined, ask), [0, 1])
})

test('what cannot leave its thread is refused with its path, as it was given', async (t) => {
  const system = await start(t)
  const group = await spawn(system, { placement: 'thread' })
  const bad = { deep: [() => 1] } as unknown as number
  const told = t.throws(() => group.tellAll('add', bad))
  t.like(told, { code: 'ERR_NOT_ENCODABLE', fields: { path: 'add.deep[0]' } })
  const asked = await t.throwsAsync(group.askAll('fail', bad, ask), { code: 'ERR_MEMBER_FAILED' })
  t.like(asked!.cause, { code: 'ERR_NOT_ENCODABLE', fields: { path: 'fail.deep[0]' } })
  const streamed = await t.throwsAsync(group.members[0]!.stream('count', bad, ask).next())
  t.like(streamed, { code: 'ERR_NOT_ENCODABLE', fields: { path: 'count.deep[0]' } })
  t.deepEqual(await group.askAll('sum', undefined, ask), [0, 0, 0])
})
