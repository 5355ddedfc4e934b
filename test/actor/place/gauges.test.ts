import test from 'ava'
import { Gauges } from '../../../src/actor/place/gauges.js'

test('a gauge counts for every place that has the table', (t) => {
  const main = new Gauges()
  const thread = new Gauges(main.buffer)
  const gauge = thread.allocate(3, 5)!
  main.add(gauge, 2)
  t.is(thread.read(gauge), 7)
  main.reset(gauge)
  t.is(thread.read(gauge), 0)
})

test('a slot that is given out again does not take what still counts for the old actor', (t) => {
  const gauges = new Gauges()
  const old = gauges.allocate(0)!
  gauges.release(old)
  let next = gauges.allocate(0)!
  while ((next & 0xffff) !== (old & 0xffff)) {
    gauges.release(next)
    next = gauges.allocate(0)!
  }
  t.not(next, old)
  gauges.add(old, 1)
  t.is(gauges.read(next), 0)
  t.is(gauges.read(old), 0)
})

test('a full table gives no gauge, and the end of a place frees all of its own', (t) => {
  const gauges = new Gauges()
  const given = Array.from({ length: 65_536 }, (_, i) => gauges.allocate(1 + (i & 1))!)
  t.false(given.includes(undefined as never))
  t.is(gauges.allocate(1), undefined)
  gauges.releaseAll(2)
  t.not(gauges.allocate(1), undefined)
})
