import { createHash } from 'node:crypto'
import test from 'ava'
import { DatasetError, datasets } from '../../src/data/index.js'

const pixels = (split: { columns: Readonly<Record<string, { data: unknown }>> }) =>
  split.columns.x!.data as Uint8Array

test('a seed gives the same images every time, and a larger set begins with the smaller one', (t) => {
  const [small, again, large] = [{ train: 20 }, { train: 20 }, { train: 40 }].map((o) =>
    datasets.digits({ ...o, test: 10 }),
  )
  t.deepEqual(pixels(small!.train), pixels(again!.train))
  t.deepEqual(pixels(small!.train), pixels(large!.train).subarray(0, 20 * 784))
  t.notDeepEqual(pixels(small!.train), pixels(datasets.digits({ seed: 1, train: 20, test: 10 }).train))
  t.notDeepEqual(pixels(small!.train).slice(0, 7840), pixels(small!.test))
})

test('the bytes are the same under every Node and on every machine', (t) => {
  // Only +, -, ×, ÷ and square roots go into an image, so unlike a result of libtorch this hash may be kept.
  const { train } = datasets.digits({ train: 200, test: 1 })
  t.is(
    createHash('sha256').update(pixels(train)).digest('hex'),
    '8c39abe6446522d516d4c7813f706110495cb9fd715a1f2f208934e1d41f7eea',
  )
})

test('digits come equally often and have ink in the middle and mostly paper', (t) => {
  const { train } = datasets.digits({ train: 500, test: 1 })
  const labels = train.columns.y!.data as Uint8Array
  for (let digit = 0; digit < 10; digit++) t.is(labels.filter((label) => label === digit).length, 50)
  for (let i = 0; i < train.length; i++) {
    const image = pixels(train).subarray(i * 784, (i + 1) * 784)
    const ink = image.filter((level) => level > 127).length
    t.true(ink > 15 && ink < 300, `image ${i} has ${ink} dark pixels`)
  }
})

test('impossible sizes and seeds are refused', (t) => {
  for (const options of [{ train: 0 }, { test: -1 }, { train: 1.5 }, { seed: -1 }, { train: 1e9 }]) {
    t.throws(() => datasets.digits(options), { instanceOf: DatasetError })
  }
})

test('nearest class means, a linear rule, get far fewer right than a network does', (t) => {
  const { train, test: held } = datasets.digits({ train: 2000, test: 500 })
  const means = Array.from({ length: 10 }, () => new Float64Array(784))
  for (let i = 0; i < train.length; i++) {
    for (let p = 0; p < 784; p++) means[i % 10]![p]! += pixels(train)[i * 784 + p]! / 200
  }
  let right = 0
  for (let i = 0; i < held.length; i++) {
    const image = pixels(held).subarray(i * 784, (i + 1) * 784)
    const distances = means.map((mean) => mean.reduce((sum, level, p) => sum + (level - image[p]!) ** 2, 0))
    if (distances.indexOf(Math.min(...distances)) === i % 10) right++
  }
  t.true(right / held.length > 0.3, 'classes differ')
  t.true(right / held.length < 0.9, 'but not so simply')
})
