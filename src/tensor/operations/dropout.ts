import type { Row } from './row.js'

const random = 'test/tensor/random.test.ts'

function features(dims: 1 | 2 | 3): Row {
  return {
    signature: `dropout${dims}d(input: tensor, p: number = 0.5, training: bool = true, stream: stream)`,
    cpp: `dropout_features(input, p, training, ${dims}, stream)`,
    doc: `Zeroes whole channels of [n, c, ${['l', 'h, w', 'd, h, w'][dims - 1]}] (or one without n) with probability \`p\` and multiplies the rest by 1 / (1 - p) (arXiv 1411.4280); the identity unless \`training\`. Drawn from the current random stream.`,
    on: ['F'],
    samples: [],
    testedBy: random,
  }
}

export const dropouts: readonly Row[] = [
  {
    signature: 'dropout(input: tensor, p: number = 0.5, training: bool = true, stream: stream)',
    cpp: 'dropout(input, p, training, stream)',
    doc: 'Zeroes each element with probability `p` and multiplies the rest by 1 / (1 - p); the identity unless `training`. Drawn from the current random stream.',
    on: ['F'],
    samples: [],
    testedBy: random,
  },
  features(1),
  features(2),
  features(3),
  {
    signature: 'alphaDropout(input: tensor, p: number = 0.5, training: bool = true, stream: stream)',
    cpp: 'alpha_dropout(input, p, training, stream)',
    doc: 'Dropout for selu: sets elements to its lower limit and rescales, so that mean 0 and variance 1 stay (arXiv 1706.02515); the identity unless `training`.',
    on: ['F'],
    samples: [],
    testedBy: random,
  },
]
