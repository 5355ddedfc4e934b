import { anyDtype, numeric, precise } from './helpers.js'
import { b, f, floats, i, type Row, values } from './row.js'

const dims = 'over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`'
const three = [
  [f([2, 3]), null, false],
  [f([2, 3, 4]), [0, 2], true],
  [f([2, 3]), -1, false],
] as const

/** Reductions over any dimensions, with those three samples first. */
function over(name: string, cpp: string, doc: string, more: Partial<Row> = {}): Row {
  return {
    signature: `${name}(input: tensor, dim: ints?, keepdim: bool = false)`,
    cpp,
    doc,
    python: `lambda x, d, k: torch.${name}(x, d, k) if d is not None else torch.${name}(x)`,
    samples: [...three, ...(more.samples ?? [])],
    dtypes: more.dtypes ?? floats,
    ...Object.fromEntries(Object.entries(more).filter(([key]) => key !== 'samples' && key !== 'dtypes')),
  }
}

/** Variances and deviations. */
function spread(name: string, what: string, tuple = false): Row {
  const snake = name.replace('Mean', '_mean')
  return {
    signature: `${name}(input: tensor, dim: ints?, correction: int = 1, keepdim: bool = false)`,
    cpp: `at::${snake}(input, dim, c10::optional<int64_t>(correction), keepdim)`,
    // `var` is a reserved word: no function of that name.
    on: name === 'var' ? ['method'] : ['method', 'function'],
    doc: `${what} ${dims}; divided by n - \`correction\`.`,
    ...(tuple ? { result: [name === 'varMean' ? 'variance' : 'deviation', 'mean'] } : {}),
    python: `lambda x, d, c, k: torch.${snake}(x, dim=d, correction=c, keepdim=k)`,
    samples: [
      [f([2, 3]), null, 1, false],
      [f([3, 4]), 0, 0, true],
      [f([2, 3, 4]), [0, 2], 1, false],
    ],
    dtypes: precise,
  }
}

/** Reductions along one dimension that also tell where. */
function placed(name: string, doc: string, more: Partial<Row> = {}): Row {
  const snake = name.replace('Along', '')
  return {
    signature: `${name}(input: tensor, dim: int${name.endsWith('Along') ? '' : ' = -1'}, keepdim: bool = false)`,
    cpp: `at::${snake}(input, dim, keepdim)`,
    doc,
    result: ['values', 'indices'],
    python: `torch.${snake}`,
    samples: [
      [f([2, 3]), 1, false],
      [f([2, 3, 4]), 0, true],
    ],
    dtypes: ['float64', 'bfloat16', 'int64'],
    ...more,
  }
}

const all = (name: string, doc: string): Row => ({
  signature: `${name}All(input: tensor)`,
  cpp: `at::${name}(input)`,
  doc,
  on: [],
  python: `torch.${name}`,
  samples: [[f([2, 3])]],
  dtypes: numeric,
})

const index = (name: string, which: string): Row => ({
  signature: `${name}(input: tensor, dim: int?, keepdim: bool = false)`,
  cpp: `at::${name}(input, dim, keepdim)`,
  doc: `Index of the ${which} element along \`dim\` (of the flattened input when left out); int64.`,
  differentiable: false,
  samples: [
    [f([2, 3]), null, false],
    [f([2, 3, 4]), 1, true],
  ],
  dtypes: ['float64', 'bfloat16'],
})

const truth = (name: string, doc: string): Row =>
  over(name, `${name}_over(input, dim, keepdim)`, `${doc} ${dims}; bool.`, {
    differentiable: false,
    python: `lambda x, d, k: torch.${name}(x, d, k) if d is not None else torch.${name}(x)`,
    samples: [
      [b([2, 3]), null, false],
      [b([3, 2]), 0, true],
      [i([3], 0, 2), null, false],
      [b([0]), null, false],
    ],
    dtypes: [],
  })

