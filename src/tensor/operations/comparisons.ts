import { anyDtype, binary, numeric, unary } from './helpers.js'
import { b, f, i, type Row, values } from './row.js'

const comparison = (name: string, sign: string): Row =>
  binary(
    name,
    `Elementwise \`input ${sign} other\`, broadcast; a bool tensor.`,
    [
      [f([2, 3]), 0.25],
      [i([2, 3], 0, 3), i([3], 0, 3)],
      [values([3], ['NaN', 1, 'Infinity']), values([3], ['NaN', 1, 1])],
    ],
    { kind: 'operand', differentiable: false, dtypes: numeric },
  )

const logical = (name: string, doc: string): Row =>
  binary(
    name,
    `True where ${doc} non-zero, broadcast; a bool tensor.`,
    [
      [b([2, 3]), b([3])],
      [i([4], 0, 2), f([4])],
    ],
    {
      differentiable: false,
      dtypes: [],
    },
  )

const bitwise = (name: string, doc: string): Row =>
  binary(
    name,
    `${doc} of integers, or the logical one of bools; broadcast.`,
    [
      [i([2, 3], 0, 99), i([3], 0, 99)],
      [b([2, 3]), b([3])],
      [i([3], -9, 9), 5],
    ],
    { kind: 'operand', differentiable: false, dtypes: [] },
  )

/** Shifted by nothing, by all bits but one, by all of them, by more, and by less than nothing. */
const shifts = (width: number) => [0, width - 1, width, width + 6, -1, -width]

const shift = (name: string, direction: 'left' | 'right', doc: string): Row =>
  binary(
    name,
    doc,
    [
      [i([4], -99, 99), i([4], 0, 5)],
      [i([3], 0, 9), 2],
      [i([5, 1], -99, 99), values([6], shifts(64), 'int64')],
      [values([3, 1], [-99, 3, 2147483647], 'int32'), values([6], shifts(32), 'int32')],
      [values([3, 1], [1, 99, 255], 'uint8'), values([4], [0, 7, 8, 255], 'uint8')],
      [b([3]), i([3], 0, 3)],
      ...[63, 64, -1].map((by) => [i([3], -99, 99), by]),
      ...[7, 8, 70, -1].map((by) => [values([3], [1, 99, 255], 'uint8'), by]),
    ],
    {
      kind: 'operand',
      cpp: `shifted_${direction}(input, other)`,
      differentiable: false,
      dtypes: [],
    },
  )

const odd = values([2, 3], ['NaN', 1, 'Infinity', '-Infinity', -2, 0])
const predicate = (name: string, what: string): Row => ({
  ...unary(name, `True where the input is ${what}; a bool tensor.`, -1, 1, { differentiable: false }),
  samples: [[odd], [i([3], -2, 2)], [f([0])]],
})

/** Truth of elements. */
export const comparisons: readonly Row[] = [
  comparison('eq', '=='),
  comparison('ne', '!='),
  comparison('lt', '<'),
  comparison('le', '<='),
  comparison('gt', '>'),
  comparison('ge', '>='),
  logical('logicalAnd', 'both are'),
  logical('logicalOr', 'either is'),
  logical('logicalXor', 'exactly one is'),
  unary('logicalNot', 'True where the input is zero; a bool tensor.', -1, 1, {
    differentiable: false,
    samples: [[b([2, 3])], [i([4], 0, 2)], [f([2])]],
    dtypes: [],
  }),
  bitwise('bitwiseAnd', 'Bits set in both'),
  bitwise('bitwiseOr', 'Bits set in either'),
  bitwise('bitwiseXor', 'Bits set in exactly one'),
  unary('bitwiseNot', 'All bits of integers inverted; logical for bools.', -1, 1, {
    differentiable: false,
    samples: [[i([5], -9, 9)], [b([3])]],
    dtypes: [],
  }),
  shift(
    'bitwiseLeftShift',
    'left',
    'Integers times 2 to the power of `other`; 0 where that is their width or more, or negative.',
  ),
  shift(
    'bitwiseRightShift',
    'right',
    'Integers over 2 to the power of `other`, rounded down: 0 or -1 by their signs where that is their width or more, or negative.',
  ),
  predicate('isnan', 'NaN'),
  predicate('isinf', 'infinite'),
  predicate('isfinite', 'neither infinite nor NaN'),
  predicate('isposinf', 'positive infinity'),
  predicate('isneginf', 'negative infinity'),
  unary('signbit', 'True where the input is below 0, or -0; a bool tensor.', -1, 1, {
    differentiable: false,
  }),
  {
    signature: 'equal(input: tensor, other: tensor)',
    cpp: 'at::equal(input, other)',
    doc: 'Whether both have the same shape and the same elements.',
    result: 'boolean',
    differentiable: false,
    samples: [
      [b([2, 3]), b([2, 3])],
      [i([3], 0, 1), i([3], 0, 1)],
      [f([2, 0]), f([2, 0])],
    ],
    dtypes: anyDtype,
  },
  {
    signature:
      'allclose(input: tensor, other: tensor, rtol: number = 1e-5, atol: number = 1e-8, equalNan: bool = false)',
    cpp: 'at::allclose(input, other, rtol, atol, equalNan)',
    doc: 'Whether `|input - other| <= atol + rtol * |other|` everywhere.',
    result: 'boolean',
    differentiable: false,
    samples: [
      [f([2, 3]), f([2, 3]), 1e-5, 1e-8, false],
      [f([3]), f([3]), 10, 1, false],
      [values([2], ['NaN', 1]), values([2], ['NaN', 1]), 1e-5, 1e-8, true],
    ],
  },
]
