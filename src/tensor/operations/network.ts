import { f, i, type Row } from './row.js'

const image = f([2, 2, 6, 5])

export const network: readonly Row[] = [
  {
    signature:
      'conv2d(input: tensor, weight: tensor, bias: tensor?, stride: ints = 1, padding: ints = 0, dilation: ints = 1, groups: int = 1)',
    cpp: 'at::conv2d(input, weight, bias, positive("stride", stride), padding, positive("dilation", dilation), positive("groups", groups))',
    doc: 'Cross-correlation of images [n, in, h, w] with kernels [out, in / groups, kh, kw].',
    on: ['F'],
    python: 'F.conv2d',
    samples: [
      [image, f([3, 2, 3, 3]), f([3]), 1, 0, 1, 1],
      [image, f([4, 1, 3, 2]), null, [2, 1], [1, 0], 1, 2],
      [image, f([3, 2, 2, 2]), f([3]), 1, 1, 2, 1],
    ],
  },
  {
    signature:
      'maxPool2d(input: tensor, kernelSize: ints, stride: ints?, padding: ints = 0, dilation: ints = 1, ceilMode: bool = false)',
    cpp: 'at::max_pool2d(input, positive("kernelSize", kernelSize), positive("stride", stride).values, padding, positive("dilation", dilation), ceilMode)',
    doc: 'Largest element of each window; the stride is the window when left out.',
    on: ['F'],
    python: 'F.max_pool2d',
    samples: [
      [image, 2, null, 0, 1, false],
      [image, [3, 2], [1, 2], 1, 1, true],
    ],
  },
  {
    signature:
      'avgPool2d(input: tensor, kernelSize: ints, stride: ints?, padding: ints = 0, ceilMode: bool = false, countIncludePad: bool = true)',
    cpp: 'at::avg_pool2d(input, positive("kernelSize", kernelSize), positive("stride", stride).values, padding, ceilMode, countIncludePad)',
    doc: 'Mean of each window; the stride is the window when left out.',
    on: ['F'],
    python: 'F.avg_pool2d',
    samples: [
      [image, 2, null, 0, false, true],
      [image, [3, 2], 1, 1, false, false],
    ],
  },
  {
    signature: 'adaptiveAvgPool2d(input: tensor, outputSize: ints)',
    cpp: 'at::adaptive_avg_pool2d(input, outputSize)',
    doc: 'Mean over as many equal windows as give an output of [n, c, ...outputSize].',
    on: ['F'],
    python: 'lambda x, s: F.adaptive_avg_pool2d(x, s)',
    samples: [
      [image, [1, 1]],
      [image, [3, 2]],
    ],
  },
  {
    signature: 'dropout(input: tensor, p: number = 0.5, training: bool = true, stream: stream)',
    cpp: 'dropout(input, p, training, stream)',
    doc: 'Zeroes each element with probability `p` and multiplies the rest by 1 / (1 - p); the identity unless `training`. Drawn from the current random stream.',
    on: ['F'],
    samples: [],
    testedBy: 'test/tensor/random.test.ts',
  },
  {
    signature:
      'batchNorm(input: tensor, runningMean: tensor?, runningVar: tensor?, weight: tensor?, bias: tensor?, training: bool = false, momentum: number = 0.1, eps: number = 1e-5)',
    cpp: 'at::batch_norm(input, weight, bias, runningMean, runningVar, training, momentum, eps, false)',
    doc: 'Normalises each channel of [n, c, ...]: by the batch when `training` (which also moves the running statistics), else by the running statistics.',
    on: ['F'],
    python: 'F.batch_norm',
    constant: ['runningMean', 'runningVar'],
    samples: [
      [f([4, 3]), null, null, f([3]), f([3]), true, 0.1, 1e-5],
      [image, f([2]), f([2], 0.5, 2), f([2]), f([2]), false, 0.1, 1e-5],
      [image, f([2]), f([2], 0.5, 2), null, null, true, 0.3, 1e-3],
    ],
  },
  {
    signature:
      'layerNorm(input: tensor, normalizedShape: ints, weight: tensor?, bias: tensor?, eps: number = 1e-5)',
    cpp: 'at::layer_norm(input, normalizedShape, weight, bias, eps, false)',
    doc: 'Normalises over the last dimensions, whose sizes are `normalizedShape`.',
    on: ['F'],
    python: 'F.layer_norm',
    samples: [
      [f([2, 3, 4]), [4], f([4]), f([4]), 1e-5],
      [f([2, 3, 4]), [3, 4], null, null, 1e-3],
    ],
  },
  {
    signature: 'embedding(input: tensor, weight: tensor, paddingIdx: int = -1)',
    cpp: 'at::embedding(weight, input, paddingIdx)',
    doc: 'Rows of `weight` [n, d] at the int64 indices `input`; row `paddingIdx` gets no gradient.',
    on: ['F'],
    python: 'lambda x, w, p: F.embedding(x, w, None if p == -1 else p)',
    samples: [
      [i([2, 3], 0, 5), f([5, 4]), -1],
      [i([6], 2, 5), f([5, 2]), 1],
    ],
  },
]
