import { binary, numeric, precise } from './helpers.js'
import { b, f, i, type Row, values } from './row.js'

const pair = [f([2, 3]), f([2, 3])]
const broadcast = [f([4, 1, 3]), f([2, 1])]
/** Operands that are never equal, where the gradient would be a matter of taste. */
const apart = [f([2, 3], 0.5, 2), f([3], 2.5, 4)]
/** Elements at the bounds -1 and 1 too, where finite differences say nothing: the NaN keeps them away. */
const atBounds = values([6], [-2, -1, 0, 1, 2, 'NaN'])
const positive = [f([2, 3], 0.3, 2), f([3], 0.4, 3)]

/** Integers of both signs, against divisors that are not 0. */
const divisions = [
  [f([2, 3], -9, 9), f([3], 0.7, 2)],
  [i([6], -9, 9), i([6], 1, 4)],
  [i([4], -9, 9), -2],
]

const scaled = (name: string, sign: string): Row => ({
  signature: `${name}(input: tensor, other: operand, alpha: scalar = 1)`,
  cpp: `at::${name}(input, other, alpha)`,
  doc: `\`input ${sign} alpha * other\`, broadcast.`,
  python: `lambda x, y, a=1: torch.${name}(x, y, alpha=a)`,
  samples: [
    [...pair, 1],
    [...broadcast, 2.5],
    [f([3]), 4, 1],
    [f([0, 3]), f([3]), 1],
    [i([3], 0, 9), f([3]), 1],
    [i([3], 0, 9), 0.5, 1],
  ],
  dtypes: numeric,
})

const three = (name: string, doc: string): Row => ({
  signature: `${name}(input: tensor, tensor1: tensor, tensor2: tensor, value: scalar = 1)`,
  cpp: `at::${name}(input, tensor1, tensor2, value)`,
  doc,
  python: `lambda x, a, b, v: torch.${name}(x, a, b, value=v)`,
  samples: [
    [f([2, 3]), f([2, 3]), f([2, 3], 0.5, 2), 1],
    [f([3]), f([2, 1]), f([1, 3], 0.5, 2), -0.5],
  ],
  dtypes: precise,
})

