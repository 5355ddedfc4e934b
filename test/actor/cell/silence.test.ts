import test from 'ava'
import { type ActorContext, defineActor, VirtualClock } from '../../../src/actor/index.js'
import { start, supervise } from '../helpers.js'

const Listener = (log: string[], contexts: ActorContext[] = []) =>
  defineActor(import.meta.url, (ctx) => {
    contexts.push(ctx)
    return {
      listen: (ms: number | undefined) => {
        if (ms === undefined) ctx.receiveTimeout(undefined)
        else ctx.receiveTimeout(ms, () => log.push(`silence at ${ctx.clock.now()}`))
      },
      hello: () => {},
      work: (ms: number) => new Promise<void>((resolve) => void ctx.clock.schedule(ms, resolve)),
      tick: () => {
        ctx.timers.every(10, () => {})
      },
      fail: () => {
        throw new Error('fail')
      },
    }
  })

test('a receive timeout fires after the stated silence, and again for as long as it lasts', async (t) => {
  const clock = new VirtualClock()
  const system = await start(t, { clock })
  const log: string[] = []
  const ref = await system.spawn(Listener(log), undefined)
  ref.tell('listen', 100)
  await clock.advance(60)
  ref.tell('hello')
  await clock.advance(350)
  t.deepEqual(log, ['silence at 160', 'silence at 260', 'silence at 360'])
  ref.tell('listen', undefined)
  await clock.advance(1000)
  t.is(log.length, 3)
  t.is(clock.pending, 0)
})

test('the time in a handler is no silence, and timers are no messages', async (t) => {
  const clock = new VirtualClock()
  const system = await start(t, { clock })
  const log: string[] = []
  const ref = await system.spawn(Listener(log), undefined)
  ref.tell('tick')
  ref.tell('listen', 100)
  ref.tell('work', 250)
  await clock.advance(349)
  t.deepEqual(log, [])
  await clock.advance(50)
  t.deepEqual(log, ['silence at 350'])
  const killed = system.kill(ref)
  await clock.advance(0)
  await killed
})

test('a second call replaces the first, and a restart ends it', async (t) => {
  const clock = new VirtualClock()
  const system = await start(t, { clock })
  const log: string[] = []
  const contexts: ActorContext[] = []
  const ref = await system.spawn(Listener(log, contexts), undefined, { supervise })
  ref.tell('listen', 10)
  ref.tell('listen', 50)
  await clock.advance(50)
  t.deepEqual(log, ['silence at 50'])
  ref.tell('fail')
  await clock.advance(500)
  t.is(log.length, 1)
  t.is(clock.pending, 0)
  t.throws(() => contexts[0]!.receiveTimeout(1, () => {}), { code: 'ERR_ACTOR_DOWN' })
})

test('what the handler of a receive timeout throws fails the actor', async (t) => {
  const clock = new VirtualClock()
  const failures: string[] = []
  const system = await start(t, { clock, onFailure: ({ error }) => failures.push(error.message) })
  await system.spawn(
    defineActor(import.meta.url, (ctx) => {
      ctx.receiveTimeout(20, () => {
        throw new Error('too quiet')
      })
      return {}
    }),
    undefined,
  )
  await clock.advance(20)
  t.deepEqual(failures, ['too quiet'])
  t.is(clock.pending, 0)
})
