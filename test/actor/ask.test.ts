import { getEventListeners } from 'node:events'
import test from 'ava'
import {
  type ActorRef,
  AskAbortedError,
  AskTimeoutError,
  type Deferred,
  defineActor,
  UnknownMessageError,
  VirtualClock,
} from '../../src/actor/index.js'
import Counter from '../fixtures/actors/counter.js'
import { ask, start, supervise, until } from './helpers.js'

test('4: an ask resolves to what the handler returns, awaited', async (t) => {
  const system = await start(t)
  const ref = await system.spawn(Counter, { from: 1 })
  ref.tell('add', 2)
  t.is(await ref.ask('get', undefined, ask), 3)
})

test('4: an ask to a handler that never ends times out on the injected clock', async (t) => {
  const clock = new VirtualClock()
  const system = await start(t, { clock })
  const ref = await system.spawn(Counter, { from: 1 }, { name: 'slow' })
  const answer = t.throwsAsync(ref.ask('hang', undefined, { timeoutMs: 500 }), {
    instanceOf: AskTimeoutError,
  })
  await clock.advance(499)
  await clock.advance(1)
  t.like(await answer, {
    code: 'ERR_ASK_TIMEOUT',
    fields: { path: '/slow', message: 'hang', timeoutMs: 500 },
  })
  const killed = system.kill(ref)
  await clock.advance(0)
  await killed
})

test('4: a cycle of asks ends by its timeouts', async (t) => {
  const system = await start(t)
  const Cycle = defineActor(import.meta.url, () => ({
    ping: async ({ to, back }: { to: ActorRef<any>; back: ActorRef<any> }): Promise<string> =>
      await to.ask('ping', { to: back, back: to }, { timeoutMs: 50 }),
  }))
  const [a, b] = [await system.spawn(Cycle, undefined), await system.spawn(Cycle, undefined)]
  await t.throwsAsync(a.ask('ping', { to: b, back: a }, ask), { code: 'ERR_ASK_TIMEOUT' })
})

test('4: an abort settles the ask with the reason as its cause', async (t) => {
  const system = await start(t)
  const ref = await system.spawn(Counter, { from: 1 })
  const controller = new AbortController()
  const answer = ref.ask('hang', undefined, { ...ask, signal: controller.signal })
  controller.abort('enough')
  t.is((await t.throwsAsync(answer, { instanceOf: AskAbortedError }))?.cause, 'enough')
  await t.throwsAsync(ref.ask('get', undefined, { ...ask, signal: AbortSignal.abort() }), {
    code: 'ERR_ASK_ABORTED',
  })
  await system.kill(ref)
})

test('4: a deferred reply comes later, and the handler is free for other messages meanwhile', async (t) => {
  const system = await start(t)
  const Broker = defineActor(import.meta.url, (ctx) => {
    const waiting: Deferred<string>[] = []
    return {
      take: () => {
        const deferred = ctx.defer<string>()
        waiting.push(deferred)
        return deferred
      },
      give: (value: string) => waiting.shift()?.reply(value),
      refuse: () => waiting.shift()?.fail(new RangeError('no')),
    }
  })
  const ref = await system.spawn(Broker, undefined)
  const [first, second, third] = [1, 2, 3].map(() => ref.ask('take', undefined, ask))
  ref.tell('give', 'bread')
  t.is(await first, 'bread')
  ref.tell('refuse')
  await t.throwsAsync(second!, { instanceOf: RangeError, message: 'no' })
  const fails = t.throwsAsync(third!, { code: 'ERR_ACTOR_DOWN' })
  await system.kill(ref)
  await fails
})

test('4: death settles what waits: the current ask and the queued ones', async (t) => {
  const system = await start(t)
  const ref = await system.spawn(Counter, { from: 1 })
  const asks = [
    ref.ask('hang', undefined, ask),
    ref.ask('get', undefined, ask),
    ref.ask('get', undefined, ask),
  ]
  const fails = Promise.all(asks.map((a) => t.throwsAsync(a, { code: 'ERR_ACTOR_DOWN' })))
  await system.kill(ref)
  await fails
  await t.throwsAsync(ref.ask('get', undefined, ask), { code: 'ERR_ACTOR_DOWN' })
})

