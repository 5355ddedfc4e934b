import test from 'ava'
import {
  type ActorContext,
  ActorSystem,
  defineActor,
  type Failure,
  type SpawnOptions,
} from '../../src/actor/index.js'
import Counter from '../fixtures/actors/counter.js'
import Keeper from '../fixtures/actors/keeper.js'
import { ask, start, supervise, until } from './helpers.js'

// What TypeScript refuses, programs without types do all the same.
const wrong = (value: unknown) => value as never

for (const placement of ['here', 'thread'] as const) {
  test(`a name that is no string is one that nobody handles (${placement})`, async (t) => {
    const system = await start(t)
    const ref = await system.spawn(Counter, { from: 1 }, { placement })
    for (const name of [undefined, null, 7, {}, Symbol('x')]) {
      t.notThrows(() => ref.tell(wrong(name), wrong(1)))
      await t.throwsAsync(ref.ask(wrong(name), wrong(1), ask), { code: 'ERR_UNKNOWN_MESSAGE' })
    }
    await until(() => system.deadLetters.count === 5, 'the dead letters')
    t.is(await ref.ask('get', undefined, ask), 1)
  })

  test(`a signal that is none is refused before anything is sent (${placement})`, async (t) => {
    const system = await start(t)
    const ref = await system.spawn(Counter, { from: 1 }, { placement })
    for (const signal of [null, 5, {}, { aborted: false }]) {
      const options = { ...ask, signal: wrong(signal) }
      await t.throwsAsync(ref.ask('get', undefined, options), { code: 'ERR_ACTOR_OPTION' })
      t.throws(() => ref.stream('get', undefined, options), { code: 'ERR_ACTOR_OPTION' })
    }
    t.is(await ref.ask('get', undefined, ask), 1)
  })
}

test('what is no definition is refused with its remedy, and so is a setup that is no function', async (t) => {
  const system = await start(t)
  for (const definition of [
    undefined,
    null,
    5,
    {},
    () => ({}),
    { url: 'x', ordinal: 0, setup: () => ({}) },
  ]) {
    await t.throwsAsync(system.spawn(wrong(definition), undefined), {
      code: 'ERR_ACTOR_OPTION',
      message: /defineActor/,
    })
  }
  t.throws(() => defineActor(import.meta.url, wrong(undefined)), { code: 'ERR_ACTOR_OPTION' })
  t.throws(() => defineActor(wrong(undefined), () => ({})), { code: 'ERR_ACTOR_OPTION' })
})

test('a setup that returns no object of functions fails its spawn', async (t) => {
  const system = await start(t)
  for (const given of [undefined, null, 5, 'text', { get: 5 }]) {
    for (const setup of [() => given, async () => given]) {
      await t.throwsAsync(system.spawn(defineActor(import.meta.url, wrong(setup)), undefined), {
        code: 'ERR_ACTOR_OPTION',
        message: /setup/,
      })
    }
  }
})

const misuses: Record<string, (ctx: ActorContext) => unknown> = {
  'watch with a callback that is none': (ctx) => ctx.watch(ctx.self, wrong(5)),
  'a timer without a callback': (ctx) => ctx.timers.once(5, wrong(undefined)),
  'a ticker without a callback': (ctx) => ctx.timers.every(5, wrong({})),
  'a receive timeout without a callback': (ctx) => ctx.receiveTimeout(5, wrong(undefined)),
  'a hook that is no function': (ctx) => ctx.onStop(wrong(5)),
  'a reentrant handler that is no function': (ctx) => ctx.reentrant(wrong(5)),
  'a stop in a mode that there is not': (ctx) => ctx.stop(ctx.self, { mode: wrong('later') }),
  'a router without arguments': (ctx) => ctx.router(Counter, wrong(5), { size: 1, strategy: 'round-robin' }),
  'a router without a strategy': (ctx) => ctx.routeTo([ctx.self], wrong(undefined)),
  'handlers that are none': (ctx) => ctx.behavior({}).become(wrong(5)),
}

for (const [what, misuse] of Object.entries(misuses)) {
  test(`${what} is refused where it is given`, async (t) => {
    const system = await start(t)
    const Clumsy = defineActor(import.meta.url, (ctx) => ({ go: async () => void (await misuse(ctx)) }))
    const ref = await system.spawn(Clumsy, undefined)
    await t.throwsAsync(ref.ask('go', undefined, ask), { code: 'ERR_ACTOR_OPTION' })
  })
}

