import test from 'ava'
import { type ActorContext, defineActor, VirtualClock } from '../../src/actor/index.js'
import { ask, start, supervise } from './helpers.js'

const Ticker = (log: string[], contexts: ActorContext[] = []) =>
  defineActor(import.meta.url, (ctx) => {
    contexts.push(ctx)
    return {
      once: (ms: number) => {
        ctx.timers.once(ms, () => log.push(`once at ${ctx.clock.now()}`))
      },
      every: (ms: number) => {
        ctx.timers.every(ms, () => log.push(`tick at ${ctx.clock.now()}`))
      },
      wait: (ms: number) => new Promise<void>((resolve) => void ctx.clock.schedule(ms, resolve)),
      failLater: (ms: number) => {
        ctx.timers.once(ms, () => {
          throw new Error('from a timer')
        })
      },
    }
  })

test('timers fire on the injected clock and stop with the actor', async (t) => {
  const clock = new VirtualClock()
  const system = await start(t, { clock })
  const log: string[] = []
  const ref = await system.spawn(Ticker(log), undefined)
  ref.tell('once', 5)
  ref.tell('every', 10)
  await clock.advance(35)
  t.deepEqual(log, ['once at 5', 'tick at 10', 'tick at 20', 'tick at 30'])
  const killed = system.kill(ref)
  await clock.advance(100)
  await killed
  t.is(log.length, 4)
  t.is(clock.pending, 0)
})

test('a slow actor finds one tick waiting, not a pile', async (t) => {
  const clock = new VirtualClock()
  const system = await start(t, { clock })
  const log: string[] = []
  const ref = await system.spawn(Ticker(log), undefined)
  ref.tell('every', 10)
  ref.tell('wait', 55)
  await clock.advance(58)
  t.deepEqual(log, ['tick at 55'])
})

test('a timer that throws fails its actor, and a restart starts without the old timers', async (t) => {
  const clock = new VirtualClock()
  const system = await start(t, { clock })
  const log: string[] = []
  const contexts: ActorContext[] = []
  const ref = await system.spawn(Ticker(log, contexts), undefined, { supervise })
  ref.tell('every', 10)
  ref.tell('failLater', 15)
  await clock.advance(100)
  t.deepEqual(log, ['tick at 10'])
  t.is(contexts.length, 2)
  t.true(contexts[0]!.signal.aborted)
  t.throws(() => contexts[0]!.timers.once(1, () => {}), { code: 'ERR_ACTOR_DOWN' })
  await t.throwsAsync(contexts[0]!.spawn(Ticker([]), undefined), { code: 'ERR_ACTOR_DOWN' })
})

test('a setup that hangs at a restart counts as a failure', async (t) => {
  const clock = new VirtualClock()
  const system = await start(t, { clock })
  const Hangs = defineActor(import.meta.url, async (ctx) => {
    if (ctx.incarnation === 1) await new Promise(() => {})
    return {
      fail: () => {
        throw new Error('x')
      },
      incarnation: () => ctx.incarnation,
    }
  })
  const ref = await system.spawn(Hangs, undefined, { supervise, spawnTimeoutMs: 100 })
  ref.tell('fail')
  await clock.advance(100)
  const incarnation = ref.ask('incarnation', undefined, ask)
  await clock.advance(0)
  t.is(await incarnation, 2)
})

test('an actor that is killed during its setup rejects its spawn at once', async (t) => {
  const clock = new VirtualClock()
  const system = await start(t, { clock })
  const Slow = defineActor(import.meta.url, () => new Promise<Record<string, () => void>>(() => {}))
  const spawned = t.throwsAsync(system.spawn(Slow, undefined), { code: 'ERR_ACTOR_DOWN' })
  const stopped = system.stop({ graceMs: 10 })
  await clock.advance(10)
  await Promise.all([spawned, stopped])
  t.is(clock.pending, 0)
})
