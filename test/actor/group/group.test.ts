import test from 'ava'
import {
  type ActorSystem,
  defineActor,
  type Group,
  type GroupDown,
  type GroupOptions,
  type HandlersOf,
  VirtualClock,
} from '../../../src/actor/index.js'
import Member from '../../fixtures/actors/member.js'
import { ask, gate, inOneProcess, inThreads, start, until } from '../helpers.js'

const real = inThreads(test)

const supervise = { maxRestarts: 5, withinMs: 60_000 }
type Members = Group<HandlersOf<typeof Member>>

function spawn(system: ActorSystem, options: Partial<GroupOptions> = {}): Promise<Members> {
  return system.spawnGroup(Member, (index) => ({ index }), { size: 3, supervise, ...options })
}

/** All members live in this generation; asked of each by its own ref, which knows of none. */
const inGeneration = (group: Members, generation: number) =>
  until(async () => {
    const lives = await Promise.all(group.members.map((ref) => ref.ask('generation', undefined, ask)))
    return group.generation === generation && lives.every((life) => life === generation)
  }, `generation ${generation}`)

for (const placement of ['here', 'thread'] as const) {
  test(`11: all members of a group (${placement}) are told and asked, and reply in their order`, async (t) => {
    const system = await start(t)
    const group = await spawn(system, { placement, name: 'team' })
    t.deepEqual(
      group.members.map(({ path }) => path),
      ['/team-0', '/team-1', '/team-2'],
    )
    t.like(group, { path: '/team', size: 3, generation: 0 })
    group.tellAll('add', 5)
    group.tellAll('add', (index) => index)
    t.deepEqual(await group.askAll('sum', undefined, ask), [5, 6, 7])
    t.deepEqual(await group.askAll('who', undefined, ask), [0, 1, 2])
  })

  test(`11: when a member (${placement}) fails all are restarted in one new generation, with fresh state`, async (t) => {
    const system = await start(t)
    const group = await spawn(system, { placement })
    for (const generation of [1, 2]) {
      group.tellAll('add', 1)
      await t.throwsAsync(group.members[generation]!.ask('fail', generation, ask), { instanceOf: TypeError })
      await inGeneration(group, generation)
      t.deepEqual(await group.askAll('sum', undefined, ask), [0, 0, 0])
    }
  })

  test(`11: a request to all (${placement}) is all or nothing: it rejects with the first failure and says whose it was`, async (t) => {
    const system = await start(t)
    const group = await spawn(system, { placement })
    const error = await t.throwsAsync(group.askAll('fail', 1, ask), { code: 'ERR_MEMBER_FAILED' })
    t.like(error, { fields: { index: 1, path: group.members[1]!.path, message: 'fail' } })
    t.true(error!.cause instanceof TypeError)
    t.is((error!.cause as Error).message, 'from 1')
    await inGeneration(group, 1)
    t.deepEqual(await group.askAll('fail', 7, ask), [0, 1, 2])
  })

  test(`11: a request that spans a restart (${placement}) rejects as stale rather than mixing generations`, async (t) => {
    const system = await start(t)
    const group = await spawn(system, { placement })
    const spanning = t.throwsAsync(group.askAll('hold', undefined, ask), { code: 'ERR_STALE_GENERATION' })
    for (const ref of group.members)
      await until(async () => (await ref.ask('held', undefined, ask)) === 1, 'the request')
    // Two have replied in the old generation, the third one's life ends.
    group.members[0]!.tell('release')
    group.members[2]!.tell('release')
    await group.members[2]!.ask('held', undefined, ask)
    group.members[1]!.tell('fail', 1)
    t.like(await spanning, { fields: { path: group.path, message: 'hold', generation: 0, current: 1 } })
    await inGeneration(group, 1)
    t.deepEqual(await group.askAll('who', undefined, ask), [0, 1, 2])
  })

  const heard = placement === 'thread' ? inOneProcess(test) : test
  heard(
    `11: what was told to a generation (${placement}) that is over is refused as a dead letter, and no other message is`,
    async (t) => {
      const system = await start(t)
      const group = await spawn(system, { placement })
      const stale: string[] = []
      system.deadLetters.subscribe(({ path, name, reason }) => stale.push(`${path} ${name} ${reason}`))
      // Behind the failing message, in the mailbox that the next life inherits.
      const [first] = group.members
      first!.tell('fail', 0)
      group.tellAll('add', (index) => (index === 0 ? 100 : 0))
      first!.tell('add', 1)
      await inGeneration(group, 1)
      t.is(await first!.ask('sum', undefined, ask), 1)
      await until(() => stale.includes(`${first!.path} add stale-generation`), 'the dead letter')
      group.tellAll('add', 1)
      t.is((await group.askAll('sum', undefined, ask))[0], 2)
    },
  )

  test(`11: the streams of all members (${placement}) are one, fairly merged, each item with its member's index`, async (t) => {
    const system = await start(t)
    const group = await spawn(system, { placement })
    const got: number[][] = [[], [], []]
    for await (const { index, item } of group.stream('count', 40, { ...ask, credits: 4 })) {
      got[index]!.push(item)
      const counts = got.map(({ length }) => length)
      if (Math.min(...counts) > 0) t.true(Math.max(...counts) - Math.min(...counts) <= 40)
    }
    t.deepEqual(
      got,
      [0, 1000, 2000].map((from) => Array.from({ length: 40 }, (_, i) => from + i)),
    )
    const uneven: number[] = []
    for await (const { index } of group.stream('count', (index) => index * 2, ask)) uneven.push(index)
    t.deepEqual(uneven.sort(), [1, 1, 2, 2, 2, 2])
  })

  test(`11: a slow reader of a group's stream (${placement}) keeps its members waiting, and leaving it ends them`, async (t) => {
    const system = await start(t)
    const group = await spawn(system, { placement })
    const stream = group.stream('making', undefined, { ...ask, credits: 4 })
    for (let i = 0; i < 30; i++) await stream.next()
    for (let i = 0; i < 20; i++)
      for (const made of await group.askAll('made', undefined, ask)) t.true(made <= 30 + 2 + 4)
    const counts = [0, 0, 0]
    for (let i = 0; i < 12; i++) counts[(await stream.next()).value.index]!++
    // Four of each were waiting: then they take turns, whenever the next ones come.
    if (placement === 'here') t.deepEqual(counts, [4, 4, 4])
    else t.true(Math.min(...counts) > 0)
    t.deepEqual(await stream.return!(), { value: undefined, done: true })
    t.deepEqual(await stream.next(), { value: undefined, done: true })
    const before = await group.askAll('made', undefined, ask)
    t.deepEqual(await group.askAll('made', undefined, ask), before)
  })

  test(`11: a group's stream (${placement}) fails with the member that fails, and a restart by another message ends it as stale`, async (t) => {
    const system = await start(t)
    const group = await spawn(system, { placement })
    const read = async (which: number) => {
      for await (const { index } of group.stream('untilFailed', which, ask)) seen(index)
    }
    let seen = (_index: number) => {}
    const error = await t.throwsAsync(read(2), { code: 'ERR_MEMBER_FAILED' })
    t.like(error, { fields: { index: 2 }, cause: { message: 'from 2' } })
    await inGeneration(group, 1)
    const { open, passed } = gate()
    seen = () => open()
    const stale = t.throwsAsync(read(-1), { code: 'ERR_STALE_GENERATION' })
    await passed
    group.members[0]!.tell('fail', 0)
    await stale
    await inGeneration(group, 2)
  })

  test(`11: when one member (${placement}) is gone for good so are the others, and the group says which was first`, async (t) => {
    const system = await start(t)
    const group = await spawn(system, { placement })
    const downs: GroupDown[] = []
    group.watch((down) => downs.push(down))
    group.watch(() => t.fail('taken back'))()
    await system.kill(group.members[1]!)
    await until(() => downs.length > 0, 'the end')
    t.like(downs, [{ reason: 'killed', index: 1, member: group.members[1]! }])
    for (const ref of group.members)
      await t.throwsAsync(ref.ask('who', undefined, ask), { code: 'ERR_ACTOR_DOWN' })
    const { passed, open } = gate<GroupDown>()
    group.watch(open)
    t.is((await passed).index, 1)
    t.is(downs.length, 1)
    await t.throwsAsync(group.askAll('who', undefined, ask), { code: 'ERR_ACTOR_DOWN' })
    await t.throwsAsync(group.stream('count', 1, ask).next(), { code: 'ERR_ACTOR_DOWN' })
  })

  test(`11: a member (${placement}) that fails in a group without supervise ends the group`, async (t) => {
    const system = await start(t)
    const group = await system.spawnGroup(Member, (index) => ({ index }), { size: 3, placement })
    const { passed, open } = gate<GroupDown>()
    group.watch(open)
    const error = await t.throwsAsync(group.askAll('fail', 0, ask), { code: 'ERR_MEMBER_FAILED' })
    t.is((error!.cause as Error).message, 'from 0')
    t.like(await passed, { reason: 'failed', index: 0, error: { message: 'from 0' } })
    t.is(group.generation, 0)
  })
}

