import { f, type Row } from './row.js'

const random = 'test/tensor/random.test.ts'

/** What creation.ts calls; people see its functions with options instead. */
export const creation: readonly Row[] = [
  {
    signature: 'zerosOf(shape: ints, dtype: dtype)',
    cpp: 'at::zeros(shape, as(dtype))',
    doc: 'Zeros.',
    on: [],
    differentiable: false,
    python: 'lambda s, d: torch.zeros(s, dtype=d)',
    samples: [
      [[2, 3], 'float32'],
      [[0], 'int64'],
    ],
  },
  {
    signature: 'fullOf(shape: ints, value: scalar, dtype: dtype)',
    cpp: 'at::full(shape, value, as(dtype))',
    doc: 'One value everywhere.',
    on: [],
    differentiable: false,
    python: 'lambda s, v, d: torch.full(s, v, dtype=d)',
    samples: [
      [[2, 3], 1.5, 'float32'],
      [[2], 1, 'bool'],
    ],
  },
  {
    signature: 'arangeOf(start: number, end: number, step: number, dtype: dtype)',
    cpp: 'arange(start, end, step, dtype)',
    doc: 'Numbers from start to before end.',
    on: [],
    differentiable: false,
    python: 'lambda a, b, s, d: torch.arange(a, b, s, dtype=d)',
    samples: [
      [0, 5, 1, 'float32'],
      [2, -1, -0.5, 'float64'],
      [3, 9, 2, 'int64'],
    ],
  },
  {
    signature: 'eyeOf(rows: int, columns: int, dtype: dtype)',
    cpp: 'at::eye(rows, columns, as(dtype))',
    doc: 'Ones on the diagonal.',
    on: [],
    differentiable: false,
    python: 'lambda n, m, d: torch.eye(n, m, dtype=d)',
    samples: [
      [3, 3, 'float32'],
      [2, 4, 'int64'],
    ],
  },
  {
    signature: 'zerosLike(input: tensor)',
    cpp: 'at::zeros_like(input)',
    doc: 'Zeros in the shape and dtype of the input.',
    on: ['function'],
    differentiable: false,
    samples: [[f([2, 3])]],
  },
  {
    signature: 'onesLike(input: tensor)',
    cpp: 'at::ones_like(input)',
    doc: 'Ones in the shape and dtype of the input.',
    on: ['function'],
    differentiable: false,
    samples: [[f([2, 3])]],
  },
  {
    signature: 'randOf(shape: ints, dtype: dtype, stream: stream)',
    cpp: 'uniform_(at::empty(shape, as(dtype)), stream, 0, 1)',
    doc: 'Uniform in [0, 1).',
    on: [],
    samples: [],
    testedBy: random,
  },
  {
    signature: 'randnOf(shape: ints, dtype: dtype, stream: stream)',
    cpp: 'normal_(at::empty(shape, as(dtype)), stream, 0, 1)',
    doc: 'Normal with mean 0 and deviation 1.',
    on: [],
    samples: [],
    testedBy: random,
  },
  {
    signature: 'randintOf(low: int, high: int, shape: ints, stream: stream)',
    cpp: 'random_integers(shape, stream, low, high)',
    doc: 'Integers in [low, high).',
    on: [],
    samples: [],
    testedBy: random,
  },
  {
    signature: 'randpermOf(count: int, stream: stream)',
    cpp: 'permutation(count, stream)',
    doc: 'The integers 0 to count - 1 in random order.',
    on: [],
    samples: [],
    testedBy: random,
  },
]
