import { join } from 'node:path'
import test from 'ava'
import { loadModel } from '../../src/index.js'
import { F, nn, random, tensor, tidy } from '../../src/tensor/index.js'
import { make } from '../fixtures/tasks/optimizers.js'
import { finish, scratch } from '../fixtures/tasks/run.js'

const optimizers = new URL('../fixtures/tasks/optimizers.js', import.meta.url)
const averaged = new URL('../fixtures/tasks/averaged.js', import.meta.url)
const base = { shards: 4, seed: 3 } as const

const kinds = [
  'sgd',
  'adam',
  'amsgrad',
  'adamW',
  'nadam',
  'rmsprop',
  'rmspropCentered',
  'adagrad',
  'adadelta',
  'lion',
  'lamb',
]

type Finished = Awaited<ReturnType<typeof finish>>
const pick = ({ parametersSha256, stateSha256, evaluation, loss }: Finished) => ({
  parametersSha256,
  stateSha256,
  evaluation,
  loss,
})

for (const optimizer of kinds) {
  test.serial(
    `${optimizer}: kills in the decision, the sum and the update change nothing, nor does a stop`,
    async (t) => {
      const set = { optimizer }
      const alone = await finish(optimizers, { ...base, agents: 1, set })
      const faults = [
        'kill:agent=0@step=2,phase=decide',
        'kill:agent=1@step=3,phase=update',
        'kill:agent=2@step=4,phase=sum',
      ].join(';')
      const run = join(scratch(), 'run')
      const killed = await finish(optimizers, { ...base, agents: 3, set, faults, checkpointEvery: 3, run })
      t.is(killed.incidents.length, 3)
      t.deepEqual(pick(killed), pick(alone))
      const resumed = await finish(optimizers, {
        agents: 1,
        run: join(scratch(), 'run'),
        resume: join(run, 'checkpoints', 'step-00000003'),
      })
      t.deepEqual(pick(resumed), pick(alone))
    },
  )
}

for (const optimizer of ['adam', 'lamb', 'rmspropCentered']) {
  test.serial(`${optimizer} has the same bits in a run as in a loop of one's own`, async (t) => {
    const run = join(scratch(), 'run')
    await finish(optimizers, { agents: 2, shards: 1, seed: 3, steps: 1, run, set: { optimizer, same: true } })
    const { model: trained } = await loadModel(run)
    const model = random.run({ seed: 3, use: 'model' }, () =>
      nn.sequential(nn.linear(6, 96), nn.relu(), nn.linear(96, 96), nn.relu(), nn.linear(96, 3)),
    )
    const own = make(optimizer, model.parameters())
    // The schedule's first factor.
    for (const { options } of own.groups) options.lr *= 1 / 3
    tidy(() => {
      const x = tensor(
        Array.from({ length: 32 }, () => Array.from({ length: 6 }, (_, i) => Math.fround(Math.sin(i * 0.7)))),
      )
      const y = tensor(new Array<number>(32).fill(1), { dtype: 'int64' })
      F.crossEntropy(model.forward(x), y).backward()
      own.step()
    })
    const values = (module: typeof trained) => module.parameters().map((each) => each.toArray())
    t.deepEqual(values(model), values(trained))
  })
}

test.serial('a moving average is evaluated, kept and saved, the same whoever computes it', async (t) => {
  const run = join(scratch(), 'run')
  const alone = await finish(averaged, { ...base, agents: 1, run })
  const faults =
    'kill:agent=0@step=3,phase=update;kill:agent=1@step=4,phase=evaluate;kill:agent=2@step=7,phase=update'
  const killed = await finish(averaged, {
    ...base,
    agents: 3,
    faults,
    checkpointEvery: 5,
    run: join(scratch(), 'run'),
  })
  t.is(killed.incidents.length, 3)
  t.deepEqual(pick(killed), pick(alone))
  const evaluations = (result: Finished) => result.events.filter(({ event }) => event === 'evaluated')
  t.deepEqual(evaluations(killed), evaluations(alone))
  const resumed = await finish(averaged, {
    agents: 2,
    run: join(scratch(), 'run'),
    resume: join(killed.runDirectory, 'checkpoints', 'step-00000005'),
  })
  t.deepEqual(pick(resumed), pick(alone))
  // What is saved is what the best evaluation saw: the average after 6 or 8 steps.
  const { model } = await loadModel(run)
  const weight = tidy(() => model.parameters()[0]!.sum().item())
  const seen = alone.events.flatMap((each) =>
    each.event === 'evaluated' && each.weight === weight ? [each.step] : [],
  )
  t.is(seen.length, 1)
  t.true([6, 8].includes(seen[0]!))
})

test.serial(
  'a plateau changes the steps after the evaluation that did not get better, and no others',
  async (t) => {
    const state = async (steps: number, peak: number) =>
      (await finish(averaged, { ...base, agents: 2, steps, set: { peak } })).stateSha256
    // Best after 6 steps: the evaluation after 8 is decided with the step after it.
    t.is(await state(8, 7), await state(8, 100))
    t.not(await state(9, 7), await state(9, 100))
  },
)

test.serial('bf16 has bits of its own, the same for any number of agents and after kills', async (t) => {
  const plain = await finish(optimizers, { ...base, agents: 1 })
  const alone = await finish(optimizers, { ...base, agents: 1, precision: 'bf16' })
  t.not(alone.parametersSha256, plain.parametersSha256)
  t.true(Math.abs(alone.loss! - plain.loss!) < 0.02)
  const run = join(scratch(), 'run')
  const faults = 'kill:agent=0@step=2,phase=backward;kill:agent=1@step=4,phase=forward'
  const killed = await finish(optimizers, {
    ...base,
    agents: 3,
    precision: 'bf16',
    faults,
    checkpointEvery: 3,
    run,
  })
  t.deepEqual(pick(killed), pick(alone))
  const resume = join(run, 'checkpoints', 'step-00000003')
  const resumed = await finish(optimizers, { agents: 2, run: join(scratch(), 'run'), resume })
  t.deepEqual(pick(resumed), pick(alone), 'a resumed run has its precision from the run it goes on with')
  await t.throwsAsync(
    finish(optimizers, { agents: 2, run: join(scratch(), 'run'), resume, precision: 'float32' }),
    { code: 'ERR_IDENTITY', message: /precision/ },
  )
})
