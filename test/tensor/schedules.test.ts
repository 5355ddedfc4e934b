import { readFileSync } from 'node:fs'
import test from 'ava'
import { nn, optim, zeros } from '../../src/tensor/index.js'

const { schedules } = optim
interface Reference {
  schedules: {
    name: Exclude<keyof typeof schedules, 'sequential' | 'product'>
    options: object
    factors: number[]
  }[]
  plateaus: { options: object; metrics: number[]; factors: number[] }[]
}
const reference: Reference = JSON.parse(
  readFileSync(new URL('../../../test/tensor/reference/optimizers.json', import.meta.url), 'utf8'),
)
const close = (found: number, expected: number) => Math.abs(found - expected) <= 1e-7 * Math.max(1, expected)
const optimizer = (lr = 1) => optim.sgd([nn.parameter(zeros([1]))], { lr })

for (const { name, options, factors } of reference.schedules) {
  test(`${name} gives PyTorch's learning rates: ${JSON.stringify(options)}`, (t) => {
    const schedule = schedules[name](options as never)
    factors.forEach((factor, step) => {
      const found = schedule(step, { steps: 60 })
      t.true(close(found, factor), `step ${step}: ${found}, not ${factor}`)
    })
  })
}

for (const { options, metrics, factors } of reference.plateaus) {
  test(`a plateau gives PyTorch's learning rates: ${JSON.stringify(options)}`, (t) => {
    const sgd = optimizer()
    const scheduler = optim.scheduler(sgd, optim.plateau({ metric: 'any', ...options }))
    metrics.forEach((metric, at) => {
      scheduler.step(metric)
      t.true(close(sgd.groups[0]!.options.lr, factors[at]!), `evaluation ${at}`)
    })
  })
}

test('schedules follow one another, each from its own step 0, and multiply', (t) => {
  const warm = schedules.linear({ steps: 4, from: 0 })
  const both = schedules.sequential([warm, schedules.cosine()], [4])
  const rates = [0, 2, 4, 9, 14].map((step) => both(step, { steps: 14 }))
  t.true(rates.every((rate, k) => close(rate, [0, 0.5, 1, 0.5, 0][k]!)))
  const product = schedules.product(() => 0.5, schedules.exponential({ gamma: 0.5 }))
  t.is(product(3, { steps: 4 }), 1 / 16)
  t.throws(() => schedules.sequential([warm], [4]), { code: 'ERR_TENSOR_ARGUMENT' })
  t.throws(() => schedules.sequential([warm, warm, warm], [4, 4]), { code: 'ERR_TENSOR_ARGUMENT' })
})

test('a scheduler changes the rate of every group, and goes on from its state', (t) => {
  const [one, two] = [nn.parameter(zeros([1])), nn.parameter(zeros([1]))]
  const sgd = optim.sgd([{ parameters: [one] }, { parameters: [two], lr: 4 }], { lr: 2 })
  const rates = () => sgd.groups.map(({ options }) => options.lr)
  const first = optim.scheduler(sgd, schedules.polynomial(), { steps: 4 })
  t.deepEqual(rates(), [2, 4])
  first.step()
  t.deepEqual(rates(), [1.5, 3])
  const state = JSON.parse(JSON.stringify(first.stateDict()))
  // What was made later takes the rates as they are by then; its state has the original ones.
  const second = optim.scheduler(sgd, schedules.polynomial(), { steps: 4 })
  second.loadStateDict(state)
  second.step()
  t.deepEqual(rates(), [1, 2])
  t.throws(() => optim.scheduler(optimizer(), schedules.cosine()), {
    code: 'ERR_TENSOR_ARGUMENT',
    message: /how many steps/,
  })
  t.throws(() => optim.scheduler(optimizer(), optim.plateau({ metric: 'loss' })).step(), {
    code: 'ERR_TENSOR_ARGUMENT',
    message: /value of its metric/,
  })
})

test('a plateau keeps its place through JSON, and never takes NaN for better', (t) => {
  const plateau = optim.plateau({ metric: 'loss', mode: 'min', patience: 0 })
  const scheduler = optim.scheduler(optimizer(), plateau)
  scheduler.step(Number.NaN)
  const { progress } = scheduler.stateDict()
  t.is(progress.factor, 0.1)
  t.true(Number.isNaN(progress.best))
  const other = optim.scheduler(optimizer(), plateau)
  other.loadStateDict(JSON.parse(JSON.stringify(scheduler.stateDict())))
  other.step(5)
  t.like(other.stateDict().progress, { best: 5, factor: 0.1 })
})

test('schedules that make no sense are refused', (t) => {
  for (const make of [
    () => schedules.step({ every: 0 }),
    () => schedules.cosine({ steps: -1 }),
    () => schedules.cosineRestarts({ period: 0 }),
    () => schedules.cosineRestarts({ period: 3, grow: 0.5 }),
    () => schedules.oneCycle({ rise: 2 }),
    () => schedules.exponential({ gamma: 0 }),
    () => optim.plateau({ metric: 'loss', factor: 1 }),
    () => optim.plateau({ metric: 'loss', patience: -1 }),
  ]) {
    t.throws(make, { code: 'ERR_TENSOR_ARGUMENT' })
  }
})

test('a schedule that knows its steps needs to be told of none', (t) => {
  const rate = () => optim.sgd([nn.parameter(zeros([1]))], { lr: 1 })
  const own = [
    schedules.cosine({ steps: 4 }),
    schedules.polynomial({ steps: 4 }),
    schedules.oneCycle({ steps: 4 }),
    schedules.sequential([schedules.exponential({ gamma: 0.5 }), schedules.linear({ steps: 4 })], [2]),
  ]
  for (const schedule of own) {
    const optimizer = rate()
    const scheduler = optim.scheduler(optimizer, schedule)
    for (let at = 0; at < 4; at++) scheduler.step()
    t.is(optimizer.groups[0]!.options.lr, schedule(4, { steps: 99 }))
  }
  const refused = { code: 'ERR_TENSOR_ARGUMENT' } as const
  t.throws(() => optim.scheduler(rate(), schedules.cosine()), { ...refused, message: /how many steps/ })
  t.throws(() => optim.scheduler(rate(), () => Number.NaN), { ...refused, message: /gives NaN at step 0/ })
})
