import { precise } from './helpers.js'
import { f, type Row, snakeCase, values } from './row.js'

/** Well-conditioned matrices, so that other LAPACKs agree. */
const square = values([3, 3], [4, 1, -0.5, 0.25, 3, 1, -1, 0.5, 5])
const batch = values([2, 2, 2], [3, 1, 0.5, 2, -2, 0.5, 1, 4])
const definite = values([3, 3], [4, 1, 0.5, 1, 3, -0.25, 0.5, -0.25, 2])
const tall = values([3, 2], [2, 0.5, -1, 3, 0.25, 1])
const symmetric = 'of a symmetric matrix no element changes alone'
const lower = values([3, 3], [2, 0, 0, 0.5, 3, 0, -1, 0.25, 1.5])

function linalg(
  name: string,
  rest: string,
  doc: string,
  samples: Row['samples'],
  more: Partial<Row> = {},
): Row {
  const names = ['input', ...Array.from(rest.matchAll(/(\w+): /g), ([, argument]) => argument)]
  return {
    signature: `${name}(input: tensor${rest === '' ? '' : `, ${rest}`})`,
    cpp: `at::linalg_${snakeCase(name)}(${names.join(', ')})`,
    doc: `${doc} Matrices may be stacked: [..., n, m].`,
    on: ['linalg'],
    python: `torch.linalg.${snakeCase(name)}`,
    samples,
    dtypes: precise,
    ...more,
  }
}

