import test from 'ava'
import { finish } from '../fixtures/tasks/run.js'

const task = new URL('../fixtures/tasks/features.js', import.meta.url)

test.serial(
  'the best evaluation is kept and early stopping ends the run, for any number of agents',
  async (t) => {
    const one = await finish(task, { agents: 1, shards: 4, set: { worse: true } })
    t.is(one.steps, 8, 'the best came after 4 steps; 6 and 8 were worse')
    t.deepEqual(one.evaluation, { score: 0 })
    const upTo4 = await finish(task, { agents: 1, shards: 4, steps: 4, set: { worse: true } })
    t.is(one.parametersSha256, upTo4.parametersSha256, 'the parameters are those of the best evaluation')
    const three = await finish(task, { agents: 3, shards: 4, set: { worse: true } })
    t.is(three.parametersSha256, one.parametersSha256)
    t.is(three.stateSha256, one.stateSha256)
    t.is(three.steps, 8)
  },
)

test.serial('a schedule changes the learning rate and with it the result', async (t) => {
  const plain = await finish(task, { agents: 2, shards: 4 })
  const scheduled = await finish(task, { agents: 2, shards: 4, set: { schedule: 1 } })
  t.is(plain.steps, 12)
  t.not(plain.parametersSha256, scheduled.parametersSha256)
})

test.serial('a sum with its count is the mean of the whole batch', async (t) => {
  const mean = await finish(task, { agents: 1, shards: 4, steps: 3 })
  const masked = await finish(task, { agents: 1, shards: 4, steps: 3, set: { masked: true } })
  t.true(Math.abs(mean.loss - masked.loss) < 1e-6 * Math.abs(mean.loss))
})
