import test from 'ava'
import {
  type ActorContext,
  type ActorSystem,
  defineActor,
  registerError,
  systemClock,
  TroupeError,
} from '../../src/actor/index.js'
import Counter from '../fixtures/actors/counter.js'
import { ask, start } from './helpers.js'

// Calls that TypeScript refuses, in the wrong place or with what is none: each is an error with a code that says what
// to do, for whoever made the call.
const wrong = (value: unknown) => value as never
const bare = Object.create(null) as object

/** Lets a test act from within a handler. */
const Stage = defineActor(import.meta.url, (ctx) => ({
  act: (play: (ctx: ActorContext) => unknown) => play(ctx),
  lend: () => [ctx],
}))

/** What an actor gets for playing that: one of its own, because a failure ends it. */
async function play(system: ActorSystem, scene: (ctx: ActorContext) => unknown): Promise<unknown> {
  const stage = await system.spawn(Stage, undefined)
  return stage.ask('act', scene, ask)
}

/** What a call throws, at once or later; undefined when it doesn't. */
async function thrownBy(call: () => unknown): Promise<unknown> {
  try {
    await call()
    return undefined
  } catch (error) {
    return error
  }
}

const misplaced: Record<string, (ctx: ActorContext) => unknown> = {
  'ctx.defer()': (ctx) => ctx.defer(),
  'ctx.stash()': (ctx) => ctx.stash(),
}

for (const [call, make] of Object.entries(misplaced)) {
  test(`${call} outside a handler, in setup and in a timer is refused, and the actor lives on`, async (t) => {
    const system = await start(t)
    const stage = await system.spawn(Stage, undefined)
    const [ctx] = await stage.ask('lend', undefined, ask)
    const expected = { code: 'ERR_MISPLACED_CALL', message: /inside the handler of an ask or tell/ }
    const error = t.throws(() => make(ctx!), expected) as TroupeError
    t.deepEqual(error.fields, { path: stage.path, call })
    const inSetup = defineActor(import.meta.url, (ctx) => {
      make(ctx)
      return {}
    })
    await t.throwsAsync(system.spawn(inSetup, undefined), expected)
    const inTimer = new Promise((resolve) => {
      ctx!.timers.once(0, async () => resolve(await thrownBy(() => make(ctx!))))
    })
    t.like(await inTimer, { code: 'ERR_MISPLACED_CALL' })
    t.deepEqual(await stage.ask('lend', undefined, ask), [ctx!])
  })
}

test('a message that is stashed twice is refused with what to do, and is kept once', async (t) => {
  const system = await start(t)
  const Twice = defineActor(import.meta.url, (ctx) => {
    let second: unknown
    return {
      put: () => {
        if (second) return 'handled once'
        ctx.stash()
        try {
          ctx.stash()
        } catch (error) {
          second = error
        }
        return ''
      },
      open: () => {
        ctx.unstashAll()
        return second
      },
    }
  })
  const ref = await system.spawn(Twice, undefined)
  const put = ref.ask('put', undefined, ask)
  const error = await ref.ask('open', undefined, ask)
  t.like(error, { code: 'ERR_MISPLACED_CALL', fields: { path: ref.path, call: 'ctx.stash()' } })
  t.is(await put, 'handled once')
})

test('a broadcast router has no stream, and says who has', async (t) => {
  const system = await start(t)
  const router = await system.router(Counter, (from) => ({ from }), { size: 2, strategy: 'broadcast' })
  t.throws(() => router.stream('get', undefined, ask), { code: 'ERR_MISPLACED_CALL', message: /spawnGroup/ })
  t.is(await router.ask('get', undefined, ask), 0)
})

test('the key of a consistent hash must be a string or a number', async (t) => {
  const system = await start(t)
  for (const given of [undefined, null, {}, Symbol('x')]) {
    const options = { size: 2, strategy: 'consistent-hash' as const, key: () => wrong(given) }
    const router = await system.router(Counter, (from) => ({ from }), options)
    t.throws(() => router.tell('add', 1), { code: 'ERR_ACTOR_OPTION', message: /string or a number/ })
  }
})

const notTransferable = [5, 'text', {}, [5], [null], [new Uint8Array(4)], [new SharedArrayBuffer(4)], null]

for (const placement of ['here', 'thread'] as const) {
  test(`what can't be moved is refused where it is listed, and nothing was sent (${placement})`, async (t) => {
    const system = await start(t)
    const ref = await system.spawn(Counter, { from: 1 }, { placement })
    for (const transfer of notTransferable) {
      const options = { ...ask, transfer: wrong(transfer) }
      t.throws(() => ref.tell('add', 1, options), { code: 'ERR_ACTOR_OPTION', message: /ArrayBuffer/ })
      t.throws(() => ref.offer('add', 1, options), { code: 'ERR_ACTOR_OPTION', message: /ArrayBuffer/ })
      await t.throwsAsync(ref.ask('add', 1, options), { code: 'ERR_ACTOR_OPTION', message: /ArrayBuffer/ })
    }
    for (const options of [5, 'text', null, []])
      t.throws(() => ref.tell('add', 1, wrong(options)), { code: 'ERR_ACTOR_OPTION' })
    t.is(await ref.ask('get', undefined, ask), 1)
  })
}

test('what can not be moved with a spawn or a reply is refused too', async (t) => {
  const system = await start(t)
  for (const transfer of notTransferable) {
    const options = { placement: 'thread' as const, transfer: wrong(transfer) }
    await t.throwsAsync(system.spawn(Counter, { from: 1 }, options), { code: 'ERR_ACTOR_OPTION' })
    const reply = play(system, (ctx) => ctx.transfer(1, wrong(transfer)))
    await t.throwsAsync(reply, { code: 'ERR_ACTOR_OPTION', message: /^ctx.transfer/ })
  }
})

