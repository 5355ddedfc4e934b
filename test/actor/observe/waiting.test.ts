import test from 'ava'
import { VirtualClock } from '../../../src/actor/index.js'
import { type LongWait, Waiting } from '../../../src/actor/observe/waiting.js'

function waiting(limitMs: number) {
  const clock = new VirtualClock()
  const told: LongWait[] = []
  const all = new Waiting(
    clock,
    limitMs,
    undefined,
    () => 'fetch',
    (wait) => told.push(wait),
  )
  return { clock, told, all }
}

test('a handler that awaits for longer than the limit is told once, and when it ends', async (t) => {
  const { clock, told, all } = waiting(100)
  const message = {}
  all.add({ path: '/a', handles: () => true }, message)
  await clock.advance(1000)
  t.is(told.length, 1)
  t.like(told[0], { path: '/a', name: 'fetch', over: false })
  all.remove(message)
  t.like(told[1], { path: '/a', name: 'fetch', over: true })
  t.is(all.size, 0)
})

test('handlers that end in time are not told of', async (t) => {
  const { clock, told, all } = waiting(100)
  for (let i = 0; i < 50; i++) {
    const message = {}
    all.add({ path: '/a', handles: () => true }, message)
    await clock.advance(20)
    all.remove(message)
  }
  t.deepEqual(told, [])
})

test('a handler whose actor failed or died meanwhile is forgotten', async (t) => {
  const { clock, told, all } = waiting(100)
  let alive = true
  all.add({ path: '/a', handles: () => alive }, {})
  await clock.advance(60)
  alive = false
  await clock.advance(1000)
  t.deepEqual(told, [])
  t.is(all.size, 0)
})
