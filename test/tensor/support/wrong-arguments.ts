import { Tensor, tensor, zeros } from '../../../src/tensor/index.js'
import type { Argument } from '../../../src/tensor/operations/row.js'

/** Makes a wrong value when it is wanted: many are tensors. */
export type Wrong = () => unknown

const of = (...values: unknown[]): Wrong[] => values.map((value) => () => value)

const dtypes = ['float32', 'float64', 'float16', 'bfloat16', 'int64', 'int32', 'uint8', 'bool'] as const
const shapes = [[], [0], [1, 2, 1, 2, 1], [7], [3, 0, 2], Array<number>(70).fill(1)]
const noTensors = of(undefined, null, 'x', 5, Number.NaN, true, {}, [], { handle: 'x' }, () => 0, Symbol('x'))

function disposed(): Tensor {
  const gone = zeros([2])
  gone.dispose()
  return gone
}

/** Tensors of other ranks, dtypes and contents than the right one, disposed ones, and what is no tensor. */
function tensors(right: unknown): Wrong[] {
  const shape: readonly number[] = right instanceof Tensor ? right.shape : [2]
  const filled = (value: number) => () => {
    const count = shape.reduce((product, size) => product * size, 1)
    return Number.isInteger(value)
      ? tensor(new BigInt64Array(count).fill(BigInt(value)), { shape })
      : tensor(new Float32Array(count).fill(value), { shape })
  }
  return [
    ...shapes.map((other) => () => zeros(other)),
    ...dtypes.map((dtype) => () => zeros(shape, { dtype })),
    ...[-1, 1000, 2 ** 62, -(2 ** 63), Number.NaN, Infinity, -1e-30].map(filled),
    () => zeros(shape, { requiresGrad: true }),
    // Of another layout in memory.
    () => zeros([...shape].reverse()).permute(shape.map((_, d) => shape.length - 1 - d)),
    disposed,
    ...noTensors,
  ]
}

const noNumbers = ['x', '3', undefined, null, {}, [], 5n, () => 0, Symbol('x')]
const integers = of(
  ...[-100, -1, 0, 1, 100, 2 ** 31, -(2 ** 31), 2 ** 40, 2 ** 53 - 1, -(2 ** 53) + 1, 2 ** 63],
  ...[Number.NaN, 0.5, Infinity, -Infinity, true, ...noNumbers],
)
const lists = of(
  ...[[], [-1], [-100], [0], [0, 0], [1, 1, 1, 1, 1, 1, 1], Array<number>(70).fill(1), [2 ** 40, 2 ** 40]],
  ...[[2 ** 53 - 1], [-1, -1], ['x'], [Number.NaN], [0.5], [null], new Array(3), [[1]], 'x'.repeat(10_000)],
)
const numbers = of(
  ...[Number.NaN, Infinity, -Infinity, -1, 0, -0, 0.5, 1e300, 5e-324, 2 ** 53, ...noNumbers, true],
)
const texts = of('', 'nope', '->', 'ii,jj->kk', '...', 'é'.repeat(3_000), 5, undefined, null, {})
const indices = [
  ...of([], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0], [Number.NaN], [0.5], [2 ** 40], ['x'], [undefined], [{}], [5n]),
  ...of([[0, 2 ** 53, 0]], [[-(2 ** 53) + 1, 2 ** 53 - 1, 2 ** 53 - 1]], [[0, 1, -(2 ** 53) + 1]]),
  ...of([null, null, null], ['...', '...'], Array(70).fill(null), [[1, 2, 3, 4]], [['a', 'b']]),
]

/** What a wrong caller may pass for one argument, in place of the right value. */
export function wrongValues({ kind }: Argument, right: unknown): readonly Wrong[] {
  switch (kind) {
    case 'tensor':
    case 'tensor?':
      return tensors(right)
    case 'operand':
      return [...tensors(right), ...numbers]
    case 'tensors':
    case 'tensors?':
    case 'operands': {
      const [first] = Array.isArray(right) ? right : [undefined]
      const each = tensors(first)
      return [
        ...of([], 'x', undefined, null, {}, 5, new Array(3)),
        ...each.flatMap((one) => [() => [one()], () => [first, one()]]),
      ]
    }
    case 'int':
    case 'int?':
      return integers
    case 'ints':
    case 'ints?':
    case 'sizes':
    case 'padding':
      return [...integers, ...lists, ...texts]
    case 'numbers':
    case 'numbers?':
      return [...numbers, ...lists]
    case 'scalar':
    case 'scalar?':
    case 'number':
    case 'number?':
      return numbers
    case 'bool':
      return of('x', 1, 0, undefined, null, {})
    case 'dtype':
    case 'dtype?':
    case 'reduction':
    case 'device':
      return [
        ...texts,
        ...dtypes.map((dtype) => () => dtype),
        ...of(-1, 3, 100, 'cuda:0', 'cuda:99999', 'cpu:1'),
      ]
    case 'string':
    case 'choice':
    case 'choice?':
      return texts
    case 'index':
      return [...indices, ...tensors(undefined).map((one) => () => [one()])]
    case 'stream':
      return []
  }
}
