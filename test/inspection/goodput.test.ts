import test from 'ava'
import type { RecordedEvent } from '../../src/inspection/events.js'
import { GoodputMeter } from '../../src/inspection/goodput.js'

function meter(...events: [at: number | undefined, event: string, fields?: Record<string, unknown>][]) {
  const meter = new GoodputMeter()
  for (const [at, event, fields = {}] of events) meter.add({ at, event, fields } satisfies RecordedEvent)
  return meter.result
}
const started = { resumed: null }

test('a run without a disturbance is all productive, whatever its end takes', (t) => {
  const result = meter(
    [1000, 'started', started],
    [2000, 'step', { step: 5 }],
    [3000, 'step', { step: 10 }],
    [9000, 'finished', {}],
  )
  t.deepEqual(result, { productiveMs: 2000, wallMs: 2000, goodput: 1, redoneSteps: 0 })
})

test('the time of incidents counts once, however many overlap', (t) => {
  const result = meter(
    [0, 'started', started],
    [1000, 'step', { step: 1 }],
    [5000, 'incident', { totalMs: 1000 }],
    [5500, 'incident', { totalMs: 1000 }],
    [9000, 'step', { step: 2 }],
    [10_000, 'step', { step: 3 }],
    [10_500, 'incident', { totalMs: 1000 }],
    [11_000, 'step', { step: 4 }],
  )
  // From 4000 to 5500, and from 9500 to 10500 across two stretches.
  t.deepEqual(result, { productiveMs: 8500, wallMs: 11_000, goodput: 0.7727, redoneSteps: 0 })
})

test('steps that a killed process had done and another one does again are not productive, nor is the gap', (t) => {
  const result = meter(
    [0, 'started', started],
    [1000, 'step', { step: 10 }],
    [2000, 'step', { step: 20 }],
    [4000, 'step', { step: 30 }],
    // Killed; the next one goes on in the middle of a stretch.
    [7000, 'started', { resumed: { step: 15 } }],
    [8000, 'step', { step: 30 }],
    [9000, 'finished', {}],
  )
  t.deepEqual(result, { productiveMs: 2500, wallMs: 8000, goodput: 0.3125, redoneSteps: 15 })
})

test('the incident of a process takes nothing off that was not lost: what its successor did again counts once', (t) => {
  const result = meter(
    [0, 'started', started],
    [2000, 'step', { step: 20 }],
    // Killed at 2100 with step 20 done; what is in memory has step 15.
    [3000, 'started', { resumed: { step: 15 } }],
    [3600, 'step', { step: 21 }],
    [3600, 'incident', { host: 0, totalMs: 1500, recomputedSteps: 5 }],
    [4500, 'step', { step: 30 }],
    [5000, 'finished', {}],
  )
  t.deepEqual(result, { productiveMs: 3000, wallMs: 4500, goodput: 0.6667, redoneSteps: 5 })
})

test('the time between a stopped run and its resumption does not count', (t) => {
  const result = meter(
    [0, 'started', started],
    [1000, 'step', { step: 10 }],
    [1500, 'stopped', { step: 10 }],
    [1_000_000, 'started', { resumed: { step: 10 } }],
    [1_001_000, 'step', { step: 20 }],
  )
  t.deepEqual(result, { productiveMs: 2000, wallMs: 2000, goodput: 1, redoneSteps: 0 })
})

test('what a failed run waited for before it gave up counts', (t) => {
  const result = meter([0, 'started', started], [1000, 'step', { step: 1 }], [4000, 'failed', {}])
  t.deepEqual(result, { productiveMs: 1000, wallMs: 4000, goodput: 0.25, redoneSteps: 0 })
})

test('without times nothing is said, and without time no share', (t) => {
  t.is(meter([undefined, 'started', started], [undefined, 'step', { step: 1 }]), undefined)
  t.is(meter([5, 'started', started])!.goodput, null)
})

test('a clock that is set back takes no time away', (t) => {
  const result = meter(
    [5000, 'started', started],
    [6000, 'step', { step: 1 }],
    [2000, 'step', { step: 2 }],
    [3000, 'step', { step: 3 }],
  )
  t.deepEqual(result, { productiveMs: 2000, wallMs: 2000, goodput: 1, redoneSteps: 0 })
})
