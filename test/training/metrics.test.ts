import test from 'ava'
import { metricNames } from '../../src/training/metrics.js'

test('metrics are a record of numbers, and nothing that merely looks like one', (t) => {
  t.deepEqual(metricNames({ accuracy: 1, loss: 2 }, 'task'), ['accuracy', 'loss'])
  for (const wrong of [[0.5], new Float32Array(2), null, 5, Promise.resolve({ accuracy: 1 })]) {
    t.throws(() => metricNames(wrong, 'task'), { code: 'ERR_METRIC', message: /must return a record/ })
  }
  t.throws(() => metricNames({}, 'task'), { code: 'ERR_METRIC', message: /no metric/ })
  for (const name of ['event', 'step', '__proto__']) {
    const metrics = Object.fromEntries([[name, 1]])
    t.throws(() => metricNames(metrics, 'task'), { code: 'ERR_METRIC', message: /may not call a metric/ })
  }
})