/** `linalg`: what torch.linalg has. float32 and float64. */
export const linearAlgebra: readonly Row[] = [
  linalg('inv', '', 'The inverse.', [[square], [batch], [f([0, 0])]]),
  linalg(
    'pinv',
    'rcond: number = 1e-15',
    'The Moore-Penrose inverse; singular values below `rcond` times the largest count as 0.',
    [
      [tall, 1e-15],
      [square, 1e-15],
    ],
    {
      cpp: 'at::linalg_pinv(finite(input), rcond, false)',
      python: 'lambda x, r: torch.linalg.pinv(x, rcond=r)',
      dtypes: precise,
    },
  ),
  linalg(
    'solve',
    'other: tensor',
    'X in `input @ X = other`, for a vector or the columns of a matrix.',
    [
      [square, f([3])],
      [square, f([3, 2])],
      [batch, f([2, 2, 3])],
    ],
    { cpp: 'at::linalg_solve(input, other)' },
  ),
  {
    ...linalg(
      'solveTriangular',
      'other: tensor, upper: bool, left: bool = true, unitriangular: bool = false',
      'X in `input @ X = other` (`X @ input` unless `left`) for a triangular input, whose other half is not read.',
      [
        [lower, f([3, 2]), false, true, false],
        [square, f([2, 3]), true, false, false],
      ],
    ),
    python: 'lambda a, b, u, l, n: torch.linalg.solve_triangular(a, b, upper=u, left=l, unitriangular=n)',
  },
  linalg(
    'lstsq',
    'other: tensor',
    'X that makes `input @ X - other` smallest in the 2-norm.',
    [[tall, f([3, 2])]],
    {
      cpp: 'std::get<0>(at::linalg_lstsq(finite(input), finite(other)))',
      python: 'lambda a, b: torch.linalg.lstsq(a, b).solution',
    },
  ),
  linalg('det', '', 'The determinant.', [[square], [batch]]),
  linalg('slogdet', '', 'Sign and logarithm of the absolute value of the determinant.', [[square], [batch]], {
    result: ['sign', 'logabsdet'],
  }),
  linalg(
    'cholesky',
    '',
    'The lower triangular L with `L @ L.t()` = the input, which is symmetric and positive definite; its lower half is read.',
    [[definite]],
    { cpp: 'at::linalg_cholesky(input)', noDifferences: symmetric },
  ),
  {
    ...linalg(
      'choleskySolve',
      'other: tensor',
      'X in `input @ input.t() @ X = other` for a lower triangular input.',
      [[lower, f([3, 2])]],
    ),
    cpp: 'at::cholesky_solve(other, input)',
    python: 'lambda l, b: torch.cholesky_solve(b, l)',
    noDifferences: 'the half above the diagonal is not read',
  },
  linalg(
    'qr',
    '',
    'Q with orthonormal columns and the upper triangular R with `Q @ R` = the input.',
    [[tall], [square]],
    {
      cpp: 'at::linalg_qr(input)',
      result: ['q', 'r'],
      signs: 'free',
    },
  ),
  linalg(
    'svd',
    'fullMatrices: bool = true',
    'U, the singular values S in falling order and Vh with `U @ diag(S) @ Vh` = the input.',
    [
      [tall, false],
      [square, false],
    ],
    {
      cpp: 'at::linalg_svd(finite(input), fullMatrices)',
      result: ['u', 's', 'vh'],
      signs: 'free',
      noDifferences: 'gradients exist only for what does not depend on the signs of vectors',
    },
  ),
  linalg('svdvals', '', 'The singular values in falling order.', [[tall], [batch]], {
    cpp: 'at::linalg_svdvals(finite(input))',
  }),
  linalg(
    'eigh',
    "upLo: 'L'|'U' = 'L'",
    'Eigenvalues in rising order and eigenvectors (columns) of a symmetric matrix, one half of which is read.',
    [[definite, 'L']],
    {
      cpp: 'at::linalg_eigh(finite(input), upLo)',
      result: ['values', 'vectors'],
      signs: 'free',
      noDifferences: symmetric,
    },
  ),
  linalg(
    'eigvalsh',
    "upLo: 'L'|'U' = 'L'",
    'Eigenvalues of a symmetric matrix in rising order.',
    [[definite, 'L']],
    {
      cpp: 'at::linalg_eigvalsh(finite(input), upLo)',
      noDifferences: symmetric,
    },
  ),
  linalg('matrixPower', 'n: int', 'The n-th power of a square matrix; of its inverse for negative n.', [
    [square, 3],
    [square, -1],
    [square, 0],
  ]),
  linalg('matrixExp', '', 'The exponential of a square matrix.', [[values([2, 2], [0.5, 1, -0.5, 0.25])]], {
    cpp: 'at::matrix_exp(input)',
  }),
  linalg(
    'matrixRank',
    '',
    'How many singular values are not (nearly) 0; int64.',
    [[tall], [values([2, 2], [1, 2, 2, 4])]],
    {
      cpp: 'at::linalg_matrix_rank(finite(input), c10::optional<double>(), c10::optional<double>(), false)',
      differentiable: false,
    },
  ),
  linalg(
    'matrixNorm',
    "ord: 'fro'|'nuc' = 'fro', dim: ints = [-2,-1], keepdim: bool = false",
    "The Frobenius norm of matrices, or with 'nuc' the sum of their singular values.",
    [
      [square, 'fro', [-2, -1], false],
      [batch, 'nuc', [-2, -1], true],
    ],
    { cpp: 'at::linalg_matrix_norm(ord == "nuc" ? finite(input) : input, ord, dim, keepdim)' },
  ),
  linalg(
    'multiDot',
    '',
    'Product of several matrices in the order that multiplies least.',
    [[[f([2, 3]), f([3, 4]), f([4, 2])]]],
    {
      signature: 'multiDot(tensors: tensors)',
      cpp: 'at::linalg_multi_dot(tensors)',
    },
  ),
  linalg(
    'vander',
    'n: int?',
    'Powers of each element of a vector from 0 to `n` - 1 (its length when left out).',
    [
      [f([3]), null],
      [f([3]), 2],
    ],
    {
      cpp: 'at::linalg_vander(input, n)',
      python: 'lambda x, n: torch.linalg.vander(x, N=n)',
    },
  ),
]
