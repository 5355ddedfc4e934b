import { f, floats, type Row, type Sample } from './row.js'

type Samples = readonly (readonly Sample[])[]

const sizes = ['l', 'h, w', 'd, h, w'] as const
const line = f([2, 3, 9])
const image = f([2, 2, 6, 5])
const volume = f([1, 2, 4, 5, 4])

function max(dims: 1 | 2 | 3, samples: Samples): Row {
  return {
    signature: `maxPool${dims}d(input: tensor, kernelSize: ints, stride: ints?, padding: ints = 0, dilation: ints = 1, ceilMode: bool = false)`,
    cpp: `at::max_pool${dims}d(input, positive("kernelSize", kernelSize), positive("stride", stride).values, padding, positive("dilation", dilation), ceilMode)`,
    doc: `Largest element of each window of [n, c, ${sizes[dims - 1]}]; the stride is the window when left out. \`ceilMode\` keeps windows that reach over the end.`,
    on: ['F'],
    python: `F.max_pool${dims}d`,
    dtypes: floats,
    samples,
  }
}

function average(dims: 1 | 2 | 3, samples: Samples): Row {
  return {
    signature: `avgPool${dims}d(input: tensor, kernelSize: ints, stride: ints?, padding: ints = 0, ceilMode: bool = false, countIncludePad: bool = true)`,
    cpp: `at::avg_pool${dims}d(input, positive("kernelSize", kernelSize), positive("stride", stride).values, padding, ceilMode, countIncludePad)`,
    doc: `Mean of each window of [n, c, ${sizes[dims - 1]}]; the stride is the window when left out. \`countIncludePad\` counts the zeros of the padding.`,
    on: ['F'],
    python: `F.avg_pool${dims}d`,
    // PyTorch itself has no 16 bits for three dimensions.
    dtypes: dims === 3 ? ['float64'] : floats,
    samples,
  }
}

function power(dims: 1 | 2 | 3, samples: Samples): Row {
  return {
    signature: `lpPool${dims}d(input: tensor, normType: number, kernelSize: ints, stride: ints?, ceilMode: bool = false)`,
    cpp: `lp_pool(input, normType, positive("kernelSize", kernelSize), positive("stride", stride), ceilMode, ${dims})`,
    doc: `\`sum(window ** normType) ** (1 / normType)\` of each window of [n, c, ${sizes[dims - 1]}]; the stride is the window when left out.`,
    on: ['F'],
    python: `F.lp_pool${dims}d`,
    samples,
  }
}

function adaptive(kind: 'Avg' | 'Max', dims: 1 | 2 | 3, samples: Samples): Row {
  const python = `adaptive_${kind.toLowerCase()}_pool${dims}d`
  const call = `at::${python}(input, spread(outputSize, ${dims}))`
  return {
    signature: `adaptive${kind}Pool${dims}d(input: tensor, outputSize: ints)`,
    // The other result is where the largest lie.
    cpp: kind === 'Max' ? `std::get<0>(${call})` : call,
    doc: `${kind === 'Avg' ? 'Mean' : 'Largest element'} of as many windows, as equal as can be, as give an output of [n, c, ...outputSize] from [n, c, ${sizes[dims - 1]}].`,
    on: ['F'],
    python: `lambda x, s: F.${python}(x, s)`,
    samples,
  }
}

export const pooling: readonly Row[] = [
  max(1, [
    [line, 2, null, 0, 1, false],
    [line, 3, 2, 1, 1, true],
  ]),
  max(2, [
    [image, 2, null, 0, 1, false],
    [image, [3, 2], [1, 2], 1, 1, true],
    [image, 2, 1, 0, 2, false],
  ]),
  max(3, [
    [volume, 2, null, 0, 1, false],
    [volume, [2, 3, 2], [1, 2, 2], [1, 1, 0], 1, true],
  ]),
  average(1, [
    [line, 2, null, 0, false, true],
    [line, 3, 2, 1, true, false],
  ]),
  average(2, [
    [image, 2, null, 0, false, true],
    [image, [3, 2], 1, 1, false, false],
  ]),
  average(3, [
    [volume, 2, null, 0, false, true],
    [volume, [2, 3, 2], 2, [1, 1, 0], true, false],
  ]),
  power(1, [
    [f([2, 3, 9], 0.1, 2), 2, 3, null, false],
    [f([2, 3, 8], 0.1, 2), 3, 2, 1, true],
  ]),
  power(2, [
    [f([2, 2, 6, 5], 0.1, 2), 2, 2, null, false],
    [f([2, 2, 6, 5], 0.1, 2), 1.5, [3, 2], 2, true],
  ]),
  power(3, [[f([1, 2, 4, 5, 4], 0.1, 2), 2, [2, 3, 2], null, false]]),
  adaptive('Avg', 1, [
    [line, 4],
    [line, 1],
  ]),
  adaptive('Avg', 2, [
    [image, [1, 1]],
    [image, [3, 2]],
    [image, 2],
  ]),
  adaptive('Avg', 3, [[volume, [2, 3, 1]]]),
  adaptive('Max', 1, [
    [line, 4],
    [line, 1],
  ]),
  adaptive('Max', 2, [
    [image, [3, 2]],
    [image, 2],
  ]),
  adaptive('Max', 3, [[volume, [2, 3, 1]]]),
]
