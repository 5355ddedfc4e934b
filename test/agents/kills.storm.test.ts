import test from 'ava'
import { survives } from '../fixtures/faults/kills.js'
import { seed, times } from '../scale.js'

for (const name of ['perceptron', 'convolutional']) {
  test.serial(`agents that are killed one after the other change nothing: ${name}`, async (t) => {
    t.timeout(times(300_000, 7_200_000))
    const task = new URL(`../fixtures/tasks/${name}.js`, import.meta.url)
    const storm = { every: times(1, 5), most: times(5, 240), seed: seed(7) }
    await survives(t, task, { shards: 8, seed: 3, agents: 3 }, storm)
  })
}
