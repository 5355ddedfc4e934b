import test, { type ExecutionContext } from 'ava'
import { type ActorRef, defineActor, type Failure, type HandlersOf } from '../../../src/actor/index.js'
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
    onStall: ({ path, message }) => message === 'spinForEver' && stuck.add(path),
  })
  await system.pool({ name: 'shared', threads: 1 })
  /** Orders overtake messages, so a test waits until the actor is in its loop. */
  const hang = async (ref: ActorRef<HandlersOf<typeof Blocker>>) => {
    ref.tell('spinForEver')
    await until(() => stuck.has(ref.path), `the stall of ${ref.path}`)
  }
  return { system, failures, hang }
}

const codeOf = ({ error }: Failure) => (error as { code?: string }).code

test('a shared thread that hangs is terminated for a killed actor, and its other actors are restarted', async (t) => {
  const { system, failures, hang } = await hangs(t)
  const options = { placement: { pool: 'shared' }, supervise } as const
  const stuck = await system.spawn(Blocker, undefined, { name: 'stuck', ...options })
  const supervised = await system.spawn(Blocker, undefined, { name: 'supervised', ...options })
  const alone = await system.spawn(Blocker, undefined, { name: 'alone', placement: { pool: 'shared' } })
  await hang(stuck)
  await system.kill(stuck, { timeoutMs: 600 })
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
  await system.kill(child, { timeoutMs: 2000 })
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
