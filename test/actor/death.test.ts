import test from 'ava'
import {
  type ActorContext,
  type ActorDownError,
  type Down,
  defineActor,
  type Failure,
  simulation,
  WatchedDiedError,
} from '../../src/actor/index.js'
import Counter from '../fixtures/actors/counter.js'
import Keeper from '../fixtures/actors/keeper.js'
import { ask, gate, inThreads, start, supervise, unhurried, until } from './helpers.js'

const real = inThreads(test)

async function watcher(system: Awaited<ReturnType<typeof start>>) {
  let context!: ActorContext
  const ref = await system.spawn(
    defineActor(import.meta.url, (ctx) => {
      context = ctx
      return { idle: () => {} }
    }),
    undefined,
  )
  return { context, ref }
}

for (const placement of ['here', 'thread'] as const) {
  test(`9: watching a dead actor (${placement}) notifies at once, once, with the reason`, async (t) => {
    const system = await start(t)
    const { context } = await watcher(system)
    const ref = await system.spawn(Counter, { from: 0 }, { placement })
    await system.kill(ref)
    const { open, passed } = gate<Down>()
    context.watch(ref, open)
    const down = await passed
    t.is(down.reason, 'killed')
    t.true(down.ref.equals(ref))
  })

  test(`9: a restart (${placement}) is no death`, async (t) => {
    const system = await start(t)
    const { context } = await watcher(system)
    const ref = await system.spawn(Counter, { from: 0 }, { placement, supervise })
    const downs: Down[] = []
    context.watch(ref, (down) => downs.push(down))
    await t.throwsAsync(ref.ask('fail', 'x', ask))
    t.is(await ref.ask('incarnation', undefined, ask), 1)
    t.deepEqual(downs, [])
    await context.stop(ref, unhurried)
    await until(() => downs.length === 1, 'the death')
    t.is(downs[0]!.reason, 'stopped')
  })

  test(`9: the notice (${placement}) comes after the dead actor's last messages`, async (t) => {
    const system = await start(t)
    const keeper = await system.spawn(Keeper, {})
    const chatter = await system.spawn(Keeper, {}, { placement })
    await keeper.ask('watch', chatter, ask)
    chatter.tell('chat', { to: keeper, times: 200 })
    await chatter.ask('log', undefined, ask)
    await system.kill(chatter)
    await until(async () => (await keeper.ask('downs', undefined, ask)).length === 1, 'the notice')
    const log = await keeper.ask('log', undefined, ask)
    t.is(log.length, 201)
    t.is(log.at(-1), 'down')
  })
}

test('9: unwatch takes back a notice that waits in the mailbox', async (t) => {
  const system = await start(t)
  const { context, ref: self } = await watcher(system)
  const ref = await system.spawn(Counter, { from: 0 })
  const downs: Down[] = []
  context.watch(ref, (down) => downs.push(down))
  const killed = system.kill(ref)
  context.unwatch(ref)
  await killed
  await self.ask('idle', undefined, ask)
  t.deepEqual(downs, [])
})

const endings: [string, (ref: any, kill: () => Promise<void>) => unknown, string, unknown][] = [
  [
    'is terminated while it loops',
    (ref, kill) => {
      ref.tell('spin')
      return kill()
    },
    'killed',
    undefined,
  ],
  ['calls process.exit', (ref) => ref.tell('exit', 4), 'exited', undefined],
  ['throws outside a handler', (ref) => ref.tell('throwOutside', 'astray'), 'failed', 'RangeError'],
  ['runs out of memory', (ref) => ref.tell('exhaust'), 'failed', 'ERR_WORKER_OUT_OF_MEMORY'],
]
for (const [what, act, reason, error] of endings) {
  real(`a thread that ${what} gives exactly one notice (${reason}) and rejects pending asks`, async (t) => {
    const system = await start(t)
    const { context, ref: self } = await watcher(system)
    const options = { placement: 'thread', resourceLimits: { maxOldGenerationSizeMb: 16 } } as const
    const ref = await system.spawn(Counter, { from: 0 }, options)
    const downs: Down[] = []
    context.watch(ref, (down) => downs.push(down))
    act(ref, () => system.kill(ref))
    const rejected = await t.throwsAsync(ref.ask('hang', undefined, ask), { code: 'ERR_ACTOR_DOWN' })
    await until(() => downs.length > 0, 'the death')
    t.is(downs[0]!.reason, reason as never)
    const thrown = downs[0]!.error as (Error & { code?: string }) | undefined
    t.is(thrown && (thrown.code ?? thrown.name), error as never)
    const exitCode = reason === 'exited' ? 4 : undefined
    t.is(downs[0]!.exitCode, exitCode)
    t.is((rejected as ActorDownError).fields.exitCode, exitCode)
    await self.ask('idle', undefined, ask)
    t.is(downs.length, 1)
  })
}

