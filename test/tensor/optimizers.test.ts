import { readFileSync } from 'node:fs'
import test from 'ava'
import { nn, optim, type Tensor, tidy } from '../../src/tensor/index.js'
import { formula } from './support/formula.js'

type Name = 'sgd' | 'adam' | 'adamW' | 'nadam' | 'rmsprop' | 'adagrad' | 'adadelta' | 'lion' | 'lamb'
interface Case {
  readonly name: Name
  readonly options: Record<string, unknown>
  /** What the second group has otherwise. */
  readonly second: Record<string, unknown>
  /** Values of both parameters by number of steps. */
  readonly after: Record<string, number[][]>
}
const reference: { optimizers: Case[] } = JSON.parse(
  readFileSync(new URL('../../../test/tensor/reference/optimizers.json', import.meta.url), 'utf8'),
)

const shapes = [[5], [3, 7]]
const make = ({ name, options, second }: Omit<Case, 'after'>, parameters: readonly nn.Parameter[]) =>
  optim[name](
    [{ parameters: [parameters[0]!] }, { parameters: [parameters[1]!], ...second }],
    options as never,
  )

function initial(): nn.Parameter[] {
  return shapes.map((shape, i) => nn.parameter(formula(shape, 'float32', 11 + i, -1, 1)))
}

/** Gradients as tools/reference/optimizers.py has them. */
function step(optimizer: optim.Optimizer, parameters: readonly nn.Parameter[], at: number): void {
  tidy(() => {
    parameters.forEach((parameter, i) => {
      const slope = formula(shapes[i]!, 'float32', 1000 + 10 * at + i, -1, 1)
      parameter.grad = slope.add(parameter.detach().mul(0.5))
    })
    optimizer.step()
  })
}

const values = (tensor: Tensor) => [...(tensor.toTypedArray() as Float32Array)]

for (const each of reference.optimizers) {
  const what = JSON.stringify({
    ...each.options,
    ...(Object.keys(each.second).length > 0 && { second: each.second }),
  })
  test(`${each.name} does what the reference does in 25 steps: ${what}`, (t) => {
    const parameters = initial()
    const optimizer = make(each, parameters)
    for (let at = 0; at < 25; at++) {
      step(optimizer, parameters, at)
      const expected = each.after[at + 1]
      if (expected === undefined) continue
      parameters.forEach((parameter, i) => {
        const off = values(parameter).map((value, k) => Math.abs(value - expected[i]![k]!))
        t.true(Math.max(...off) < 1e-5, `step ${at + 1}, parameter ${i}: off by ${Math.max(...off)}`)
      })
    }
  })

  test(`${each.name} goes on from its stateDict() to the same bits: ${what}`, (t) => {
    const parameters = initial()
    const optimizer = make(each, parameters)
    const others = initial()
    const other = make(each, others)
    for (let at = 0; at < 7; at++) step(optimizer, parameters, at)
    // By way of JSON, as a file would have it.
    const { groups, tensors } = optimizer.stateDict()
    other.loadStateDict({ groups: JSON.parse(JSON.stringify(groups)), tensors })
    for (const [i, one] of others.entries()) one.copyFrom(parameters[i]!.toTypedArray())
    for (let at = 7; at < 14; at++) {
      step(optimizer, parameters, at)
      step(other, others, at)
    }
    t.deepEqual(others.map(values), parameters.map(values))
  })
}

test('a state that does not fit is refused by what is wrong, and changes nothing', (t) => {
  const parameters = initial()
  const adam = optim.adam(parameters)
  step(adam, parameters, 0)
  const { groups, tensors } = adam.stateDict()
  const before = values(tensors.get('0.1.expAvg')!)
  const refused = (state: optim.OptimizerState, message: RegExp) =>
    t.throws(() => adam.loadStateDict(state), { code: 'ERR_TENSOR_ARGUMENT', message })
  refused({ groups: [...groups, ...groups], tensors }, /2 groups of parameters, this optimizer 1/)
  refused({ groups: [{ options: {}, running: [1] }], tensors }, /another optimizer/)
  refused({ groups, tensors: new Map([...tensors].slice(1)) }, /no 0\.0\.expAvg/)
  refused(
    { groups, tensors: new Map([...tensors, ['more', parameters[0]!]]) },
    /5 tensors, this optimizer keeps 4/,
  )
  const swapped = new Map(tensors).set('0.1.expAvg', parameters[0]!)
  refused({ groups, tensors: swapped }, /0\.1\.expAvg is float32\[5\], not float32\[3,7\]/)
  t.deepEqual(values(adam.stateDict().tensors.get('0.1.expAvg')!), before)
})

