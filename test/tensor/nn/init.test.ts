import test from 'ava'
import { F, init, rand, randn, random, type Tensor, zeros } from '../../../src/tensor/index.js'

test.beforeEach(() => random.manualSeed(4))

const worst = (actual: Tensor, expected: Tensor): number => actual.sub(expected).abs().max().item()

test('orthogonal fills with rows or columns that are, of the given length', (t) => {
  const wide = init.orthogonal(zeros([3, 8]))
  t.true(worst(wide.matmul(wide.t()), init.eye(zeros([3, 3]))) < 1e-6)
  const tall = init.orthogonal(zeros([8, 3]), 2)
  t.true(worst(tall.t().matmul(tall), init.eye(zeros([3, 3])).mul(4)) < 1e-5)
  const kernel = init.orthogonal(zeros([4, 2, 3, 3]))
  t.true(worst(kernel.flatten(1).matmul(kernel.flatten(1).t()), init.eye(zeros([4, 4]))) < 1e-6)
  t.throws(() => init.orthogonal(zeros([3])), { code: 'ERR_TENSOR_ARGUMENT' })
})

test('truncated normal numbers lie between their bounds and have the distribution of what is left', (t) => {
  const drawn = init.truncNormal(zeros([100_000]), 0, 1, -1, 2)
  t.true(drawn.min().item() >= -1 && drawn.max().item() <= 2)
  // Mean and deviation of the standard normal between -1 and 2.
  t.true(Math.abs(drawn.mean().item() - 0.2296) < 0.01, `${drawn.mean().item()}`)
  t.true(Math.abs(drawn.std().item() - 0.7217) < 0.01, `${drawn.std().item()}`)
  t.throws(() => init.truncNormal(zeros([2]), 0, 1, 2, 1), { code: 'ERR_TENSOR_ARGUMENT' })
})

test('dirac passes channels through a convolution, group by group', (t) => {
  const x = randn([2, 4, 5, 5])
  t.is(worst(F.conv2d(x, init.dirac(zeros([4, 4, 3, 3])), null, 1, 1), x), 0)
  const grouped = F.conv2d(x, init.dirac(zeros([4, 2, 3, 3]), 2), null, 1, 1, 1, 2)
  t.is(worst(grouped, x), 0)
  t.is(
    worst(
      F.conv1d(rand([1, 2, 6]), init.dirac(zeros([3, 2, 3])), null, 1, 1).narrow(1, 2, 1),
      zeros([1, 1, 6]),
    ),
    0,
  )
  t.throws(() => init.dirac(zeros([3, 3])), { code: 'ERR_TENSOR_ARGUMENT' })
})

test('eye fills matrices only; sparse zeroes the same share of every column', (t) => {
  t.deepEqual(init.eye(zeros([2, 3])).toArray(), [
    [1, 0, 0],
    [0, 1, 0],
  ])
  t.throws(() => init.eye(zeros([2, 2, 2])), { code: 'ERR_TENSOR_ARGUMENT' })
  const sparse = init.sparse(zeros([40, 30]), 0.25)
  t.deepEqual(
    sparse.eq(0).to('float32').sum(0).toArray(),
    Array.from({ length: 30 }, () => 10),
  )
  t.true(Math.abs(sparse.std().item() - 0.01 * Math.sqrt(0.75)) < 1e-3)
  t.throws(() => init.sparse(zeros([2, 2]), 2), { code: 'ERR_TENSOR_ARGUMENT' })
})

test('the gains are those of PyTorch', (t) => {
  t.is(init.calculateGain('selu'), 0.75)
  t.is(init.calculateGain('tanh'), 5 / 3)
  t.is(init.calculateGain('leakyRelu', 0.2), Math.sqrt(2 / 1.04))
})
