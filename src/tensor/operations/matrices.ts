import { binary, precise } from './helpers.js'
import { f, i, type Row } from './row.js'

const two = (name: string, doc: string, samples: Row['samples'], more: Partial<Row> = {}): Row =>
  binary(name, doc, samples, { dtypes: ['float64', 'bfloat16'], ...more })

/** `beta * input + alpha * product`. */
function added(
  name: string,
  first: string,
  second: string,
  product: string,
  shape: string,
  samples: Row['samples'],
): Row {
  return {
    signature: `${name}(input: tensor, ${first}: tensor, ${second}: tensor, beta: scalar = 1, alpha: scalar = 1)`,
    cpp: `at::${name}(input, ${first}, ${second}, beta, alpha)`,
    doc: `\`beta * input + alpha * ${product}\`, the input broadcast to ${shape}.`,
    python: `lambda x, a, b, beta, alpha: torch.${name}(x, a, b, beta=beta, alpha=alpha)`,
    samples,
    dtypes: precise,
  }
}

/** Products. */
export const matrices: readonly Row[] = [
  two(
    'matmul',
    'Matrix product over the last two dimensions, the others broadcast; a vector counts as a row or column.',
    [
      [f([2, 3]), f([3, 4])],
      [f([3]), f([3])],
      [f([2, 1, 3, 4]), f([5, 4, 2])],
      [f([2, 3]), f([3])],
      [f([0, 3]), f([3, 2])],
      [f([2, 0]), f([0, 2])],
      [i([2, 3], -9, 9), i([3, 2], -9, 9)],
    ],
  ),
  two('mm', 'Product of the matrices [n, k] and [k, m].', [[f([2, 3]), f([3, 4])]]),
  two('bmm', 'Products of the matrices [b, n, k] and [b, k, m].', [
    [f([2, 2, 3]), f([2, 3, 4])],
    [f([0, 2, 3]), f([0, 3, 4])],
  ]),
  {
    signature: 'mv(input: tensor, vector: tensor)',
    cpp: 'at::mv(input, vector)',
    doc: 'Product of the matrix [n, k] and the vector [k].',
    samples: [[f([2, 3]), f([3])]],
    dtypes: ['float64', 'bfloat16'],
  },
  two('dot', 'Inner product of two vectors.', [
    [f([4]), f([4])],
    [i([3], -9, 9), i([3], -9, 9)],
  ]),
  two('vdot', 'Inner product of two vectors.', [[f([4]), f([4])]], { dtypes: precise }),
  two('inner', 'Inner products over the last dimensions.', [[f([2, 3]), f([4, 3])]], { dtypes: precise }),
  two('outer', 'Products of each element of one vector with each of another, [n, m].', [[f([2]), f([3])]]),
  two(
    'kron',
    'Kronecker product: a copy of `other` times each element of the input.',
    [[f([2, 2]), f([1, 3])]],
    { dtypes: precise },
  ),
  {
    signature: 'cross(input: tensor, other: tensor, dim: int = -1)',
    cpp: 'at::linalg_cross(input, other, dim)',
    doc: 'Vector product along a dimension of size 3.',
    python: 'lambda x, y, d: torch.linalg.cross(x, y, dim=d)',
    samples: [
      [f([2, 3]), f([2, 3]), -1],
      [f([3, 2]), f([3, 1]), 0],
    ],
    dtypes: precise,
  },
  added('addmm', 'mat1', 'mat2', 'mat1 @ mat2', '[n, m]', [
    [f([4]), f([2, 3]), f([3, 4]), 1, 1],
    [f([2, 4]), f([2, 3]), f([3, 4]), 0.5, 2],
  ]),
  added('addmv', 'matrix', 'vector', 'matrix @ vector', '[n]', [[f([2]), f([2, 3]), f([3]), 0.5, 2]]),
  added('addr', 'vector1', 'vector2', 'outer(vector1, vector2)', '[n, m]', [
    [f([2, 3]), f([2]), f([3]), 0.5, 2],
  ]),
  added('baddbmm', 'batch1', 'batch2', 'batch1 @ batch2', '[b, n, m]', [
    [f([2, 2, 4]), f([2, 2, 3]), f([2, 3, 4]), 0.5, 2],
  ]),
  added('addbmm', 'batch1', 'batch2', 'the sum over b of batch1 @ batch2', '[n, m]', [
    [f([2, 4]), f([3, 2, 3]), f([3, 3, 4]), 0.5, 2],
  ]),
  {
    signature: 'einsum(equation: string, tensors: operands)',
    cpp: 'at::einsum(equation, tensors)',
    doc: "Sum of products in Einstein's notation: `einsum('bij,bjk->bik', a, b)`.",
    on: ['function'],
    samples: [
      ['bij,bjk->bik', [f([2, 2, 3]), f([2, 3, 4])]],
      ['ii', [f([3, 3])]],
      ['i,j->ij', [f([2]), f([3])]],
      ['...ij->...ji', [f([2, 2, 3])]],
      ['ab,bc,cd->ad', [f([2, 3]), f([3, 2]), f([2, 4])]],
    ],
    dtypes: precise,
  },
  {
    signature: 'tensordot(input: tensor, other: tensor, dimsInput: ints, dimsOther: ints)',
    cpp: 'at::tensordot(input, other, dimsInput, dimsOther)',
    doc: 'Sum of products over pairs of dimensions: `dimsInput` of the one with `dimsOther` of the other.',
    python:
      'lambda x, y, a, b: torch.tensordot(x, y, ([a] if isinstance(a, int) else a, [b] if isinstance(b, int) else b))',
    samples: [
      [f([2, 3, 4]), f([4, 3, 2]), [1, 2], [1, 0]],
      [f([2, 3]), f([3, 4]), 1, 0],
    ],
    dtypes: precise,
  },
  {
    signature: 'bilinear(input1: tensor, input2: tensor, weight: tensor, bias: tensor?)',
    cpp: 'bilinear_of(input1, input2, weight, bias)',
    doc: '`input1 @ weight[k] @ input2 + bias[k]` for each k: [..., a] and [..., b] with weights [k, a, b] → [..., k].',
    on: ['F'],
    python: 'F.bilinear',
    samples: [
      [f([2, 3]), f([2, 4]), f([5, 3, 4]), f([5])],
      [f([2, 1, 2]), f([2, 1, 3]), f([2, 2, 3]), null],
    ],
  },
  {
    signature: 'linear(input: tensor, weight: tensor, bias: tensor?)',
    cpp: 'placed_linear(input, weight, bias)',
    doc: '`input @ weight.t() + bias`: [..., in], [out, in] and [out] give [..., out].',
    on: ['F'],
    python: 'F.linear',
    samples: [
      [f([2, 3]), f([4, 3]), f([4])],
      [f([2, 5, 3]), f([4, 3]), null],
      [f([0, 3]), f([4, 3]), f([4])],
    ],
    dtypes: ['float64', 'bfloat16'],
  },
  {
    signature: 'trace(input: tensor)',
    cpp: 'at::trace(input)',
    doc: 'Sum of the diagonal of a matrix.',
    samples: [[f([3, 3])], [f([2, 3])]],
    dtypes: precise,
  },
  {
    signature: 'cdist(input: tensor, other: tensor, p: number = 2)',
    cpp: 'at::cdist(input, other, p)',
    doc: 'The p-norms of the differences between all rows of [..., n, d] and [..., m, d].',
    samples: [
      [f([2, 3]), f([4, 3]), 2],
      [f([2, 2, 3]), f([2, 1, 3]), 1],
    ],
    dtypes: precise,
  },
]
