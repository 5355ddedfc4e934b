import { readFileSync } from 'node:fs'
import { type Dtype, dtypeCode } from '../../../src/tensor/dtype.js'
import { Tensor } from '../../../src/tensor/index.js'
import { native } from '../../../src/tensor/internal.js'
import {
  parseSignature,
  type Row,
  type Sample,
  type SampleTensor,
} from '../../../src/tensor/operations/row.js'
import { type Reduction, reductionCode } from '../../../src/tensor/passing.js'
import { formula } from './formula.js'

export interface Plain {
  readonly shape: number[]
  readonly dtype: Dtype
  readonly values: number[]
}

export interface Case {
  readonly outputs: Plain[]
  readonly gradients?: (Plain | null)[]
}

/** PyTorch's answers: row's name → a case per sample. Tests run from dist/. */
export const reference: Record<string, Case[]> = JSON.parse(
  readFileSync(new URL('../../../../test/tensor/reference/operations.json', import.meta.url), 'utf8'),
).operations

export type Value = Tensor | Tensor[] | number | boolean | string | null | readonly number[]

const isSampleTensor = (value: unknown): value is SampleTensor =>
  typeof value === 'object' && value !== null && 'shape' in value

/** The arguments of one sample; floats as float32 or float64. */
export function argumentsOf(sample: readonly Sample[], at: number, floating: 'float32' | 'float64'): Value[] {
  const make = (spec: SampleTensor, seed: number) =>
    formula(spec.shape, spec.dtype === 'float32' ? floating : spec.dtype, seed, spec.low, spec.high)
  return sample.map((value, k): Value => {
    const seed = 1 + at * 104729 + k * 7919
    if (isSampleTensor(value)) return make(value, seed)
    if (Array.isArray(value) && value.length > 0 && isSampleTensor(value[0])) {
      return value.map((each, index) => make(each as SampleTensor, seed + 131 * (index + 1)))
    }
    return value as Value
  })
}

/** The tensors among arguments, with whether the row calls them constant. */
export function tensorsOf(row: Row, values: readonly Value[]): { tensor: Tensor; constant: boolean }[] {
  const { arguments: list } = parseSignature(row.signature)
  return values.flatMap((value, k) => {
    const constant = row.constant?.includes(list[k]!.name) ?? false
    if (value instanceof Tensor) return [{ tensor: value, constant }]
    if (Array.isArray(value) && value[0] instanceof Tensor) {
      return (value as Tensor[]).map((tensor) => ({ tensor, constant }))
    }
    return []
  })
}

/** Calls the row's binding. A boolean result comes back as such. */
export function invoke(row: Row, values: readonly Value[]): Tensor[] | boolean {
  const { name, arguments: list } = parseSignature(row.signature)
  let suffix = ''
  const passed = values.map((value, k) => {
    const { kind } = list[k]!
    if (kind === 'tensor?') return value === null ? 0 : (value as Tensor).handle
    if (kind === 'dtype') return dtypeCode(value as Dtype)
    if (kind === 'reduction') return reductionCode(value as Reduction)
    if (kind === 'operand' && typeof value === 'number') suffix = 'Scalar'
    if (value instanceof Tensor) return value.handle
    if (Array.isArray(value) && value[0] instanceof Tensor)
      return (value as Tensor[]).map((each) => each.handle)
    return value
  })
  const binding = (native() as unknown as Record<string, (...rest: unknown[]) => unknown>)[name + suffix]!
  const result = binding(...passed)
  if (typeof result === 'boolean') return result
  if (row.result === 'this') return [values[0] as Tensor]
  return (Array.isArray(result) ? result : [result]).map((handle: number) => new Tensor(handle))
}

export const isFloating = (tensor: Tensor): boolean =>
  tensor.dtype === 'float32' || tensor.dtype === 'float64'

/** Sum of the floating outputs, each times fixed weights, so that every element's gradient differs. */
export function weightedSum(outputs: readonly Tensor[]): Tensor | undefined {
  return outputs
    .filter((output) => output.requiresGrad)
    .map((output, k) => output.mul(formula(output.shape, output.dtype as 'float32', 77 + k, -1, 1)).sum())
    .reduce<Tensor | undefined>((total, each) => (total === undefined ? each : total.add(each)), undefined)
}

/** The largest difference beyond `absolute + relative * |expected|`; at most 0 when all agree. */
export function excess(
  actual: ArrayLike<number | bigint>,
  expected: readonly number[],
  relative: number,
  absolute: number,
): number {
  let most = -Infinity
  for (const [k, value] of expected.entries()) {
    const got = Number(actual[k])
    if (got === value || (Number.isNaN(got) && Number.isNaN(value))) continue
    const over = Math.abs(got - value) - absolute - relative * Math.abs(value)
    most = Math.max(most, Number.isNaN(over) ? Infinity : over)
  }
  return most
}
