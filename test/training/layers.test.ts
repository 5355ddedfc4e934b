import test from 'ava'
import type { Module } from '../../src/index.js'
import { finish } from '../fixtures/tasks/run.js'

const task = new URL('../fixtures/tasks/layers.js', import.meta.url)

test.serial(
  'every layer trains to the same bits with one agent and with three, one of which is killed',
  async (t) => {
    const one = await finish(task, { agents: 1, shards: 4 })
    t.is(one.steps, 6)
    const three = await finish(task, { agents: 3, shards: 4, faults: 'kill:agent=1@step=2,phase=backward' })
    t.is(three.incidents.length, 1)
    t.is(three.stateSha256, one.stateSha256)
    t.deepEqual(three.evaluation, one.evaluation)
    const counters = (model: Module<any[], any>) =>
      model.namedBuffers().get('pictures.body.1.num_batches_tracked')!.item()
    // Each shard counts the step once; the mean over shards is the number of steps.
    t.is(counters(one.model), 6)
    t.is(counters(three.model), 6)
  },
)
