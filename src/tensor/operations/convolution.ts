import { f, floats, type Row, type Sample } from './row.js'

const sizes = ['l', 'h, w', 'd, h, w'] as const

/** The same for one, two and three dimensions of space. */
function convolution(dims: 1 | 2 | 3, samples: readonly (readonly Sample[])[]): Row {
  const space = sizes[dims - 1]
  return {
    signature: `conv${dims}d(input: tensor, weight: tensor, bias: tensor?, stride: ints = 1, padding: padding = 0, dilation: ints = 1, groups: int = 1)`,
    cpp: `convolution(input, weight, bias, positive("stride", stride), padding, positive("dilation", dilation), positive("groups", groups), ${dims})`,
    doc: `Cross-correlation of inputs [n, in, ${space}] (or one without n) with kernels [out, in / groups, ${space}]. Numbers stand for all directions; padding 'same' keeps the size (stride 1 only), 'valid' is 0.`,
    on: ['F'],
    python: `F.conv${dims}d`,
    dtypes: floats,
    samples,
  }
}

function transposed(dims: 1 | 2 | 3, samples: readonly (readonly Sample[])[]): Row {
  const space = sizes[dims - 1]
  return {
    signature: `convTranspose${dims}d(input: tensor, weight: tensor, bias: tensor?, stride: ints = 1, padding: ints = 0, outputPadding: ints = 0, groups: int = 1, dilation: ints = 1)`,
    cpp: `convolution_transposed(lowered(input), lowered(weight), lowered(bias), positive("stride", stride), padding, outputPadding, positive("groups", groups), positive("dilation", dilation), ${dims})`,
    doc: `The gradient of a convolution by its input, as an operation: inputs [n, in, ${space}] with kernels [in, out / groups, ${space}]. \`outputPadding\`, below stride or dilation, adds to one side of the output, because several input sizes give the same output size.`,
    on: ['F'],
    python: `F.conv_transpose${dims}d`,
    dtypes: floats,
    samples,
  }
}

const line = f([2, 4, 9])
const image = f([2, 2, 6, 5])
const volume = f([1, 2, 4, 3, 5])

export const convolutions: readonly Row[] = [
  convolution(1, [
    [line, f([3, 4, 3]), f([3]), 1, 0, 1, 1],
    [line, f([6, 2, 2]), null, 2, 1, 2, 2],
    [line, f([2, 4, 4]), f([2]), 1, 'same', 1, 1],
    [f([4, 7]), f([3, 4, 3]), f([3]), 1, 'valid', 1, 1],
  ]),
  convolution(2, [
    [image, f([3, 2, 3, 3]), f([3]), 1, 0, 1, 1],
    [image, f([4, 1, 3, 2]), null, [2, 1], [1, 0], 1, 2],
    [image, f([3, 2, 2, 2]), f([3]), 1, 1, 2, 1],
    [image, f([2, 2, 3, 2]), f([2]), 1, 'same', [1, 2], 1],
    [f([0, 2, 4, 4]), f([3, 2, 3, 3]), f([3]), 1, 0, 1, 1],
  ]),
  convolution(3, [
    [volume, f([3, 2, 2, 3, 2]), f([3]), 1, 0, 1, 1],
    [volume, f([2, 1, 2, 1, 3]), null, [2, 1, 1], [0, 1, 1], [1, 1, 2], 2],
    [volume, f([2, 2, 1, 2, 3]), null, 1, 'same', 1, 1],
  ]),
  transposed(1, [
    [line, f([4, 3, 3]), f([3]), 1, 0, 0, 1, 1],
    [line, f([4, 2, 2]), null, 3, 1, 2, 2, 2],
  ]),
  transposed(2, [
    [image, f([2, 3, 3, 2]), f([3]), 2, 1, 1, 1, 1],
    [image, f([2, 2, 2, 2]), null, [1, 2], 0, [0, 1], 2, [1, 2]],
  ]),
  transposed(3, [
    [volume, f([2, 2, 2, 2, 1]), f([2]), 2, 0, [1, 0, 1], 1, 1],
    [volume, f([2, 1, 1, 3, 2]), null, 1, [0, 1, 0], 0, 2, 1],
  ]),
]
