import test from 'ava'
import { RestartIntensity } from '../../../src/supervision/index.js'

test('the restart budget is one of a sliding window', (t) => {
  let time = 0
  const intensity = new RestartIntensity(2, 1000, () => time)
  t.true(intensity.spend())
  time = 600
  t.true(intensity.spend())
  t.false(intensity.spend())
  time = 1001
  t.true(intensity.spend(), 'the first one has left the window')
  t.false(intensity.spend())
})

test('a budget of none allows none', (t) => {
  t.false(new RestartIntensity(0, 1000, () => 0).spend())
})