/** Elementwise functions of several tensors. */
export const arithmetic: readonly Row[] = [
  scaled('add', '+'),
  scaled('sub', '-'),
  binary(
    'mul',
    '`input * other`, broadcast.',
    [pair, broadcast, [f([3]), -2], [f([0, 2]), f([2])], [i([3], 0, 9), 0.5]],
    {
      kind: 'operand',
      dtypes: numeric,
    },
  ),
  {
    signature: "div(input: tensor, other: operand, roundingMode: 'floor'|'trunc'?)",
    cpp: 'rounded_division(input, other, roundingMode)',
    doc: '`input / other`, broadcast; integers give float32. With `roundingMode` the quotient is rounded down or towards 0, and integers stay integers.',
    python: 'lambda x, y, r: torch.div(x, y, rounding_mode=r)',
    samples: [
      [f([2, 3]), f([3], 0.5, 2), null],
      [f([3]), 4, null],
      [i([4], 0, 9), 2, null],
      [i([6], -9, 9), i([6], 1, 4), 'floor'],
      [i([6], -9, 9), i([6], 1, 4), 'trunc'],
      [f([6], -9, 9), 2, 'floor'],
    ],
    dtypes: numeric,
  },
  binary('floorDivide', '`input / other`, rounded down.', divisions, {
    cpp: 'at::floor_divide(dividend(input, other), other)',
    kind: 'operand',
    differentiable: false,
  }),
  binary('remainder', 'What is left of `input / other` rounded down: has the sign of `other`.', divisions, {
    cpp: 'at::remainder(dividend(input, other), other)',
    kind: 'operand',
  }),
  binary('fmod', 'What is left of `input / other` rounded towards 0: has the sign of `input`.', divisions, {
    cpp: 'at::fmod(dividend(input, other), other)',
    kind: 'operand',
  }),
  binary(
    'pow',
    '`input` to the power of `other`, broadcast.',
    [
      [f([2, 3], 0.2, 2), f([3], -1, 3)],
      [f([3]), 2],
      [f([3], 0.5, 2), -0.5],
      [i([4], 0, 5), 3],
    ],
    { kind: 'operand' },
  ),
  binary('floatPower', '`input` to the power of `other`, in float64.', [positive, [i([3], 1, 5), -2]], {
    kind: 'operand',
    dtypes: [],
  }),
  binary('atan2', 'The angle of the point (other, input) in radians, in (-π, π].', [pair, broadcast]),
  binary('hypot', '`sqrt(input² + other²)`, without overflow.', [pair, broadcast], {
    dtypes: ['float64', 'bfloat16'],
  }),
  binary('logaddexp', '`log(exp(input) + exp(other))`, without overflow.', [pair, broadcast], {
    dtypes: precise,
  }),
  binary('logaddexp2', '`log2(2^input + 2^other)`, without overflow.', [pair, broadcast], {
    dtypes: precise,
  }),
  binary('xlogy', '`input * log(other)`; 0 where `input` is 0.', [positive, [f([3]), 2.5]], {
    kind: 'operand',
  }),
  binary(
    'copysign',
    'The size of `input` with the sign of `other`.',
    [
      [f([2, 3], 0.5, 2), f([3])],
      [f([3]), -1],
    ],
    {
      kind: 'operand',
    },
  ),
  binary(
    'heaviside',
    '0 below 0, 1 above, and `other` at 0.',
    [[values([3], [-1, 0, 2]), values([3], [5, 6, 7])]],
    {
      differentiable: false,
    },
  ),
  binary('ldexp', '`input * 2^other`.', [[f([2, 3]), i([3], -2, 3)]], { dtypes: precise }),
  binary('nextafter', 'The next number after `input` towards `other`.', [[f([2, 3]), f([3])]], {
    differentiable: false,
    dtypes: precise,
  }),
  binary('gcd', 'Greatest common divisor of integers.', [[i([6], 1, 60), i([6], 1, 60)]], {
    cpp: 'at::gcd(negatable(input), negatable(other))',
    differentiable: false,
    dtypes: [],
  }),
  binary('lcm', 'Least common multiple of integers.', [[i([6], 1, 20), i([6], 1, 20)]], {
    cpp: 'at::lcm(negatable(input), negatable(other))',
    differentiable: false,
    dtypes: [],
  }),
  binary('maximum', 'The larger of both, elementwise and broadcast; NaN where either is.', [apart], {
    dtypes: numeric,
  }),
  binary('minimum', 'The smaller of both, elementwise and broadcast; NaN where either is.', [apart], {
    dtypes: numeric,
  }),
  binary('fmax', 'The larger of both; the other one where one is NaN.', [
    apart,
    [values([3], [1, 'NaN', 3]), values([3], ['NaN', 2, 1])],
  ]),
  binary('fmin', 'The smaller of both; the other one where one is NaN.', [
    apart,
    [values([3], [1, 'NaN', 3]), values([3], ['NaN', 2, 1])],
  ]),
  binary(
    'clampMin',
    'The input, no lower than `other`, a number or a tensor that is broadcast.',
    [apart, [f([5]), 0], [atBounds, -1], [atBounds, values([1], [-1])], [i([4], -9, 9), i([4], -9, 9)]],
    {
      kind: 'operand',
      cpp: 'clamped_min(input, other)',
      python: 'lambda x, y: torch.clamp(x, min=y)',
    },
  ),
  binary(
    'clampMax',
    'The input, no higher than `other`, a number or a tensor that is broadcast.',
    [apart, [f([5]), 0], [atBounds, 1], [atBounds, values([1], [1])], [i([4], -9, 9), i([4], -9, 9)]],
    {
      kind: 'operand',
      cpp: 'clamped_max(input, other)',
      python: 'lambda x, y: torch.clamp(x, max=y)',
    },
  ),
  {
    signature: 'clamp(input: tensor, min: scalar?, max: scalar?)',
    cpp: 'clamped(input, min, max)',
    doc: 'The input, no lower than `min` and no higher than `max`; one of them may be left out. Gradients pass between the bounds, and not at them. For bounds that are tensors there are clampMin() and clampMax().',
    samples: [
      [f([2, 3]), -0.5, 0.5],
      [f([5]), null, 0.3],
      [f([5]), 0, null],
      [atBounds, -1, 1],
      [atBounds, -1, null],
      [atBounds, null, 1],
      [atBounds, 1, -1],
      [i([5], -9, 9), -2.5, 3],
      [values([3], [0, 7, 255], 'uint8'), -3, 9],
      [values([3], [0, 7, 255], 'uint8'), -3, 300],
    ],
    dtypes: numeric,
  },
  {
    signature: 'lerp(input: tensor, end: tensor, weight: operand)',
    cpp: 'at::lerp(input, end, weight)',
    doc: '`input + weight * (end - input)`, broadcast.',
    samples: [
      [f([2, 3]), f([2, 3]), 0.3],
      [f([2, 3]), f([3]), f([2, 1], 0, 1)],
    ],
    dtypes: precise,
  },
  three('addcmul', '`input + value * tensor1 * tensor2`, broadcast.'),
  three('addcdiv', '`input + value * tensor1 / tensor2`, broadcast.'),
  {
    signature: 'where(condition: tensor, input: tensor, other: operand)',
    cpp: 'at::where(condition, input, other)',
    doc: '`input` where the bool tensor `condition` is true, else `other`; all three broadcast.',
    on: ['function'],
    samples: [
      [b([2, 3]), f([2, 3]), f([3])],
      [b([4]), f([4]), 0.5],
      [b([0, 3]), f([3]), 0],
    ],
    dtypes: numeric,
    python: 'torch.where',
  },
  {
    signature:
      'isclose(input: tensor, other: tensor, rtol: number = 1e-5, atol: number = 1e-8, equalNan: bool = false)',
    cpp: 'at::isclose(input, other, rtol, atol, equalNan)',
    doc: 'Where `|input - other| <= atol + rtol * |other|`; a bool tensor.',
    differentiable: false,
    samples: [
      [f([2, 3]), f([3]), 0.1, 0.5, false],
      [values([3], ['NaN', 1, 'Infinity']), values([3], ['NaN', 1, 'Infinity']), 1e-5, 1e-8, true],
    ],
  },
]