test('a child inside a lost thread is reported down too, to a watcher in another thread', async (t) => {
  const system = await start(t)
  const keeper = await system.spawn(Keeper, {}, { placement: 'thread' })
  const far = await system.spawn(Keeper, {}, { placement: 'thread', supervise })
  const child = await far.ask('spawn', 'child', ask)
  await keeper.ask('watch', child, ask)
  await keeper.ask('watch', far, ask)
  await system.kill(far)
  await until(async () => (await keeper.ask('downs', undefined, ask)).length === 2, 'both notices')
  const downs = await keeper.ask('downs', undefined, ask)
  t.deepEqual(downs.map((down) => `${down.path} ${down.reason}`).sort(), [
    '/actor-2 killed',
    '/actor-2/child killed',
  ])
})

test('14: the same actors run with all places in one thread', async (t) => {
  const { transport, random } = simulation({ seed: 3 })
  const system = await start(t, { transport, random })
  const keeper = await system.spawn(Keeper, {}, { placement: 'thread' })
  const counter = await system.spawn(Counter, { from: 1 }, { placement: 'thread', supervise })
  await keeper.ask('watch', counter, ask)
  t.is(await keeper.ask('askOther', { to: counter, timeoutMs: 60_000 }, ask), 1)
  await t.throwsAsync(counter.ask('fail', 'x', ask), { instanceOf: TypeError })
  t.is(await counter.ask('incarnation', undefined, ask), 1)
  await system.kill(counter)
  await until(async () => (await keeper.ask('downs', undefined, ask)).length === 1, 'the notice')
  await t.throwsAsync(counter.ask('get', undefined, ask), { code: 'ERR_ACTOR_DOWN' })
})

test('9: the death of an actor that is watched without a callback fails its watcher', async (t) => {
  const failures: Failure[] = []
  const system = await start(t, { onFailure: (failure) => failures.push(failure) })
  const { context, ref: self } = await watcher(system)
  const target = await system.spawn(Counter, { from: 0 }, { name: 'target' })
  context.watch(target)
  target.tell('fail', 'gone')
  await until(() => failures.length === 2, 'both failures')
  const { path, error } = failures[1]!
  t.is(path, self.path)
  t.true(error instanceof WatchedDiedError)
  t.like(error, { code: 'ERR_WATCHED_DIED', fields: { path: '/target', reason: 'failed' } })
  t.like(error.cause, { name: 'TypeError', message: 'gone' })
})

test('9: watching again replaces the callback, and a callback that throws fails the watcher', async (t) => {
  const failures: string[] = []
  const system = await start(t, { onFailure: ({ error }) => failures.push(error.message) })
  const { context } = await watcher(system)
  const target = await system.spawn(Counter, { from: 0 })
  const downs: Down[] = []
  context.watch(target)
  context.watch(target, (down) => {
    downs.push(down)
    throw new Error('from the callback')
  })
  await system.kill(target)
  await until(() => failures.length === 1, 'the failure')
  t.is(downs.length, 1)
  t.deepEqual(failures, ['from the callback'])
})

test('9: a restart of the watcher forgets what its last life watched', async (t) => {
  const system = await start(t)
  const downs: Down[] = []
  const target = await system.spawn(Counter, { from: 0 })
  const ref = await system.spawn(
    defineActor(import.meta.url, (ctx) => {
      if (ctx.incarnation === 0) ctx.watch(target, (down) => downs.push(down))
      return {
        fail: () => {
          throw new Error('again')
        },
        incarnation: () => ctx.incarnation,
      }
    }),
    undefined,
    { supervise },
  )
  ref.tell('fail')
  t.is(await ref.ask('incarnation', undefined, ask), 1)
  await system.kill(target)
  t.is(await ref.ask('incarnation', undefined, ask), 1)
  t.deepEqual(downs, [])
})
