import { b, f, i, type Row } from './row.js'

const pair = [f([2, 3]), f([2, 3])]
const broadcast = [f([4, 1, 3]), f([2, 1])]
const apart = [f([2, 3], 0.5, 2), f([3], 2.5, 4)]

function arithmetic(name: string, cpp: string, doc: string, samples: Row['samples']): Row {
  return { signature: `${name}(input: tensor, other: operand)`, cpp, doc, samples }
}

function comparison(name: string, sign: string): Row {
  return {
    signature: `${name}(input: tensor, other: operand)`,
    cpp: `at::${name}(input, other)`,
    doc: `Elementwise \`input ${sign} other\`, broadcast; a bool tensor.`,
    differentiable: false,
    samples: [
      [i([2, 3], 0, 3), i([3], 0, 3)],
      [f([2, 3]), 0.25],
    ],
  }
}

function unary(name: string, doc: string, low = -2, high = 2, differentiable = true): Row {
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  return {
    signature: `${name}(input: tensor)`,
    cpp: `at::${snake}(input)`,
    doc,
    differentiable,
    samples: [[f([2, 3], low, high)], [f([0, 3], low, high)]],
  }
}

function inPlace(name: string, cpp: string, doc: string, samples: Row['samples']): Row {
  return {
    signature: `${name}(input: tensor, other: operand)`,
    cpp,
    doc: `${doc} Changes \`input\` and returns it; a leaf that requires gradients may be changed only under noGrad().`,
    on: ['method'],
    result: 'this',
    differentiable: false,
    python: `torch.Tensor.${name}`,
    samples,
  }
}

