import test from 'ava'
import type { Stall } from '../../../src/actor/index.js'
import Tenant from '../../fixtures/actors/tenant.js'
import { ask, start, until } from '../helpers.js'

test('12: a handler that blocks its thread is reported with path and message, a thread that works on is not', async (t) => {
  const stalls: Stall[] = []
  // To load an actor's module may take a starved thread as long as that, which is another matter.
  const onStall = (stall: Stall) => void (stall.message !== '(setup)' && stalls.push(stall))
  const stallMs = 500
  const system = await start(t, { watchdog: { stallMs }, onStall })
  const blocked = await system.spawn(Tenant, undefined, { name: 'blocked', placement: 'thread' })
  const busy = await system.spawn(Tenant, undefined, { name: 'busy', placement: 'thread' })
  const word = new Int32Array(new SharedArrayBuffer(4))
  blocked.tell('spinUntil', word)
  // Busy all the time, but its counters advance: load alone is no stall.
  let slowestMs = 0
  const told = () => stalls.filter(({ path }) => path === '/blocked')
  await until(async () => {
    const asked = performance.now()
    await busy.ask('get', undefined, ask)
    slowestMs = Math.max(slowestMs, performance.now() - asked)
    return told().length > 0
  }, 'the stall')
  t.like(told()[0], { kind: 'blocked', over: false, message: 'spinUntil' })
  Atomics.store(word, 0, 2)
  await until(() => told().length > 1, 'its end')
  t.like(told()[1], { kind: 'blocked', over: true })
  // A machine may leave a thread without a processor for so long that it did not work on: then an answer took as long.
  if (slowestMs < stallMs) t.deepEqual(told(), stalls)
})
