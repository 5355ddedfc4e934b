import { b, f, i, type Row } from './row.js'

const dims = 'over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`'

export const reductions: readonly Row[] = [
  {
    signature: 'sum(input: tensor, dim: ints?, keepdim: bool = false)',
    cpp: 'at::sum(input, dim, keepdim)',
    doc: `Sum ${dims}; integers and bools give int64.`,
    python: 'lambda x, d, k: x.sum(d, k) if d is not None else x.sum()',
    samples: [
      [f([2, 3]), null, false],
      [f([2, 3, 4]), [0, 2], true],
      [f([2, 3]), -1, false],
      [i([4], 0, 9), null, false],
      [f([0]), null, false],
    ],
  },
  {
    signature: 'mean(input: tensor, dim: ints?, keepdim: bool = false)',
    cpp: 'at::mean(input, dim, keepdim)',
    doc: `Mean ${dims}. Floating dtypes only.`,
    python: 'lambda x, d, k: x.mean(d, k) if d is not None else x.mean()',
    samples: [
      [f([2, 3]), null, false],
      [f([2, 3, 4]), [0, 2], true],
      [f([2, 3]), 1, false],
    ],
  },
  {
    signature: 'prod(input: tensor)',
    cpp: 'at::prod(input)',
    doc: 'Product of all elements.',
    samples: [[f([2, 3], 0.5, 2)]],
  },
  {
    signature: 'var(input: tensor, dim: ints?, unbiased: bool = true, keepdim: bool = false)',
    cpp: 'at::var(input, dim, unbiased, keepdim)',
    // `var` is a reserved word: no function of that name.
    on: ['method'],
    doc: `Variance ${dims}; divided by n - 1 if \`unbiased\`, else by n.`,
    python: 'lambda x, d, u, k: x.var(d, u, k) if d is not None else x.var(u)',
    samples: [
      [f([2, 3]), null, true, false],
      [f([3, 4]), 0, false, true],
      [f([2, 3, 4]), [0, 2], true, false],
    ],
  },
  {
    signature: 'std(input: tensor, dim: ints?, unbiased: bool = true, keepdim: bool = false)',
    cpp: 'at::std(input, dim, unbiased, keepdim)',
    doc: `Standard deviation ${dims}; by n - 1 if \`unbiased\`, else by n.`,
    python: 'lambda x, d, u, k: x.std(d, u, k) if d is not None else x.std(u)',
    samples: [
      [f([2, 3]), null, true, false],
      [f([3, 4]), 0, false, true],
    ],
  },
  {
    signature: 'amax(input: tensor, dim: ints?, keepdim: bool = false)',
    cpp: 'at::amax(input, dim.values, keepdim)',
    doc: `Largest element ${dims}; equal ones share the gradient.`,
    python: 'lambda x, d, k: x.amax(d if d is not None else (), k)',
    samples: [
      [f([2, 3]), null, false],
      [f([2, 3, 4]), [0, 2], true],
      [f([2, 3]), 1, false],
    ],
  },
  {
    signature: 'amin(input: tensor, dim: ints?, keepdim: bool = false)',
    cpp: 'at::amin(input, dim.values, keepdim)',
    doc: `Smallest element ${dims}; equal ones share the gradient.`,
    python: 'lambda x, d, k: x.amin(d if d is not None else (), k)',
    samples: [
      [f([2, 3]), null, false],
      [f([2, 3, 4]), [0, 2], true],
      [f([2, 3]), 1, false],
    ],
  },
  {
    signature: 'maxAll(input: tensor)',
    cpp: 'at::max(input)',
    doc: 'Largest of all elements.',
    on: [],
    python: 'torch.max',
    samples: [[f([2, 3])]],
  },
  {
    signature: 'minAll(input: tensor)',
    cpp: 'at::min(input)',
    doc: 'Smallest of all elements.',
    on: [],
    python: 'torch.min',
    samples: [[f([2, 3])]],
  },
  {
    signature: 'maxAlong(input: tensor, dim: int, keepdim: bool = false)',
    cpp: 'at::max(input, dim, keepdim)',
    doc: 'Largest elements along `dim` and their indices.',
    on: [],
    result: 'tensors',
    python: 'torch.max',
    samples: [
      [f([2, 3]), 1, false],
      [f([2, 3, 4]), 0, true],
    ],
  },
  {
    signature: 'minAlong(input: tensor, dim: int, keepdim: bool = false)',
    cpp: 'at::min(input, dim, keepdim)',
    doc: 'Smallest elements along `dim` and their indices.',
    on: [],
    result: 'tensors',
    python: 'torch.min',
    samples: [
      [f([2, 3]), 1, false],
      [f([2, 3, 4]), 0, true],
    ],
  },
  {
    signature: 'argmax(input: tensor, dim: int?, keepdim: bool = false)',
    cpp: 'at::argmax(input, dim, keepdim)',
    doc: 'Index of the largest element along `dim` (of the flattened input when left out); int64.',
    differentiable: false,
    samples: [
      [f([2, 3]), null, false],
      [f([2, 3, 4]), 1, true],
    ],
  },
  {
    signature: 'argmin(input: tensor, dim: int?, keepdim: bool = false)',
    cpp: 'at::argmin(input, dim, keepdim)',
    doc: 'Index of the smallest element along `dim` (of the flattened input when left out); int64.',
    differentiable: false,
    samples: [
      [f([2, 3]), null, false],
      [f([2, 3, 4]), 1, true],
    ],
  },
  {
    signature: 'cumsum(input: tensor, dim: int)',
    cpp: 'at::cumsum(input, dim)',
    doc: 'Running sum along `dim`.',
    samples: [
      [f([2, 3]), 1],
      [f([2, 3]), 0],
    ],
  },
  {
    signature: 'logsumexp(input: tensor, dim: ints, keepdim: bool = false)',
    cpp: 'at::logsumexp(input, dim, keepdim)',
    doc: 'Logarithm of the sum of exponentials over `dim`, without overflow.',
    samples: [
      [f([2, 3]), 1, false],
      [f([2, 3, 4]), [0, 2], true],
    ],
  },
  {
    signature: 'softmax(input: tensor, dim: int)',
    cpp: 'at::softmax(input, dim)',
    doc: 'Exponentials along `dim`, divided by their sum.',
    on: ['method', 'function', 'F'],
    samples: [
      [f([2, 3]), 1],
      [f([2, 3, 4]), 0],
    ],
  },
  {
    signature: 'logSoftmax(input: tensor, dim: int)',
    cpp: 'at::log_softmax(input, dim)',
    doc: 'Logarithm of softmax along `dim`.',
    on: ['method', 'function', 'F'],
    samples: [
      [f([2, 3]), 1],
      [f([2, 3, 4]), 0],
    ],
  },
  {
    signature: 'all(input: tensor)',
    cpp: 'at::all(input)',
    doc: 'True when every element is non-zero; a bool scalar.',
    differentiable: false,
    samples: [[b([2, 3])], [i([3], 1, 5)]],
  },
  {
    signature: 'any(input: tensor)',
    cpp: 'at::any(input)',
    doc: 'True when some element is non-zero; a bool scalar.',
    differentiable: false,
    samples: [[b([2, 3])], [i([3], 0, 1)]],
  },
  {
    signature: 'equal(input: tensor, other: tensor)',
    cpp: 'at::equal(input, other)',
    doc: 'Whether both have the same shape and the same elements.',
    result: 'boolean',
    differentiable: false,
    samples: [
      [b([2, 3]), b([2, 3])],
      [i([3], 0, 1), i([3], 0, 1)],
    ],
  },
  {
    signature: 'allclose(input: tensor, other: tensor, rtol: number = 1e-5, atol: number = 1e-8)',
    cpp: 'at::allclose(input, other, rtol, atol)',
    doc: 'Whether `|input - other| <= atol + rtol * |other|` everywhere.',
    result: 'boolean',
    differentiable: false,
    samples: [
      [f([2, 3]), f([2, 3]), 1e-5, 1e-8],
      [f([3]), f([3]), 10, 1],
    ],
  },
]
