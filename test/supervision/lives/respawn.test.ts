import test from 'ava'
import { Respawn } from '../../../src/supervision/index.js'

test('the first successor comes at once, and each further one of a minute later', (t) => {
  let now = 0
  const respawn = new Respawn(() => now)
  const delays = [1, 2, 3, 4].map((published) => respawn.failed(published).delayMs)
  t.deepEqual(delays, [0, 100, 200, 400])
  now += 61_000
  t.is(respawn.failed(5).delayMs, 0)
})

test('lives that publish nothing are hopeless after a few', (t) => {
  const respawn = new Respawn(() => 0)
  t.deepEqual(
    [7, 7, 7, 7].map((published) => respawn.failed(published).hopeless),
    [false, false, false, true],
  )
  t.false(respawn.failed(8).hopeless)
})
