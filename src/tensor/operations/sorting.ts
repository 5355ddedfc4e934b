import { precise } from './helpers.js'
import { f, i, type Row, values } from './row.js'

const sorted = values([5], [-0.5, 0.25, 0.5, 1, 2])

const unordered = values([2, 4], ['Infinity', 3, 'NaN', -1, 3, '-Infinity', 'NaN', 0])

/** Order, sets and counts. */
export const sorting: readonly Row[] = [
  {
    signature: 'sort(input: tensor, dim: int = -1, descending: bool = false, stable: bool = false)',
    cpp: 'at::sort(input, stable, dim, descending)',
    doc: 'The elements in order along `dim`, and where they were. Equal ones keep their order if `stable`.',
    result: ['values', 'indices'],
    python: 'lambda x, d, r, s: torch.sort(x, dim=d, descending=r, stable=s)',
    samples: [
      [f([2, 5]), -1, false, false],
      [f([4, 2]), 0, true, false],
      [i([8], 0, 3), 0, false, true],
      [values([4], [2, 'NaN', -1, 'Infinity']), 0, false, true],
      [f([0]), 0, false, false],
    ],
    dtypes: ['float64', 'bfloat16'],
  },
  {
    signature: 'argsort(input: tensor, dim: int = -1, descending: bool = false, stable: bool = false)',
    cpp: 'at::argsort(input, stable, dim, descending)',
    doc: 'Where the elements in order along `dim` are; int64. Equal ones keep their order if `stable`.',
    differentiable: false,
    python: 'lambda x, d, r, s: torch.argsort(x, dim=d, descending=r, stable=s)',
    samples: [
      [f([2, 5]), -1, false, false],
      [i([8], 0, 3), 0, true, true],
    ],
  },
  {
    signature: 'topk(input: tensor, k: int, dim: int = -1, largest: bool = true, sorted: bool = true)',
    cpp: 'at::topk(input, k, dim, largest, sorted)',
    doc: 'The `k` largest (or smallest) elements along `dim` and their indices.',
    result: ['values', 'indices'],
    samples: [
      [f([2, 5]), 2, -1, true, true],
      [f([5, 2]), 3, 0, false, true],
      [f([3]), 0, 0, true, true],
    ],
    dtypes: ['float64', 'bfloat16'],
  },
  {
    signature: 'kthvalue(input: tensor, k: int, dim: int = -1, keepdim: bool = false)',
    cpp: 'at::kthvalue(input, k, dim, keepdim)',
    doc: 'The k-th smallest elements along `dim` (counted from 1) and their indices.',
    result: ['values', 'indices'],
    samples: [
      [f([2, 5]), 2, -1, false],
      [f([5, 2]), 5, 0, true],
    ],
    dtypes: precise,
  },
  {
    signature: 'unique(input: tensor)',
    cpp: 'std::get<0>(distinct(input))',
    doc: 'The distinct elements in order; each NaN is one, after all others.',
    differentiable: false,
    samples: [[i([9], 0, 4)], [values([4], [2, 1, 2, -1])], [f([0])], [unordered]],
  },
  {
    signature: 'uniqueCounts(input: tensor)',
    cpp: 'distinct(input)',
    doc: 'The distinct elements in order, for each element the place of its like among them, and how often each occurs.',
    result: ['values', 'inverse', 'counts'],
    differentiable: false,
    python: 'lambda x: torch.unique(x, return_inverse=True, return_counts=True)',
    samples: [[i([9], 0, 4)], [values([2, 2], [2, 1, 2, -1])], [unordered]],
  },
  {
    signature: 'uniqueConsecutive(input: tensor)',
    cpp: 'std::get<0>(at::unique_consecutive(input))',
    doc: 'The elements of the flattened input without repetitions in a row.',
    differentiable: false,
    samples: [[values([6], [1, 1, 2, 2, 1, 1], 'int64')]],
  },
  {
    signature: 'searchsorted(sorted: tensor, values: tensor, right: bool = false)',
    cpp: 'at::searchsorted(sorted, values, false, right)',
    doc: 'Where `values` would have to be inserted to keep the order along the last dimension of `sorted`: before equals, or after them if `right`; int64.',
    on: ['function'],
    differentiable: false,
    python: 'lambda s, v, r: torch.searchsorted(s, v, right=r)',
    samples: [
      [sorted, f([2, 3]), false],
      [sorted, values([3], [0.5, 9, -9]), true],
    ],
  },
  {
    signature: 'bucketize(input: tensor, boundaries: tensor, right: bool = false)',
    cpp: 'at::bucketize(input, boundaries, false, right)',
    doc: 'The number of the bucket between the sorted `boundaries` for each element; a boundary belongs to the bucket below, or above if `right`; int64.',
    differentiable: false,
    python: 'lambda x, b, r: torch.bucketize(x, b, right=r)',
    samples: [
      [f([2, 3]), sorted, false],
      [values([3], [0.5, 9, -9]), sorted, true],
    ],
  },
  {
    signature: 'bincount(input: tensor, weights: tensor?, minlength: int = 0)',
    cpp: 'occurrences(input, weights, minlength)',
    doc: 'How often each integer from 0 occurs in a vector, or the sum of its `weights`; at least `minlength` counts.',
    differentiable: false,
    samples: [
      [i([9], 0, 5), null, 0],
      [i([4], 0, 5), f([4]), 8],
      [i([0], 0, 5), null, 2],
    ],
  },
  {
    signature: 'histc(input: tensor, bins: int = 100, min: scalar = 0, max: scalar = 0)',
    cpp: 'histogram(input, bins, min, max)',
    doc: 'How many elements lie in each of `bins` intervals of one width from `min` to `max` (the extremes of the input when both are 0).',
    differentiable: false,
    samples: [
      [f([20]), 4, -1, 1],
      [values([4], [0, 1, 3, 4]), 2, 0, 0],
      [unordered, 3, -2, 4],
    ],
    dtypes: precise,
  },
  {
    signature: 'isin(elements: tensor, testElements: tensor)',
    cpp: 'at::isin(elements, testElements)',
    doc: 'Where the elements are among `testElements`; a bool tensor.',
    on: ['function'],
    differentiable: false,
    samples: [
      [i([2, 4], 0, 9), i([3], 0, 9)],
      [f([3]), f([0])],
    ],
  },
]
