import test from 'ava'
import { optim } from '../../src/tensor/index.js'
import { defineTask } from '../../src/training/task.js'

const nothing = () => ({}) as never
const fine = { model: nothing, optimizer: nothing, data: nothing, batch: 8, loss: nothing }

test('a definition with what it needs is a task, and an optional property may be undefined', (t) => {
  const evaluate = nothing
  t.like(defineTask(fine), { batch: 8 })
  t.like(
    defineTask({ ...fine, evaluate, steps: undefined as never, keepBest: { metric: 'a', mode: 'min' } }),
    {
      keepBest: { metric: 'a', mode: 'min' },
    },
  )
  t.notThrows(() =>
    defineTask({ ...fine, evaluate, earlyStopping: { metric: 'a', patience: 2, minDelta: 0 } }),
  )
})

for (const [what, more, message] of [
  ['a property that there is not', { bach: 8 }, "defineTask: knows no 'bach'."],
  ['a name that every object has', { constructor: 1 }, "defineTask: knows no 'constructor'."],
  ['a batch of none', { batch: 0 }, 'defineTask: batch must be a whole number, at least 1.'],
  ['a missing loss', { loss: undefined }, 'defineTask: loss must be a function.'],
  ['half a step', { steps: 1.5 }, 'defineTask: steps must be a whole number, at least 1.'],
  ['endless epochs', { epochs: Number.POSITIVE_INFINITY }, 'defineTask: epochs must be a number above 0.'],
  ['a norm of 0', { clipNorm: 0 }, 'defineTask: clipNorm must be a number above 0.'],
  ['two ways to clip', { clipNorm: 1, clipValue: 1 }, /clipNorm and clipValue exclude each other/],
  ['a limit of 0', { clipValue: 0 }, 'defineTask: clipValue must be a number above 0.'],
  ['an average that never moves', { ema: { decay: 1 } }, 'defineTask: ema.decay must be from 0 to below 1.'],
  ['an average without decay', { ema: {} }, 'defineTask: ema.decay must be from 0 to below 1.'],
  [
    'a schedule of numbers',
    { schedule: [1, 2] },
    'defineTask: schedule must be a function or optim.plateau().',
  ],
  [
    'a plateau without evaluations',
    { evaluate: undefined, schedule: optim.plateau({ metric: 'loss' }) },
    'defineTask: a schedule by plateau needs evaluate.',
  ],
  ['a path as name', { name: '../x' }, 'defineTask: name must be up to 64 letters, digits, ., _ or -.'],
  ['options in a list', { options: [] }, 'defineTask: options must be an object.'],
  ['no metric to keep', { keepBest: { mode: 'max' } }, 'defineTask: keepBest.metric must name a metric.'],
  [
    'a third way',
    { keepBest: { metric: 'a', mode: 'up' } },
    "defineTask: keepBest.mode must be 'max' or 'min'.",
  ],
  ['a goal of what', { keepBest: { metric: 'a', min: 1 } }, "defineTask: keepBest knows no 'min'."],
  [
    'no patience',
    { earlyStopping: { metric: 'a' } },
    'defineTask: earlyStopping.patience must be a whole number, at least 1.',
  ],
  [
    'a change below nothing',
    { earlyStopping: { metric: 'a', patience: 1, minDelta: -1 } },
    'defineTask: earlyStopping.minDelta must be a number, at least 0.',
  ],
] as const) {
  test(`a definition is refused for ${what}`, (t) => {
    const wrong = { ...fine, evaluate: nothing, ...more } as never
    t.throws(() => defineTask(wrong), { code: 'ERR_TASK_DEFINITION', message })
  })
}

test('what is no object is refused, and so is a task that lacks everything', (t) => {
  for (const wrong of [undefined, null, 1, []])
    t.throws(() => defineTask(wrong as never), { message: 'defineTask: must be an object.' })
  t.throws(() => defineTask({} as never), { message: 'defineTask: model must be a function.' })
})
