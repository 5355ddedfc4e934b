import { readFileSync } from 'node:fs'
import { type Dtype, dtypeCode } from '../../../src/tensor/dtype.js'
import { type IndexEntry, Tensor, tensor } from '../../../src/tensor/index.js'
import { entriesOf } from '../../../src/tensor/index-entry.js'
import { native } from '../../../src/tensor/internal.js'
import {
  parseSignature,
  type Row,
  type Sample,
  type SampleDtype,
  type SampleTensor,
} from '../../../src/tensor/operations/row.js'
import { rooms } from '../../../src/tensor/operations/table.js'
import { type Reduction, reductionCode } from '../../../src/tensor/passing.js'
import { formula } from './formula.js'

export interface Plain {
  readonly shape: number[]
  readonly dtype: Dtype
  /** NaN and the infinities stand there by name. */
  readonly values: (number | string)[]
}

export interface Case {
  readonly outputs: Plain[]
  readonly gradients?: (Plain | null)[]
}

/** A room's answers from PyTorch: row's name → a case per sample. */
export function readReference(folder: URL, room: string): Record<string, Case[]> {
  return JSON.parse(readFileSync(new URL(`${room}.json`, folder), 'utf8')).operations
}

/** The committed answers, all rooms. Tests run from dist/. */
export const reference: Record<string, Case[]> = Object.assign(
  {},
  ...Object.keys(rooms).map((room) =>
    readReference(new URL('../../../../test/tensor/reference/operations/', import.meta.url), room),
  ),
)

export type Value =
  | Tensor
  | readonly (Tensor | null)[]
  | number
  | boolean
  | string
  | null
  | readonly number[]
  | readonly IndexEntry<Tensor>[]

const isSampleTensor = (value: unknown): value is SampleTensor =>
  typeof value === 'object' && value !== null && 'shape' in value

/** The tensor of a sample; float32 becomes `floating`. */
function make(
  { shape, dtype, low, high, values }: SampleTensor,
  seed: number,
  floating: SampleDtype,
): Tensor {
  const own = dtype === 'float32' ? floating : dtype
  return values === undefined
    ? formula(shape, own, seed, low, high)
    : tensor(Float64Array.from(values, Number), { shape, dtype: own })
}

/** The arguments of one sample; float32 tensors as float32 or float64. */
export function argumentsOf(sample: readonly Sample[], at: number, floating: 'float32' | 'float64'): Value[] {
  return sample.map((value, k): Value => {
    const seed = 1 + at * 104729 + k * 7919
    if (isSampleTensor(value)) return make(value, seed, floating)
    if (Array.isArray(value) && value.some(isSampleTensor)) {
      return value.map((each, index) =>
        isSampleTensor(each) ? make(each, seed + 131 * (index + 1), floating) : each,
      ) as Value
    }
    return value as Value
  })
}

/** The dtypes of a sample's tensors. */
export const dtypesOf = (sample: readonly Sample[]): SampleDtype[] =>
  sample
    .flat()
    .filter(isSampleTensor)
    .map(({ dtype }) => dtype)

/** The tensors among arguments, with whether the row calls them constant. */
export function tensorsOf(row: Row, values: readonly Value[]): { tensor: Tensor; constant: boolean }[] {
  const { arguments: list } = parseSignature(row.signature)
  return values.flatMap((value, k) => {
    const constant = row.constant?.includes(list[k]!.name) ?? false
    if (value instanceof Tensor) return [{ tensor: value, constant }]
    if (!Array.isArray(value)) return []
    return value.filter((each) => each instanceof Tensor).map((tensor) => ({ tensor, constant }))
  })
}

/** What reaches the addon for one argument. */
export function passed(kind: string, value: Value): unknown[] {
  if (kind === 'tensor?' && value === null) return [0]
  if (kind === 'dtype' || (kind === 'dtype?' && value !== null)) return [dtypeCode(value as Dtype)]
  if (kind === 'reduction') return [reductionCode(value as Reduction)]
  if (kind === 'index') return entriesOf(value as IndexEntry<Tensor>[], 'at')
  if (value instanceof Tensor) return [value.handle]
  if (kind.startsWith('tensors') || kind === 'operands')
    return [(value as (Tensor | null)[]).map((each) => each?.handle ?? 0)]
  return [value]
}

/** Calls the row's binding. A boolean result comes back as such. */
export function invoke(row: Row, values: readonly Value[]): Tensor[] | boolean {
  const { name, arguments: list } = parseSignature(row.signature)
  const scalar = values.some((value, k) => list[k]!.kind === 'operand' && !(value instanceof Tensor))
  const binding = (native() as unknown as Record<string, (...rest: unknown[]) => unknown>)[
    scalar ? `${name}Scalar` : name
  ]!
  // A row that may draw is compared where it does not: its stream can be any.
  const stream = list.at(-1)!.kind === 'stream' ? [0, 0, 0, 0, 0] : []
  const result = binding(...values.flatMap((value, k) => passed(list[k]!.kind, value)), ...stream)
  if (typeof result === 'boolean') return result
  if (row.result === 'this') return [values[0] as Tensor]
  return (Array.isArray(result) ? result : [result]).map((handle: number) => new Tensor(handle))
}

export const isFloating = ({ dtype }: Tensor): boolean => dtype.includes('float')

/** The elements as numbers, 16-bit floats widened. */
export function numbersOf(tensor: Tensor): ArrayLike<number | bigint> {
  if (tensor.dtype !== 'float16' && tensor.dtype !== 'bfloat16') return tensor.toTypedArray()
  const wide = tensor.to('float32')
  const numbers = wide.toTypedArray()
  wide.dispose()
  return numbers
}

/**
 * How far values may be from PyTorch's: other processors and versions round differently in the last bits. Gradients
 * may be off by two and a half times as much.
 */
export const tolerances: Readonly<Record<string, readonly [relative: number, absolute: number]>> = {
  float16: [4e-3, 4e-3],
  bfloat16: [3e-2, 3e-2],
  float64: [1e-8, 1e-8],
}
export const tolerance = [2e-5, 2e-6] as const

/** Sum of the floating outputs, each times fixed weights, so that every element's gradient differs. */
export function weightedSum(outputs: readonly Tensor[]): Tensor | undefined {
  return outputs
    .filter((output) => output.requiresGrad)
    .map((output, k) => output.mul(formula(output.shape, output.dtype, 77 + k, -1, 1)).sum())
    .reduce<Tensor | undefined>((total, each) => (total === undefined ? each : total.add(each)), undefined)
}

/** The largest difference beyond `absolute + relative * |expected|`; at most 0 when all agree. */
export function excess(
  actual: ArrayLike<number | bigint>,
  expected: readonly (number | string)[],
  relative: number,
  absolute: number,
): number {
  let most = -Infinity
  for (const [k, each] of expected.entries()) {
    const value = Number(each)
    const got = Number(actual[k])
    if (got === value || (Number.isNaN(got) && Number.isNaN(value))) continue
    const over = Math.abs(got - value) - absolute - relative * Math.abs(value)
    most = Math.max(most, Number.isNaN(over) ? Infinity : over)
  }
  return most
}
