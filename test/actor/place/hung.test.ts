import test, { type ExecutionContext } from 'ava'
import { type ActorRef, defineActor, type Failure, type HandlersOf } from '../../../src/actor/index.js'
import { Relief } from '../../../src/actor/place/relief.js'
import Blocker from '../../fixtures/actors/blocker.js'
import { ask, start, supervise, until } from '../helpers.js'

const Stopper = defineActor(import.meta.url, (ctx) => {
  let child: ActorRef<HandlersOf<typeof Blocker>>
  return {
    start: async (pool: string) => {
      child = await ctx.spawn(Blocker, undefined, { placement: { pool } })
      return child
    },
    stop: (graceMs: number) => ctx.stop(child, { graceMs }),
  }
})

/** A system that says when one of its actors hangs. */
async function hangs(t: ExecutionContext) {
  const failures: Failure[] = []
  const stuck = new Set<string>()
  const system = await start(t, {
    watchdog: { stallMs: 100 },
    onFailure: (failure) => failures.push(failure),
    onStall: ({ path, message }) => message?.startsWith('spin') && stuck.add(path),
  })
  await system.pool({ name: 'shared', threads: 1 })
  /** Orders overtake messages, so a test waits until the actor is in its loop. */
  const hang = async (ref: ActorRef<HandlersOf<typeof Blocker>>, letGo?: SharedArrayBuffer) => {
    if (letGo) ref.tell('spin', letGo)
    else ref.tell('spinForEver')
    await until(() => stuck.has(ref.path), `the stall of ${ref.path}`)
  }
  return { system, failures, hang }
}

/** Says from now on whether a thread was asked for a sign of life, of whichever system: for a serial test. */
function watchRelief(t: ExecutionContext): (place: number) => boolean {
  const asked = new Set<number>()
  const { check } = Relief.prototype
  Relief.prototype.check = function (place, withinMs) {
    asked.add(place)
    return check.call(this, place, withinMs)
  }
  t.teardown(() => {
    Relief.prototype.check = check
  })
  return (place) => asked.has(place)
}

/** To terminate a thread takes a busy machine its time. */
const patient = { timeoutMs: 60_000 }

const codeOf = ({ error }: Failure) => (error as { code?: string }).code

test('a shared thread that hangs is terminated for a killed actor, and its other actors are restarted', async (t) => {
  const { system, failures, hang } = await hangs(t)
  const options = { placement: { pool: 'shared' }, supervise } as const
  const stuck = await system.spawn(Blocker, undefined, { name: 'stuck', ...options })
  const supervised = await system.spawn(Blocker, undefined, { name: 'supervised', ...options })
  const alone = await system.spawn(Blocker, undefined, { name: 'alone', placement: { pool: 'shared' } })
  await hang(stuck)
  await system.kill(stuck, patient)
  await t.throwsAsync(stuck.ask('get', undefined, ask), { code: 'ERR_ACTOR_DOWN' })
  await until(() => failures.length === 3, 'what their parents decide')
  const decided = failures.map((failure) => [failure.path, codeOf(failure), failure.decision])
  t.deepEqual(decided.sort(), [
    ['/alone', 'ERR_THREAD_HUNG', 'stop'],
    ['/pools/shared-0', 'ERR_THREAD_HUNG', 'restart'],
    ['/supervised', 'ERR_THREAD_HUNG', 'restart'],
  ])
  t.regex(failures[0]!.error.message, /'spinForEver' of \/stuck did not return/)
  t.is(await supervised.ask('get', undefined, ask), 1)
  await t.throwsAsync(alone.ask('get', undefined, ask), { code: 'ERR_ACTOR_DOWN' })
})

test('an actor beside one that hangs its thread can be killed: the thread goes, its first actor is restarted', async (t) => {
  const { system, failures, hang } = await hangs(t)
  const owner = await system.spawn(Blocker, undefined, { name: 'owner', placement: 'thread', supervise })
  const child = await owner.ask('spawn', 'here', ask)
  await hang(owner)
  await system.kill(child, patient)
  await t.throwsAsync(child.ask('get', undefined, ask), { code: 'ERR_ACTOR_DOWN' })
  await until(() => failures.length === 1, 'the decision')
  t.is(codeOf(failures[0]!), 'ERR_THREAD_HUNG')
  t.is(await owner.ask('get', undefined, ask), 1)
})

