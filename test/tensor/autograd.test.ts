import test from 'ava'
import { enableGrad, F, isGradEnabled, noGrad, ones, tensor } from '../../src/tensor/index.js'

test('gradients add up over backward passes until they are forgotten', (t) => {
  const x = tensor([1, 2], { requiresGrad: true })
  t.is(x.grad, null)
  x.mul(3).sum().backward()
  x.mul(x).sum().backward()
  t.deepEqual(x.grad!.toArray(), [5, 7])
  x.grad = null
  t.is(x.grad, null)
})

test('a gradient set beforehand is accumulated into, in place', (t) => {
  const x = tensor([1, 2], { requiresGrad: true })
  const slot = tensor([10, 20])
  x.grad = slot
  x.sum().backward()
  t.deepEqual(slot.toArray(), [11, 21])
  t.throws(
    () => {
      x.grad = ones([3])
    },
    { code: 'ERR_TENSOR_OPERATION' },
  )
})

test('noGrad records nothing, nests, and is undone by errors', (t) => {
  const x = tensor([1], { requiresGrad: true })
  const y = noGrad(() => {
    t.false(isGradEnabled())
    t.true(enableGrad(() => x.mul(2)).requiresGrad)
    return x.mul(2)
  })
  t.false(y.requiresGrad)
  t.throws(() =>
    noGrad(() => {
      throw new RangeError('stop')
    }),
  )
  t.true(isGradEnabled())
})

test('detach stops gradients and shares memory', (t) => {
  const x = tensor([2], { requiresGrad: true })
  const y = x.detach()
  t.false(y.requiresGrad)
  x.mul(y).sum().backward()
  t.deepEqual(x.grad!.toArray(), [2])
  y.fill_(9)
  t.is(x.item(), 9)
})

test('retainGraph allows a second backward pass, its absence does not', (t) => {
  const x = tensor([3], { requiresGrad: true })
  const y = x.mul(x)
  y.backward(null, { retainGraph: true })
  y.backward()
  t.is(x.grad!.item(), 12)
  t.throws(() => y.backward(), { code: 'ERR_TENSOR_OPERATION', message: /retainGraph/ })
})

test('a tensor of several elements needs a start gradient', (t) => {
  const x = tensor([1, 2], { requiresGrad: true })
  const y = x.mul(x)
  t.throws(() => y.backward(), { code: 'ERR_TENSOR_OPERATION', message: /mean\(\) or sum\(\)/ })
  y.backward(tensor([1, 10]))
  t.deepEqual(x.grad!.toArray(), [2, 40])
})

test('what cannot be differentiated says so', (t) => {
  t.throws(() => tensor([1]).backward(), { code: 'ERR_TENSOR_OPERATION', message: /requiresGrad: true/ })
  t.throws(() => tensor([1n], { requiresGrad: true }), { code: 'ERR_TENSOR_OPERATION' })
  const x = tensor([1, 2], { requiresGrad: true })
  t.throws(() => x.add_(1), { code: 'ERR_TENSOR_OPERATION', message: /noGrad/ })
  const y = x.exp()
  y.add_(1)
  t.throws(() => y.sum().backward(), { code: 'ERR_TENSOR_OPERATION', message: /underscore/ })
})

test('a leaf is what no operation made', (t) => {
  const x = tensor([1], { requiresGrad: true })
  t.true(x.isLeaf)
  t.false(x.mul(2).isLeaf)
})

test('crossEntropy, one node, has the bits of logSoftmax and nllLoss, and its graph is used once', (t) => {
  const values = Array.from({ length: 6 }, (_, row) =>
    Array.from({ length: 5 }, (_, k) => Math.sin(7 * row + k)),
  )
  const classes = tensor([0, 4, 2, 2, 1, 3], { dtype: 'int64' })
  const weight = tensor([0.5, 1, 2, 0.25, 3])
  for (const reduction of ['mean', 'sum', 'none'] as const) {
    for (const [weights, ignore] of [
      [null, -100],
      [weight, 2],
    ] as const) {
      const x = tensor(values, { requiresGrad: true })
      const z = tensor(values, { requiresGrad: true })
      const one = F.crossEntropy(x, classes, weights, ignore, reduction)
      const two = F.nllLoss(F.logSoftmax(z, 1), classes, weights, ignore, reduction)
      t.deepEqual(one.toArray(), two.toArray())
      one.mul(3).sum().backward()
      two.mul(3).sum().backward()
      t.deepEqual(x.grad!.toArray(), z.grad!.toArray())
      t.throws(() => one.sum().backward(), { message: /second time/ })
    }
  }
  const x = tensor(values, { requiresGrad: true })
  t.throws(() => F.crossEntropy(x, tensor([0, 4, 5, 2, 1, 3], { dtype: 'int64' })))
  t.throws(() => F.crossEntropy(x, tensor([0, 4], { dtype: 'int64' })))
})
