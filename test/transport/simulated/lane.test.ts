import test from 'ava'
import type { Envelope } from '../../../src/transport/envelope.js'
import { Lane } from '../../../src/transport/simulated/lane.js'
import { VirtualClock } from '../../../src/transport/simulated/virtual-clock.js'
import { envelope } from '../conformance.js'

/** A lane over a link that can be cut; orders are held, everything else is lost then. */
function lane() {
  const clock = new VirtualClock()
  const arrived: unknown[] = []
  const link = { cut: false, delayMs: 0 }
  const lane = new Lane({
    clock,
    fate: () => ({ delayMs: link.delayMs, lost: false, duplicated: false, reordered: false }),
    lag: () => 0,
    cut: () => link.cut,
    droppable: ({ name }: Envelope) => name !== 'order',
    deliver: ({ payload }) => arrived.push(payload),
    note: () => {},
  })
  const send = (name: string, payload: unknown) => lane.push(envelope(name, payload), 0)
  return { clock, arrived, link, lane, send }
}

test('what was held by a cut is not overtaken by what set out before the cut ended', async (t) => {
  const { clock, arrived, link, lane: one, send } = lane()
  link.cut = true
  send('order', 1)
  send('order', 2)
  await clock.advance(1)
  send('order', 3) // still on its way when the cut ends
  link.cut = false
  link.delayMs = 5 // the held ones set out again, on a link that is slower now
  one.release()
  send('message', 4)
  await clock.advance(3)
  t.deepEqual(arrived, [])
  await clock.advance(10)
  t.deepEqual(arrived, [1, 2, 3, 4])
})

test('a message that arrives at a cut is lost, and what comes behind it goes on', async (t) => {
  const { clock, arrived, link, send } = lane()
  send('message', 1)
  link.cut = true
  await clock.advance(1)
  link.cut = false
  send('message', 2)
  await clock.advance(1)
  t.deepEqual(arrived, [2])
})

test('a lane that ends delivers what is on its way, held or not, in order', async (t) => {
  const { clock, arrived, link, lane: one, send } = lane()
  link.cut = true
  send('order', 1)
  await clock.advance(1)
  link.delayMs = 50
  send('order', 2)
  one.flush()
  t.deepEqual(arrived, [1, 2])
  await clock.advance(100)
  t.deepEqual(arrived, [1, 2])
})