test('4: an unknown message rejects the ask and leaves the actor alone', async (t) => {
  const system = await start(t)
  for (const placement of ['here', 'thread'] as const) {
    const ref: ActorRef<any> = await system.spawn(Counter, { from: 1 }, { placement })
    for (const name of ['nothing', '__proto__', 'toString']) {
      await t.throwsAsync(ref.ask(name, undefined, ask), {
        instanceOf: UnknownMessageError,
        code: 'ERR_UNKNOWN_MESSAGE',
      })
    }
    t.is(await ref.ask('incarnation', undefined, ask), 0)
  }
})

test('an ask without a usable timeout is refused', async (t) => {
  const system = await start(t)
  const ref = await system.spawn(Counter, { from: 1 })
  for (const timeoutMs of [Number.NaN, -1, Number.POSITIVE_INFINITY, undefined as never]) {
    await t.throwsAsync(async () => ref.ask('get', undefined, { timeoutMs }), { code: 'ERR_ACTOR_OPTION' })
  }
})

test('4: ten thousand asks on one signal are aborted together, leave no listener, and abort once only', async (t) => {
  const clock = new VirtualClock()
  const system = await start(t, { clock })
  const ref = await system.spawn(Counter, { from: 1 }, { mailbox: { capacity: 20_000 } })
  const controller = new AbortController()
  const listeners = () => getEventListeners(controller.signal, 'abort').length
  const warnings: Error[] = []
  const onWarning = (warning: Error) => {
    if (warning.name === 'MaxListenersExceededWarning') warnings.push(warning)
  }
  process.on('warning', onWarning)
  const timers = clock.pending
  const options = { timeoutMs: 1000, signal: controller.signal }
  await Promise.all(Array.from({ length: 10_000 }, () => ref.ask('get', undefined, options)))
  t.is(listeners(), 0)
  const errors: unknown[] = []
  const asks = Array.from({ length: 10_000 }, () =>
    ref.ask('hang', undefined, options).catch((error: unknown) => errors.push(error)),
  )
  t.is(listeners(), 1)
  t.is(clock.pending, timers + 1)
  controller.abort('enough')
  controller.abort('again')
  await Promise.all(asks)
  t.is(errors.length, 10_000)
  t.true(errors.every((error) => error instanceof AskAbortedError && error.cause === 'enough'))
  t.is(listeners(), 0)
  t.is(clock.pending, timers)
  process.off('warning', onWarning)
  t.deepEqual(warnings, [])
  const killed = system.kill(ref)
  await clock.advance(0)
  await killed
})

test('4: asks with different timeouts each end at their own', async (t) => {
  const clock = new VirtualClock()
  const system = await start(t, { clock })
  const ref = await system.spawn(Counter, { from: 1 })
  const ended: string[] = []
  for (const timeoutMs of [300, 100, 200]) {
    void ref
      .ask('hang', undefined, { timeoutMs })
      .catch((error: AskTimeoutError) => ended.push(`${error.code} at ${clock.now()}`))
  }
  await clock.advance(400)
  t.deepEqual(
    ended,
    [100, 200, 300].map((at) => `ERR_ASK_TIMEOUT at ${at}`),
  )
  const killed = system.kill(ref)
  await clock.advance(0)
  await killed
})

test('4: a deferred reply whose actor ends first rejects its ask, at a restart too; only its first call counts', async (t) => {
  const system = await start(t)
  const kept: Deferred<string>[] = []
  const ref = await system.spawn(
    defineActor(import.meta.url, (ctx) => ({
      take: () => {
        const deferred = ctx.defer<string>()
        kept.push(deferred)
        return deferred
      },
      fail: () => {
        throw new Error('again')
      },
    })),
    undefined,
    { supervise },
  )
  const lost = t.throwsAsync(ref.ask('take', undefined, ask), { code: 'ERR_ACTOR_DOWN' })
  ref.tell('fail')
  await lost
  const answer = ref.ask('take', undefined, ask)
  await until(() => kept.length === 2, 'the second life')
  kept[0]!.reply('from the old life')
  kept[1]!.reply('once')
  kept[1]!.fail(new Error('twice'))
  t.is(await answer, 'once')
})
