import test from 'ava'
import {
  arange,
  bernoulli,
  F,
  multinomial,
  ones,
  rand,
  randint,
  randLike,
  randn,
  randnLike,
  random,
  randperm,
  tensor,
  tidy,
} from '../../src/tensor/index.js'
import { defaultGeneratorMark, native } from '../../src/tensor/internal.js'
import { philox } from '../../src/tensor/random/philox.js'
import { RandomStream } from '../../src/tensor/random/stream.js'

const key = { seed: 7, step: 3, shard: 2, use: 'test' }

// Known answers of the authors' library (Random123, kat_vectors, philox4x32 10 rounds).
const answers: [counter: number[], key: number[], words: number[]][] = [
  [
    [0, 0, 0, 0],
    [0, 0],
    [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  ],
  [
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  ],
  [
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  ],
]

test('both twins give the known answers of the paper', (t) => {
  for (const [[c0, c1, c2, c3], [key0, key1], words] of answers) {
    const out = new Uint32Array(4)
    philox(c0!, c1!, c2!, c3!, key0!, key1!, out)
    t.deepEqual([...out], words)
  }
  const out = new Uint32Array(4)
  native().philoxWords(out, 0, 0, 0, 0, 0)
  t.deepEqual([...out], answers[0]![2])
})

test('a stream has the same words in TypeScript and in C++, draw after draw', (t) => {
  const stream = new RandomStream(key)
  const twin = new RandomStream(key)
  for (const length of [1, 4, 7, 1000]) {
    const words = new Uint32Array(length)
    native().philoxWords(words, ...twin.draw())
    t.deepEqual(stream.words(new Uint32Array(length)), words)
  }
})

test('uniform numbers are the same bits in both twins', (t) => {
  const expected = new RandomStream(key).uniform(new Float32Array(1003))
  t.deepEqual(random.run(key, () => rand([17, 59])).toTypedArray(), expected)
})

test('normal numbers agree but for rounding', (t) => {
  const expected = new RandomStream(key).normal(new Float32Array(1003))
  const actual = random.run(key, () => randn([1003])).toTypedArray()
  const worst = Math.max(...expected.map((value, k) => Math.abs(value - Number(actual[k]))))
  t.true(worst < 1e-6, `${worst}`)
})

test('two parts of the key never share a stream', (t) => {
  const first = (changed: Partial<random.RandomKey>) =>
    new RandomStream({ ...key, ...changed }).words(new Uint32Array(4)).join()
  const streams = [
    {},
    { seed: 8 },
    { seed: 7 + 2 ** 32 },
    { step: 2 ** 33 + 3 },
    { step: 2 },
    { shard: 3 },
    { use: 'text' },
  ]
  t.is(new Set(streams.map(first)).size, streams.length)
})

test('run() draws the same numbers again and leaves the surrounding stream alone', (t) => {
  const draw = () => rand([5]).toArray()
  random.manualSeed(1)
  const undisturbed = [draw(), draw()]
  random.manualSeed(1)
  const before = draw()
  t.deepEqual(random.run(key, draw), random.run(key, draw))
  t.throws(
    () =>
      random.run(key, () => {
        throw new RangeError('stop')
      }),
    { message: 'stop' },
  )
  t.deepEqual([before, draw()], undisturbed)
})

test('a key that is no key is refused', (t) => {
  for (const bad of [{ seed: -1 }, { seed: 0.5 }, { seed: Number.NaN }, { seed: 0, shard: 2 ** 32 }]) {
    t.throws(() => new RandomStream(bad), { code: 'ERR_TENSOR_ARGUMENT', message: /must be an integer/ })
  }
})

test('uniform and normal numbers have the moments of their distributions', (t) => {
  random.manualSeed(5)
  const uniform = rand([100_000])
  const normal = randn([100_000], { dtype: 'float64' })
  t.true(Math.abs(uniform.mean().item() - 0.5) < 0.005)
  t.true(Math.abs(uniform.var().item() - 1 / 12) < 0.002)
  t.true(uniform.ge(0).all().item() === 1 && uniform.lt(1).all().item() === 1)
  t.true(Math.abs(normal.mean().item()) < 0.01)
  t.true(Math.abs(normal.var().item() - 1) < 0.02)
})

test('integers cover their range and nothing else', (t) => {
  random.manualSeed(5)
  const values = randint(-2, 3, [1000]).toArray() as number[]
  t.deepEqual(
    [...new Set(values)].sort((a, b) => a - b),
    [-2, -1, 0, 1, 2],
  )
  t.throws(() => randint(3, 3, [1]), { code: 'ERR_TENSOR_ARGUMENT' })
})

test('a permutation has every number once', (t) => {
  random.manualSeed(5)
  const order = randperm(1000).toArray() as number[]
  t.notDeepEqual(order, arange(1000).toArray() as number[])
  t.deepEqual(
    order.sort((a, b) => a - b),
    arange(1000).toArray() as number[],
  )
  t.deepEqual(randperm(0).shape, [0])
})

test('dropout zeroes a share p, scales the rest, and gives the same mask to values and gradients', (t) => {
  const input = ones([100_000], { requiresGrad: true })
  const output = random.run(key, () => F.dropout(input, 0.25))
  output.sum().backward()
  t.true(Math.abs(output.eq(0).to('float32').mean().item() - 0.25) < 0.01)
  t.true(Math.abs(output.max().item() - 4 / 3) < 1e-6)
  t.true(input.grad!.equal(output.detach()))
  t.true(random.run(key, () => F.dropout(input, 0.25)).equal(output))
})

test('dropout is the identity when evaluating, and all zeros for p = 1', (t) => {
  const input = tensor([1, 2])
  t.deepEqual(F.dropout(input, 0.5, false).toArray(), [1, 2])
  t.deepEqual(F.dropout(input, 1).toArray(), [0, 0])
  for (const p of [-0.1, 1.1, Number.NaN])
    t.throws(() => F.dropout(input, p), { code: 'ERR_TENSOR_ARGUMENT' })
})

test("nothing of the library draws from libtorch's default generator, and the mark notices who does", (t) => {
  const before = defaultGeneratorMark()
  tidy(() => F.dropout(rand([10]).add(randn([10])), 0.5))
  randperm(10).dispose()
  t.is(defaultGeneratorMark(), before)
  native().moveDefaultGenerator()
  t.not(defaultGeneratorMark(), before)
})

test('randLike and randnLike draw in the shape and dtype of a tensor, 16 bits included', (t) => {
  for (const dtype of ['float32', 'float64', 'float16', 'bfloat16'] as const) {
    tidy(() => {
      const like = tensor([[1, 2, 3]], { dtype })
      for (const drawn of [randLike(like), randnLike(like)]) {
        t.deepEqual([...drawn.shape], [1, 3])
        t.is(drawn.dtype, dtype)
        t.notDeepEqual(drawn.toArray(), like.toArray())
      }
      const many = randLike(tensor(new Float32Array(4000), { dtype })).float()
      t.true(Math.abs(many.mean().item() - 0.5) < 0.03 && many.min().item() >= 0)
    })
  }
  t.throws(() => randLike(tensor([1n])), { code: 'ERR_TENSOR_DTYPE' })
})

test('spatial dropout drops whole channels', (t) => {
  const input = ones([20, 30, 2, 3, 2])
  const shapes = { 1: [20, 30, 12], 2: [20, 30, 3, 4], 3: [20, 30, 2, 3, 2] } as const
  for (const [dims, drop] of [
    [1, () => F.dropout1d(input.reshape([...shapes[1]]), 0.25)],
    [2, () => F.dropout2d(input.reshape([...shapes[2]]), 0.25)],
    [3, () => F.dropout3d(input.reshape([...shapes[3]]), 0.25)],
  ] as const) {
    const output = random.run(key, drop)
    t.deepEqual([...output.shape], [...shapes[dims]])
    const channels = output.reshape(600, 12)
    t.true(channels.amax([1]).equal(channels.amin([1])), 'a channel is dropped or kept as a whole')
    const kept = channels.mean(1).toTypedArray()
    t.true(kept.every((value) => value === 0 || Math.abs(Number(value) - 4 / 3) < 1e-6))
    const share = kept.filter((value) => value === 0).length / kept.length
    t.true(Math.abs(share - 0.25) < 0.06, `${share}`)
  }
  t.throws(() => F.dropout2d(ones([2])), { code: 'ERR_TENSOR_ARGUMENT', message: /3 or 4 dimensions/ })
})

test('alpha dropout keeps mean and deviation', (t) => {
  const input = random.run(key, () => randn([200, 500]))
  const output = random.run({ ...key, use: 'drop' }, () => F.alphaDropout(input, 0.3))
  t.true(Math.abs(output.mean().item()) < 0.02, `${output.mean().item()}`)
  t.true(Math.abs(output.std().item() - 1) < 0.02, `${output.std().item()}`)
  t.true(F.alphaDropout(input, 0.3, false).equal(input))
})

test('Gumbel-softmax draws classes with their probabilities, and hard ones keep the soft gradient', (t) => {
  const logits = tensor([0.5, 0.3, 0.2]).log().expand(20_000, 3)
  const hard = random.run(key, () => F.gumbelSoftmax(logits, 1, true))
  t.is(hard.sum(1).eq(1).all().item(), 1)
  const shares = hard.mean(0).toTypedArray()
  for (const [k, p] of [0.5, 0.3, 0.2].entries()) t.true(Math.abs(Number(shares[k]) - p) < 0.015, `${shares}`)
  const gradient = (hard: boolean) => {
    const scores = tensor([[0.1, 0.2, 0.7]], { requiresGrad: true })
    random.run(key, () =>
      F.gumbelSoftmax(scores, 0.5, hard)
        .mul(tensor([1, 2, 3]))
        .sum()
        .backward(),
    )
    return scores.grad!.toArray()
  }
  t.deepEqual(gradient(true), gradient(false))
  t.throws(() => F.gumbelSoftmax(logits, 0), { code: 'ERR_TENSOR_ARGUMENT', message: /tau must be above 0/ })
})

test('random numbers in a narrow dtype are those of float32, rounded; for integers there are none', (t) => {
  const wide = random.run(key, () => rand([50]))
  const narrow = random.run(key, () => rand([50], { dtype: 'bfloat16' }))
  t.true(narrow.equal(wide.to('bfloat16')))
  t.throws(() => rand([2], { dtype: 'int64' }), { code: 'ERR_TENSOR_DTYPE' })
})

test('in training rrelu draws a slope for each negative element, which the gradient has too', (t) => {
  const x = tensor(new Float32Array(10_000).fill(-2), { requiresGrad: true })
  const y = random.run(key, () => F.rrelu(x, 0.1, 0.5, true))
  y.sum().backward()
  const slopes = y.detach().div(-2)
  t.true(slopes.allclose(x.grad!))
  t.true(slopes.amin().item() >= 0.1 && slopes.amax().item() < 0.5)
  t.true(Math.abs(slopes.mean().item() - 0.3) < 0.01)
  t.true(random.run(key, () => F.rrelu(x, 0.1, 0.5, true)).equal(y))
  t.deepEqual(F.rrelu(tensor([3]), 0.1, 0.5, true).toArray(), [3])
  t.throws(() => F.rrelu(x, 0.5, 0.1, true), {
    code: 'ERR_TENSOR_ARGUMENT',
    message: /lower must not be above/,
  })
})

test('bernoulli draws ones by the probability of each place', (t) => {
  tidy(() =>
    random.run(key, () => {
      const drawn = bernoulli(tensor([[0, 0.25, 1]]).expand([4000, 3]))
      t.is(drawn.dtype, 'float32')
      t.deepEqual(drawn.sum(0).at(0).item(), 0)
      t.is(drawn.sum(0).at(2).item(), 4000)
      const share = drawn.mean(0).at(1).item() as number
      t.true(Math.abs(share - 0.25) < 0.03, `${share}`)
      for (const wrong of [tensor([0.5, 1.5]), tensor([Number.NaN]), tensor([1n])])
        t.throws(() => bernoulli(wrong), { code: 'ERR_TENSOR_ARGUMENT' })
    }),
  )
})

test('multinomial draws places by their weights, with and without replacement', (t) => {
  tidy(() =>
    random.run(key, () => {
      const weights = tensor([1, 0, 3])
      const counts = multinomial(weights, 4000, { replacement: true }).bincount(null, 3).toArray() as number[]
      t.is(counts[1], 0)
      t.true(Math.abs(counts[2]! / 4000 - 0.75) < 0.03, `${counts}`)
      // Each row is a draw of its own: the first place that is drawn has the odds, the second what is left.
      const rows = multinomial(weights.expand([4000, 3]), 2)
      t.deepEqual(rows.shape, [4000, 2])
      t.is(rows.dtype, 'int64')
      t.is(rows.sum(1).eq(2).all().item(), 1)
      const first = rows.narrow(1, 0, 1).eq(2).to('float32').mean().item() as number
      t.true(Math.abs(first - 0.75) < 0.03, `${first}`)
      // Many places of next to no weight are next to never drawn, and weights may be as large as numbers are.
      const words = ones([4000])
        .mul(1e-30)
        .indexFill(0, tensor([7n]), 1)
      t.is(
        multinomial(words.expand([1000, 4000]), 1)
          .eq(7)
          .all()
          .item(),
        1,
      )
      const large = tensor([1e308, 1e308, 1e-300], { dtype: 'float64' })
      t.true((multinomial(large, 50, { replacement: true }).max().item() as number | bigint) < 2)
      t.is(Number(multinomial(large, 3).sum().item()), 3)
      const again = (options: { replacement: boolean }) =>
        random.run(key, () => multinomial(weights, 2, options).toArray())
      for (const replacement of [false, true]) t.deepEqual(again({ replacement }), again({ replacement }))
    }),
  )
  const wrong: [Parameters<typeof multinomial>, RegExp][] = [
    [[tensor([1, 0, 3]), 3], /a row has 2 weights above 0, and 3 are needed without replacement/],
    [
      [
        tensor([
          [1, 1],
          [0, 0],
        ]),
        1,
        { replacement: true },
      ],
      /a row has 0 weights above 0/,
    ],
    [[tensor([1, -1]), 1], /finite and at least 0/],
    [[tensor([1, Number.NaN]), 1], /finite and at least 0/],
    [[tensor([1n, 2n]), 1], /floating, not int64/],
    [[tensor([[[1]]]), 1], /not \[1, 1, 1\]/],
    [[tensor([1]), 0], /count must be a positive integer/],
    [[tensor([1]), 1, { replace: true } as never], /unknown option 'replace'/],
  ]
  for (const [given, message] of wrong)
    t.throws(() => multinomial(...given), { code: 'ERR_TENSOR_ARGUMENT', message })
})
