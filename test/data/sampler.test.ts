import test from 'ava'
import { BatchNotDivisibleError, DatasetError, Sampler, stepsOfEpochs } from '../../src/data/index.js'
import fc from '../properties.js'

const shapes = fc.record({
  seed: fc.nat(),
  samples: fc.integer({ min: 1, max: 60 }),
  shards: fc.integer({ min: 1, max: 5 }),
  shardBatch: fc.integer({ min: 1, max: 20 }),
})

/** The line of samples that `steps` steps take, shard by shard. */
function line(sampler: Sampler, steps: number): number[] {
  const taken: number[] = []
  for (let step = 0; step < steps; step++) {
    for (let shard = 0; shard < sampler.shards; shard++) taken.push(...sampler.indices(step, shard))
  }
  return taken
}

test('every sample comes exactly once an epoch, whatever the batch, also when batches cross epoch borders', (t) => {
  fc.assert(
    fc.property(shapes, ({ seed, samples, shards, shardBatch }) => {
      const sampler = new Sampler(seed, samples, shards * shardBatch, shards)
      const taken = line(sampler, Math.ceil((3 * samples) / sampler.batch))
      for (let epoch = 0; epoch < 3; epoch++) {
        const sorted = taken.slice(epoch * samples, (epoch + 1) * samples).sort((a, b) => a - b)
        if (sorted.some((sample, i) => sample !== i)) return false
      }
      return true
    }),
  )
  t.pass()
})

test('a shard of a step is the same whoever asks, in which order and how often', (t) => {
  fc.assert(
    fc.property(
      shapes,
      fc.array(fc.tuple(fc.nat(40), fc.nat(4)), { minLength: 1, maxLength: 20 }),
      ({ seed, samples, shards, shardBatch }, asked) => {
        const used = new Sampler(seed, samples, shards * shardBatch, shards)
        return asked.every(([step, shard]) => {
          const fresh = new Sampler(seed, samples, shards * shardBatch, shards)
          const [a, b] = [used.indices(step, shard % shards), fresh.indices(step, shard % shards)]
          return a.length === shardBatch && a.every((sample, i) => sample === b[i])
        })
      },
    ),
  )
  t.pass()
})

test('the samples of a step do not depend on how many shards it is cut into', (t) => {
  for (const shards of [1, 2, 4, 8]) {
    t.deepEqual(line(new Sampler(7, 30, 16, shards), 9), line(new Sampler(7, 30, 16, 1), 9))
  }
})

test('another seed and another epoch give another order', (t) => {
  const [first, second] = [line(new Sampler(1, 100, 100, 1), 2), line(new Sampler(2, 100, 100, 1), 2)]
  t.notDeepEqual(first.slice(0, 100), first.slice(100))
  t.notDeepEqual(first, second)
  t.notDeepEqual(line(new Sampler(2 ** 32 + 1, 100, 100, 1), 2), first, 'the upper half of the seed counts')
})

test('permutations are uniform: each of the 24 orders of four samples comes about equally often', (t) => {
  const counts = new Map<string, number>()
  const sampler = new Sampler(3, 4, 4, 1)
  for (let step = 0; step < 2400; step++) {
    const order = String(sampler.indices(step, 0))
    counts.set(order, (counts.get(order) ?? 0) + 1)
  }
  t.is(counts.size, 24)
  // Chi-square with 23 degrees of freedom: 49.7 is its 99.9 % quantile; the seed is fixed, so this never flickers.
  const chi = [...counts.values()].reduce((sum, count) => sum + (count - 100) ** 2 / 100, 0)
  t.true(chi < 49.7, `chi-square is ${chi}`)
})

test('a batch that the shards do not divide is refused with what to use instead', (t) => {
  const error = t.throws(() => new Sampler(0, 10, 100, 8), { instanceOf: BatchNotDivisibleError })
  t.is(error.code, 'ERR_BATCH_NOT_DIVISIBLE')
  t.regex(error.message, /96 or 104/)
  t.throws(() => new Sampler(0, 10, 2, 8), { instanceOf: BatchNotDivisibleError, message: /batch of 8,/ })
  for (const [seed, samples, batch, shards] of [
    [-1, 1, 1, 1],
    [0.5, 1, 1, 1],
    [0, 0, 1, 1],
    [0, 1, 0, 1],
    [0, 1, 1, 0],
    [0, 1, Number.NaN, 1],
  ] as const) {
    t.throws(() => new Sampler(seed, samples, batch, shards), { instanceOf: DatasetError })
  }
})

test('epochs are counted in whole steps, and what is left over is told', (t) => {
  t.deepEqual(stepsOfEpochs(6, 10_000, 128), { steps: 468, remainder: 96 })
  t.deepEqual(stepsOfEpochs(1, 10, 20), { steps: 0, remainder: 10 })
  t.deepEqual(stepsOfEpochs(0.5, 100, 25), { steps: 2, remainder: 0 })
})