test('to take back a watch of what is no ref is refused, and no ref equals it', async (t) => {
  const system = await start(t)
  const Clumsy = defineActor(import.meta.url, (ctx) => ({ go: () => ctx.unwatch(wrong(5)) }))
  const ref = await system.spawn(Clumsy, undefined)
  t.false(ref.equals(wrong(5)))
  t.false(ref.equals(wrong(null)))
  await t.throwsAsync(ref.ask('go', undefined, ask), { code: 'ERR_FOREIGN_REF' })
})

test('resource limits that Node can not live with are refused: a tiny stack would end the process', async (t) => {
  const system = await start(t)
  for (const resourceLimits of [{ stackSizeMb: 0.01 }, { maxOldGenerationSizeMb: -5 }, { memory: 5 }, 5]) {
    const options = { placement: 'thread', resourceLimits } as SpawnOptions
    await t.throwsAsync(system.spawn(Counter, { from: 0 }, options), { code: 'ERR_ACTOR_OPTION' })
    const pool = { threads: 1, resourceLimits: wrong(resourceLimits) }
    await t.throwsAsync(system.pool(pool), { code: 'ERR_ACTOR_OPTION' })
  }
})

test('listeners that are no functions are refused', async (t) => {
  const system = await start(t)
  t.throws(() => system.trace(wrong(5)), { code: 'ERR_ACTOR_OPTION' })
  t.throws(() => system.deadLetters.subscribe(wrong(5)), { code: 'ERR_ACTOR_OPTION' })
  t.throws(() => system.stalls.subscribe(wrong(undefined)), { code: 'ERR_ACTOR_OPTION' })
})

test('5: a decide that gives no decision, or a promise of one, stops the child and says so', async (t) => {
  for (const given of [
    'banana',
    5,
    Promise.resolve('restart'),
    Promise.reject(new Error('decided too late')),
  ]) {
    const failures: Failure[] = []
    const system = await start(t, { onFailure: (failure) => failures.push(failure) })
    const decide = () => wrong(given)
    const child = await system.spawn(Counter, { from: 0 }, { supervise: { ...supervise, decide } })
    const watcher = await system.spawn(Keeper, {})
    await watcher.ask('watch', child, ask)
    child.tell('fail', 'once')
    await until(async () => (await watcher.ask('downs', undefined, ask)).length > 0, 'the end of the child')
    t.like(await watcher.ask('downs', undefined, ask), [{ reason: 'failed', code: 'ERR_ACTOR_OPTION' }])
    t.deepEqual(
      failures.map(({ decision }) => decision),
      ['stop'],
    )
  }
})

test.serial(
  'what a listener throws comes to the process, not to the actor that was amid something',
  async (t) => {
    const heard: string[] = []
    const others = process.listeners('uncaughtException')
    process.removeAllListeners('uncaughtException')
    process.on('uncaughtException', (error) => heard.push(error.message))
    t.teardown(() => {
      process.removeAllListeners('uncaughtException')
      for (const other of others) process.on('uncaughtException', other)
    })
    const system = await ActorSystem.start({
      onFailure: () => {
        throw new Error('onFailure')
      },
    })
    t.teardown(() => system.stop())
    const told: string[] = []
    system.deadLetters.subscribe(() => {
      throw new Error('dead letter')
    })
    system.deadLetters.subscribe(({ reason }) => told.push(reason))
    const ref = await system.spawn(Counter, { from: 1 }, { supervise })
    ref.tell(wrong('nobody handles this'), wrong(1))
    t.is(await ref.ask('get', undefined, ask), 1)
    t.is(await ref.ask('incarnation', undefined, ask), 0)
    t.deepEqual(told, ['unknown-message'])
    ref.tell('fail', 'as asked')
    t.is(await ref.ask('incarnation', undefined, ask), 1)
    await until(() => heard.length === 2, 'what they threw')
    t.deepEqual(heard, ['dead letter', 'onFailure'])
  },
)

test('10: of a dead actor in another thread the asker hears the path', async (t) => {
  const system = await start(t)
  await system.pool({ name: 'paths', threads: 1 })
  for (const placement of ['thread', { pool: 'paths' }] as const) {
    const ref = await system.spawn(Counter, { from: 0 }, { placement })
    await system.kill(ref)
    await t.throwsAsync(ref.ask('get', undefined, ask), { message: new RegExp(`^${ref.path} is down`) })
  }
})
