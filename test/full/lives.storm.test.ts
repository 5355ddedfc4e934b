import test from 'ava'
import { seededRandom } from '../../src/transport/simulated/random.js'
import { killedAtMoments } from '../fixtures/faults/lives.js'
import { seed, times } from '../scale.js'

test.serial('launchers and processes killed at many random moments change nothing', async (t) => {
  t.timeout(times(30 * 60_000, 2 * 60 * 60_000))
  const start = seed(19)
  t.log(`TROUPE_SEED=${start}`)
  await killedAtMoments(t, times(20, 100), seededRandom(start))
})
