import test from 'ava'
import {
  F,
  init,
  memory,
  nn,
  ones,
  rand,
  random,
  type Tensor,
  tensor,
  zeros,
} from '../../src/tensor/index.js'

class Net extends nn.Module<[Tensor]> {
  conv1 = nn.conv2d(1, 4, 3)
  scale = nn.parameter(ones([1]))
  norm = nn.batchNorm2d(4)
  head = nn.sequential(nn.flatten(), nn.dropout(0.5), nn.linear(4 * 6 * 6, 3))

  forward(x: Tensor): Tensor {
    return this.head.forward(this.norm.forward(this.conv1.forward(x).relu().mul(this.scale)))
  }
}

test('parameters and buffers are found among the fields, named as in PyTorch', (t) => {
  const net = new Net()
  t.deepEqual(
    [...net.namedParameters().keys()],
    ['scale', 'conv1.weight', 'conv1.bias', 'norm.weight', 'norm.bias', 'head.2.weight', 'head.2.bias'],
  )
  t.deepEqual([...net.namedBuffers().keys()], ['norm.running_mean', 'norm.running_var'])
  t.is(net.stateDict().size, 9)
  t.deepEqual([...nn.sequential(nn.linear(2, 3), nn.relu()).namedParameters().keys()], ['0.weight', '0.bias'])
})

test('a parameter that two modules share is named once', (t) => {
  class Tied extends nn.Module<[Tensor]> {
    a = nn.linear(2, 2)
    b = this.a
    forward(x: Tensor): Tensor {
      return this.b.forward(this.a.forward(x))
    }
  }
  t.deepEqual([...new Tied().namedParameters().keys()], ['a.weight', 'a.bias'])
})

test('every parameter gets a gradient, and zeroGrad forgets them', (t) => {
  const net = new Net()
  F.crossEntropy(net.forward(rand([2, 1, 8, 8])), tensor([0n, 2n])).backward()
  for (const each of net.parameters()) t.deepEqual(each.grad?.shape, each.shape)
  net.zeroGrad()
  for (const each of net.parameters()) t.is(each.grad, null)
})

test('train and eval reach every module', (t) => {
  const net = new Net().eval()
  t.true([...net.namedModules().values()].every(({ training }) => !training))
  const x = rand([2, 1, 8, 8])
  t.deepEqual(net.forward(x).toArray(), net.forward(x).toArray())
  net.train()
  t.notDeepEqual(net.forward(x).toArray(), net.forward(x).toArray())
})

test('a state dict goes from one model to another, with or without strictness', (t) => {
  const from = new Net()
  const to = new Net()
  to.loadStateDict(from.stateDict())
  const x = rand([1, 1, 8, 8])
  t.deepEqual(to.eval().forward(x).toArray(), from.eval().forward(x).toArray())

  const part = new Map([...from.stateDict()].filter(([name]) => name !== 'scale'))
  t.throws(() => to.loadStateDict(part), {
    code: 'ERR_MODULE_STATE',
    message: /missing: scale; unexpected: none/,
  })
  t.deepEqual(to.loadStateDict({ ...Object.fromEntries(part), other: ones([1]) }, { strict: false }), {
    missing: ['scale'],
    unexpected: ['other'],
  })
})

test('a shape that does not fit leaves the model as it was', (t) => {
  const model = nn.linear(2, 2)
  const before = model.weight.toArray()
  t.throws(() => model.loadStateDict({ weight: zeros([2, 2]), bias: zeros([3]) }), {
    code: 'ERR_MODULE_STATE',
    message: /'bias' has shape \[3\], the model needs \[2\]/,
  })
  t.deepEqual(model.weight.toArray(), before)
})

test("initial weights are PyTorch's distribution and depend on the key alone", (t) => {
  const make = (seed: number) => random.run({ seed, use: 'model' }, () => nn.linear(100, 200))
  const model = make(1)
  t.deepEqual(model.weight.toArray(), make(1).weight.toArray())
  t.notDeepEqual(model.weight.toArray(), make(2).weight.toArray())
  // kaimingUniform with a = sqrt(5) is uniform within 1 / sqrt(fan in).
  for (const each of model.parameters()) {
    t.true(each.abs().max().item() <= 0.1 + 1e-7)
    t.true(each.abs().max().item() > 0.095)
  }
  t.true(Math.abs(model.weight.detach().var().item() - 0.01 / 3) < 2e-4)
})

test('initialisers have their deviations', (t) => {
  random.manualSeed(3)
  const deviation = (fill: (w: Tensor) => Tensor) =>
    fill(zeros([200, 100]))
      .std()
      .item()
  const near = (actual: number, expected: number) =>
    t.true(Math.abs(actual / expected - 1) < 0.03, `${actual} ${expected}`)
  near(
    deviation((w) => init.kaimingNormal(w, { nonlinearity: 'relu' })),
    Math.sqrt(2 / 100),
  )
  near(
    deviation((w) => init.kaimingUniform(w, { mode: 'fanOut', nonlinearity: 'relu' })),
    Math.sqrt(2 / 200),
  )
  near(
    deviation((w) => init.xavierUniform(w)),
    Math.sqrt(2 / 300),
  )
  near(
    deviation((w) => init.xavierNormal(w, 2)),
    2 * Math.sqrt(2 / 300),
  )
  near(
    deviation((w) => init.normal(w, 1, 0.5)),
    0.5,
  )
  t.deepEqual(init.constant(zeros([2]), 3).toArray(), [3, 3])
  t.throws(() => init.kaimingUniform(zeros([3])), { code: 'ERR_TENSOR_ARGUMENT' })
})

