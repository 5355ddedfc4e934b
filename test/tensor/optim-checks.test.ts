import test from 'ava'
import { nn, optim, tensor, tidy, zeros } from '../../src/tensor/index.js'

/** What no type would let pass. */
const any = (value: unknown): any => value
const refused = { code: 'ERR_TENSOR_ARGUMENT' } as const
const parameter = () => nn.parameter(tensor([1, 2]))

test('a state of an optimizer is checked as its constructor checks options, before anything changes', (t) => {
  const optimizer = optim.adam([parameter()], { lr: 0.5 })
  const { groups, tensors } = optimizer.stateDict()
  const [{ options, running } = any(0)] = groups
  const wrong = [
    [null],
    [{}],
    [{ options, running: null }],
    [{ options, running: ['a', 'b'] }],
    [{ options, running: [Number.NaN, 1] }],
    [{ options: null, running }],
    [{ options: { ...options, lr: Number.NaN }, running }],
    [{ options: { ...options, lr: -1 }, running }],
    [{ options: { ...options, betas: null }, running }],
    [{ options: { ...options, maximize: 'no' }, running }],
    [{ options: { ...options, foo: 1 }, running }],
    [{ options, running, foo: 1 }],
  ]
  for (const each of wrong) {
    const error = t.throws(() => optimizer.loadStateDict({ groups: any(each), tensors }), refused)
    t.regex(error?.message ?? '', /^optim\.adam/)
  }
  const none = new Map([...tensors.keys()].map((name) => [name, any(5)]))
  t.throws(() => optimizer.loadStateDict({ groups, tensors: none }), refused)
  t.deepEqual(optimizer.groups[0]!.options, options)
  optimizer.loadStateDict({ groups: [{ options: { lr: 0.25 }, running }], tensors })
  t.is(optimizer.groups[0]!.options.lr, 0.25)
})

test('a state of a scheduler is checked', (t) => {
  const optimizer = optim.sgd([parameter()], { lr: 1 })
  const scheduler = optim.scheduler(optimizer, optim.plateau({ metric: 'loss' }))
  const progress = { best: 1, waited: 0, cooling: 0, factor: 1 }
  for (const wrong of [
    { step: 3, rates: [-1], progress },
    { step: 3, rates: [Number.POSITIVE_INFINITY], progress },
    { step: 3, rates: [1], progress: {} },
    { step: 3, rates: [1], progress: { ...progress, best: 'x' } },
    { step: 3, rates: [1], progress: { ...progress, waited: -1 } },
    { step: 3, rates: [1], progress: { ...progress, factor: Number.NaN } },
    { step: 3, rates: [1], progress: { ...progress, foo: 1 } },
  ])
    t.throws(() => scheduler.loadStateDict(any(wrong)), refused)
  t.is(scheduler.stateDict().step, 0)
  scheduler.loadStateDict({ step: 3, rates: [0.5], progress })
  t.is(optimizer.groups[0]!.options.lr, 0.5)
})

test('options changed between steps are checked before the next one, which then changes nothing', (t) => {
  const [one, two] = [parameter(), parameter()]
  const optimizer = optim.adam([{ parameters: [one] }, { parameters: [two] }], { lr: 0.5 })
  one.grad = tensor([1, 1])
  const { options } = optimizer.groups[1]!
  const { lr, betas } = options
  for (const wrong of [undefined, Number.NaN, '0.5', -1]) {
    options.lr = any(wrong)
    t.throws(() => optimizer.step(), { ...refused, message: /lr must be a finite number/ })
  }
  options.lr = lr
  options.betas = any(null)
  t.throws(() => optimizer.step(), { ...refused, message: /betas/ })
  t.deepEqual(one.toArray(), [1, 2])
  options.betas = betas
  optimizer.step()
  t.notDeepEqual(one.toArray(), [1, 2])
})

test('gradients are clipped by any p-norm', (t) => {
  const [one, two] = [parameter(), parameter()]
  const none = nn.parameter(zeros([0]))
  const clip = (normType: number) => {
    one.grad = tensor([3, -4])
    two.grad = tensor([0, 1])
    none.grad = zeros([0])
    return optim.clipGradNorm([one, two, none], 2, { normType })
  }
  t.is(clip(1), 8)
  const clipped = one.grad!.toArray() as number[]
  t.true(Math.abs(clipped[0]! - 0.75) < 1e-5 && Math.abs(clipped[1]! + 1) < 1e-5)
  t.is(clip(Number.POSITIVE_INFINITY), 4)
  t.true(Math.abs(clip(3) - (27 + 64 + 1) ** (1 / 3)) < 1e-5)
  t.is(clip(2), Math.sqrt(26))
  t.is(optim.clipGradNorm([none], 2, { normType: Number.POSITIVE_INFINITY }), 0)
  for (const wrong of [{ normType: 0 }, { normType: -1 }, { normType: 'inf' }, { norm: 1 }])
    t.throws(() => optim.clipGradNorm([one], 2, any(wrong)), refused)
})

test('only leaves are optimized, and only a leaf can be frozen', (t) => {
  tidy(() => {
    const computed = parameter().mul(2)
    t.throws(() => optim.sgd(any([computed]), { lr: 1 }), { ...refused, message: /was computed/ })
    t.throws(() => (computed.requiresGrad = false), { ...refused, message: /only a leaf/ })
    t.true(computed.requiresGrad)
    computed.requiresGrad = true
    const leaf = parameter()
    leaf.requiresGrad = false
    t.false(leaf.requiresGrad)
  })
})

test('averages take the place of parameters only for a synchronous function', async (t) => {
  const one = parameter()
  const average = optim.ema([one], { decay: 0.5 })
  average.update()
  one.copyFrom(new Float32Array([5, 5]))
  t.throws(() => average.run(async () => 1), { code: 'ERR_TENSOR_SCOPE', message: /^optim\.ema\.run\(\)/ })
  t.deepEqual(one.toArray(), [5, 5])
})

test('restarts come after whole steps', (t) => {
  const { cosineRestarts } = optim.schedules
  t.throws(() => cosineRestarts({ period: 1e-300, grow: 1.0000000000000002 }), refused)
  t.throws(() => cosineRestarts({ period: 2, grow: 1.0000000000000002 }), refused)
  t.is(cosineRestarts({ period: 1, grow: 2 })(3, { steps: 9 }), 1)
})
