import test from 'ava'
import { seededRandom } from '../../src/transport/simulated/random.js'
import { survived, underKills } from '../fixtures/faults/kills.js'
import { finish } from '../fixtures/tasks/run.js'
import { seed, times } from '../scale.js'

for (const name of ['perceptron', 'convolutional']) {
  test.serial(`agents that are killed one after the other change nothing: ${name}`, async (t) => {
    t.timeout(times(300_000, 7_200_000))
    const task = new URL(`../fixtures/tasks/${name}.js`, import.meta.url)
    const options = { shards: 8, seed: 3, steps: times(600, 60_000) }
    const start = seed(7)
    t.log(`TROUPE_SEED=${start}`)
    const reference = await finish(task, { ...options, agents: 1 })
    const random = seededRandom(start)
    const result = await underKills(task, { ...options, agents: 3 }, times(1, 5), times(5, 10_000), random)
    survived(t, result, reference, options.shards)
  })
}
