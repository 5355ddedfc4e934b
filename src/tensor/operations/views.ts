import { f, i, type Row } from './row.js'

export const views: readonly Row[] = [
  {
    signature: 'reshape(input: tensor, shape: sizes)',
    cpp: 'at::reshape(input, shape)',
    doc: 'The same elements in another shape; one size may be -1. A view where possible, else a copy.',
    samples: [
      [f([2, 3]), [3, 2]],
      [f([2, 3, 4]), [-1, 4]],
    ],
  },
  {
    signature: 'view(input: tensor, shape: sizes)',
    cpp: 'input.view(shape)',
    doc: 'The same memory in another shape; one size may be -1. Fails where a copy would be needed.',
    on: ['method'],
    python: 'lambda x, s: x.view(s)',
    samples: [
      [f([2, 3]), [6]],
      [f([2, 3, 4]), [2, -1]],
    ],
  },
  {
    signature: 'flatten(input: tensor, startDim: int = 0, endDim: int = -1)',
    cpp: 'at::flatten(input, startDim, endDim)',
    doc: 'Joins the dimensions from `startDim` to `endDim` into one.',
    samples: [
      [f([2, 3, 4]), 0, -1],
      [f([2, 3, 4]), 1, -1],
    ],
  },
  {
    signature: 'transpose(input: tensor, dim0: int, dim1: int)',
    cpp: 'at::transpose(input, dim0, dim1)',
    doc: 'Swaps two dimensions; a view.',
    samples: [
      [f([2, 3, 4]), 0, 2],
      [f([2, 3]), -1, -2],
    ],
  },
  {
    signature: 't(input: tensor)',
    cpp: 'at::t(input)',
    doc: 'The transpose of a matrix; a view.',
    samples: [[f([2, 3])]],
  },
  {
    signature: 'permute(input: tensor, dims: sizes)',
    cpp: 'at::permute(input, dims)',
    doc: 'Reorders the dimensions; a view.',
    samples: [[f([2, 3, 4]), [2, 0, 1]]],
  },
  {
    signature: 'squeeze(input: tensor, dim: int?)',
    cpp: '(dim ? at::squeeze(input, *dim) : at::squeeze(input))',
    doc: 'Drops the dimension `dim` if its size is 1; all such dimensions when left out. A view.',
    python: 'lambda x, d: x.squeeze(d) if d is not None else x.squeeze()',
    samples: [
      [f([2, 1, 3, 1]), null],
      [f([2, 1, 3]), 1],
    ],
  },
  {
    signature: 'unsqueeze(input: tensor, dim: int)',
    cpp: 'at::unsqueeze(input, dim)',
    doc: 'Inserts a dimension of size 1 at `dim`; a view.',
    samples: [
      [f([2, 3]), 1],
      [f([2, 3]), -1],
    ],
  },
  {
    signature: 'narrow(input: tensor, dim: int, start: int, length: int)',
    cpp: 'at::narrow(input, dim, start, length)',
    doc: 'The elements `start` to `start + length` along `dim`; a view.',
    samples: [
      [f([4, 3]), 0, 1, 2],
      [f([4, 3]), 1, 2, 1],
    ],
  },
  {
    signature: 'select(input: tensor, dim: int, index: int)',
    cpp: 'at::select(input, dim, index)',
    doc: 'The slice at `index` along `dim`, without that dimension; a view. A negative index counts from the end.',
    samples: [
      [f([4, 3]), 0, 1],
      [f([4, 3]), 1, -1],
    ],
  },
  {
    signature: 'slice(input: tensor, dim: int, start: int?, end: int?, step: int = 1)',
    cpp: 'at::slice(input, dim, start, end, step)',
    doc: 'Every `step`-th element from `start` (0) to before `end` (the end) along `dim`; a view.',
    on: ['method'],
    python: 'lambda x, d, a, b, s: x.movedim(d, 0)[a:b:s].movedim(0, d)',
    samples: [
      [f([5, 3]), 0, 1, null, 2],
      [f([4, 3]), 1, null, -1, 1],
    ],
  },
  {
    signature: 'expand(input: tensor, shape: sizes)',
    cpp: 'input.expand(shape)',
    doc: 'Repeats dimensions of size 1 without copying; -1 leaves a size as it is.',
    on: ['method'],
    python: 'lambda x, s: x.expand(s)',
    samples: [
      [f([2, 1]), [2, 3]],
      [f([3]), [2, 3]],
      [f([1, 3]), [4, -1]],
    ],
  },
  {
    signature: 'repeat(input: tensor, repeats: sizes)',
    cpp: 'input.repeat(repeats)',
    doc: 'Copies the tensor `repeats[d]` times along each dimension.',
    on: ['method'],
    python: 'lambda x, s: x.repeat(s)',
    samples: [
      [f([2, 3]), [2, 2]],
      [f([3]), [2, 1]],
    ],
  },
  {
    signature: 'flip(input: tensor, dims: sizes)',
    cpp: 'at::flip(input, dims)',
    doc: 'Reverses the order along each of `dims`; a copy.',
    samples: [
      [f([2, 3]), [0]],
      [f([2, 3]), [0, 1]],
    ],
  },
  {
    signature: 'contiguous(input: tensor)',
    cpp: 'input.contiguous()',
    doc: 'The input itself if its memory is in row-major order, else a copy that is.',
    on: ['method'],
    python: 'lambda x: x.contiguous()',
    samples: [[f([2, 3])]],
  },
  {
    signature: 'clone(input: tensor)',
    cpp: 'at::clone(input)',
    doc: 'A copy that gradients flow through.',
    samples: [[f([2, 3])]],
  },
  {
    signature: 'detach(input: tensor)',
    cpp: 'input.detach()',
    doc: 'The same memory without history: gradients stop here.',
    on: ['method'],
    differentiable: false,
    python: 'lambda x: x.detach()',
    samples: [[f([2, 3])]],
  },
  {
    signature: 'to(input: tensor, dtype: dtype)',
    cpp: 'input.to(dtype)',
    doc: 'The elements converted to another dtype; the input itself if it has that dtype.',
    on: ['method'],
    python: 'lambda x, d: x.to(d)',
    samples: [
      [f([2, 3]), 'float64'],
      [f([5], -4, 4), 'int64'],
      [i([3], 0, 2), 'bool'],
      [i([3], 0, 9), 'float32'],
    ],
  },
  {
    signature: 'chunk(input: tensor, chunks: int, dim: int = 0)',
    cpp: 'at::chunk(input, chunks, dim)',
    doc: 'Cuts the tensor into at most `chunks` parts of one size along `dim` (the last may be smaller); views.',
    result: 'tensors',
    samples: [
      [f([5, 2]), 2, 0],
      [f([2, 6]), 3, 1],
    ],
  },
  {
    signature: 'split(input: tensor, size: int, dim: int = 0)',
    cpp: 'at::split(input, size, dim)',
    doc: 'Cuts the tensor into parts of `size` along `dim` (the last may be smaller); views.',
    result: 'tensors',
    samples: [
      [f([5, 2]), 2, 0],
      [f([2, 6]), 3, 1],
    ],
  },
]
