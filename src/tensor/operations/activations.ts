import { unary } from './helpers.js'
import { f, type Row } from './row.js'

/** Nonlinearities of `F`. */
export const activations: readonly Row[] = [
  {
    ...unary('gelu', '`input * Φ(input)`, Φ the normal distribution function (arXiv 1606.08415).'),
    on: ['F'],
    python: 'F.gelu',
  },
  { ...unary('silu', '`input * sigmoid(input)`.'), on: ['F'], python: 'F.silu' },
  {
    signature: 'leakyRelu(input: tensor, negativeSlope: scalar = 0.01)',
    cpp: 'at::leaky_relu(input, negativeSlope)',
    doc: 'The input where positive, else `negativeSlope * input`.',
    on: ['F'],
    python: 'F.leaky_relu',
    samples: [
      [f([2, 3]), 0.01],
      [f([5]), 0.2],
    ],
  },
  {
    signature: 'elu(input: tensor, alpha: scalar = 1)',
    cpp: 'at::elu(input, alpha)',
    doc: 'The input where positive, else `alpha * (exp(input) - 1)`.',
    on: ['F'],
    python: 'F.elu',
    samples: [
      [f([2, 3]), 1],
      [f([5]), 0.5],
    ],
  },
  {
    signature: 'softplus(input: tensor, beta: scalar = 1, threshold: scalar = 20)',
    cpp: 'at::softplus(input, beta, threshold)',
    doc: '`log(1 + exp(beta * input)) / beta`; the input itself where `beta * input > threshold`.',
    on: ['F'],
    python: 'F.softplus',
    samples: [
      [f([2, 3]), 1, 20],
      [f([5], -3, 9), 2, 5],
    ],
  },
]
