import test from 'ava'
import { memory, nn, ones, Scope, type Tensor, tensor } from '../../../src/tensor/index.js'

test('hooks see and may change what goes in and comes out, in the order of their registration', (t) => {
  const layer = nn.relu()
  const seen: string[] = []
  const before = layer.registerForwardPreHook((module, [input]) => {
    t.is(module, layer)
    seen.push('before')
    return [input.add(1)]
  })
  const after = layer.registerForwardHook((_, [input], output) => {
    seen.push(`after ${input.toArray()}`)
    return output.mul(10)
  })
  const last = layer.registerForwardHook((_, __, output) => void seen.push(`last ${output.toArray()}`))
  t.deepEqual(layer.forward(tensor([-3, 2])).toArray(), [0, 30])
  t.deepEqual(seen, ['before', 'after -2,3', 'last 0,30'])
  before.remove()
  last.remove()
  last.remove()
  t.deepEqual(layer.forward(tensor([-3, 2])).toArray(), [0, 20])
  t.deepEqual(seen.slice(3), ['after -3,2'])
  after.remove()
  t.deepEqual(layer.forward(tensor([-3, 2])).toArray(), [0, 2])
})

test('a module without hooks has its own forward again', (t) => {
  class Own extends nn.Module<[Tensor]> {
    override forward = (x: Tensor): Tensor => x.mul(2)
  }
  for (const module of [new Own(), nn.tanh()]) {
    const own = module.forward
    const hook = module.registerForwardHook(() => {})
    t.not(module.forward, own)
    t.false(Object.keys(module).includes('forward') && module instanceof nn.Lambda)
    hook.remove()
    t.is(module.forward, own)
  }
})

test('what a hook keeps stays alive, although layers free what they hand on', (t) => {
  const layer = nn.transformerEncoderLayer(4, 2, { dimFeedforward: 8, dropout: 0 })
  const model = nn.sequential(nn.linear(4, 4), nn.relu(), nn.linear(4, 4))
  const kept: Tensor[] = []
  const scope = new Scope()
  const hooks = [layer.linear1, model.at(0)!, model.at(1)!].map((module) =>
    module.registerForwardHook((_, __, output) => void kept.push(output)),
  )
  layer.forward(ones([3, 2, 4]))
  model.forward(ones([2, 4]))
  t.is(kept.length, 3)
  t.true(kept.every(({ disposed }) => !disposed))
  for (const hook of hooks) hook.remove()
  scope.dispose()
  t.true(kept.every(({ disposed }) => disposed))
})

test('a transformer without hooks leaves one tensor behind', (t) => {
  const model = nn.transformer({
    dModel: 8,
    nhead: 2,
    dimFeedforward: 8,
    numEncoderLayers: 2,
    numDecoderLayers: 2,
  })
  const scope = new Scope()
  const [source, target] = [ones([5, 2, 8]), ones([3, 2, 8])]
  const before = memory().tensors
  const output = model.forward(source, target, { tgtIsCausal: true })
  t.deepEqual(output.shape, [3, 2, 8])
  // The output, and the encoder's before and after its last norm, and the decoder's before its own.
  t.true(memory().tensors - before <= 4, `${memory().tensors - before}`)
  scope.dispose()
})
