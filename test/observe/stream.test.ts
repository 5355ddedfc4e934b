import test from 'ava'
import { EventStream, type RunEvent, type StepEvent } from '../../src/observe/index.js'

const step = (number: number): StepEvent => ({
  event: 'step',
  step: number,
  loss: 1,
  samplesPerSecond: 1,
  stepMs: 1,
  waitMs: { data: 0, sum: 0, others: 0 },
  timeMs: { data: 0, compute: 1, sum: 0, update: 0, idle: 0 },
})
const stopped: RunEvent = { event: 'stopped', step: 3, resume: null, runDirectory: 'r' }

async function all(stream: EventStream): Promise<RunEvent[]> {
  const events: RunEvent[] = []
  for await (const event of stream.read()) events.push(event)
  return events
}

test('whoever reads late still gets what happened before', async (t) => {
  const stream = new EventStream()
  stream.emit(step(1))
  const reading = all(stream)
  stream.emit(step(2))
  stream.emit(stopped)
  t.deepEqual(await reading, [step(1), step(2), stopped])
  t.deepEqual(await all(stream), [step(1), step(2), stopped])
})

test('nothing follows the last event', (t) => {
  const stream = new EventStream()
  const seen: RunEvent[] = []
  stream.listen((event) => seen.push(event))
  stream.emit(stopped)
  stream.emit(step(4))
  t.deepEqual(seen, [stopped])
})

test('a reader that lags behind loses old steps only', async (t) => {
  const stream = new EventStream()
  const evaluated: RunEvent = { event: 'evaluated', step: 0, accuracy: 1 }
  stream.emit(evaluated)
  const reader = stream.read()
  t.deepEqual((await reader.next()).value, evaluated)
  stream.emit(evaluated)
  for (let n = 1; n <= 3000; n++) stream.emit(step(n))
  stream.emit(stopped)
  const events: RunEvent[] = []
  for await (const event of reader) events.push(event)
  t.true(events.length <= 1025)
  t.is(events.filter((event) => event.event === 'evaluated').length, 1)
  t.deepEqual(events.at(-1), stopped)
  t.deepEqual(events.at(-2), step(3000))
})
