import { f, i, type Row } from './row.js'

export const indexing: readonly Row[] = [
  {
    signature: 'cat(tensors: tensors, dim: int = 0)',
    cpp: 'at::cat(tensors, dim)',
    doc: 'Joins tensors along `dim`; the other sizes must agree.',
    on: ['function'],
    samples: [
      [[f([2, 3]), f([1, 3])], 0],
      [[f([2, 1]), f([2, 2]), f([2, 3])], -1],
    ],
  },
  {
    signature: 'stack(tensors: tensors, dim: int = 0)',
    cpp: 'at::stack(tensors, dim)',
    doc: 'Joins tensors of one shape along a new dimension `dim`.',
    on: ['function'],
    samples: [
      [[f([2, 3]), f([2, 3])], 0],
      [[f([2]), f([2]), f([2])], -1],
    ],
  },
  {
    signature: 'gather(input: tensor, dim: int, index: tensor)',
    cpp: 'at::gather(input, dim, index)',
    doc: 'Element `index[…]` along `dim` for each place of the int64 tensor `index`.',
    samples: [
      [f([3, 4]), 1, i([3, 2], 0, 4)],
      [f([3, 4]), 0, i([2, 4], 0, 3)],
    ],
  },
  {
    signature: 'scatterAdd(input: tensor, dim: int, index: tensor, source: tensor)',
    cpp: 'at::scatter_add(input, dim, index, source)',
    doc: 'A copy of the input with `source` added at the places `index` along `dim`.',
    samples: [[f([3, 4]), 1, i([3, 2], 0, 4), f([3, 2])]],
  },
  {
    signature: 'indexSelect(input: tensor, dim: int, index: tensor)',
    cpp: 'at::index_select(input, dim, index)',
    doc: 'The slices at the places of the int64 vector `index` along `dim`.',
    samples: [
      [f([3, 4]), 0, i([5], 0, 3)],
      [f([3, 4]), 1, i([2], 0, 4)],
    ],
  },
  {
    signature: 'tril(input: tensor, diagonal: int = 0)',
    cpp: 'at::tril(input, diagonal)',
    doc: 'The lower triangle, 0 elsewhere.',
    samples: [
      [f([3, 3]), 0],
      [f([2, 3, 4]), -1],
    ],
  },
  {
    signature: 'triu(input: tensor, diagonal: int = 0)',
    cpp: 'at::triu(input, diagonal)',
    doc: 'The upper triangle, 0 elsewhere.',
    samples: [
      [f([3, 3]), 0],
      [f([2, 3, 4]), 1],
    ],
  },
  {
    signature: 'oneHot(input: tensor, classes: int = -1)',
    cpp: 'at::one_hot(input, classes)',
    doc: 'A last dimension of `classes` (largest index + 1 when -1) with 1 at the index, else 0; int64.',
    on: ['F'],
    differentiable: false,
    python: 'F.one_hot',
    samples: [
      [i([4], 0, 3), 3],
      [i([2, 2], 0, 5), 6],
    ],
  },
]