test('arrays are kept only for what the options need', (t) => {
  const [one, two] = initial()
  const names = (optimizer: optim.Optimizer) => [...optimizer.stateNames]
  t.deepEqual(names(optim.rmsprop([one!])), ['squareAvg'])
  const both = optim.rmsprop([
    { parameters: [one!], momentum: 0.5 },
    { parameters: [two!], centered: true },
  ])
  t.deepEqual(names(both), ['squareAvg', 'gradAvg', 'momentum'])
  t.deepEqual(names(optim.adam([one!], { amsgrad: true })), ['expAvg', 'expAvgSq', 'maxExpAvgSq'])
  t.throws(() => optim.adamW([{ parameters: [one!], amsgrad: true }, { parameters: [two!] }]), {
    code: 'ERR_TENSOR_ARGUMENT',
    message: /adamW\(\): amsgrad must be the same/,
  })
})

test('clipping scales the gradients of all parameters together, or cuts off what sticks out', (t) => {
  const [one, two] = initial()
  const set = () => {
    one!.grad = formula([5], 'float32', 1, 3, 4)
    two!.grad = formula([3, 7], 'float32', 2, -4, 4)
  }
  const all = () => [...values(one!.grad!), ...values(two!.grad!)]
  set()
  const before = all()
  const norm = Math.hypot(...before)
  t.true(Math.abs(optim.clipGradNorm([one!, two!], 2) - norm) < 1e-4)
  t.true(Math.abs(Math.hypot(...all()) - 2) < 1e-4)
  optim.clipGradNorm([one!, two!], 100)
  t.true(Math.abs(Math.hypot(...all()) - 2) < 1e-4, 'a small gradient stays')
  set()
  optim.clipGradValue([one!, two!], 2.5)
  t.deepEqual(
    all(),
    before.map((value) => Math.max(-2.5, Math.min(2.5, value))),
  )
  t.throws(() => optim.clipGradNorm([one!], 0), { code: 'ERR_TENSOR_ARGUMENT' })
  t.throws(() => optim.clipGradValue([one!], Number.NaN), { code: 'ERR_TENSOR_ARGUMENT' })
})

test('an average follows the weights, takes their places for an evaluation, and can be kept', (t) => {
  const [one] = initial()
  const ema = optim.ema([one!], { decay: 0.75 })
  const optimizer = optim.sgd([one!], { lr: 1 })
  let expected: number[] = []
  for (let at = 0; at < 4; at++) {
    one!.grad = formula([5], 'float32', 50 + at, -1, 1)
    optimizer.step()
    ema.update()
    const now = values(one!)
    expected = at === 0 ? now : expected.map((mean, k) => 0.75 * mean + 0.25 * now[k]!)
  }
  const weights = values(one!)
  const close = (found: number[]) => found.every((value, k) => Math.abs(value - expected[k]!) < 1e-6)
  t.true(ema.run(() => close(values(one!))))
  t.throws(() =>
    ema.run(() => {
      throw new RangeError('stop')
    }),
  )
  t.deepEqual(values(one!), weights)
  const { updates, averages } = ema.stateDict()
  const again = optim.ema([nn.parameter(formula([5], 'float32', 9, -1, 1))], { decay: 0.75 })
  again.loadStateDict({ updates, averages })
  t.deepEqual(values(again.stateDict().averages[0]!), values(averages[0]!))
  t.is(again.stateDict().updates, 4)
  t.throws(() => again.loadStateDict({ updates, averages: [] }), { code: 'ERR_TENSOR_ARGUMENT' })
  t.throws(() => optim.ema([one!], { decay: 1 }), { code: 'ERR_TENSOR_ARGUMENT' })
})
