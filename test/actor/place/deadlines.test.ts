import test from 'ava'
import { type Clock, VirtualClock } from '../../../src/actor/index.js'
import { type Dated, Deadlines } from '../../../src/actor/place/deadlines.js'

/** Counts how often the clock is asked for a timer. */
class CountingClock extends VirtualClock {
  scheduled = 0
  override schedule(delayMs: number, fn: () => void): () => void {
    this.scheduled++
    return super.schedule(delayMs, fn)
  }
}

function entry(deadlines: Deadlines, clock: Clock, due: number, log: string[]): Dated & { settle(): void } {
  const made = {
    due,
    done: false,
    expire() {
      log.push(`${due} at ${clock.now()}`)
      made.settle()
    },
    settle() {
      made.done = true
      deadlines.settled()
    },
  }
  deadlines.add(made)
  return made
}

test('deadlines come due in their order, whatever the order they were set in', async (t) => {
  const clock = new VirtualClock()
  const deadlines = new Deadlines(clock)
  const log: string[] = []
  const order = [50, 10, 40, 20, 30, 60, 5]
  const entries = order.map((due) => entry(deadlines, clock, due, log))
  entries[order.indexOf(40)]!.settle()
  await clock.advance(100)
  t.deepEqual(
    log,
    [5, 10, 20, 30, 50, 60].map((due) => `${due} at ${due}`),
  )
  t.is(clock.pending, 0)
})

test('ten thousand equal deadlines need one timer, and none once all have settled', (t) => {
  const clock = new CountingClock()
  const deadlines = new Deadlines(clock)
  const entries = Array.from({ length: 10_000 }, () => entry(deadlines, clock, 1000, []))
  t.is(clock.scheduled, 1)
  for (const each of entries) each.settle()
  t.is(clock.pending, 0)
})

test('the deadlines that stay are found after thousands of others were swept out', async (t) => {
  const clock = new VirtualClock()
  const deadlines = new Deadlines(clock)
  const log: string[] = []
  const entries = Array.from({ length: 5000 }, (_, i) =>
    entry(deadlines, clock, ((i * 7919) % 5000) + 1, log),
  )
  for (const each of entries) if (each.due % 100 !== 0) each.settle()
  await clock.advance(5000)
  t.deepEqual(
    log,
    Array.from({ length: 50 }, (_, i) => `${(i + 1) * 100} at ${(i + 1) * 100}`),
  )
})
