import { MessageChannel } from 'node:worker_threads'
import test from 'ava'
import {
  defineActor,
  messagePortTransport,
  type SystemOptions,
  VirtualClock,
} from '../../../src/actor/index.js'
import Arrivals from '../../fixtures/actors/arrivals.js'
import Counter from '../../fixtures/actors/counter.js'
import { ask, gate, start, until } from '../helpers.js'

const transports: Record<string, () => SystemOptions> = {
  'by the default transport': () => ({}),
  'over message ports': () => ({ transport: messagePortTransport() }),
}

for (const [title, options] of Object.entries(transports)) {
  test(`1: the order of a pair holds whatever its messages carry, large or handed over (${title})`, async (t) => {
    const system = await start(t, options())
    const ref = await system.spawn(Arrivals, undefined, { placement: 'thread' })
    const ports: MessageChannel[] = []
    const bodies = [
      () => undefined,
      () => new Uint8Array(300_000),
      () => 'small',
      () => new SharedArrayBuffer(8),
      () => 'x'.repeat(5_000_000),
    ]
    for (let n = 0; n < 40; n++) {
      const body = bodies[n % bodies.length]!()
      if (n % 7 !== 3) ref.tell('take', { n, body })
      else {
        const channel = new MessageChannel()
        ports.push(channel)
        ref.tell('take', { n, body: channel.port2 }, { transfer: [channel.port2] })
      }
    }
    t.deepEqual(
      await ref.ask('got', undefined, ask),
      Array.from({ length: 40 }, (_, n) => n),
    )
    for (const { port1 } of ports) port1.close()
  })

  test(`3: a flood from another thread fills its own mailbox only (${title})`, async (t) => {
    const system = await start(t, options())
    const pool = await system.pool({ threads: 1 })
    const flooded = await system.spawn(
      Counter,
      { from: 0 },
      { placement: { pool }, mailbox: { capacity: 8 } },
    )
    const neighbour = await system.spawn(Counter, { from: 7 }, { placement: { pool } })
    const hanging = t.throwsAsync(flooded.ask('hang', undefined, ask), { code: 'ERR_ACTOR_DOWN' })
    for (let i = 0; i < 20_000; i++) flooded.tell('add', 1)
    // Replies and orders have a way of their own, so neither waits for the flood to be worked off.
    t.is(await neighbour.ask('get', undefined, ask), 7)
    await t.throwsAsync(flooded.ask('get', undefined, ask), { code: 'ERR_MAILBOX_FULL' })
    await system.kill(flooded)
    await hanging
    t.is(await neighbour.ask('get', undefined, ask), 7)
    // Reported a hundred a second, counted one by one: the eight of the mailbox are refused when it dies.
    await until(() => system.deadLetters.count === 20_000, 'the dead letters of the flood')
  })
}

test('3: a mailbox holds 1024 messages unless told otherwise', async (t) => {
  const clock = new VirtualClock()
  const system = await start(t, { clock })
  const ref = await system.spawn(Counter, { from: 0 })
  const hanging = t.throwsAsync(ref.ask('hang', undefined, ask), { code: 'ERR_ACTOR_DOWN' })
  // Its handler has begun, and is no longer in the mailbox.
  await clock.advance(0)
  let taken = 0
  while (ref.offer('add', 1)) taken++
  t.is(taken, 1024)
  const killed = system.kill(ref)
  await clock.advance(0)
  await killed
  await hanging
})

test('4: a late reply is dropped silently: it settles nothing, and is no dead letter', async (t) => {
  const clock = new VirtualClock()
  const system = await start(t, { clock })
  const { open, passed } = gate<string>()
  const ref = await system.spawn(
    defineActor(import.meta.url, () => ({ slow: () => passed, quick: () => 'quick' })),
    undefined,
  )
  const late = t.throwsAsync(ref.ask('slow', undefined, { timeoutMs: 10 }), { code: 'ERR_ASK_TIMEOUT' })
  await clock.advance(10)
  await late
  open('too late')
  t.is(await ref.ask('quick', undefined, ask), 'quick')
  t.is(system.deadLetters.count, 0)
})

for (const placement of ['here', 'thread'] as const) {
  test(`4: an ask that waits (${placement}) when the system stops is rejected`, async (t) => {
    const system = await start(t)
    const ref = await system.spawn(Counter, { from: 0 }, { placement })
    const waiting = t.throwsAsync(ref.ask('hang', undefined, ask), { code: 'ERR_ACTOR_DOWN' })
    await system.stop({ graceMs: 0 })
    await waiting
  })
}