test('11: a group begins whole or not at all, and its failed start is told to who wanted it', async (t) => {
  const system = await start(t)
  const badly = system.spawnGroup(Member, (index) => ({ index, badStart: 2 }), { size: 3, name: 'crew' })
  await t.throwsAsync(badly, { instanceOf: RangeError, message: 'no start of 2' })
  const group = await spawn(system, { name: 'crew' })
  t.deepEqual(await group.askAll('who', undefined, ask), [0, 1, 2])
})

test('11: two failures at once are one recovery of the group, and one too many ends it with its parent', async (t) => {
  const system = await start(t)
  const group = await spawn(system, { supervise: { maxRestarts: 2, withinMs: 60_000 } })
  group.members[0]!.tell('fail', 0)
  group.members[1]!.tell('fail', 1)
  await until(async () => group.generation > 0, 'the restart')
  await inGeneration(group, group.generation)
  t.is(group.generation, 1)
  const { passed, open } = gate<GroupDown>()
  group.watch(open)
  for (let i = 0; i < 2 && group.generation < 3; i++) {
    group.members[2]!.tell('fail', 2)
    await group.members[2]!.ask('who', undefined, ask).catch(() => {})
  }
  t.like(await passed, { reason: 'failed', error: { code: 'ERR_RESTART_INTENSITY' } })
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
  await group.stop()
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

real(
  '11: the members of a group live in a pool, each where it is placed, and a lost thread is a failure of the group',
  async (t) => {
    const system = await start(t)
    const pool = await system.pool({ threads: 2 })
    const group = await spawn(system, { placement: (index) => (index === 2 ? 'thread' : { pool }) })
    t.is(new Set(group.members.map(({ address }) => address.place)).size, 3)
    t.deepEqual(await group.askAll('who', undefined, ask), [0, 1, 2])
    for (const generation of [1, 2]) {
      await t.throwsAsync(group.askAll('exit', (index) => (index === generation ? 1 : -1), ask))
      await inGeneration(group, generation)
      t.deepEqual(await group.askAll('who', undefined, ask), [0, 1, 2])
    }
  },
)
