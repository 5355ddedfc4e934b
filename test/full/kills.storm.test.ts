import test from 'ava'
import { survives } from '../fixtures/faults/kills.js'
import { seed, times } from '../scale.js'

const fixture = (name: string) => new URL(`../fixtures/tasks/${name}.js`, import.meta.url)
/** As large as the tasks that come with troupe; their schedules depend on a run's length, which a storm decides here. */
const cases = [
  { name: 'the CNN of digits', task: fixture('convolutional'), set: {} },
  { name: 'a perceptron of 28×28-256-10', task: fixture('perceptron'), set: { side: 28, hidden: 256 } },
]

for (const { name, task, set } of cases) {
  const seconds = times(10, 60)
  test.serial(`a kill a second for ${seconds} seconds changes nothing: ${name}`, async (t) => {
    t.timeout(times(30 * 60_000, 2 * 60 * 60_000))
    const options = { batch: 128, shards: 4, seed: 1, agents: 4, set }
    await survives(t, task, options, { every: 10, most: seconds, seed: seed(11) })
  })
}
