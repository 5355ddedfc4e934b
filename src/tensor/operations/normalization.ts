import { f, floats, type Row } from './row.js'

const image = f([2, 2, 6, 5])

export const normalization: readonly Row[] = [
  {
    signature:
      'batchNorm(input: tensor, runningMean: tensor?, runningVar: tensor?, weight: tensor?, bias: tensor?, training: bool = false, momentum: number = 0.1, eps: number = 1e-5)',
    cpp: 'checked_batch_norm(input, runningMean, runningVar, weight, bias, training, momentum, eps)',
    doc: 'Normalises each channel of [n, c, ...] (arXiv 1502.03167): by the batch when `training` (which also moves the running statistics, and takes more than one value of a channel), else by the running statistics.',
    on: ['F'],
    python: 'F.batch_norm',
    constant: ['runningMean', 'runningVar'],
    dtypes: floats,
    samples: [
      [f([4, 3]), null, null, f([3]), f([3]), true, 0.1, 1e-5],
      [image, f([2]), f([2], 0.5, 2), f([2]), f([2]), false, 0.1, 1e-5],
      [image, f([2]), f([2], 0.5, 2), null, null, true, 0.3, 1e-3],
      [f([2, 3, 2, 3, 2]), null, null, f([3]), null, true, 0.1, 1e-5],
    ],
  },
  {
    signature:
      'instanceNorm(input: tensor, runningMean: tensor?, runningVar: tensor?, weight: tensor?, bias: tensor?, useInputStats: bool = true, momentum: number = 0.1, eps: number = 1e-5)',
    cpp: 'checked_instance_norm(input, runningMean, runningVar, weight, bias, useInputStats, momentum, eps)',
    doc: 'Normalises each channel of each sample of [n, c, ...] over the rest (arXiv 1607.08022): by itself, which also moves running statistics if there are any, or by those.',
    on: ['F'],
    python: 'F.instance_norm',
    constant: ['runningMean', 'runningVar'],
    samples: [
      [image, null, null, f([2]), f([2]), true, 0.1, 1e-5],
      [f([2, 3, 5]), f([3]), f([3], 0.5, 2), null, null, true, 0.3, 1e-3],
      [image, f([2]), f([2], 0.5, 2), f([2]), null, false, 0.1, 1e-5],
    ],
  },
  {
    signature:
      'layerNorm(input: tensor, normalizedShape: ints, weight: tensor?, bias: tensor?, eps: number = 1e-5)',
    cpp: 'layer_normalize(input, normalizedShape, weight, bias, eps)',
    doc: 'Normalises over the last dimensions, whose sizes are `normalizedShape` (arXiv 1607.06450).',
    on: ['F'],
    python: 'lambda x, s, w, b, e: F.layer_norm(x, [s] if isinstance(s, int) else s, w, b, e)',
    dtypes: floats,
    samples: [
      [f([2, 3, 4]), [4], f([4]), f([4]), 1e-5],
      [f([2, 3, 4]), [3, 4], null, null, 1e-3],
      [f([5, 7]), 7, f([7]), null, 1e-5],
      [f([0, 4]), [4], f([4]), f([4]), 1e-5],
    ],
  },
  {
    signature: 'rmsNorm(input: tensor, normalizedShape: ints, weight: tensor?, eps: number?)',
    cpp: 'rms_normalize(input, normalizedShape, weight, eps)',
    doc: 'Divides by the root of the mean square over the last dimensions, whose sizes are `normalizedShape` (arXiv 1910.07467). `eps` defaults to the machine epsilon of the dtype that it computes in: float32 for 16-bit inputs.',
    on: ['F'],
    python: 'lambda x, s, w, e: F.rms_norm(x, [s] if isinstance(s, int) else s, w, e)',
    dtypes: floats,
    samples: [
      [f([2, 3, 4], -0.02, 0.02), [4], f([4]), null],
      [f([2, 3, 4]), [3, 4], null, 1e-3],
      [f([5, 7]), 7, f([7]), 1e-6],
    ],
  },
  {
    signature: 'groupNorm(input: tensor, numGroups: int, weight: tensor?, bias: tensor?, eps: number = 1e-5)',
    cpp: 'checked_group_norm(input, numGroups, weight, bias, eps)',
    doc: 'Normalises each of `numGroups` groups of channels of each sample of [n, c, ...] (arXiv 1803.08494); the groups must divide c.',
    on: ['F'],
    python: 'F.group_norm',
    dtypes: floats,
    samples: [
      [f([2, 4, 3, 2]), 2, f([4]), f([4]), 1e-5],
      [f([2, 6, 5]), 3, null, null, 1e-3],
      [f([3, 4]), 1, f([4]), f([4]), 1e-5],
    ],
  },
  {
    signature:
      'localResponseNorm(input: tensor, size: int, alpha: number = 1e-4, beta: number = 0.75, k: number = 1)',
    cpp: 'local_response_norm(input, size, alpha, beta, k)',
    doc: 'Divides each element of [n, c, ...] by `(k + alpha * mean of the squares of size channels around it) ** beta` (Krizhevsky et al., NIPS 2012).',
    on: ['F'],
    python: 'F.local_response_norm',
    samples: [
      [f([2, 5, 4]), 3, 1e-4, 0.75, 1],
      [f([2, 4, 3, 2]), 2, 0.5, 0.6, 2],
    ],
  },
  {
    signature: 'normalize(input: tensor, p: number = 2, dim: ints = 1, eps: number = 1e-12)',
    cpp: 'input / at::linalg_vector_norm(input, p, dim, true).clamp_min(eps)',
    doc: 'Divides by the p-norm over `dim`, which counts as `eps` where it is smaller.',
    on: ['F'],
    python: 'F.normalize',
    samples: [
      [f([3, 4]), 2, 1, 1e-12],
      [f([2, 3, 2]), 1, 0, 1e-12],
      [f([2, 3], 0.1, 2), 3, -1, 1e-12],
    ],
  },
]
