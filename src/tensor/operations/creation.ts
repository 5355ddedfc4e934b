import { f, i, type Row, type SampleDtype, snakeCase } from './row.js'

const random = 'test/tensor/random.test.ts'
const plain: readonly SampleDtype[] = ['float64', 'float16', 'bfloat16', 'int64', 'int32', 'uint8', 'bool']

function like(name: string, rest: string, doc: string, samples: Row['samples']): Row {
  const names = ['input', ...Array.from(rest.matchAll(/(\w+): /g), ([, argument]) => argument)]
  return {
    signature: `${name}(input: tensor${rest})`,
    cpp: `at::${snakeCase(name)}(${names.join(', ')})`,
    doc: `${doc} in the shape and dtype of the input.`,
    on: ['function'],
    differentiable: false,
    samples,
    dtypes: plain,
  }
}

/** Bindings that creation.ts gives options to; not for people. */
const inner = (
  signature: string,
  cpp: string,
  doc: string,
  python: string,
  samples: Row['samples'],
): Row => ({
  signature,
  cpp,
  doc,
  on: [],
  differentiable: false,
  python,
  samples,
})

const drawn = (signature: string, cpp: string, doc: string, on: Row['on'] & {} = []): Row => ({
  signature,
  cpp,
  doc,
  on,
  samples: [],
  testedBy: random,
})

/** New tensors. What creation.ts calls ends in `Of`: people see its functions with options instead. */
export const creation: readonly Row[] = [
  inner(
    'zerosOf(shape: ints, dtype: dtype)',
    'at::zeros(shape, as(dtype))',
    'Zeros.',
    'lambda s, d: torch.zeros(s, dtype=d)',
    [
      [[2, 3], 'float32'],
      [[0], 'int64'],
      [[2], 'bfloat16'],
    ],
  ),
  inner(
    'fullOf(shape: ints, value: scalar, dtype: dtype)',
    'at::full(shape, value, as(dtype))',
    'One value everywhere.',
    'lambda s, v, d: torch.full(s, v, dtype=d)',
    [
      [[2, 3], 1.5, 'float32'],
      [[2], 1, 'bool'],
      [[2], -3, 'float16'],
      [[], 7, 'uint8'],
    ],
  ),
  inner(
    'arangeOf(start: number, end: number, step: number, dtype: dtype)',
    'arange(start, end, step, dtype)',
    'Numbers from start to before end.',
    'lambda a, b, s, d: torch.arange(a, b, s, dtype=d)',
    [
      [0, 5, 1, 'float32'],
      [2, -1, -0.5, 'float64'],
      [3, 9, 2, 'int64'],
      [0, 0, 1, 'int32'],
      [0, 4, 1, 'bfloat16'],
    ],
  ),
  inner(
    'linspaceOf(start: number, end: number, steps: int, dtype: dtype)',
    'at::linspace(start, end, steps, as(dtype))',
    'Numbers at equal distances, both ends included.',
    'lambda a, b, n, d: torch.linspace(a, b, n, dtype=d)',
    [
      [0, 1, 5, 'float32'],
      [2, -2, 4, 'float64'],
      [3, 9, 1, 'float32'],
      [3, 9, 0, 'float32'],
    ],
  ),
  inner(
    'logspaceOf(start: number, end: number, steps: int, base: number, dtype: dtype)',
    'at::logspace(start, end, steps, base, as(dtype))',
    'Powers of the base at equal distances of the exponent, both ends included.',
    'lambda a, b, n, e, d: torch.logspace(a, b, n, e, dtype=d)',
    [
      [0, 2, 3, 10, 'float32'],
      [-1, 3, 5, 2, 'float64'],
    ],
  ),
  inner(
    'eyeOf(rows: int, columns: int, dtype: dtype)',
    'at::eye(rows, columns, as(dtype))',
    'Ones on the diagonal.',
    'lambda n, m, d: torch.eye(n, m, dtype=d)',
    [
      [3, 3, 'float32'],
      [2, 4, 'int64'],
      [0, 3, 'float32'],
    ],
  ),
  like('zerosLike', '', 'Zeros', [[f([2, 3])], [i([0], 0, 1)]]),
  like('onesLike', '', 'Ones', [[f([2, 3])]]),
  like('fullLike', ', value: scalar', 'One value everywhere', [[f([2, 3]), 2]]),
  ...(['tril', 'triu'] as const).map(
    (name): Row => ({
      signature: `${name}Indices(rows: int, columns: int, offset: int = 0)`,
      cpp: `at::${name}_indices(rows, columns, offset)`,
      doc: `The places of the ${name === 'tril' ? 'lower' : 'upper'} triangle of a matrix: rows in the first row of the result, columns in the second; int64.`,
      on: ['function'],
      differentiable: false,
      samples: [
        [3, 3, 0],
        [3, 4, 1],
        [2, 2, -1],
      ],
    }),
  ),
  ...(['hann', 'hamming', 'blackman', 'bartlett'] as const).map(
    (name): Row => ({
      signature: `${name}Window(length: int, periodic: bool = true)`,
      cpp: `at::${name}_window(length, periodic)`,
      doc: `The window of ${name[0]!.toUpperCase()}${name.slice(1)} in float32; symmetric unless \`periodic\`.`,
      on: ['function'],
      differentiable: false,
      samples: [
        [6, true],
        [5, false],
      ],
    }),
  ),
  drawn(
    'randOf(shape: ints, dtype: dtype, stream: stream)',
    'uniform_(at::empty(shape, as(dtype)), stream, 0, 1)',
    'Uniform in [0, 1).',
  ),
  drawn(
    'randnOf(shape: ints, dtype: dtype, stream: stream)',
    'normal_(at::empty(shape, as(dtype)), stream, 0, 1)',
    'Normal with mean 0 and deviation 1.',
  ),
  drawn(
    'randintOf(low: int, high: int, shape: ints, stream: stream)',
    'random_integers(shape, stream, low, high)',
    'Integers in [low, high).',
  ),
  drawn(
    'randpermOf(count: int, stream: stream)',
    'permutation(count, stream)',
    'The integers 0 to count - 1 in random order.',
  ),
  drawn(
    'randLike(input: tensor, stream: stream)',
    'uniform_(at::empty(input.sizes(), input.options()), stream, 0, 1)',
    'Uniform in [0, 1) in the shape and dtype of the input, from the current random stream.',
    ['function'],
  ),
  drawn(
    'randnLike(input: tensor, stream: stream)',
    'normal_(at::empty(input.sizes(), input.options()), stream, 0, 1)',
    'Normal with mean 0 and deviation 1 in the shape and dtype of the input, from the current random stream.',
    ['function'],
  ),
]
