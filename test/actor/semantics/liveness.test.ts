import test from 'ava'
import type { Stall } from '../../../src/actor/index.js'
import Tenant from '../../fixtures/actors/tenant.js'
import { ask, start, until } from '../helpers.js'

test('12: a handler that blocks its thread is reported with path and message, a thread that works on is not', async (t) => {
  const stalls: Stall[] = []
  // To load an actor's module may take a starved thread as long as that, which is another matter.
  const onStall = (stall: Stall) => void (stall.message !== '(setup)' && stalls.push(stall))
  const system = await start(t, { watchdog: { stallMs: 500 }, onStall })
  const blocked = await system.spawn(Tenant, undefined, { name: 'blocked', placement: 'thread' })
  const busy = await system.spawn(Tenant, undefined, { name: 'busy', placement: 'thread' })
  const memory = new SharedArrayBuffer(4)
  blocked.tell('spinUntil', memory)
  // Busy all the time, but its counters advance: load alone is no stall.
  await until(async () => {
    await busy.ask('get', undefined, ask)
    return stalls.length > 0
  }, 'the stall')
  t.like(stalls[0], { kind: 'blocked', over: false, path: '/blocked', message: 'spinUntil' })
  Atomics.store(new Int32Array(memory), 0, 1)
  await until(() => stalls.length > 1, 'its end')
  t.like(stalls[1], { kind: 'blocked', over: true, path: '/blocked' })
  t.true(stalls.every(({ path }) => path === '/blocked'))
})
