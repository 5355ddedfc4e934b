import { parseSignature } from './signature.js'

/** A method of Tensor, a function, a member of `F` or of `linalg`. */
export type Place = 'method' | 'function' | 'F' | 'linalg'

/**
 * A row of the table of operations. From it follow the native binding and its checks, the typed methods and
 * functions with their doc comments (tools/generate-operations.ts), and the tests: every row is compared with
 * PyTorch on its samples, and, where it is differentiable, with finite differences.
 */
export interface Row {
  /** `name(argument: kind = default, …)`, parsed by parseSignature. */
  readonly signature: string
  /** The C++ expression; arguments appear under their camelCase names. */
  readonly cpp: string
  /** The doc comment: what it computes, shapes, what may fail. */
  readonly doc: string
  /** Where people find it. Empty: only other code of this folder calls it. Default: method and function. */
  readonly on?: readonly Place[]
  /**
   * `this`: works in place and returns its input; `tensors`: a list; a list of names: an object of tensors under
   * these names. Default: a new tensor.
   */
  readonly result?: 'tensor' | 'tensors' | 'this' | 'boolean' | readonly string[]
  /** Whether gradients flow through it, to every floating argument but the `constant` ones. Default true. */
  readonly differentiable?: boolean
  /** Names of tensor arguments that gradients do not flow to. */
  readonly constant?: readonly string[]
  /** Python that computes the same from the same arguments; default `torch.` + the name in snake_case. */
  readonly python?: string
  /** Argument lists to compare on. */
  readonly samples: readonly (readonly Sample[])[]
  /** Dtypes in which the first sample is compared again, its float32 tensors in that dtype. */
  readonly dtypes?: readonly SampleDtype[]
  /** Why finite differences say nothing about it: of a symmetric matrix, say, one element never changes alone. */
  readonly noDifferences?: string
  /** `free`: results are unique up to their sign (eigenvectors): compared by absolute value, gradients not at all. */
  readonly signs?: 'free'
  /** For rows that draw random numbers, which no sample can pin: the test file that covers them instead. */
  readonly testedBy?: string
}

export type SampleDtype =
  | 'float32'
  | 'float64'
  | 'float16'
  | 'bfloat16'
  | 'int64'
  | 'int32'
  | 'uint8'
  | 'bool'

/** A tensor of a sample: its elements come from a formula that Python computes too (test/tensor/reference). */
export interface SampleTensor {
  readonly shape: readonly number[]
  readonly dtype: SampleDtype
  readonly low: number
  readonly high: number
  /** The elements themselves, instead of the formula's; NaN and infinities by name, which JSON has no number for. */
  readonly values?: readonly (number | 'NaN' | 'Infinity' | '-Infinity')[]
}
/** One entry of an index (src/tensor/index-entry.ts), its tensors as samples. */
type SampleIndex = null | number | string | SampleTensor | readonly (number | null)[]
export type Sample =
  | SampleTensor
  | readonly (SampleTensor | null)[]
  | number
  | boolean
  | string
  | null
  | readonly number[]
  | readonly SampleIndex[]

/** Floats in [low, high). */
export const f = (shape: readonly number[], low = -1, high = 1): SampleTensor => ({
  shape,
  dtype: 'float32',
  low,
  high,
})
/** Integers in [low, high). */
export const i = (shape: readonly number[], low: number, high: number): SampleTensor => ({
  shape,
  dtype: 'int64',
  low,
  high,
})
/** Booleans. */
export const b = (shape: readonly number[]): SampleTensor => ({ shape, dtype: 'bool', low: 0, high: 2 })
/** The same in another dtype. Integers get eight times the range, or most would be 0; uint8 none below 0. */
export function as(dtype: SampleDtype, sample: SampleTensor): SampleTensor {
  if (sample.dtype !== 'float32' || dtype.includes('float')) return { ...sample, dtype }
  if (dtype === 'bool') return { ...sample, dtype, low: 0, high: 2 }
  const low = dtype === 'uint8' ? Math.max(0, sample.low) : sample.low
  return { ...sample, dtype, low: 8 * low, high: 8 * Math.max(sample.high, low + 0.25) }
}
/** These elements, in row-major order. */
export const values = (
  shape: readonly number[],
  list: SampleTensor['values'] & {},
  dtype: SampleDtype = 'float32',
): SampleTensor => ({ shape, dtype, low: 0, high: 0, values: list })

/** float64, float16 and bfloat16, next to the float32 of most samples. */
export const floats = ['float64', 'float16', 'bfloat16'] as const
export const integers = ['int64', 'int32', 'uint8'] as const

const isSampleTensor = (value: unknown): value is SampleTensor =>
  typeof value === 'object' && value !== null && 'shape' in value

/** What people call it, and errors name: what only other code of this folder calls ends in how (`maxAlong`, `zerosOf`). */
export function publicName(row: Row): string {
  const { name } = parseSignature(row.signature)
  return row.on?.length === 0 ? name.replace(/(Of|All|Along)$/, '') : name
}

/** The samples as given, and the first one again in each of the row's dtypes. */
export function samplesOf(row: Row): readonly (readonly Sample[])[] {
  const [first] = row.samples
  if (first === undefined || row.dtypes === undefined) return row.samples
  const { arguments: list } = parseSignature(row.signature)
  const convert = (value: Sample, dtype: SampleDtype): Sample => {
    if (isSampleTensor(value)) return value.dtype === 'float32' ? as(dtype, value) : value
    if (Array.isArray(value) && value.some(isSampleTensor))
      return value.map((each) => convert(each, dtype)) as unknown as Sample
    return value
  }
  return [
    ...row.samples,
    ...row.dtypes.map((dtype) =>
      first.map((value, k) => (list[k]!.kind.startsWith('dtype') ? value : convert(value, dtype))),
    ),
  ]
}

export { type Argument, type Kind, parseSignature, snakeCase } from './signature.js'