/** Many elements to one. */
export const reductions: readonly Row[] = [
  over('sum', 'at::sum(input, dim, keepdim)', `Sum ${dims}; integers and bools give int64.`, {
    samples: [
      [f([0]), null, false],
      [f([0, 3]), 0, false],
      [i([4], 0, 9), null, false],
    ],
    dtypes: anyDtype,
  }),
  over('nansum', 'at::nansum(input, dim, keepdim)', `Sum without NaN ${dims}.`, {
    samples: [[values([3], [1, 'NaN', 3]), null, false]],
    dtypes: precise,
  }),
  over('mean', 'at::mean(input, dim, keepdim)', `Mean ${dims}. Floating dtypes only.`),
  over('nanmean', 'at::nanmean(input, dim, keepdim)', `Mean without NaN ${dims}.`, {
    samples: [[values([3], [1, 'NaN', 3]), null, false]],
    dtypes: precise,
  }),
  {
    signature: 'prod(input: tensor, dim: int?, keepdim: bool = false)',
    cpp: '(dim ? at::prod(input, *dim, keepdim) : at::prod(input))',
    doc: 'Product along `dim`, or of all elements.',
    python: 'lambda x, d, k: torch.prod(x, d, k) if d is not None else torch.prod(x)',
    samples: [
      [f([2, 3], 0.5, 2), null, false],
      [f([2, 3], 0.5, 2), 1, true],
      [f([0]), null, false],
      [i([3], 1, 5), null, false],
    ],
    dtypes: precise,
  },
  spread('var', 'Variance'),
  spread('std', 'Standard deviation'),
  spread('varMean', 'Variance and mean', true),
  spread('stdMean', 'Standard deviation and mean', true),
  over(
    'amax',
    'at::amax(input, dim.values, keepdim)',
    `Largest element ${dims}; equal ones share the gradient.`,
    {
      python: 'lambda x, d, k: x.amax(d if d is not None else (), k)',
      dtypes: numeric,
    },
  ),
  over(
    'amin',
    'at::amin(input, dim.values, keepdim)',
    `Smallest element ${dims}; equal ones share the gradient.`,
    {
      python: 'lambda x, d, k: x.amin(d if d is not None else (), k)',
      dtypes: numeric,
    },
  ),
  {
    signature: 'aminmax(input: tensor, dim: int?, keepdim: bool = false)',
    // libtorch 1.13 has no gradients of at::aminmax.
    cpp: 'std::tuple(dim ? at::amin(input, *dim, keepdim) : at::amin(input, {}, keepdim), dim ? at::amax(input, *dim, keepdim) : at::amax(input, {}, keepdim))',
    doc: 'Smallest and largest element along `dim`, or of all.',
    result: ['min', 'max'],
    python: 'lambda x, d, k: torch.aminmax(x, dim=d, keepdim=k)',
    samples: [
      [f([2, 3]), null, false],
      [f([2, 3]), 1, true],
    ],
    dtypes: numeric,
  },
  all('max', 'Largest of all elements.'),
  all('min', 'Smallest of all elements.'),
  placed('maxAlong', 'Largest elements along `dim` and their indices.', { on: [] }),
  placed('minAlong', 'Smallest elements along `dim` and their indices.', { on: [] }),
  placed('mode', 'Most frequent elements along `dim`, the smallest of equals, and an index of each.', {
    samples: [
      [values([2, 4], [1, 3, 3, 2, 5, 5, 4, 4]), 1, false],
      [i([5, 2], 0, 3), 0, true],
    ],
    // Beside an equal neighbour the choice changes.
    noDifferences: 'what is most frequent changes with any element',
    dtypes: precise,
  }),
  ...(['median', 'nanmedian'] as const).flatMap((name): Row[] => {
    const whole = name === 'median' ? 'The middle element' : 'The middle element that is not NaN'
    return [
      {
        ...all(name, `${whole} of all; the lower one of two.`),
        samples: [[f([2, 3])], [values([3], [1, 'NaN', 3])]],
        dtypes: precise,
      },
      placed(`${name}Along`, `${whole} along \`dim\`, the lower one of two, and an index of each.`, {
        on: [],
        dtypes: precise,
        samples: [
          [f([2, 3]), 1, false],
          [f([2, 4]), 0, true],
          [values([2, 3], [1, 'NaN', 3, 4, 6, 5]), 1, false],
        ],
      }),
    ]
  }),
  ...(['quantile', 'nanquantile'] as const).map(
    (name): Row => ({
      signature: `${name}(input: tensor, q: operand, dim: int?, keepdim: bool = false, interpolation: 'linear'|'lower'|'higher'|'nearest'|'midpoint' = 'linear')`,
      cpp: `at::${name}(input, level(q), dim, keepdim, interpolation)`,
      doc: `The \`q\`-quantiles along \`dim\`, or of all${name === 'quantile' ? '' : ', NaN aside'}; with a tensor of several \`q\` they are the first dimension.`,
      constant: ['q'],
      python: `lambda x, q, d, k, n: torch.${name}(x, q, dim=d, keepdim=k, interpolation=n)`,
      samples: [
        [f([2, 3]), 0.4, null, false, 'linear'],
        [f([2, 5]), values([2], [0.25, 0.9]), 1, true, 'linear'],
        [f([7]), 0.3, null, false, 'nearest'],
        [f([7]), 0.3, 0, false, 'midpoint'],
      ],
    }),
  ),
  index('argmax', 'largest'),
  index('argmin', 'smallest'),
  {
    signature: 'logsumexp(input: tensor, dim: ints, keepdim: bool = false)',
    cpp: 'at::logsumexp(input, dim, keepdim)',
    doc: 'Logarithm of the sum of exponentials over `dim`, without overflow.',
    samples: [
      [f([2, 3]), 1, false],
      [f([2, 3, 4]), [0, 2], true],
      [f([2, 0]), 1, false],
    ],
    dtypes: precise,
  },
  truth('all', 'Whether every element is non-zero'),
  truth('any', 'Whether some element is non-zero'),
  {
    signature: 'countNonzero(input: tensor, dim: ints?)',
    cpp: '(dim.present ? at::count_nonzero(input, dim.values) : at::count_nonzero(input))',
    doc: 'How many elements are not 0 over the dimensions `dim`, or in all; int64.',
    differentiable: false,
    samples: [
      [i([3, 4], 0, 2), null],
      [i([3, 4], 0, 2), 1],
      [b([2, 3]), [0, 1]],
    ],
  },
  {
    signature: 'norm(input: tensor, p: scalar = 2, dim: ints?, keepdim: bool = false)',
    cpp: 'at::linalg_vector_norm(input, p, dim, keepdim)',
    doc: `The p-norm of the elements as a vector ${dims}; p may be 0 and Infinity.`,
    python: 'lambda x, p, d, k: torch.linalg.vector_norm(x, p, d, k)',
    samples: [
      [f([2, 3]), 2, null, false],
      [f([2, 3]), 1, 1, true],
      [f([2, 3, 4]), 3, [0, 2], false],
      [f([4]), 0, null, false],
    ],
    dtypes: ['float64', 'bfloat16'],
  },
  {
    signature: 'dist(input: tensor, other: tensor, p: scalar = 2)',
    cpp: 'at::dist(input, other, p)',
    doc: 'The p-norm of the difference.',
    samples: [
      [f([2, 3]), f([2, 3]), 2],
      [f([4]), f([4]), 1],
    ],
    dtypes: precise,
  },
]
