import test from 'ava'
import { nn, tensor, zeros } from '../../../src/tensor/index.js'

/** What no type would let pass. */
const any = (value: unknown): any => value
const refused = { code: 'ERR_TENSOR_ARGUMENT' } as const

test('modules and parameters by name come from an object or a Map', (t) => {
  const [left, right] = [nn.linear(1, 1), nn.relu()]
  const modules = nn.moduleDict(new Map<string, nn.Module<any>>([['left', left]]).set('right', right))
  t.is(modules.get('left'), left)
  t.deepEqual([...modules.stateDict().keys()], ['left.weight', 'left.bias'])
  t.is(nn.moduleDict({ left, right }).get('right'), right)
  const scale = nn.parameter(tensor([1]))
  const parameters = nn.parameterDict(new Map([['scale', scale]]))
  t.is(parameters.get('scale'), scale)
  t.deepEqual([...parameters.stateDict().keys()], ['scale'])
  t.is<unknown, unknown>(parameters.get(any('toString')), undefined)
  t.is<unknown, unknown>(nn.moduleDict({ left }).get(any('toString')), undefined)
  for (const wrong of [new Set([scale]), new Float32Array(1), [], null, 3, left, new Date()]) {
    t.throws(() => nn.parameterDict(any(wrong)), { ...refused, message: /an object or a Map/ })
    t.throws(() => nn.moduleDict(any(wrong)), { ...refused, message: /an object or a Map/ })
  }
  for (const name of ['', 'a.b', 5]) {
    t.throws(() => nn.parameterDict(any(new Map([[name, scale]]))), { ...refused, message: /a name is/ })
    t.throws(() => nn.moduleDict(any(new Map([[name, left]]))), { ...refused, message: /a name is/ })
  }
})

test('layers made without what they need name themselves', (t) => {
  const { Sequential, Recurrent, BatchNorm, InstanceNorm, Convolution, ConvolutionTransposed } = any(nn)
  const made: readonly (readonly [string, () => unknown])[] = [
    ['nn.sequential', () => new Sequential()],
    ['nn.Recurrent', () => new Recurrent()],
    ['nn.BatchNorm', () => new BatchNorm()],
    ['nn.BatchNorm', () => new BatchNorm(8)],
    ['nn.InstanceNorm', () => new InstanceNorm('instanceNorm1d', 8)],
    ['nn.Convolution', () => new Convolution()],
    ['nn.ConvolutionTransposed', () => new ConvolutionTransposed(4, 1, 1, 1)],
    ['nn.flatten', () => nn.flatten().forward(any('x'))],
    ['nn.unflatten', () => nn.unflatten(0, [1]).forward(any('x'))],
  ]
  for (const [name, make] of made) {
    const error = t.throws(make, refused, name)
    t.true(error?.message.startsWith(`${name}(`), error?.message)
  }
})

test('a hook may give the only input as it is, and nothing that is no tensor', (t) => {
  const layer = nn.relu()
  const single = layer.registerForwardPreHook((_, [input]) => input.add(1))
  t.deepEqual(layer.forward(tensor([1])).toArray(), [2])
  single.remove()
  const before = layer.registerForwardPreHook(any(() => 5))
  t.throws(() => layer.forward(zeros([1])), { ...refused, message: /before forward\(\) returns/ })
  before.remove()
  const after = layer.registerForwardHook(any(() => 'x'))
  t.throws(() => layer.forward(zeros([1])), { ...refused, message: /after a forward\(\)/ })
  after.remove()
  t.deepEqual(layer.forward(tensor([1])).toArray(), [1])
})
