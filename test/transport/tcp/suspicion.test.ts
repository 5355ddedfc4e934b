import test from 'ava'
import { defaultHeartbeat, Suspicion } from '../../../src/transport/tcp/suspicion.js'

// Arrival times of beats in ms, recorded between two processes on one busy machine.
const steady = [
  500.0, 1005.4, 1508.9, 2012.7, 2513.4, 3013.7, 3514.2, 4014.2, 4516.6, 5016.8, 5516.5, 6016.5, 6524.5,
  7025.1, 7528.4, 8029.4,
]
// The same with a program whose handlers hold up its event loop, up to 1.8 s at a time.
const rough = [
  500.0, 2283.7, 2303.3, 2785.6, 3681.6, 5423.0, 5824.1, 7552.3, 7997.5, 8496.9, 9243.0, 10118.0, 10687.3,
  12896.2, 12968.8, 13468.5,
]

function after(series: readonly number[]): { detector: Suspicion; last: number; peak: number } {
  const detector = new Suspicion(defaultHeartbeat, 0)
  let peak = 0
  for (const time of series) {
    peak = Math.max(peak, detector.phi(time))
    detector.beat(time)
  }
  return { detector, last: series.at(-1)!, peak }
}

test('living peers stay far below the threshold, steady or rough', (t) => {
  t.true(after(steady).peak < 0.1)
  t.true(after(rough).peak < 1)
})

test('phi rises with the silence and passes the threshold', (t) => {
  const { detector, last } = after(steady)
  let before = 0
  for (let silence = 0; silence <= 10_000; silence += 50) {
    const phi = detector.phi(last + silence)
    t.true(phi >= before, `at ${silence}`)
    before = phi
  }
  t.false(detector.lost(last + 2500))
  t.true(detector.lost(last + 3200))
})

test('a rough rhythm earns more patience than a steady one', (t) => {
  const [a, b] = [after(steady), after(rough)]
  t.true(a.detector.phi(a.last + 3100) > b.detector.phi(b.last + 3100))
})

test('phi is finite and usable from the first moment, before any beat', (t) => {
  const detector = new Suspicion(defaultHeartbeat, 0)
  t.true(detector.phi(0) < 0.1)
  t.false(detector.lost(2000))
  t.true(detector.lost(5000))
})

test('phi of an endless silence is past every threshold', (t) => {
  const { detector, last } = after(steady)
  t.true(detector.phi(last + 1e9) > 300)
  t.true(detector.lost(last + 1e9))
})

test('other frames are signs of life but do not change the rhythm', (t) => {
  const { detector, last } = after(steady)
  for (let time = last; time < last + 60_000; time += 10) detector.sign(time)
  t.false(detector.lost(last + 60_000))
  t.true(detector.lost(last + 60_000 + 3200))
})

test('silence while this side was not listening itself is forgiven', (t) => {
  const { detector, last } = after(steady)
  const now = last + 60_000
  detector.forgive(59_900, now)
  t.false(detector.lost(now))
  t.true(detector.lost(now + 3200))
})

test('one long pause is no new rhythm', (t) => {
  const { detector, last } = after(steady)
  detector.beat(last + 30_000)
  t.true(detector.lost(last + 30_000 + 3200))
})

test('only the latest samples count', (t) => {
  const detector = new Suspicion({ ...defaultHeartbeat, samples: 4, acceptablePauseMs: 0 }, 0)
  let now = 0
  for (const distance of [400, 400, 400, 400, 400, 20, 20, 20, 20, 20]) {
    now += distance
    detector.beat(now)
  }
  t.true(detector.phi(now + 700) > 8)
})
