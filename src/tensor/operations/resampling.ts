import { f, floats, type Row } from './row.js'

const modes = "'nearest'|'nearest-exact'|'linear'|'bilinear'|'bicubic'|'trilinear'|'area'"

export const resampling: readonly Row[] = [
  {
    signature: `interpolate(input: tensor, size: ints?, scaleFactor: numbers?, mode: ${modes} = 'nearest', alignCorners: bool = false, antialias: bool = false)`,
    cpp: 'interpolate(input, size, scaleFactor, mode, alignCorners, antialias)',
    doc: 'Resizes the space of [n, c, l], [n, c, h, w] or [n, c, d, h, w] to `size` or by `scaleFactor` (one of the two). linear is for one dimension of space, bilinear and bicubic for two, trilinear for three, the others for all. A dimension whose size `scaleFactor` keeps is left alone by nearest and `antialias`. `alignCorners` makes the corner pixels meet; `antialias` (bilinear and bicubic) blurs when it gets smaller.',
    on: ['F'],
    python:
      'lambda x, s, f, m, a, t: F.interpolate(x, s, f, m, align_corners=a if m.endswith("linear") or m == "bicubic" else None, antialias=t)',
    dtypes: floats,
    samples: [
      [f([2, 3, 5]), 8, null, 'nearest', false, false],
      [f([2, 3, 5]), null, 1.6, 'nearest-exact', false, false],
      [f([2, 3, 5]), 7, null, 'linear', false, false],
      [f([2, 3, 5]), null, 2, 'linear', true, false],
      [f([1, 2, 4, 3]), [7, 5], null, 'nearest', false, false],
      [f([1, 2, 4, 3]), null, [2.5, 1.5], 'bilinear', false, false],
      [f([1, 2, 4, 3]), [6, 7], null, 'bilinear', true, false],
      [f([1, 2, 4, 3]), null, 2, 'bicubic', false, false],
      [f([1, 2, 4, 3]), [3, 5], null, 'bicubic', true, false],
      [f([1, 2, 6, 8]), [3, 4], null, 'bilinear', false, true],
      [f([1, 2, 6, 7]), 4, null, 'area', false, false],
      [f([1, 2, 3, 2, 3]), null, 2, 'trilinear', false, false],
      [f([1, 2, 3, 2, 3]), [2, 4, 5], null, 'trilinear', true, false],
      [f([1, 2, 3, 2, 3]), 4, null, 'nearest', false, false],
    ],
  },
  {
    signature: 'pixelShuffle(input: tensor, upscaleFactor: int)',
    cpp: 'checked_pixel_shuffle(input, upscaleFactor)',
    doc: '[..., c * r * r, h, w] → [..., c, h * r, w * r] for the factor r (arXiv 1609.05158).',
    on: ['F'],
    dtypes: floats,
    samples: [
      [f([2, 8, 2, 3]), 2],
      [f([9, 1, 2]), 3],
    ],
  },
  {
    signature: 'pixelUnshuffle(input: tensor, downscaleFactor: int)',
    cpp: 'checked_pixel_unshuffle(input, downscaleFactor)',
    doc: '[..., c, h * r, w * r] → [..., c * r * r, h, w] for the factor r.',
    on: ['F'],
    samples: [
      [f([2, 2, 4, 6]), 2],
      [f([1, 3, 6]), 3],
    ],
  },
  {
    signature:
      "gridSample(input: tensor, grid: tensor, mode: 'bilinear'|'nearest'|'bicubic' = 'bilinear', paddingMode: 'zeros'|'border'|'reflection' = 'zeros', alignCorners: bool = false)",
    cpp: 'sample_grid(input, grid, mode, paddingMode, alignCorners)',
    doc: 'What [n, c, h, w] has at the places of `grid` [n, h2, w2, 2], each (x, y) from -1 to 1 over the space: [n, c, h2, w2]. The same for [n, c, d, h, w] with (x, y, z), without bicubic. Gradients flow to both. A spatial transformer (arXiv 1506.02025) with `F.affineGrid`.',
    on: ['F'],
    python: 'lambda x, g, m, p, a: F.grid_sample(x, g, m, p, a)',
    dtypes: ['float64'],
    samples: [
      [f([2, 3, 4, 5]), f([2, 3, 2, 2], -0.9, 0.9), 'bilinear', 'zeros', false],
      [f([1, 2, 4, 5]), f([1, 3, 2, 2], -1.4, 1.4), 'bilinear', 'border', true],
      [f([1, 2, 4, 5]), f([1, 3, 2, 2], -1.4, 1.4), 'bilinear', 'reflection', false],
      [f([1, 2, 4, 5]), f([1, 3, 2, 2], -0.9, 0.9), 'bicubic', 'zeros', false],
      [f([1, 2, 3, 4, 5]), f([1, 2, 2, 3, 3], -0.9, 0.9), 'bilinear', 'zeros', true],
    ],
  },
  {
    signature: 'affineGrid(theta: tensor, size: ints, alignCorners: bool = false)',
    python: 'F.affine_grid',
    cpp: 'affine_grid(theta, size, alignCorners)',
    doc: 'A grid for `F.gridSample` of an output of `size` [n, c, h, w] from affine maps [n, 2, 3], or of [n, c, d, h, w] from [n, 3, 4].',
    on: ['F'],
    dtypes: ['float64'],
    samples: [
      [f([2, 2, 3]), [2, 3, 4, 5], false],
      [f([1, 3, 4]), [1, 2, 3, 2, 4], true],
    ],
  },
  {
    signature: 'unfoldOf(input: tensor, kernelSize: ints, dilation: ints, padding: ints, stride: ints)',
    cpp: 'unfold_windows(input, kernelSize, dilation, padding, stride)',
    doc: 'F.unfold.',
    on: [],
    python: 'F.unfold',
    dtypes: ['float64'],
    samples: [
      [f([2, 3, 4, 5]), [2, 3], 1, 0, 1],
      [f([1, 2, 5, 6]), 2, [2, 1], [1, 0], 2],
      [f([2, 4, 5]), 3, 1, 1, 2],
    ],
  },
  {
    signature:
      'fold(input: tensor, outputSize: ints, kernelSize: ints, dilation: ints = 1, padding: ints = 0, stride: ints = 1)',
    python: 'F.fold',
    cpp: 'fold_windows(input, outputSize, kernelSize, dilation, padding, stride)',
    doc: 'The sum of windows [n, c · kernel, windows], each in its place, as [n, c, h, w] of `outputSize`: what `F.unfold` of an image of that size gives, backwards.',
    on: ['F'],
    dtypes: ['float64'],
    samples: [
      [f([2, 12, 9]), [4, 4], 2, 1, 0, 1],
      [f([1, 8, 15]), [5, 6], 2, [2, 1], [1, 0], [2, 1]],
      [f([18, 9]), [5, 5], 3, 1, 1, 2],
    ],
  },
]
