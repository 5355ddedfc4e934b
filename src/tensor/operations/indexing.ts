import { anyDtype, precise } from './helpers.js'
import { as, b, f, i, type Row, values } from './row.js'

const along = (
  name: string,
  doc: string,
  rest: string,
  cpp: string,
  samples: Row['samples'],
  more: Partial<Row> = {},
): Row => ({
  signature: `${name}(input: tensor, dim: int, index: tensor, ${rest})`,
  cpp,
  doc: `A copy of the input ${doc}`,
  samples,
  dtypes: precise,
  ...more,
})

/** Elements by their places. */
export const indexing: readonly Row[] = [
  {
    signature: 'at(input: tensor, index: index)',
    cpp: 'take_at(input, index)',
    doc: 'What Python writes as `input[…]`: `x.at(0, [1, -1], null, [null, null, -2], mask)`; see IndexEntry. A view, unless an entry is a tensor or a step is negative.',
    on: ['method'],
    python: 'at',
    samples: [
      [f([4, 3]), [1]],
      [f([4, 3]), [as('int32', i([2], -3, 4)), 1]],
      [f([4, 3]), [[1, -1], -1]],
      [
        f([5, 4]),
        [
          [null, null, -2],
          [0, null, 3],
        ],
      ],
      [f([5, 4]), ['...', [-1, -9, -1]]],
      [f([2, 3, 4]), [null, '...', 2, null]],
      [f([2, 3, 4]), [':', i([2, 2], 0, 3)]],
      [f([2, 3, 4]), [i([3], -2, 2), [], i([3], 0, 4)]],
      [f([4, 5]), [[3, 0, -1], i([3], 0, 5)]],
      [f([3, 4]), [b([3, 4])]],
      [f([3, 4]), [[2, 1], 0]],
      [f([0, 3]), [[], -1]],
      [f([3]), []],
    ],
    dtypes: anyDtype,
  },
  {
    signature: 'setAt(input: tensor, index: index, value: operand)',
    cpp: 'put_at(input, index, value)',
    doc: 'What Python writes as `input[index] = value`: `x.setAt([0, [1, -1]], 3)`; see IndexEntry. The value is broadcast and converted. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad().',
    on: ['method'],
    result: 'this',
    differentiable: false,
    python: 'set_at',
    samples: [
      [f([4, 3]), [1], f([3])],
      [f([4, 3]), [[1, -1], -1], 7],
      [f([5, 4]), [[null, null, -2]], f([3, 4])],
      [f([2, 3, 4]), ['...', i([2], 0, 4)], f([2, 3, 2])],
      [f([3, 4]), [b([3, 4])], 0.5],
      [f([4, 5]), [[3, 0, -1], 2], f([3])],
      [i([4], 0, 9), [[1, 3]], f([2], 2, 9)],
    ],
  },
  {
    signature: 'gather(input: tensor, dim: int, index: tensor)',
    cpp: 'at::gather(input, dim, index)',
    doc: 'Element `index[…]` along `dim` for each place of the int64 tensor `index`.',
    samples: [
      [f([3, 4]), 1, i([3, 2], 0, 4)],
      [f([3, 4]), 0, i([2, 4], 0, 3)],
      [f([3, 4]), 0, i([0, 4], 0, 3)],
    ],
    dtypes: anyDtype,
  },
  {
    signature: 'takeAlongDim(input: tensor, index: tensor, dim: int?)',
    cpp: 'take_along(input, index, dim)',
    doc: 'Elements at `index` along `dim`, the other dimensions broadcast; of the flattened input when left out. Negative places count from the end.',
    samples: [
      [f([3, 4]), i([3, 1], 0, 4), 1],
      [f([3, 4]), i([5], 0, 12), null],
      [f([3, 4]), i([3, 2], -4, 4), -1],
    ],
  },
  {
    signature: 'take(input: tensor, index: tensor)',
    cpp: 'at::take(input, index)',
    doc: 'Elements of the flattened input at `index`, in its shape.',
    samples: [[f([3, 4]), i([2, 2], 0, 12)]],
  },
  {
    signature: 'indexSelect(input: tensor, dim: int, index: tensor)',
    cpp: 'at::index_select(input, dim, index)',
    doc: 'The slices at the places of the int64 vector `index` along `dim`.',
    samples: [
      [f([3, 4]), 0, i([5], 0, 3)],
      [f([3, 4]), 1, i([2], 0, 4)],
      [f([3, 4]), 1, i([0], 0, 4)],
    ],
    dtypes: anyDtype,
  },
  {
    signature: 'maskedSelect(input: tensor, mask: tensor)',
    cpp: 'at::masked_select(input, boolean(mask))',
    doc: 'The elements where the bool tensor `mask` (broadcast) is true, as a vector.',
    samples: [
      [f([3, 4]), b([3, 4])],
      [f([3, 4]), b([4])],
    ],
    dtypes: anyDtype,
  },
  {
    signature: 'maskedFill(input: tensor, mask: tensor, value: scalar)',
    cpp: 'at::masked_fill(input, boolean(mask), value)',
    doc: '`value` where the bool tensor `mask` (broadcast to the input) is true, else the input.',
    samples: [
      [f([2, 3]), b([3]), -5],
      [f([2, 3]), b([2, 1]), Number.MAX_SAFE_INTEGER],
    ],
    dtypes: ['float64', 'float16', 'bfloat16', 'int64', 'int32'],
  },
  {
    signature: 'maskedScatter(input: tensor, mask: tensor, source: tensor)',
    cpp: 'at::masked_scatter(input, boolean(mask), source)',
    doc: 'A copy of the input with the elements of `source`, in order, where `mask` is true.',
    samples: [[f([2, 3]), b([2, 3]), f([6])]],
  },
  {
    signature: 'nonzero(input: tensor)',
    cpp: 'at::nonzero(input)',
    doc: 'The places of the elements that are not 0, a row for each; int64.',
    differentiable: false,
    samples: [[b([3, 4])], [i([5], 0, 2)], [f([0, 2])]],
  },
  {
    signature: 'scatter(input: tensor, dim: int, index: tensor, source: operand)',
    cpp: 'at::scatter(input, dim, index, source)',
    doc: 'A copy of the input with `source` written to the places `index` along `dim`. Which of several for one place wins is open.',
    samples: [
      [f([3, 4]), 1, values([3, 2], [0, 3, 1, 2, 2, 0], 'int64'), f([3, 2])],
      [f([3, 4]), 0, i([1, 4], 0, 3), 7],
    ],
    dtypes: ['float64', 'bfloat16', 'int64'],
  },
  along(
    'scatterAdd',
    'with `source` added at the places `index` along `dim`.',
    'source: tensor',
    'at::scatter_add(input, dim, index, source)',
    [[f([3, 4]), 1, i([3, 2], 0, 4), f([3, 2])]],
  ),
  along(
    'scatterReduce',
    'with the elements of `source` for each place `index` along `dim` combined; with the old one too if `includeSelf`.',
    "source: tensor, reduce: 'sum'|'prod'|'mean'|'amax'|'amin', includeSelf: bool = true",
    'at::scatter_reduce(input, dim, index, source, reduce, includeSelf)',
    (['sum', 'prod', 'mean', 'amax', 'amin'] as const).flatMap((reduce) => [
      [f([3, 4], 0.5, 2), 1, i([3, 5], 0, 4), f([3, 5], 0.5, 2), reduce, true],
      [f([4, 3], 0.5, 2), 0, i([5, 3], 0, 4), f([5, 3], 0.5, 2), reduce, false],
    ]),
    { python: 'lambda x, d, i, s, r, k: torch.scatter_reduce(x, d, i, s, r, include_self=k)' },
  ),
  along(
    'indexAdd',
    'with the slices of `source` added to those at `index` along `dim`, times `alpha`.',
    'source: tensor, alpha: scalar = 1',
    'at::index_add(input, dim, index, source, alpha)',
    [
      [f([4, 3]), 0, i([5], 0, 4), f([5, 3]), 1],
      [f([4, 3]), 1, i([2], 0, 3), f([4, 2]), 0.5],
    ],
    { python: 'lambda x, d, i, s, a: torch.index_add(x, d, i, s, alpha=a)' },
  ),
  along(
    'indexCopy',
    'with the slices at `index` along `dim` overwritten by those of `source`.',
    'source: tensor',
    'at::index_copy(input, dim, index, source)',
    [[f([4, 3]), 0, values([2], [3, 1], 'int64'), f([2, 3])]],
  ),
  along(
    'indexFill',
    'with the slices at `index` along `dim` set to `value`.',
    'value: scalar',
    'at::index_fill(input, dim, index, value)',
    [[f([4, 3]), 0, i([2], 0, 4), 5]],
  ),
  along(
    'indexReduce',
    'with the slices of `source` for each place of `index` along `dim` combined; with the old one too if `includeSelf`.',
    "source: tensor, reduce: 'prod'|'mean'|'amax'|'amin', includeSelf: bool = true",
    'at::index_reduce(input, dim, index, source, reduce, includeSelf)',
    (['prod', 'mean', 'amax', 'amin'] as const).map((reduce) => [
      f([4, 3], 0.5, 2),
      0,
      i([5], 0, 4),
      f([5, 3], 0.5, 2),
      reduce,
      true,
    ]),
    { python: 'lambda x, d, i, s, r, k: torch.index_reduce(x, d, i, s, r, include_self=k)' },
  ),
  {
    signature: 'indexPut(input: tensor, indices: tensors?, values: tensor, accumulate: bool = false)',
    cpp: 'at::index_put(input, indices, values, accumulate)',
    doc: 'A copy of the input with `values` at the places that the tensors of `indices` name, one for each dimension (null for all of it); added if `accumulate`.',
    python: 'torch.index_put',
    samples: [
      [f([3, 4]), [values([2], [0, 2], 'int64'), i([2], 0, 4)], f([2]), false],
      [f([3, 4]), [i([5], 0, 3), i([5], 0, 4)], f([5]), true],
      [f([3, 4]), [b([3, 4])], f([]), false],
    ],
    dtypes: precise,
  },
  ...(['tril', 'triu'] as const).map(
    (name): Row => ({
      signature: `${name}(input: tensor, diagonal: int = 0)`,
      cpp: `at::${name}(input, diagonal)`,
      doc: `The ${name === 'tril' ? 'lower' : 'upper'} triangle, 0 elsewhere.`,
      samples: [
        [f([3, 3]), 0],
        [f([2, 3, 4]), name === 'tril' ? -1 : 1],
      ],
      dtypes: anyDtype,
    }),
  ),
  {
    signature: 'diag(input: tensor, diagonal: int = 0)',
    cpp: 'input.dim() == 2 ? at::diagonal(input, diagonal).clone() : at::diag(input, diagonal)',
    doc: 'The diagonal of a matrix, or a matrix with this vector on its diagonal, 0 elsewhere.',
    samples: [
      [f([3]), 0],
      [f([3, 4]), 1],
      [f([2]), -1],
      [f([3, 0]), 1],
    ],
  },
  {
    signature: 'diagEmbed(input: tensor, offset: int = 0, dim1: int = -2, dim2: int = -1)',
    cpp: 'at::diag_embed(input, offset, dim1, dim2)',
    doc: 'Matrices over `dim1` and `dim2` whose diagonals are the last dimension of the input.',
    samples: [
      [f([2, 3]), 0, -2, -1],
      [f([2, 3]), 1, 0, 2],
    ],
  },
  {
    signature: 'selectScatter(input: tensor, source: tensor, dim: int, index: int)',
    cpp: 'at::select_scatter(input, source, dim, index)',
    doc: 'A copy of the input with `source` as the slice `index` along `dim`.',
    samples: [[f([3, 4]), f([3]), 1, 2]],
  },
  {
    signature:
      'sliceScatter(input: tensor, source: tensor, dim: int = 0, start: int?, end: int?, step: int = 1)',
    cpp: 'at::slice_scatter(input, source, dim, start, end, step)',
    doc: 'A copy of the input with `source` as the range from `start` to before `end` along `dim`.',
    samples: [[f([5, 2]), f([2, 2]), 0, 1, 4, 2]],
  },
  {
    signature:
      'diagonalScatter(input: tensor, source: tensor, offset: int = 0, dim1: int = 0, dim2: int = 1)',
    cpp: 'at::diagonal_scatter(input, source, offset, dim1, dim2)',
    doc: 'A copy of the input with `source` as its diagonal.',
    samples: [[f([3, 3]), f([3]), 0, 0, 1]],
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
