import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import test from 'ava'
import { ActorSystem, defineActor, VirtualClock } from '../../src/actor/index.js'
import Counter from '../fixtures/actors/counter.js'
import { ask, gate, inThreads, start, unhurried, until } from './helpers.js'

const real = inThreads(test)

const run = promisify(execFile)

test('8: a system stops in reverse start order, and parents wait for their children', async (t) => {
  const order: string[] = []
  const Leaf = defineActor(import.meta.url, (ctx) => {
    ctx.onStop(() => order.push(ctx.path))
    return {}
  })
  const Branch = defineActor(import.meta.url, async (ctx) => {
    ctx.onStop(() => order.push(ctx.path))
    await ctx.spawn(Leaf, undefined, { name: '1' })
    await ctx.spawn(Leaf, undefined, { name: '2' })
    return {}
  })
  const system = await ActorSystem.start()
  await system.spawn(Branch, undefined, { name: 'a' })
  await system.spawn(Branch, undefined, { name: 'b' })
  await system.stop(unhurried)
  t.deepEqual(order, ['/b/2', '/b/1', '/b', '/a/2', '/a/1', '/a'])
})

test('8: stop finishes the current message; its ask is answered, hooks run last one first and may be async', async (t) => {
  const order: string[] = []
  const { open, passed } = gate()
  const system = await start(t)
  const ref = await system.spawn(
    defineActor(import.meta.url, (ctx) => {
      ctx.onStop(() => order.push('first hook'))
      ctx.onStop(async () => {
        await null
        order.push('second hook')
      })
      ctx.onStop(() => {
        throw new Error('a failing hook keeps none from running')
      })
      ctx.signal.addEventListener('abort', () => order.push('signal'))
      return {
        work: async () => {
          order.push('work')
          await passed
          order.push('done')
          return 'answer'
        },
      }
    }),
    undefined,
  )
  const answer = ref.ask('work', undefined, ask)
  await until(() => order.length === 1, 'the handler')
  const stopped = system.stop(unhurried)
  await until(() => order.length === 2, 'the signal')
  open()
  t.is(await answer, 'answer')
  await stopped
  t.deepEqual(order, ['work', 'signal', 'done', 'second hook', 'first hook'])
})

test('8: what does not end in its grace is killed', async (t) => {
  const clock = new VirtualClock()
  const system = await start(t, { clock })
  const ref = await system.spawn(Counter, { from: 0 })
  const hanging = t.throwsAsync(ref.ask('hang', undefined, { timeoutMs: 60_000 }), { code: 'ERR_ACTOR_DOWN' })
  await clock.advance(0)
  const stopped = system.stop({ graceMs: 1000 })
  await clock.advance(1000)
  await hanging
  await stopped
  t.is(clock.pending, 0)
})

real('8: threads that hang in a loop, or in setup, do not keep a system from stopping', async (t) => {
  const system = await ActorSystem.start({ onFailure: () => {} })
  const refs = await Promise.all(
    [1, 2, 3].map(() => system.spawn(Counter, { from: 0 }, { placement: 'thread' })),
  )
  const pending = refs.map((ref) =>
    t.throwsAsync(ref.ask('spin', undefined, ask), { code: 'ERR_ACTOR_DOWN' }),
  )
  const late = t.throwsAsync(system.spawn(Counter, { from: 0 }, { placement: 'thread' }))
  await system.stop({ graceMs: 300 })
  await Promise.all([...pending, late])
})

test('after stop: tells are dead letters, asks and spawns are refused, and stopping again is fine', async (t) => {
  const system = await ActorSystem.start()
  const ref = await system.spawn(Counter, { from: 0 }, { placement: 'thread' })
  await system.stop()
  await system.stop()
  ref.tell('add', 1)
  t.is(system.deadLetters.count, 1)
  await t.throwsAsync(ref.ask('get', undefined, ask), { code: 'ERR_ACTOR_DOWN' })
  await t.throwsAsync(system.spawn(Counter, { from: 0 }), { code: 'ERR_ACTOR_DOWN' })
})

test('await using stops the system', async (t) => {
  let stopped = false
  {
    await using system = await ActorSystem.start()
    const Leaf = defineActor(import.meta.url, (ctx) => {
      ctx.onStop(() => {
        stopped = true
      })
      return {}
    })
    await system.spawn(Leaf, undefined)
  }
  t.true(stopped)
})

test('a process whose system stopped ends by itself, and what its threads printed is not lost', async (t) => {
  const program = fileURLToPath(new URL('../fixtures/programs/stops.js', import.meta.url))
  const { stdout } = await run(process.execPath, [program], { timeout: 120_000 })
  t.deepEqual(stdout.trim().split('\n').sort(), ['main: stopped', 'thread: hello', 'thread: stopping'])
})

test('a setup that does not end is given up after spawnTimeoutMs', async (t) => {
  const clock = new VirtualClock()
  const system = await start(t, { clock })
  const Slow = defineActor(import.meta.url, () => new Promise<Record<string, () => void>>(() => {}))
  const spawned = t.throwsAsync(system.spawn(Slow, undefined, { name: 'slow', spawnTimeoutMs: 100 }), {
    code: 'ERR_SPAWN_TIMEOUT',
  })
  await clock.advance(100)
  await spawned
})
