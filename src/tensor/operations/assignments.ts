import { inPlace } from './helpers.js'
import { b, f, i, integers, type Row } from './row.js'

const operand = (
  name: string,
  what: string,
  samples: Row['samples'] = [
    [f([2, 3]), f([3])],
    [f([3]), 2],
  ],
  more: Partial<Row> = {},
): Row => inPlace(name, 'other: operand', what, samples, more)
const alone = (name: string, what: string, low = -2, high = 2, dtypes: Row['dtypes'] = []): Row =>
  inPlace(name, '', what, [[f([2, 3], low, high)]], { dtypes: ['float64', 'bfloat16', ...dtypes] })

const bounded: Row['samples'] = [
  [f([2, 3]), f([3])],
  [f([3]), 0],
]

/** What changes a tensor in place. */
export const assignments: readonly Row[] = [
  operand('add_', 'Adds `other`, broadcast.'),
  operand('sub_', 'Subtracts `other`, broadcast.'),
  operand('mul_', 'Multiplies by `other`, broadcast.'),
  operand('div_', 'Divides by `other`, broadcast.', [
    [f([2, 3]), f([3], 1, 2)],
    [f([3]), 2],
  ]),
  operand('pow_', 'Raises to the power of `other`, broadcast.', [
    [f([2, 3], 0.5, 2), f([3])],
    [f([3]), 2],
  ]),
  operand(
    'remainder_',
    'Leaves what is left of a division by `other`, broadcast.',
    [
      [f([2, 3], -9, 9), f([3], 1, 2)],
      [i([3], -9, 9), 4],
    ],
    { cpp: 'dividend(input, other), input.remainder_(other)' },
  ),
  operand('clampMin_', 'Raises what is below `other` to it, broadcast.', bounded, {
    cpp: 'clamp_min_in_place(input, other)',
  }),
  operand('clampMax_', 'Lowers what is above `other` to it, broadcast.', bounded, {
    cpp: 'clamp_max_in_place(input, other)',
  }),
  inPlace(
    'clamp_',
    'min: scalar?, max: scalar?',
    'Limits the elements to `min` and `max`, one of which may be left out.',
    [
      [f([2, 3]), -0.5, 0.5],
      [f([3]), null, 0],
    ],
    { cpp: 'clamp_in_place(input, min, max)' },
  ),
  alone('abs_', 'Takes absolute values.'),
  alone('neg_', 'Changes all signs.'),
  alone('exp_', 'e to the power of each element.'),
  alone('log_', 'Takes natural logarithms.', 0.2, 3),
  alone('sqrt_', 'Takes square roots.', 0.2, 3),
  alone('rsqrt_', 'One over the square root.', 0.2, 3),
  alone('reciprocal_', 'One over each element.', 0.2, 3),
  alone('square_', 'Squares the elements.'),
  alone('floor_', 'Rounds down.', -2, 2, integers),
  alone('ceil_', 'Rounds up.', -2, 2, integers),
  alone('round_', 'Rounds to the nearest integer, halves to even.', -2, 2, integers),
  alone('trunc_', 'Rounds towards 0.', -2, 2, integers),
  alone('sin_', 'Takes sines.'),
  alone('cos_', 'Takes cosines.'),
  alone('tanh_', 'Takes hyperbolic tangents.'),
  alone('sigmoid_', 'Takes `1 / (1 + exp(-input))`.'),
  alone('relu_', 'Sets what is below 0 to 0.'),
  inPlace('lerp_', 'end: tensor, weight: operand', 'Moves by `weight` towards `end`.', [
    [f([2, 3]), f([2, 3]), 0.3],
    [f([2, 3]), f([3]), f([2, 1], 0, 1)],
  ]),
  inPlace(
    'addcmul_',
    'tensor1: tensor, tensor2: tensor, value: scalar = 1',
    'Adds `value * tensor1 * tensor2`.',
    [[f([2, 3]), f([2, 3]), f([3]), 0.5]],
    { python: 'lambda x, a, b, v: x.addcmul_(a, b, value=v)' },
  ),
  inPlace(
    'addcdiv_',
    'tensor1: tensor, tensor2: tensor, value: scalar = 1',
    'Adds `value * tensor1 / tensor2`.',
    [[f([2, 3]), f([2, 3]), f([3], 1, 2), 0.5]],
    { python: 'lambda x, a, b, v: x.addcdiv_(a, b, value=v)' },
  ),
  inPlace('fill_', 'value: scalar', 'Sets every element to `value`.', [
    [f([2, 3]), 0.5],
    [i([3], 0, 9), 7],
  ]),
  inPlace('zero_', '', 'Sets every element to 0.', [[f([2, 3])]]),
  inPlace(
    'copy_',
    'source: tensor',
    'Overwrites the elements with those of `source`, broadcast and converted.',
    [
      [f([2, 3]), f([3])],
      [f([3]), i([3], 0, 5)],
    ],
  ),
  inPlace(
    'maskedFill_',
    'mask: tensor, value: scalar',
    'Sets the elements to `value` where `mask` is true.',
    [[f([2, 3]), b([3]), -5]],
    { cpp: 'input.masked_fill_(boolean(mask), value)' },
  ),
  inPlace('tril_', 'diagonal: int = 0', 'Zeroes what is above the diagonal.', [
    [f([3, 3]), 0],
    [f([3, 4]), -1],
  ]),
  inPlace('triu_', 'diagonal: int = 0', 'Zeroes what is below the diagonal.', [
    [f([3, 3]), 0],
    [f([3, 4]), 1],
  ]),
  inPlace(
    'indexFill_',
    'dim: int, index: tensor, value: scalar',
    'Sets the slices `index` along `dim` to `value`.',
    [[f([4, 3]), 0, i([2], 0, 4), 5]],
  ),
  inPlace(
    'indexAdd_',
    'dim: int, index: tensor, source: tensor',
    'Adds the slices of `source` to those at `index` along `dim`.',
    [[f([4, 3]), 0, i([5], 0, 4), f([5, 3])]],
  ),
  inPlace(
    'indexCopy_',
    'dim: int, index: tensor, source: tensor',
    'Overwrites the slices `index` along `dim` with those of `source`.',
    [[f([4, 3]), 1, i([1], 0, 3), f([4, 1])]],
  ),
  inPlace(
    'scatter_',
    'dim: int, index: tensor, source: operand',
    'Writes `source` to the places `index` along `dim`.',
    [
      [f([3, 4]), 1, i([3, 1], 0, 4), f([3, 1])],
      [f([3, 4]), 0, i([1, 4], 0, 3), 7],
    ],
  ),
  inPlace(
    'scatterAdd_',
    'dim: int, index: tensor, source: tensor',
    'Adds `source` to the places `index` along `dim`.',
    [[f([3, 4]), 1, i([3, 2], 0, 4), f([3, 2])]],
  ),
  inPlace(
    'indexPut_',
    'indices: tensors?, values: tensor, accumulate: bool = false',
    'Writes `values` to the places that the tensors of indices name, one for each dimension (null for all of it); adds them if `accumulate`.',
    [
      [f([3, 4]), [i([2], 0, 3), i([2], 0, 4)], f([2]), false],
      [f([3, 4]), [null, i([5], 0, 4)], f([3, 5]), true],
      [f([3, 4]), [b([3, 4])], f([]), false],
    ],
    { python: 'torch.ops.aten.index_put_' },
  ),
]
