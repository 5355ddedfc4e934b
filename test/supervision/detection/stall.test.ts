import test from 'ava'
import { StallWatch } from '../../../src/supervision/index.js'

test('a run stalls when no counter moves for longer than the limit', (t) => {
  let time = 0
  const watch = new StallWatch(1000, () => time)
  t.is(watch.look(1), 0)
  time = 900
  t.is(watch.look(2), 0)
  time = 1900
  t.is(watch.look(2), 0)
  time = 1901
  t.is(watch.look(2), 1001)
})

test('a run whose process was stopped has not stalled meanwhile', (t) => {
  let time = 0
  const watch = new StallWatch(5000, () => time)
  t.is(watch.look(1), 0)
  time = 3_600_000
  t.is(watch.look(1), 0)
  for (let look = 0; look < 40; look++) {
    time += 100
    t.is(watch.look(1), 0)
  }
  time += 100
  t.is(watch.look(1), 5100)
})
