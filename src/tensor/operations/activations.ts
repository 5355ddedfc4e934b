import { f, floats, type Row, snakeCase } from './row.js'

const here = ['F'] as const

/** `on`: F alone unless said otherwise; Tensor has the few that everybody calls on it. */
function unary(name: string, doc: string, options: Partial<Row> = {}): Row {
  const snake = snakeCase(name)
  return {
    signature: `${name}(input: tensor)`,
    cpp: `at::${snake}(input)`,
    doc,
    on: here,
    python: `F.${snake}`,
    // Odd shapes, values on both sides of every bend, and nothing at all.
    dtypes: floats,
    samples: [[f([2, 3], -2, 2)], [f([7], -5, 5)], [f([0, 3])]],
    ...options,
  }
}

const everywhere = ['method', 'function', 'F'] as const

export const activations: readonly Row[] = [
  unary('relu', '`max(input, 0)`.', { on: everywhere }),
  unary('sigmoid', '`1 / (1 + exp(-input))`.', { on: everywhere, python: 'torch.sigmoid' }),
  unary('tanh', 'Hyperbolic tangent.', { on: everywhere, python: 'torch.tanh' }),
  unary('relu6', '`min(max(input, 0), 6)`.', { samples: [[f([9], -2, 9)], [f([2, 0])]] }),
  unary('selu', 'Self-normalising: `1.0507 * elu(input, 1.6733)` (arXiv 1706.02515).'),
  unary('silu', '`input * sigmoid(input)`, also called swish.'),
  unary('mish', '`input * tanh(softplus(input))` (arXiv 1908.08681).', { cpp: 'mish_of(input)' }),
  unary('softsign', '`input / (1 + |input|)`.', { cpp: 'input / (1 + at::abs(input))' }),
  unary('hardswish', '`input * relu6(input + 3) / 6` (arXiv 1905.02244).'),
  unary('hardsigmoid', '`relu6(input + 3) / 6`.'),
  unary('logSigmoid', '`log(sigmoid(input))`, without overflow.', { python: 'F.logsigmoid' }),
  unary('tanhshrink', '`input - tanh(input)`.', { cpp: 'input - at::tanh(input)' }),
  {
    signature: "gelu(input: tensor, approximate: 'none'|'tanh' = 'none')",
    cpp: 'at::gelu(input, approximate)',
    doc: '`input * Φ(input)`, Φ the normal distribution function (arXiv 1606.08415), exact or by its approximation with tanh.',
    on: here,
    python: 'lambda x, a: F.gelu(x, approximate=a)',
    dtypes: floats,
    samples: [
      [f([2, 3], -3, 3), 'none'],
      [f([5], -3, 3), 'tanh'],
      [f([0]), 'none'],
    ],
  },
  {
    signature: 'leakyRelu(input: tensor, negativeSlope: scalar = 0.01)',
    cpp: 'at::leaky_relu(input, negativeSlope)',
    doc: 'The input where positive, else `negativeSlope * input`.',
    on: here,
    python: 'F.leaky_relu',
    dtypes: floats,
    samples: [
      [f([2, 3]), 0.01],
      [f([5]), 0.2],
    ],
  },
  {
    signature: 'prelu(input: tensor, weight: tensor)',
    cpp: 'checked_prelu(lowered(input), lowered(weight))',
    doc: 'The input where positive, else `weight * input`, with one weight or one for each channel (dimension 1) of [n, c, ...].',
    on: here,
    python: 'F.prelu',
    samples: [
      [f([2, 3, 2]), f([3], 0.1, 0.5)],
      [f([4]), f([1], 0.1, 0.5)],
    ],
  },
  {
    signature:
      'rrelu(input: tensor, lower: number = 1 / 8, upper: number = 1 / 3, training: bool = false, stream: stream)',
    cpp: 'randomized_relu(input, lower, upper, training, stream)',
    doc: 'The input where positive, else the input times a slope (arXiv 1505.00853): when `training` one drawn for each element between `lower` and `upper`, from the current random stream, else the middle of the two.',
    on: here,
    python: 'F.rrelu',
    dtypes: floats,
    samples: [
      [f([2, 3]), 0.125, 0.25, false],
      [f([5], -3, 3), 0.1, 0.5, false],
    ],
  },
  {
    signature: 'elu(input: tensor, alpha: scalar = 1)',
    cpp: 'at::elu(input, alpha)',
    doc: 'The input where positive, else `alpha * (exp(input) - 1)`.',
    on: here,
    python: 'F.elu',
    samples: [
      [f([2, 3]), 1],
      [f([5]), 0.5],
    ],
  },
  {
    signature: 'celu(input: tensor, alpha: scalar = 1)',
    cpp: 'at::celu(input, alpha)',
    doc: '`max(0, input) + min(0, alpha * (exp(input / alpha) - 1))`, smooth for every alpha (arXiv 1704.07483).',
    on: here,
    python: 'F.celu',
    dtypes: floats,
    samples: [
      [f([2, 3]), 1],
      [f([5], -3, 3), 0.5],
    ],
  },
  {
    signature: 'softplus(input: tensor, beta: scalar = 1, threshold: scalar = 20)',
    cpp: 'at::softplus(input, beta, threshold)',
    doc: '`log(1 + exp(beta * input)) / beta`; the input itself where `beta * input > threshold`.',
    on: here,
    python: 'F.softplus',
    samples: [
      [f([2, 3]), 1, 20],
      [f([5], -3, 9), 2, 5],
    ],
  },
  {
    signature: 'hardtanh(input: tensor, minVal: scalar = -1, maxVal: scalar = 1)',
    cpp: 'at::hardtanh(input, minVal, maxVal)',
    doc: 'The input between `minVal` and `maxVal`, one of the two beyond.',
    on: here,
    python: 'F.hardtanh',
    dtypes: floats,
    samples: [
      [f([2, 3], -2, 2), -1, 1],
      [f([7], -2, 2), -0.3, 1.2],
    ],
  },
  {
    signature: 'softshrink(input: tensor, lambda: scalar = 0.5)',
    cpp: 'at::softshrink(input, lambda)',
    doc: 'The input moved by `lambda` (not negative) towards 0, and 0 within `lambda` of it.',
    on: here,
    python: 'F.softshrink',
    dtypes: floats,
    samples: [
      [f([2, 3], -2, 2), 0.5],
      [f([7]), 0.2],
    ],
  },
  {
    signature: 'hardshrink(input: tensor, lambda: scalar = 0.5)',
    cpp: 'at::hardshrink(input, lambda)',
    doc: 'The input, but 0 where it lies within `lambda` of 0.',
    on: here,
    python: 'F.hardshrink',
    dtypes: floats,
    samples: [
      [f([2, 3], -2, 2), 0.5],
      [f([7]), 0.2],
    ],
  },
  {
    signature: 'threshold(input: tensor, threshold: scalar, value: scalar)',
    cpp: 'at::threshold(input, threshold, value)',
    doc: 'The input where it is above `threshold`, else `value`.',
    on: here,
    python: 'F.threshold',
    dtypes: floats,
    samples: [[f([2, 5], -2, 2), 0.1, -7]],
  },
  {
    signature: 'glu(input: tensor, dim: int = -1)',
    cpp: 'at::glu(input, dim)',
    doc: 'Gated linear unit: the first half along `dim` times the sigmoid of the second; the size must be even.',
    on: here,
    python: 'F.glu',
    dtypes: floats,
    samples: [
      [f([2, 4]), -1],
      [f([2, 3, 2]), 0],
    ],
  },
  {
    signature: 'softmin(input: tensor, dim: int)',
    cpp: 'at::softmax(-input, dim)',
    doc: 'The softmax of `-input`.',
    on: here,
    python: 'F.softmin',
    dtypes: floats,
    samples: [[f([2, 3], -3, 3), 1]],
  },
  {
    signature:
      'gumbelSoftmax(logits: tensor, tau: number = 1, hard: bool = false, dim: int = -1, stream: stream)',
    cpp: 'gumbel_softmax(logits, tau, hard, dim, stream)',
    doc: 'A softmax sample at temperature `tau` (arXiv 1611.01144); `hard` makes it one-hot and keeps the gradient of the soft one. Drawn from the current random stream.',
    on: here,
    samples: [],
    testedBy: 'test/tensor/random.test.ts',
  },
]
