import test from 'ava'
import { nn, ones, optim, rand, type Tensor, tensor, zeros } from '../../../src/tensor/index.js'

test('every name and shape that does not fit is told, and nothing is copied', (t) => {
  const model = nn.sequential(nn.linear(2, 3), nn.linear(3, 1))
  const before = model.stateDict().get('0.weight')!.toArray()
  const state = new Map<string, Tensor>([...model.stateDict()].map(([name]) => [name, zeros([1])]))
  t.throws(() => model.loadStateDict(state), {
    code: 'ERR_MODULE_STATE',
    message: /'0.weight' has shape \[1\], the model needs \[3, 2\]; '0.bias' .*; '1.weight' has shape/,
  })
  t.throws(() => model.loadStateDict({ '2.weight': zeros([1]) }), {
    code: 'ERR_MODULE_STATE',
    message: /missing: 0.weight, 0.bias, 1.weight, 1.bias; unexpected: 2.weight/,
  })
  t.deepEqual(model.stateDict().get('0.weight')!.toArray(), before)
})

test('a buffer that is not persistent moves with the module but is not saved', (t) => {
  class Rotary extends nn.Module<[Tensor]> {
    angles = nn.buffer(rand([4]), { persistent: false })
    scale = nn.buffer(ones([1]))
    forward(x: Tensor): Tensor {
      return x.mul(this.angles).mul(this.scale)
    }
  }
  const model = new Rotary()
  t.deepEqual([...model.stateDict().keys()], ['scale'])
  t.deepEqual([...model.namedBuffers().keys()], ['angles', 'scale'])
  t.deepEqual(model.loadStateDict({ scale: tensor([2]) }), { missing: [], unexpected: [] })
  t.is(model.scale.item(), 2)
  t.is(model.to('float64').angles.dtype, 'float64')
})

test("PyTorch's count of batches is passed over, and taken by a norm that needs it", (t) => {
  const state = { running_mean: zeros([2]), running_var: ones([2]), weight: ones([2]), bias: zeros([2]) }
  const counted = { ...state, num_batches_tracked: tensor(7n) }
  t.deepEqual(nn.batchNorm1d(2).loadStateDict(counted), { missing: [], unexpected: [] })
  const mean = nn.batchNorm1d(2, { momentum: null })
  mean.loadStateDict(counted)
  t.is(mean.numBatchesTracked!.item(), 7)
  t.throws(() => mean.loadStateDict(state), {
    code: 'ERR_MODULE_STATE',
    message: /missing: num_batches_tracked/,
  })
})

test('to() converts what is floating in place: parameters stay the same objects, and optimizers go on', (t) => {
  class Model extends nn.Module<[Tensor]> {
    layer = nn.linear(2, 2)
    count = nn.buffer(tensor([1n]))
    forward(x: Tensor): Tensor {
      return this.layer.forward(x)
    }
  }
  const model = new Model()
  const { weight } = model.layer
  const before = weight.toArray()
  model
    .forward(ones([1, 2]))
    .sum()
    .backward()
  model.to('float64')
  t.is(model.layer.weight, weight)
  t.is(weight.dtype, 'float64')
  t.true(weight.requiresGrad && weight.isLeaf)
  t.is(weight.grad, null)
  t.deepEqual(weight.toArray(), before)
  t.is(model.count.dtype, 'int64')
  model
    .forward(ones([1, 2], { dtype: 'float64' }))
    .sum()
    .backward()
  t.is(weight.grad!.dtype, 'float64')
  model.to({ dtype: 'float32', device: 'cpu' })
  const optimizer = optim.sgd(model.parameters(), { lr: 1 })
  model
    .forward(ones([1, 2]))
    .sum()
    .backward()
  optimizer.step()
  t.deepEqual(
    weight.toArray(),
    (before as number[][]).map((row) => row.map((value) => Math.fround(value - 1))),
  )
  t.throws(() => model.to({ device: 'nowhere' as 'cpu' }), { code: 'ERR_TENSOR_ARGUMENT' })
})

test('containers hold modules, and say so to those who give something else', (t) => {
  const layer = nn.linear(2, 2)
  const refused = { code: 'ERR_TENSOR_ARGUMENT', message: /takes modules only|takes a list/ } as const
  t.throws(() => nn.sequential([layer] as never), { ...refused, message: /spread it with/ })
  t.throws(() => nn.sequential(layer, 'a' as never), refused)
  t.throws(() => nn.moduleList(3 as never), refused)
  t.throws(() => nn.moduleDict({ a: layer, b: () => layer } as never), refused)
})

test('a stack of layers is made by a function, and says so to those who give a layer', (t) => {
  const layer = nn.transformerEncoderLayer(4, 2)
  t.throws(() => nn.transformerEncoder(layer as never, 2), {
    code: 'ERR_TENSOR_ARGUMENT',
    message: /\(\) => nn\.transformerEncoderLayer/,
  })
})

test('containers name what is in them', (t) => {
  class Model extends nn.Module<[Tensor]> {
    parts = nn.moduleDict({ first: nn.linear(2, 2), second: nn.moduleList([nn.linear(2, 2)]) })
    scales = nn.parameterList([nn.parameter(ones([2])), nn.parameter(ones([2]))])
    forward(x: Tensor): Tensor {
      const { parts, scales } = this
      return parts
        .get('second')
        .at(0)!
        .forward(parts.get('first').forward(x).mul(scales.at(0)!))
        .mul(scales.at(1)!)
    }
  }
  const model = new Model()
  t.deepEqual(
    [...model.stateDict().keys()],
    [
      'parts.first.weight',
      'parts.first.bias',
      'parts.second.0.weight',
      'parts.second.0.bias',
      'scales.0',
      'scales.1',
    ],
  )
  t.is(model.parameters().length, 6)
  t.is(model.modules().length, 6)
  t.is(model.children().length, 2)
  model
    .forward(ones([1, 2]))
    .sum()
    .backward()
  t.true(model.parameters().every(({ grad }) => grad !== null))
  for (const container of [model.parts, model.scales, model.parts.get('second')])
    t.throws(() => container.forward(), { code: 'ERR_TENSOR_ARGUMENT' })
})
