import { readFileSync } from 'node:fs'
import test from 'ava'
import { nn, random, tidy } from '../../../src/tensor/index.js'

/** What tools/reference/initial.py recorded: mean, deviation and kurtosis of each parameter of 60 modules. */
const reference: Readonly<Record<string, Readonly<Record<string, readonly [number, number, number]>>>> =
  JSON.parse(
    readFileSync(new URL('../../../../test/tensor/reference/initial.json', import.meta.url), 'utf8'),
  ).modules
const times = 60

/** The same modules as there. */
const modules: Readonly<Record<string, () => nn.Module<any[], any>>> = {
  linear: () => nn.linear(60, 80),
  bilinear: () => nn.bilinear(30, 20, 25),
  prelu: () => nn.prelu(3),
  conv1d: () => nn.conv1d(8, 40, 3),
  conv2d: () => nn.conv2d(8, 40, 3, { groups: 2 }),
  conv3d: () => nn.conv3d(2, 40, 2),
  convTranspose1d: () => nn.convTranspose1d(8, 40, 3),
  convTranspose2d: () => nn.convTranspose2d(8, 40, 3, { groups: 2 }),
  convTranspose3d: () => nn.convTranspose3d(4, 40, 2),
  batchNorm2d: () => nn.batchNorm2d(4),
  instanceNorm2d: () => nn.instanceNorm2d(4, { affine: true }),
  layerNorm: () => nn.layerNorm(6),
  rmsNorm: () => nn.rmsNorm(6),
  groupNorm: () => nn.groupNorm(2, 6),
  embedding: () => nn.embedding(80, 50),
  embeddingBag: () => nn.embeddingBag(80, 50),
  rnn: () => nn.rnn(20, 30),
  lstm: () => nn.lstm(20, 30, { projSize: 10 }),
  gru: () => nn.gru(20, 30, { bidirectional: true }),
  lstmCell: () => nn.lstmCell(20, 30),
  attention: () => nn.multiheadAttention(40, 4),
  attentionWidths: () => nn.multiheadAttention(40, 4, { kdim: 20, vdim: 60 }),
  encoderLayer: () => nn.transformerEncoderLayer(32, 4, { dimFeedforward: 48 }),
  decoderLayer: () => nn.transformerDecoderLayer(32, 4, { dimFeedforward: 48 }),
  transformer: () =>
    nn.transformer({
      dModel: 32,
      nhead: 4,
      numEncoderLayers: 1,
      numDecoderLayers: 1,
      dimFeedforward: 48,
    }),
}

/** Sums of the first, second and fourth powers. */
interface Sums {
  count: number
  first: number
  second: number
  fourth: number
}

test('the modules compared are those that PyTorch was asked about', (t) => {
  t.deepEqual(Object.keys(modules).sort(), Object.keys(reference).sort())
})

for (const [name, make] of Object.entries(modules)) {
  test(`${name} starts with PyTorch's distributions`, (t) => {
    const found = new Map<string, Sums>()
    random.run({ seed: 11 }, () => {
      for (let k = 0; k < times; k++) {
        const module = tidy(make)
        for (const [key, parameter] of module.namedParameters()) {
          const sums = found.get(key) ?? { count: 0, first: 0, second: 0, fourth: 0 }
          for (const value of parameter.toTypedArray() as Float32Array) {
            sums.count++
            sums.first += value
            sums.second += value ** 2
            sums.fourth += value ** 4
          }
          found.set(key, sums)
        }
        module.dispose()
      }
    })
    t.deepEqual([...found.keys()].sort(), Object.keys(reference[name]!).sort())
    for (const [key, { count, first, second, fourth }] of found) {
      const [mean, deviation, kurtosis] = reference[name]![key]!
      const own = Math.sqrt(second / count - (first / count) ** 2)
      if (deviation === 0) {
        t.deepEqual([first / count, own], [mean, 0], key)
        continue
      }
      // Both sides are samples: five deviations of their difference. All means are near 0.
      const error = 5 * Math.sqrt(2 / count)
      const near = (actual: number, expected: number, tolerance: number) =>
        t.true(Math.abs(actual - expected) < tolerance, `${key}: ${actual}, not ${expected} ± ${tolerance}`)
      near(first / count, mean, error * deviation)
      near(own / deviation, 1, error * Math.sqrt((kurtosis - 1) / 4))
      near(fourth / count / own ** 4, kurtosis, error * (kurtosis > 2.4 ? 5 : 1))
    }
  })
}
