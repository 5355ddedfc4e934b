import test from 'ava'
import { seededRandom } from '../../src/transport/simulated/random.js'
import { survived, underKills } from '../fixtures/faults/kills.js'
import { finish } from '../fixtures/tasks/run.js'
import { seed, times } from '../scale.js'

const perceptron = new URL('../fixtures/tasks/perceptron.js', import.meta.url)
/** As large as the tasks that come with troupe; ten seconds or more on two cores, and minutes in the soak. */
const cases = [
  { name: 'digits', task: 'digits', steps: times(500, 5_000), set: {} },
  {
    name: 'a perceptron of 28×28-256-10',
    task: perceptron,
    steps: times(5_000, 50_000),
    set: { side: 28, hidden: 256 },
  },
]

for (const { name, task, steps, set } of cases) {
  test.serial(`a kill a second changes nothing: ${name}`, async (t) => {
    t.timeout(times(30 * 60_000, 2 * 60 * 60_000))
    const options = { batch: 128, shards: 4, seed: 1, steps, set }
    const start = seed(11)
    t.log(`TROUPE_SEED=${start}`)
    const reference = await finish(task, { ...options, agents: 1 })
    const result = await underKills(task, { ...options, agents: 4 }, 10, 10_000, seededRandom(start))
    survived(t, result, reference, options.shards)
    t.log(`${result.incidents.length} kills in ${result.seconds} s`)
  })
}
