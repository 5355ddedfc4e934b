import { anyDtype } from './helpers.js'
import { as, f, i, type Row, snakeCase } from './row.js'

const tensors = (name: string, doc: string, samples: Row['samples']): Row => ({
  signature: `${name}(tensors: tensors)`,
  cpp: `at::${snakeCase(name)}(tensors)`,
  doc,
  on: ['function'],
  samples,
})

/** These tensors may be given one by one. */
const several = (name: string, doc: string, samples: Row['samples'], more: Partial<Row> = {}): Row => ({
  ...tensors(name, doc, samples),
  signature: `${name}(tensors: operands)`,
  python: `lambda l: torch.${snakeCase(name)}(*l)`,
  ...more,
})

const without = (name: string, doc: string, samples: Row['samples']): Row => ({
  signature: `${name}(input: tensor)`,
  cpp: `at::${name}(input)`,
  doc,
  samples,
})

/** Putting together, cutting, repeating, turning. */
export const joining: readonly Row[] = [
  {
    signature: 'cat(tensors: tensors, dim: int = 0)',
    cpp: 'at::cat(tensors, dim)',
    doc: 'Joins tensors along `dim`; the other sizes must agree.',
    on: ['function'],
    samples: [
      [[f([2, 3]), f([1, 3])], 0],
      [[f([2, 1]), f([2, 2]), f([2, 3])], -1],
      [[f([2, 3]), f([0, 3])], 0],
      [[f([2]), i([2], 0, 9)], 0],
    ],
    dtypes: anyDtype,
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
    dtypes: anyDtype,
  },
  tensors('hstack', 'Joins tensors side by side: along the second dimension, vectors along their only one.', [
    [[f([2]), f([3])]],
    [[f([2, 1]), f([2, 3])]],
  ]),
  tensors('vstack', 'Joins tensors on top of each other: along the first dimension; vectors count as rows.', [
    [[f([3]), f([2, 3])]],
  ]),
  tensors('dstack', 'Joins tensors along the third dimension.', [[[f([2, 3]), f([2, 3])]]]),
  tensors('columnStack', 'Joins tensors side by side; vectors count as columns.', [[[f([2]), f([2, 3])]]]),
  several('blockDiag', 'A matrix with these matrices along its diagonal, 0 elsewhere.', [
    [[f([2, 1]), f([1, 3]), f([2])]],
  ]),
  several('cartesianProd', 'All combinations of one element of each vector, as rows.', [[[f([2]), f([3])]]]),
  several(
    'broadcastTensors',
    'The tensors in their common shape, without copying.',
    [[[f([2, 1]), f([3])]]],
    {
      result: 'tensors',
    },
  ),
  {
    signature: "meshgrid(tensors: tensors, indexing: 'ij'|'xy' = 'ij')",
    cpp: 'at::meshgrid(tensors, indexing)',
    doc: 'The coordinates of a grid whose axes are these vectors: a tensor for each.',
    on: ['function'],
    result: 'tensors',
    python: 'lambda l, n: torch.meshgrid(*l, indexing=n)',
    samples: [
      [[f([2]), f([3])], 'ij'],
      [[f([2]), f([3])], 'xy'],
    ],
  },
  {
    signature: 'combinations(input: tensor, r: int = 2, withReplacement: bool = false)',
    cpp: 'bounded_combinations(input, r, withReplacement)',
    doc: 'All combinations of `r` elements of a vector, as rows.',
    samples: [
      [f([4]), 2, false],
      [f([3]), 2, true],
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
    signature: 'split(input: tensor, size: ints, dim: int = 0)',
    cpp: 'split(input, size, dim)',
    doc: 'Cuts the tensor along `dim` into parts of `size` (the last may be smaller), or of these sizes; views.',
    result: 'tensors',
    samples: [
      [f([5, 2]), 2, 0],
      [f([2, 6]), 3, 1],
      [f([5, 2]), [1, 4], 0],
    ],
  },
  {
    signature: 'tensorSplit(input: tensor, sections: int, dim: int = 0)',
    cpp: 'bounded_tensor_split(input, sections, dim)',
    doc: 'Cuts the tensor along `dim` into so many parts, the first ones larger by 1 where they do not come out even; views.',
    result: 'tensors',
    samples: [
      [f([7]), 3, 0],
      [f([2, 6]), 4, 1],
    ],
  },
  {
    signature: 'unbind(input: tensor, dim: int = 0)',
    cpp: 'at::unbind(input, dim)',
    doc: 'The slices along `dim`, without that dimension; views.',
    result: 'tensors',
    samples: [
      [f([2, 3]), 0],
      [f([2, 3]), -1],
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
      [f([3]), [0]],
    ],
    dtypes: anyDtype,
  },
  {
    signature: 'tile(input: tensor, dims: sizes)',
    cpp: 'at::tile(input, dims)',
    doc: 'As repeat(), with as many 1s before `dims` as are missing.',
    samples: [
      [f([2, 3]), [2]],
      [f([3]), [2, 1]],
    ],
  },
  {
    signature: 'repeatInterleave(input: tensor, repeats: int, dim: int?)',
    cpp: 'at::repeat_interleave(input, repeats, dim)',
    doc: 'Each slice along `dim` (each element when left out) `repeats` times in a row.',
    samples: [
      [f([2, 3]), 2, null],
      [f([2, 3]), 3, 1],
    ],
  },
  {
    signature: 'roll(input: tensor, shifts: ints, dims: ints?)',
    cpp: 'at::roll(input, shifts, dims.values)',
    doc: 'Shifts the elements along `dims` (of the flattened tensor when left out); what falls off the end comes in at the start.',
    python: 'lambda x, s, d: torch.roll(x, s, d)',
    samples: [
      [f([2, 3]), 1, null],
      [f([3, 4]), [1, -2], [0, 1]],
    ],
    dtypes: anyDtype,
  },
  {
    signature:
      "pad(input: tensor, pad: ints, mode: 'constant'|'reflect'|'replicate'|'circular' = 'constant', value: scalar = 0)",
    cpp: 'padded(input, pad, mode, value)',
    doc: 'Adds to both ends of the last dimensions: `pad` is [before, after] of the last one, then of the one before it, and so on; negative numbers take away. constant adds `value`; reflect mirrors without repeating the edge, replicate repeats the edge, circular comes around from the other end: these are for the one to three dimensions of space of [n, c, ...].',
    on: ['F'],
    python: 'lambda x, p, m, v: F.pad(x, p, m, v if m == "constant" else None)',
    dtypes: anyDtype,
    samples: [
      [f([2, 3]), [1, 2], 'constant', 0],
      [f([2, 3, 4]), [1, 0, -1, 2], 'constant', 2.5],
      [f([2, 2, 3, 4]), [1, 1, 0, 2, 2, 0, 1, 1], 'constant', -1],
      [i([3], 0, 9), [2, 1], 'constant', 7],
      [f([0, 3]), [0, 0, 1, 1], 'constant', 1],
      ...(['reflect', 'replicate', 'circular'] as const).flatMap((mode) => [
        [f([2, 3, 5]), [2, 1], mode, 0],
        [f([3, 5]), [1, 3], mode, 0],
        [f([1, 2, 4, 3]), [1, 2, 3, 0], mode, 0],
        [f([2, 4, 3]), [2, 0, 1, 1], mode, 0],
        [f([1, 2, 3, 4, 3]), [1, 1, 2, 0, 1, 2], mode, 0],
        [f([2, 3, 4, 3]), [1, 1, 2, 0, 1, 2], mode, 0],
        [i([2, 4, 3], -9, 9), [2, -1, 3, 1], mode, 0],
        [as('uint8', i([3, 5], 0, 9)), [1, 3], mode, 0],
      ]),
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
    dtypes: anyDtype,
  },
  without('fliplr', 'Reverses the order along the second dimension; a copy.', [[f([2, 3])]]),
  without('flipud', 'Reverses the order along the first dimension; a copy.', [[f([2, 3])]]),
  {
    signature: 'rot90(input: tensor, k: int = 1, dims: ints = [0,1])',
    cpp: 'at::rot90(input, k, dims)',
    doc: 'Turns by `k` times 90 degrees in the plane of two dimensions, from the first towards the second.',
    samples: [
      [f([2, 3]), 1, [0, 1]],
      [f([2, 3, 2]), -1, [1, 2]],
    ],
  },
]