test('batch norm moves its running statistics while training only', (t) => {
  const norm = nn.batchNorm1d(2)
  const x = tensor([
    [1, 10],
    [3, 30],
  ])
  const y = norm.forward(x)
  t.true(y.mean(0).abs().max().item() < 1e-6)
  t.deepEqual(norm.runningMean!.toArray(), [Math.fround(0.2), 2])
  t.true(
    norm
      .runningVar!.sub(tensor([0.9 + 0.2, 0.9 + 20]))
      .abs()
      .max()
      .item() < 1e-5,
  )
  norm.eval().forward(x)
  t.deepEqual(norm.runningMean!.toArray(), [Math.fround(0.2), 2])
  t.throws(() => nn.batchNorm2d(2).forward(x), { code: 'ERR_TENSOR_ARGUMENT' })
})

test('layer norm, embedding and pooling modules', (t) => {
  const norm = nn.layerNorm(4)
  t.true(
    norm
      .forward(rand([3, 4]))
      .mean(1)
      .abs()
      .max()
      .item() < 1e-6,
  )
  const table = nn.embedding(5, 3, { paddingIdx: 1 })
  t.deepEqual(table.weight.select(0, 1).toArray(), [0, 0, 0])
  table
    .forward(tensor([1n, 2n]))
    .sum()
    .backward()
  t.deepEqual(table.weight.grad!.sum(1).toArray(), [0, 0, 3, 0, 0])
  t.deepEqual(nn.maxPool2d(2).forward(rand([1, 1, 4, 6])).shape, [1, 1, 2, 3])
  t.deepEqual(nn.avgPool2d([1, 2], { stride: 1 }).forward(rand([1, 1, 4, 6])).shape, [1, 1, 4, 5])
  t.deepEqual(nn.adaptiveAvgPool2d(1).forward(rand([1, 2, 4, 6])).shape, [1, 2, 1, 1])
})

test('convolutions take strides, padding and groups', (t) => {
  const conv = nn.conv2d(4, 6, [3, 1], { stride: 2, padding: [1, 0], groups: 2, bias: false })
  t.deepEqual(conv.weight.shape, [6, 2, 3, 1])
  t.deepEqual(conv.forward(rand([1, 4, 5, 5])).shape, [1, 6, 3, 3])
  t.throws(() => nn.conv2d(3, 4, 3, { groups: 2 }), {
    code: 'ERR_TENSOR_ARGUMENT',
    message: /2 groups must divide 3 input/,
  })
  for (const options of [{ paddingMode: 'x' }, { padding: 'sam' }])
    t.throws(() => nn.conv1d(1, 1, 3, options as never), {
      code: 'ERR_TENSOR_ARGUMENT',
      message: /one of .*same|zeros/,
    })
  t.throws(() => nn.conv1d(1, 1, 3, { padding: 4, paddingMode: 'reflect' }).forward(rand([1, 1, 4])), {
    code: 'ERR_TENSOR_ARGUMENT',
    message: /reflect.* can add at most 3 to a size of 4/,
  })
})

test('module lists are found by the module that holds them, and freezing reaches their parameters', (t) => {
  class Stack extends nn.Module<[Tensor]> {
    layers = nn.moduleList([nn.linear(2, 2), nn.linear(2, 2)])
    forward(x: Tensor): Tensor {
      let value = x
      for (const layer of this.layers) value = layer.forward(value)
      return value
    }
  }
  const stack = new Stack().requiresGrad(false)
  t.deepEqual([...stack.namedParameters().keys()][2], 'layers.1.weight')
  t.false(stack.forward(ones([1, 2])).requiresGrad)
  const seen: string[] = []
  stack.apply((module) => seen.push(module.constructor.name))
  t.deepEqual(seen, ['Linear', 'Linear', 'ModuleList', 'Stack'])
})

test('sequential frees what its own layers hand on, and nothing else', (t) => {
  const seen: Tensor[] = []
  const keeping = nn.lambda((input) => {
    seen.push(input)
    return input.mul(2)
  })
  const model = nn.sequential(nn.linear(3, 3), nn.relu(), nn.identity(), keeping, nn.relu(), nn.tanh())
  const input = ones([2, 3])
  const before = memory().tensors
  const output = model.forward(input)
  // Kept alive: what the foreign function was given and what it made, and the result.
  t.is(memory().tensors - before, 3)
  t.false(input.disposed)
  t.false(seen[0]!.disposed)
  output.sum().backward()
  t.not(model.at(0)!.namedParameters().get('weight')!.grad, null)
})