export const pointwise: readonly Row[] = [
  {
    signature: 'add(input: tensor, other: operand, alpha: scalar = 1)',
    cpp: 'at::add(input, other, alpha)',
    doc: '`input + alpha * other`, broadcast.',
    python: 'lambda x, y, a=1: torch.add(x, y, alpha=a)',
    samples: [
      [...pair, 1],
      [...broadcast, 2.5],
      [f([3]), 4, 1],
      [f([0, 3]), f([3]), 1],
    ],
  },
  {
    signature: 'sub(input: tensor, other: operand, alpha: scalar = 1)',
    cpp: 'at::sub(input, other, alpha)',
    doc: '`input - alpha * other`, broadcast.',
    python: 'lambda x, y, a=1: torch.sub(x, y, alpha=a)',
    samples: [
      [...pair, 1],
      [...broadcast, 0.5],
      [f([3]), 4, 1],
    ],
  },
  arithmetic('mul', 'at::mul(input, other)', '`input * other`, broadcast.', [pair, broadcast, [f([3]), -2]]),
  arithmetic('div', 'at::div(input, other)', '`input / other`, broadcast; integers give float32.', [
    [f([2, 3]), f([3], 0.5, 2)],
    [f([3]), 4],
    [i([4], 0, 9), 2],
  ]),
  arithmetic('pow', 'at::pow(input, other)', '`input` to the power of `other`, broadcast.', [
    [f([2, 3], 0.2, 2), f([3], -1, 3)],
    [f([3]), 2],
    [f([3], 0.5, 2), -0.5],
  ]),
  {
    signature: 'maximum(input: tensor, other: tensor)',
    cpp: 'at::maximum(input, other)',
    doc: 'The larger of both, elementwise and broadcast.',
    samples: [apart],
  },
  {
    signature: 'minimum(input: tensor, other: tensor)',
    cpp: 'at::minimum(input, other)',
    doc: 'The smaller of both, elementwise and broadcast.',
    samples: [apart],
  },
  comparison('eq', '=='),
  comparison('ne', '!='),
  comparison('lt', '<'),
  comparison('le', '<='),
  comparison('gt', '>'),
  comparison('ge', '>='),
  {
    signature: 'logicalAnd(input: tensor, other: tensor)',
    cpp: 'at::logical_and(input, other)',
    doc: 'True where both are non-zero, broadcast; a bool tensor.',
    differentiable: false,
    samples: [[b([2, 3]), b([3])]],
  },
  {
    signature: 'logicalOr(input: tensor, other: tensor)',
    cpp: 'at::logical_or(input, other)',
    doc: 'True where either is non-zero, broadcast; a bool tensor.',
    differentiable: false,
    samples: [[b([2, 3]), b([3])]],
  },
  {
    signature: 'logicalNot(input: tensor)',
    cpp: 'at::logical_not(input)',
    doc: 'True where the input is zero; a bool tensor.',
    differentiable: false,
    samples: [[b([2, 3])], [i([4], 0, 2)]],
  },
  unary('isnan', 'True where the input is NaN; a bool tensor.', -1, 1, false),
  unary('isfinite', 'True where the input is neither infinite nor NaN; a bool tensor.', -1, 1, false),
  unary('neg', '`-input`.'),
  unary('exp', 'e to the power of the input.'),
  unary('expm1', '`exp(input) - 1`, exact near 0.'),
  unary('log', 'Natural logarithm; NaN below 0.', 0.2, 3),
  unary('log1p', '`log(1 + input)`, exact near 0.', -0.5, 3),
  unary('sqrt', 'Square root; NaN below 0.', 0.2, 3),
  unary('rsqrt', '`1 / sqrt(input)`.', 0.2, 3),
  unary('reciprocal', '`1 / input`.', 0.5, 3),
  unary('square', '`input * input`.'),
  unary('abs', 'Absolute value.'),
  unary('sign', '-1, 0 or 1 by sign.'),
  unary('floor', 'The next integer below.'),
  unary('ceil', 'The next integer above.'),
  unary('round', 'The nearest integer, halves to even.'),
  unary('sin', 'Sine of radians.'),
  unary('cos', 'Cosine of radians.'),
  unary('tanh', 'Hyperbolic tangent.'),
  unary('sigmoid', '`1 / (1 + exp(-input))`.'),
  unary('erf', 'The error function.'),
  unary('relu', '`max(input, 0)`.'),
  {
    ...unary('gelu', '`input * Φ(input)`, Φ the normal distribution function (arXiv 1606.08415).'),
    on: ['F'],
    python: 'F.gelu',
  },
  { ...unary('silu', '`input * sigmoid(input)`.'), on: ['F'], python: 'F.silu' },
  {
    signature: 'leakyRelu(input: tensor, negativeSlope: scalar = 0.01)',
    cpp: 'at::leaky_relu(input, negativeSlope)',
    doc: 'The input where positive, else `negativeSlope * input`.',
    on: ['F'],
    python: 'F.leaky_relu',
    samples: [
      [f([2, 3]), 0.01],
      [f([5]), 0.2],
    ],
  },
  {
    signature: 'elu(input: tensor, alpha: scalar = 1)',
    cpp: 'at::elu(input, alpha)',
    doc: 'The input where positive, else `alpha * (exp(input) - 1)`.',
    on: ['F'],
    python: 'F.elu',
    samples: [
      [f([2, 3]), 1],
      [f([5]), 0.5],
    ],
  },
  {
    signature: 'softplus(input: tensor, beta: scalar = 1, threshold: scalar = 20)',
    cpp: 'at::softplus(input, beta, threshold)',
    doc: '`log(1 + exp(beta * input)) / beta`; the input itself where `beta * input > threshold`.',
    on: ['F'],
    python: 'F.softplus',
    samples: [
      [f([2, 3]), 1, 20],
      [f([5], -3, 9), 2, 5],
    ],
  },
  {
    signature: 'clamp(input: tensor, min: scalar?, max: scalar?)',
    cpp: 'at::clamp(input, min, max)',
    doc: 'The input, no lower than `min` and no higher than `max`; one of them may be left out.',
    samples: [
      [f([2, 3]), -0.5, 0.5],
      [f([5]), null, 0.3],
      [f([5]), 0, null],
    ],
  },
  {
    signature: 'where(condition: tensor, input: tensor, other: operand)',
    cpp: 'at::where(condition, input, other)',
    doc: '`input` where the bool tensor `condition` is true, else `other`; all three broadcast.',
    on: ['function'],
    samples: [
      [b([2, 3]), f([2, 3]), f([3])],
      [b([4]), f([4]), 0.5],
    ],
    python: 'lambda c, x, y: torch.where(c, x, torch.as_tensor(y, dtype=x.dtype))',
  },
  {
    signature: 'maskedFill(input: tensor, mask: tensor, value: scalar)',
    cpp: 'at::masked_fill(input, mask, value)',
    doc: '`value` where the bool tensor `mask` (broadcast to the input) is true, else the input.',
    samples: [[f([2, 3]), b([3]), -5]],
  },
  inPlace('add_', 'input.add_(other)', 'Adds `other`.', [
    [f([2, 3]), f([3])],
    [f([3]), 2],
  ]),
  inPlace('sub_', 'input.sub_(other)', 'Subtracts `other`.', [
    [f([2, 3]), f([3])],
    [f([3]), 2],
  ]),
  inPlace('mul_', 'input.mul_(other)', 'Multiplies by `other`.', [
    [f([2, 3]), f([3])],
    [f([3]), 2],
  ]),
  inPlace('div_', 'input.div_(other)', 'Divides by `other`.', [
    [f([2, 3]), f([3], 1, 2)],
    [f([3]), 2],
  ]),
  {
    signature: 'fill_(input: tensor, value: scalar)',
    cpp: 'input.fill_(value)',
    doc: 'Sets every element to `value`; changes `input` and returns it.',
    on: ['method'],
    result: 'this',
    differentiable: false,
    python: 'torch.Tensor.fill_',
    samples: [[f([2, 3]), 0.5]],
  },
  {
    signature: 'zero_(input: tensor)',
    cpp: 'input.zero_()',
    doc: 'Sets every element to 0; changes `input` and returns it.',
    on: ['method'],
    result: 'this',
    differentiable: false,
    python: 'torch.Tensor.zero_',
    samples: [[f([2, 3])]],
  },
  {
    signature: 'copy_(input: tensor, source: tensor)',
    cpp: 'input.copy_(source)',
    doc: 'Overwrites the elements with those of `source`, broadcast and converted; changes `input` and returns it.',
    on: ['method'],
    result: 'this',
    differentiable: false,
    python: 'torch.Tensor.copy_',
    samples: [
      [f([2, 3]), f([3])],
      [f([3]), i([3], 0, 5)],
    ],
  },
]
