import test from 'ava'
import type { GroupDown } from '../../../src/actor/index.js'
import Member from '../../fixtures/actors/member.js'
import { ask, gate, inOneProcess, inThreads, start, until } from '../helpers.js'
import { inGeneration, spawn } from './members.js'

const real = inThreads(test)

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
