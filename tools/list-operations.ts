/**
 * Writes docs/operations.md: which of PyTorch's operations the library has, from PyTorch's own names.
 *
 *     python3 tools/reference/names.py | node dist/tools/list-operations.js
 *
 * A test compares the committed page with it where there is the PyTorch it comes from.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as library from '../src/tensor/index.js'

/** What names.py prints. */
export interface TorchNames {
  readonly version: string
  readonly torch: readonly string[]
  readonly Tensor: readonly string[]
  readonly F: readonly string[]
  readonly linalg: readonly string[]
}

/** Other names of PyTorch for what the library has under one: PyTorch's name → ours. */
const aliases: Readonly<Record<string, string>> = {
  absolute: 'abs',
  arccos: 'acos',
  arccosh: 'acosh',
  arcsin: 'asin',
  arcsinh: 'asinh',
  arctan: 'atan',
  arctan2: 'atan2',
  arctanh: 'atanh',
  argwhere: 'nonzero',
  as_tensor: 'tensor',
  asarray: 'tensor',
  batch_norm: 'F.batchNorm',
  bernoulli_: 'init.bernoulli',
  chain_matmul: 'linalg.multiDot',
  cholesky: 'linalg.cholesky',
  cholesky_solve: 'linalg.choleskySolve',
  clip: 'clamp',
  clip_: 'clamp_',
  concat: 'cat',
  concatenate: 'cat',
  constant_pad_nd: 'F.pad',
  det: 'linalg.det',
  divide: 'div',
  divide_: 'div_',
  fix: 'trunc',
  fix_: 'trunc_',
  frobenius_norm: 'linalg.matrixNorm',
  ger: 'outer',
  greater: 'gt',
  greater_equal: 'ge',
  index: 'at',
  inverse: 'linalg.inv',
  less: 'lt',
  less_equal: 'le',
  logsigmoid: 'F.logSigmoid',
  lstsq: 'linalg.lstsq',
  matrix_exp: 'linalg.matrixExp',
  matrix_power: 'linalg.matrixPower',
  moveaxis: 'movedim',
  multiply: 'mul',
  multiply_: 'mul_',
  ndimension: 'dim',
  negative: 'neg',
  negative_: 'neg_',
  nelement: 'numel',
  normal_: 'init.normal',
  not_equal: 'ne',
  nuclear_norm: 'linalg.matrixNorm',
  pinverse: 'linalg.pinv',
  qr: 'linalg.qr',
  row_stack: 'vstack',
  slogdet: 'linalg.slogdet',
  solve: 'linalg.solve',
  split_with_sizes: 'split',
  subtract: 'sub',
  subtract_: 'sub_',
  svd: 'linalg.svd',
  swapdims: 'swapaxes',
  symeig: 'linalg.eigh',
  tolist: 'toArray',
  triangular_solve: 'linalg.solveTriangular',
  trapz: 'trapezoid',
  true_divide: 'div',
  true_divide_: 'div_',
  type_as: 'typeAs',
  uniform_: 'init.uniform',
  upsample: 'F.interpolate',
  upsample_bilinear: 'F.interpolate',
  upsample_nearest: 'F.interpolate',
  vander: 'linalg.vander',
  vector_norm: 'norm',
}

const camelCase = (name: string): string =>
  name.replace(/(?<=.)_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

/** Names of the library: of the module itself and of Tensor, and with a dot those of its namespaces. */
function ours(): Set<string> {
  const { F, init, linalg, Tensor, ...own } = library
  const names = new Set(Object.keys(own))
  for (let level: object | null = Tensor.prototype; level !== null; level = Object.getPrototypeOf(level)) {
    for (const name of Object.getOwnPropertyNames(level)) names.add(name)
  }
  for (const [space, members] of Object.entries({ F, init, linalg })) {
    for (const name of Object.keys(members)) names.add(`${space}.${name}`)
  }
  return names
}

/** The page for these names. */
export function operationsPage(torch: TorchNames): string {
  const known = ours()
  // A function of torch.nn.functional or torch.linalg may also be a method here, and the other way round.
  const find = (name: string): string | undefined => {
    const camel = camelCase(name)
    const places = [camel, `F.${camel}`, `linalg.${camel}`, aliases[name]]
    return places.find((place) => place !== undefined && known.has(place))
  }
  const section = (title: string, names: readonly string[]): string => {
    const pairs = names.map((name) => [name, find(name)] as const)
    const written = pairs.flatMap(([name, place]) =>
      place === undefined ? [] : [place === name ? `\`${name}\`` : `\`${name}\` (\`${place}\`)`],
    )
    const missing = pairs.flatMap(([name, place]) => (place === undefined ? [`\`${name}\``] : []))
    return `## ${title}

${written.length} of ${names.length}. Where the name differs, ours stands in parentheses.

${written.join(', ')}

Not supported: ${missing.join(', ')}
`
  }
  return `# PyTorch's operations

Written by \`tools/list-operations.ts\` from the names in PyTorch ${torch.version}; do not edit. What serves one backend, quantization, sparse or complex tensors is not listed: the library has none of these.

${[
  section('`torch`', torch.torch),
  section('Methods of `Tensor` only', torch.Tensor),
  section('`torch.nn.functional`', torch.F),
  section('`torch.linalg`', torch.linalg),
].join('\n')}`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  // This file runs from dist/tools.
  const page = operationsPage(JSON.parse(readFileSync(0, 'utf8')))
  writeFileSync(new URL('../../docs/operations.md', import.meta.url), page)
}
