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
]
