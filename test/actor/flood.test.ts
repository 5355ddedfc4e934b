import test from 'ava'
import { type ActorContext, type DeadLetter, type Down, defineActor } from '../../src/actor/index.js'
import type { Kernel } from '../../src/actor/place/kernel.js'
import Sleeper from '../fixtures/actors/sleeper.js'
import { ask, gate, start, supervise, until } from './helpers.js'

const word = () => new Int32Array(new SharedArrayBuffer(4))

async function observer(system: Awaited<ReturnType<typeof start>>): Promise<ActorContext> {
  let context!: ActorContext
  await system.spawn(
    defineActor(import.meta.url, (ctx) => {
      context = ctx
      return {}
    }),
    undefined,
  )
  return context
}

test('3: a consumer that blocks its thread blocks nobody else, and what floods it stays within bounds', async (t) => {
  const system = await start(t)
  const letters: DeadLetter[] = []
  system.deadLetters.subscribe((letter) => letters.push(letter))
  const sleeper = await system.spawn(Sleeper, undefined, { placement: 'thread' })
  const other = await system.spawn(Sleeper, undefined, { placement: 'thread' })
  const awake = word()
  sleeper.tell('sleep', awake)
  await until(() => Atomics.load(awake, 0) === 1, 'the sleeper to sleep')
  const before = process.memoryUsage()
  const text = 'x'.repeat(1000)
  let offered = 0
  while (sleeper.offer('note', text)) offered++
  t.true(offered <= 1024)
  // 100 MB of messages: nearly all find the lane full.
  for (let i = 0; i < 100_000; i++) sleeper.tell('note', text)
  const after = process.memoryUsage()
  t.true(after.arrayBuffers - before.arrayBuffers < 16 * 2 ** 20, 'memory outside the heap')
  t.is(await other.ask('count', undefined, ask), 0)
  Atomics.store(awake, 0, 2)
  Atomics.notify(awake, 0)
  // It may take from the lane faster than it handles: until then its mailbox is full for an ask, too.
  const kernel = sleeper.sender as Kernel
  await until(() => kernel.waiting(sleeper.address) === 0, 'what came to be handled')
  const handled = await sleeper.ask('count', undefined, ask)
  t.true(handled >= offered && handled <= 100_000)
  const lost = letters.filter(({ name }) => name === 'note')
  t.true(lost.some(({ reason }) => reason === 'lane-full'))
  await until(() => sleeper.offer('note', 'room again'), 'room')
})

test('8: a pill arrives though the way to its actor is full', async (t) => {
  const system = await start(t)
  const context = await observer(system)
  const sleeper = await system.spawn(Sleeper, undefined, { placement: 'thread' })
  const { open, passed } = gate<Down>()
  context.watch(sleeper, open)
  const awake = word()
  sleeper.tell('sleep', awake)
  await until(() => Atomics.load(awake, 0) === 1, 'the sleeper to sleep')
  // Longer ones out of the way first: in the end not even a small one fits.
  for (const size of [10_000, 1000, 100, 1]) {
    const text = 'x'.repeat(size)
    for (const had = system.deadLetters.count; system.deadLetters.count === had; ) sleeper.tell('note', text)
  }
  sleeper.poison()
  Atomics.store(awake, 0, 2)
  Atomics.notify(awake, 0)
  t.is((await passed).reason, 'stopped')
})

test('3: threads that are lost amid a flood leave no message counted that never comes', async (t) => {
  const system = await start(t)
  const context = await observer(system)
  // Room for all: where the target lags behind, it must not be the asker who is refused.
  const target = await system.spawn(Sleeper, undefined, {
    placement: 'thread',
    mailbox: { capacity: 1_000_000 },
  })
  for (let round = 0; round < 8; round++) {
    const source = await system.spawn(Sleeper, undefined, { placement: 'thread', supervise })
    source.tell('flood', target)
    const had = await target.ask('count', undefined, ask)
    await until(async () => (await target.ask('count', undefined, ask)) > had + 500, 'the flood')
    await context.kill(source)
  }
  const kernel = target.sender as Kernel
  await until(() => kernel.waiting(target.address) === 0, 'a gauge at zero')
  t.true(target.offer('note', 'x'))
})
