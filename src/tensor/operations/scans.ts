import { precise } from './helpers.js'
import { f, floats, i, type Row, values } from './row.js'

const along = (name: string, doc: string, more: Partial<Row> = {}): Row => ({
  signature: `${name}(input: tensor, dim: int)`,
  cpp: `at::${name}(input, dim)`,
  doc,
  samples: [
    [f([2, 3], 0.3, 2), 1],
    [f([2, 3], -2, 2), 0],
    [f([2, 0]), 1],
  ],
  dtypes: precise,
  ...more,
})

const running = (name: string, which: string): Row =>
  along(name, `The ${which} element so far along \`dim\`, and its index.`, { result: ['values', 'indices'] })

/** Running totals and differences, and what is normalised along a dimension. */
export const scans: readonly Row[] = [
  along('cumsum', 'Running sum along `dim`; integers give int64.', {
    samples: [
      [f([2, 3]), 1],
      [f([2, 3]), 0],
      [i([4], 0, 9), 0],
      [f([2, 0]), 1],
    ],
    dtypes: ['float64', 'bfloat16', 'int32', 'uint8', 'bool'],
  }),
  along('cumprod', 'Running product along `dim`.'),
  along('logcumsumexp', 'Logarithm of the running sum of exponentials along `dim`.'),
  running('cummax', 'largest'),
  running('cummin', 'smallest'),
  {
    signature: 'diff(input: tensor, n: int = 1, dim: int = -1)',
    cpp: 'at::diff(input, n, dim)',
    doc: 'Differences of neighbours along `dim`, taken `n` times.',
    samples: [
      [f([2, 5]), 1, -1],
      [f([5, 2]), 2, 0],
    ],
    dtypes: ['float64', 'int64'],
  },
  {
    signature: 'trapezoid(input: tensor, dx: scalar = 1, dim: int = -1)',
    cpp: 'at::trapezoid(input, dx, dim)',
    doc: 'The integral along `dim` by the trapezoidal rule with steps of `dx`.',
    python: 'lambda y, dx, d: torch.trapezoid(y, dx=dx, dim=d)',
    samples: [
      [f([2, 5]), 1, -1],
      [f([5, 2]), 0.5, 0],
    ],
    dtypes: precise,
  },
  {
    signature: 'cumulativeTrapezoid(input: tensor, dx: scalar = 1, dim: int = -1)',
    cpp: 'at::cumulative_trapezoid(input, dx, dim)',
    doc: 'The running integral along `dim` by the trapezoidal rule with steps of `dx`.',
    python: 'lambda y, dx, d: torch.cumulative_trapezoid(y, dx=dx, dim=d)',
    samples: [[f([2, 5]), 0.5, -1]],
    dtypes: precise,
  },
  ...(['softmax', 'logSoftmax'] as const).map(
    (name): Row => ({
      signature: `${name}(input: tensor, dim: int)`,
      cpp: `at::${name === 'softmax' ? 'softmax' : 'log_softmax'}(input, dim)`,
      doc:
        name === 'softmax'
          ? 'Exponentials along `dim`, divided by their sum.'
          : 'Logarithm of softmax along `dim`.',
      on: ['method', 'function', 'F'],
      samples: [
        [f([2, 3]), 1],
        [f([2, 3, 4]), 0],
        [values([3], [1000, 0, -1000]), 0],
        [f([2, 0]), 1],
      ],
      dtypes: floats,
    }),
  ),
  {
    signature: 'renorm(input: tensor, p: scalar, dim: int, maxnorm: scalar)',
    cpp: 'at::renorm(input, p, dim, maxnorm)',
    doc: 'The slices along `dim` whose p-norm is above `maxnorm`, scaled down to it.',
    samples: [[f([3, 4]), 2, 0, 1]],
    dtypes: precise,
  },
]
