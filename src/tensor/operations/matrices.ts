import { f, type Row } from './row.js'

export const matrices: readonly Row[] = [
  {
    signature: 'matmul(input: tensor, other: tensor)',
    cpp: 'at::matmul(input, other)',
    doc: 'Matrix product over the last two dimensions, the others broadcast; a vector counts as a row or column.',
    samples: [
      [f([2, 3]), f([3, 4])],
      [f([3]), f([3])],
      [f([2, 1, 3, 4]), f([5, 4, 2])],
      [f([2, 3]), f([3])],
      [f([0, 3]), f([3, 2])],
    ],
  },
  {
    signature: 'mm(input: tensor, other: tensor)',
    cpp: 'at::mm(input, other)',
    doc: 'Product of the matrices [n, k] and [k, m].',
    samples: [[f([2, 3]), f([3, 4])]],
  },
  {
    signature: 'bmm(input: tensor, other: tensor)',
    cpp: 'at::bmm(input, other)',
    doc: 'Products of the matrices [b, n, k] and [b, k, m].',
    samples: [[f([2, 2, 3]), f([2, 3, 4])]],
  },
  {
    signature: 'mv(input: tensor, vector: tensor)',
    cpp: 'at::mv(input, vector)',
    doc: 'Product of the matrix [n, k] and the vector [k].',
    samples: [[f([2, 3]), f([3])]],
  },
  {
    signature: 'dot(input: tensor, other: tensor)',
    cpp: 'at::dot(input, other)',
    doc: 'Inner product of two vectors.',
    samples: [[f([4]), f([4])]],
  },
  {
    signature: 'addmm(input: tensor, mat1: tensor, mat2: tensor, beta: scalar = 1, alpha: scalar = 1)',
    cpp: 'at::addmm(input, mat1, mat2, beta, alpha)',
    doc: '`beta * input + alpha * mat1 @ mat2`, the input broadcast to [n, m].',
    python: 'lambda x, a, b, beta, alpha: torch.addmm(x, a, b, beta=beta, alpha=alpha)',
    samples: [
      [f([4]), f([2, 3]), f([3, 4]), 1, 1],
      [f([2, 4]), f([2, 3]), f([3, 4]), 0.5, 2],
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
    ],
  },
]
