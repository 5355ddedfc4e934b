import test from 'ava'
import { F, nn, noGrad, ones, tensor, zeros } from '../../src/tensor/index.js'
import {
  adoptBuffers,
  adoptParameters,
  exportState,
  fromShared,
  handlesOf,
  native,
  versions,
} from '../../src/tensor/internal.js'

const shared = (length: number) => new Float32Array(new SharedArrayBuffer(4 * length))

test('adopted parameters alias the given memory and stay leaves under the same handles', (t) => {
  const model = nn.sequential(nn.linear(2, 3), nn.batchNorm1d(3))
  const views = new Map([...model.stateDict()].map(([name, each]) => [name, shared(each.numel)]))
  exportState(model, views)
  const weight = model.parameters()[0]!
  const { handle } = weight
  const before = weight.toArray()
  adoptParameters(model, views)
  adoptBuffers(model, views)
  t.is(weight.handle, handle)
  t.deepEqual(weight.toArray(), before)
  t.true(weight.isLeaf && weight.requiresGrad)
  views.get('0.weight')![5] = 7
  t.is(weight.select(0, 2).select(0, 1).item(), 7)

  const gradient = shared(6)
  weight.grad = fromShared(gradient, [3, 2])
  model
    .forward(
      tensor([
        [1, 2],
        [3, 5],
      ]),
    )
    .square()
    .sum()
    .backward()
  t.true(
    gradient.some((value) => value !== 0),
    'autograd accumulates straight into the slot',
  )
  t.not(views.get('1.running_mean')![0], 0)
})

test('two modules over one memory see the same parameters', (t) => {
  const [a, b] = [nn.linear(2, 1), nn.linear(2, 1)]
  const views = new Map([
    ['weight', shared(2)],
    ['bias', shared(1)],
  ])
  adoptParameters(a, views)
  adoptParameters(b, views)
  noGrad(() => a.weight.fill_(3))
  t.deepEqual(b.weight.toArray(), [[3, 3]])
})

test('a layout that does not fit the module names the parameter', (t) => {
  const model = nn.linear(2, 1)
  t.throws(() => adoptParameters(model, new Map()), { code: 'ERR_MODULE_STATE', message: /'weight'/ })
  const views = new Map([
    ['weight', shared(2)],
    ['bias', shared(2)],
  ])
  t.throws(() => adoptParameters(model, views), {
    code: 'ERR_MODULE_STATE',
    message: /'bias' is float32\[1\]/,
  })
})

test('versions tell what a forward pass changed in place', (t) => {
  const model = nn.linear(2, 2)
  const handles = handlesOf(model.parameters())
  const before = versions(handles)
  F.mseLoss(model.forward(ones([1, 2])), zeros([1, 2])).backward()
  t.deepEqual(versions(handles), before)
  noGrad(() => model.bias!.add_(1))
  const after = versions(handles)
  t.is(after[0], before[0])
  t.not(after[1], before[1])
  t.throws(() => versions(Uint32Array.of(12345678)), { code: 'ERR_TENSOR_DISPOSED' })
})

test('a released handle never reaches a later tensor in its place', (t) => {
  const first = native().zerosOf([1], 0)
  native().release(first)
  const second = native().zerosOf([1], 0)
  t.not(first, second)
  t.throws(() => native().item(first), { code: 'ERR_TENSOR_DISPOSED' })
  native().release(first)
  t.is(native().item(second), 0)
  native().release(second)
})

test('JavaScript keeps its denormal numbers after a native call', (t) => {
  native().release(native().zerosOf([1], 0))
  let tiny = Number.MIN_VALUE
  tiny *= 1
  t.is(tiny, 5e-324)
})
