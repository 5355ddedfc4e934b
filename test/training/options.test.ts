import test from 'ava'
import { checkOptions, defaultShards, planRun, type TrainOptions } from '../../src/training/options.js'

test('the default number of shards depends on the batch only', (t) => {
  const expected: [number, number][] = [
    [1, 1],
    [31, 1],
    [32, 1],
    [64, 2],
    [96, 2],
    [100, 2],
    [128, 4],
    [256, 8],
    [4096, 8],
    [250, 2],
    [255, 1],
  ]
  for (const [batch, shards] of expected) t.is(defaultShards(batch), shards)
})

test('wrong values are refused with one line that names the option', (t) => {
  const wrong: [TrainOptions, RegExp][] = [
    [{ agents: 0 }, /^agents must be at least 1, not 0\.$/],
    [{ agents: Number.NaN }, /^agents must be/],
    [{ steps: 1.5 }, /^steps must be a whole number, not 1\.5\.$/],
    [{ seed: -1 }, /^seed must be at least 0/],
    [{ threads: 0 }, /^threads must be/],
    [{ restarts: -2 }, /^restarts must be/],
    [{ epochs: 0 }, /^epochs must be above 0/],
    [{ devices: ['cuda:0'] as never }, /^devices this version trains on 'cpu' only/],
    [{ onNonfinite: 'ignore' as never }, /^onNonfinite must be 'retry', 'skip' or 'fail', not "ignore"/],
    [{ bach: 3 } as never, /^unknown option 'bach'\.$/],
    [{ steps: 5, epochs: 1 }, /contradict/],
  ]
  for (const [options, message] of wrong)
    t.throws(() => checkOptions(options), { code: 'ERR_OPTION', message })
})

const figures = { batch: 64, samples: 1000 }

test('epochs become whole steps and the rest is reported', (t) => {
  const plan = planRun(checkOptions({ agents: 1, epochs: 2 }), figures)
  t.is(plan.steps, 31)
  t.is(plan.remainder, 2000 - 31 * 64)
})

test('the task may say how long it trains, and the command overrides it', (t) => {
  t.is(planRun(checkOptions({}), { ...figures, steps: 7 }).steps, 7)
  t.is(planRun(checkOptions({ epochs: 1 }), { ...figures, steps: 7 }).steps, 15)
  t.is(planRun(checkOptions({ steps: 3 }), { ...figures, epochs: 9 }).steps, 3)
})

test('agents beyond the shards stand by as spares', (t) => {
  const plan = planRun(checkOptions({ agents: 5, spares: 1 }), figures)
  t.is(plan.agents, 2)
  t.is(plan.spares, 4)
})

test('a batch that the shards do not divide is refused, with a number that would do', (t) => {
  t.throws(() => planRun(checkOptions({ shards: 7 }), figures), { code: 'ERR_OPTION', message: /example 4/ })
  t.throws(() => planRun(checkOptions({ shards: 128 }), figures), {
    code: 'ERR_OPTION',
    message: /example 64/,
  })
})

test('epochs that do not fill a batch are refused', (t) => {
  t.throws(() => planRun(checkOptions({ epochs: 0.01 }), figures), {
    code: 'ERR_OPTION',
    message: /do not fill/,
  })
})

test('of many agents beyond the shards a few stand by, and the others are not started', (t) => {
  const plan = planRun(checkOptions({ agents: 1000, shards: 2, spares: 1 }), figures)
  t.like(plan, { agents: 2, spares: 9, surplus: 990 })
})