const notOptions = [null, 5, 'text', [], () => {}, { nosuch: 1 }]

test('options that are none, or have other names, are refused by all that stops, and stop nothing', async (t) => {
  const system = await start(t)
  const ref = await system.spawn(Counter, { from: 1 })
  const group = await system.spawnGroup(Counter, (from) => ({ from }), { size: 1 })
  const pool = await system.pool({ threads: 1 })
  const calls: Record<string, (options: never) => unknown> = {
    'system.stop': (options) => system.stop(options),
    'system.kill': (options) => system.kill(ref, options),
    'ctx.kill': (options) => play(system, (ctx) => ctx.kill(ref, options)),
    'ctx.stop': (options) => play(system, (ctx) => ctx.stop(ref, options)),
    'group.stop': (options) => group.stop(options),
    'pool.close': (options) => pool.close(options),
    lookup: (options) => system.lookup('nobody', options),
    pipeToSelf: (options) =>
      play(system, (ctx) => ctx.behavior({ a() {} }).pipeToSelf(Promise.resolve(1) as never, 'a', options)),
  }
  for (const [name, call] of Object.entries(calls)) {
    for (const options of notOptions)
      t.like(
        await thrownBy(() => call(wrong(options))),
        { code: 'ERR_ACTOR_OPTION' },
        `${name} ${String(options)}`,
      )
  }
  t.is(await ref.ask('get', undefined, ask), 1)
  t.deepEqual(await group.askAll('get', undefined, ask), [0])
  t.deepEqual(await pool.load(), [0])
})

test('numbers that have no text are refused like others', async (t) => {
  const system = await start(t)
  const ref = await system.spawn(Counter, { from: 1 })
  const pool = await system.pool({ threads: 1 })
  const calls = [
    () => ref.ask('get', undefined, { timeoutMs: wrong(bare) }),
    () => ref.stream('get', undefined, { timeoutMs: 10, credits: wrong(bare) }),
    () => system.router(Counter, (from) => ({ from }), { size: wrong(bare), strategy: 'round-robin' }),
    () => system.router(Counter, (from) => ({ from }), { size: 1, strategy: wrong(bare) }),
    () =>
      system.router(Counter, (from) => ({ from }), { size: 1, strategy: 'round-robin', name: wrong(bare) }),
    () => system.spawnGroup(Counter, (from) => ({ from }), { size: 1, name: wrong(Symbol('x')) }),
    () => system.pool({ threads: 1, name: wrong(5) }),
    () => system.pool({ threads: 1, supervise: wrong(null) }),
    () => pool.close({ graceMs: wrong(bare) }),
    () => systemClock.schedule(wrong(Number.NaN), () => {}),
    () => systemClock.schedule(1, wrong(undefined)),
  ]
  for (const call of calls) t.like(await thrownBy(call), { code: 'ERR_ACTOR_OPTION' }, call.toString())
  await t.throwsAsync(ref.ask(wrong(bare), wrong(1), ask), { code: 'ERR_UNKNOWN_MESSAGE' })
})

test('a group refuses signals, watchers and names that are none', async (t) => {
  const system = await start(t)
  const group = await system.spawnGroup(Counter, (from) => ({ from }), { size: 2 })
  for (const signal of [5, null, {}]) {
    const options = { ...ask, signal: wrong(signal) }
    await t.throwsAsync(group.askAll('get', undefined, options), { code: 'ERR_ACTOR_OPTION' })
    t.throws(() => group.stream('get', undefined, options), { code: 'ERR_ACTOR_OPTION' })
  }
  t.throws(() => group.watch(wrong(5)), { code: 'ERR_ACTOR_OPTION' })
  for (const name of [undefined, null, 5, Symbol('x'), bare]) {
    t.notThrows(() => group.tellAll(wrong(name), wrong(1)))
    const { cause } = (await t.throwsAsync(group.askAll(wrong(name), wrong(1), ask))) as Error
    t.like(cause, { code: 'ERR_UNKNOWN_MESSAGE' })
    await t.throwsAsync(group.stream(wrong(name), wrong(1), ask).next(), { code: 'ERR_MEMBER_FAILED' })
  }
  t.deepEqual(await group.askAll('get', undefined, ask), [0, 1])
})

test('what has no text can be thrown: it arrives as the cause', async (t) => {
  const system = await start(t)
  const thrown = await thrownBy(() =>
    play(system, () => {
      throw bare
    }),
  )
  t.is(thrown, bare)
  const Failing = defineActor(import.meta.url, () => {
    throw bare
  })
  t.is(await thrownBy(() => system.spawn(Failing, undefined)), bare)
})

test('pipeToSelf takes promises of any make, and nothing else', async (t) => {
  const system = await start(t)
  for (const given of [undefined, null, 5, 'text', {}, () => {}]) {
    const piped = play(system, (ctx) => ctx.behavior({ a() {} }).pipeToSelf(wrong(given), 'a'))
    await t.throwsAsync(piped, { code: 'ERR_ACTOR_OPTION', message: /expected a promise/ })
  }
})

test('only classes of errors can be registered', (t) => {
  for (const given of [undefined, null, 5, {}, () => {}, class {}])
    t.throws(() => registerError(wrong(given)), { instanceOf: TroupeError, code: 'ERR_ERROR_CLASS' })
  t.notThrows(() => registerError(class Own extends Error {}))
})