test('ctx.stop ends an actor that hangs its thread once its grace is over', async (t) => {
  const { system, hang } = await hangs(t)
  const keeper = await system.spawn(Stopper, undefined, { name: 'keeper' })
  const ref = await keeper.ask('start', 'shared', ask)
  await hang(ref)
  await keeper.ask('stop', 100, ask)
  await t.throwsAsync(ref.ask('get', undefined, ask), { code: 'ERR_ACTOR_DOWN' })
  await system.stop({ graceMs: 200 })
})

test('a system stops though several threads hang', async (t) => {
  const { system, hang } = await hangs(t)
  const dead = []
  for (const [i, placement] of (['thread', 'thread', { pool: 'shared' }] as const).entries()) {
    const ref = await system.spawn(Blocker, undefined, { name: `stuck-${i}`, placement })
    await hang(ref)
    const asked = ref.ask('get', undefined, { timeoutMs: 60_000 })
    dead.push(t.throwsAsync(asked, { code: 'ERR_ACTOR_DOWN' }))
  }
  await system.stop({ graceMs: 200 })
  await Promise.all(dead)
})

test('11: a member that hangs its shared thread does not keep its group from its next generation', async (t) => {
  const { system, failures, hang } = await hangs(t)
  const neighbour = await system.spawn(Blocker, undefined, {
    name: 'neighbour',
    placement: { pool: 'shared' },
    supervise,
  })
  const group = await system.spawnGroup(Blocker, () => undefined, {
    size: 3,
    name: 'group',
    placement: (index) => (index === 1 ? { pool: 'shared' } : 'here'),
    supervise: { maxRestarts: 3, withinMs: 3_600_000 },
  })
  await hang(group.members[1]!)
  const waiting = t.throwsAsync(group.askAll('get', undefined, ask), { code: 'ERR_STALE_GENERATION' })
  group.members[0]!.tell('fail')
  await waiting
  t.is(group.generation, 1)
  t.is((await group.askAll('get', undefined, ask)).length, 3)
  t.is(await neighbour.ask('get', undefined, ask), 1)
  const decided = failures.map((failure) => [failure.path, codeOf(failure), failure.decision])
  t.deepEqual(decided.sort(), [
    ['/group-0', undefined, 'restart'],
    ['/neighbour', 'ERR_THREAD_HUNG', 'restart'],
    ['/pools/shared-0', 'ERR_THREAD_HUNG', 'restart'],
  ])
})

test.serial(
  '11: a member whose shared thread gets on late is paused then, and its neighbours keep theirs',
  async (t) => {
    const { system, failures, hang } = await hangs(t)
    const options = { placement: { pool: 'shared' } } as const
    const neighbour = await system.spawn(Blocker, undefined, { name: 'neighbour', ...options })
    const group = await system.spawnGroup(Blocker, () => undefined, {
      size: 2,
      name: 'group',
      placement: (index) => (index === 1 ? options.placement : 'here'),
      supervise: { maxRestarts: 3, withinMs: 3_600_000 },
    })
    const memory = new SharedArrayBuffer(4)
    const relieved = watchRelief(t)
    await hang(group.members[1]!, memory)
    const waiting = t.throwsAsync(group.askAll('get', undefined, ask), { code: 'ERR_STALE_GENERATION' })
    group.members[0]!.tell('fail')
    // The pause was asked for in vain.
    const { place } = group.members[1]!.address
    await until(() => relieved(place), 'the question for a sign of life')
    Atomics.store(new Int32Array(memory), 0, 1)
    await waiting
    t.deepEqual(await group.askAll('get', undefined, ask), [1, 1])
    t.is(await neighbour.ask('get', undefined, ask), 0)
    t.deepEqual(
      failures.map(({ path }) => path),
      ['/group-0'],
    )
  },
)
