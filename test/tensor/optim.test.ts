import test from 'ava'
import { F, nn, optim, tensor, zeros } from '../../src/tensor/index.js'

const parameter = (values: number[]) => nn.parameter(tensor(values))

function step(optimizer: optim.Optimizer, p: nn.Parameter, gradient: number[]): number[] {
  p.grad = tensor(gradient)
  optimizer.step()
  return p.toArray() as number[]
}

const near = (actual: number[], expected: number[]) =>
  actual.every((x, k) => Math.abs(x - expected[k]!) < 1e-6)

test('sgd follows its formula, with momentum, dampening, decay and nesterov', (t) => {
  const p = parameter([1])
  const plain = optim.sgd([p], { lr: 0.1, weightDecay: 0.5 })
  t.true(near(step(plain, p, [2]), [1 - 0.1 * (2 + 0.5)]))

  const q = parameter([1])
  const heavy = optim.sgd([q], { lr: 0.1, momentum: 0.9, dampening: 0.5 })
  t.true(near(step(heavy, q, [2]), [0.8]))
  t.true(near(step(heavy, q, [2]), [0.8 - 0.1 * (0.9 * 2 + 0.5 * 2)]))

  const r = parameter([1])
  const ahead = optim.sgd([r], { lr: 0.1, momentum: 0.9, nesterov: true })
  t.true(near(step(ahead, r, [2]), [1 - 0.1 * (2 + 0.9 * 2)]))
})

test("adam's first step is the learning rate against the gradient's sign", (t) => {
  const p = parameter([1, 1])
  const adam = optim.adam([p], { lr: 0.01 })
  t.true(near(step(adam, p, [3, -0.5]), [0.99, 1.01]))
})

test('groups have their own options, and a changed lr counts from the next step', (t) => {
  const p = parameter([1])
  const q = parameter([1])
  const optimizer = optim.sgd([{ parameters: [p] }, { parameters: [q], lr: 1 }], { lr: 0.1 })
  p.grad = tensor([1])
  step(optimizer, q, [1])
  t.true(near([p.item(), q.item()], [0.9, 0]))
  optimizer.groups[0]!.options.lr = 0.5
  optimizer.zeroGrad()
  t.is(q.grad, null)
  t.true(near(step(optimizer, p, [1]), [0.4]))
  t.true(near([q.item()], [0]), 'a parameter without a gradient stays')
})

test('the scalars of an update come from running products, for whoever applies them', (t) => {
  const adam = optim.adam([parameter([1])], { betas: [0.5, 0.75] })
  t.is(adam.kind, 'adam')
  t.is(adam.stateNames.length, 2)
  const first = adam.advance(adam.running, adam.groups[0]!.options, 0.25, 0.125, 3)
  t.deepEqual(first.scalars, [0.25, 3, 0.125, 0.5, 0.75, 1e-8, 0, 1, 0.5, 0.25])
  t.deepEqual(adam.advance(first.running, adam.groups[0]!.options).scalars.slice(-2), [0.75, 0.4375])
  const sgd = optim.sgd([parameter([1])], { lr: 1, momentum: 0.5 })
  t.is(sgd.advance([0], sgd.groups[0]!.options).scalars[7], 1)
  t.is(sgd.advance([1], sgd.groups[0]!.options).scalars[7], 0)
})

test('options that make no sense are refused', (t) => {
  const p = [parameter([1])]
  for (const make of [
    () => optim.sgd([], { lr: 1 }),
    () => optim.sgd(nn.linear(1, 1) as never, { lr: 1 }),
    () => optim.sgd(null as never, { lr: 1 }),
    () => optim.sgd([1, 2] as never, { lr: 1 }),
    () => optim.adam([{ params: p }] as never),
    () => optim.adam([{ parameters: [] }]),
    () => optim.sgd(p, { lr: -1 }),
    () => optim.sgd(p, { lr: Number.NaN }),
    () => optim.sgd(p, { lr: 1, nesterov: true }),
    () => optim.sgd(p, { lr: 1, momentum: -0.5 }),
    () => optim.adam(p, { betas: [1, 0.9] }),
    () => optim.adam(p, { eps: -1 }),
    () => optim.adam([{ parameters: p, lr: -1 }]),
  ]) {
    t.throws(make, { code: 'ERR_TENSOR_ARGUMENT' })
  }
})

test('a parameter that no kernel can update is named', (t) => {
  const p = nn.parameter(zeros([2], { dtype: 'float64' }))
  p.grad = zeros([2], { dtype: 'float64' })
  t.throws(() => optim.sgd([p], { lr: 1 }).step(), { code: 'ERR_TENSOR_ARGUMENT', message: /float32/ })
})

test('a step between forward and backward is noticed', (t) => {
  const model = nn.linear(2, 2)
  const optimizer = optim.sgd(model.parameters(), { lr: 0.1 })
  const x = tensor([[1, 2]], { requiresGrad: true })
  const loss = F.mseLoss(model.forward(x), zeros([1, 2]))
  loss.backward(null, { retainGraph: true })
  optimizer.step()
  t.throws(() => loss.backward(), { code: 'ERR_TENSOR_OPERATION', message: /inplace/ })
})

test('unknown options and parameters that are there twice are refused', (t) => {
  const p = parameter([1])
  const code = 'ERR_TENSOR_ARGUMENT'
  const wrong = { learningRate: 1 } as object
  t.throws(() => optim.adam([p], wrong), {
    code,
    message: /unknown option 'learningRate'; it knows lr, betas/,
  })
  t.throws(() => optim.sgd([{ parameters: [p], ...wrong }], { lr: 1 }), {
    code,
    message: /optim\.sgd.*learningRate/,
  })
  t.throws(() => optim.sgd([p, p], { lr: 1 }), { code, message: /more than once/ })
  t.throws(() => optim.adam([{ parameters: [p] }, { parameters: [p] }]), { code, message: /more than once/ })
})
