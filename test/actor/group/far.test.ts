import test from 'ava'
import type { GroupDown } from '../../../src/actor/index.js'
import Counter from '../../fixtures/actors/counter.js'
import { ask, gate, start, until } from '../helpers.js'
import { startFar } from '../remote/far.js'

test('11: a group spans processes: one failure unit, one generation, and the loss of a process ends it', async (t) => {
  const system = await start(t)
  const far = await startFar(t)
  const peer = await system.connect({ port: far.port, timeoutMs: 60_000 })
  const group = await system.spawnGroup(Counter, (from) => ({ from }), {
    size: 3,
    placement: (index) => (index === 0 ? 'here' : { peer }),
    supervise: { maxRestarts: 3, withinMs: 3_600_000 },
  })
  group.tellAll('add', 10)
  t.deepEqual(await group.askAll('get', undefined, ask), [10, 11, 12])
  await t.throwsAsync(group.askAll('fail', 'boom', ask), { code: 'ERR_MEMBER_FAILED' })
  await until(async () => {
    const lives = await Promise.all(group.members.map((ref) => ref.ask('incarnation', undefined, ask)))
    return new Set([group.generation, ...lives]).size === 1
  }, 'the restart')
  t.true(group.generation > 0)
  t.deepEqual(await group.askAll('get', undefined, ask), [0, 1, 2])

  // Behind the failing message, in the mailbox that the next life over there inherits.
  const { generation } = group
  const last = group.members[2]!
  last.tell('fail', 'again')
  await t.throwsAsync(group.askAll('get', undefined, ask), { code: 'ERR_STALE_GENERATION' })
  t.is(group.generation, generation + 1)

  const { passed, open } = gate<GroupDown>()
  group.watch(open)
  await far.kill()
  t.like(await passed, { reason: 'unreachable' })
  await t.throwsAsync(group.askAll('get', undefined, ask), { code: 'ERR_ACTOR_DOWN' })
})
