import { DatasetError } from './errors.js'

/** Element types a batch can have; PyTorch's names. */
export type FieldType = 'float32' | 'float64' | 'int64' | 'int32' | 'uint8'

/** What a batch hands out for each element type. */
export type FieldArray = Float32Array | Float64Array | BigInt64Array | Int32Array | Uint8Array

/** What a column may be stored as; it is converted to the field's type when a batch is gathered. */
export type StoredArray = FieldArray

/** One named part of a sample, for instance `x` (an image) or `y` (its label). */
export interface Field {
  readonly dtype: FieldType
  /** Shape of one sample; `[]` for a scalar. A batch puts the batch size in front. */
  readonly shape: readonly number[]
}

export type Fields = Readonly<Record<string, Field>>

/** One sample (or the rows of one batch): a typed array per field, in row-major order. */
export type Sample = Record<string, FieldArray>

/** All samples of one field, one after the other, in shared memory. */
export interface Column {
  readonly data: StoredArray
  /** A float field's value is `stored * scale + shift`, computed in double and rounded once. Default 1 and 0. */
  readonly scale: number
  readonly shift: number
}

/** A dataset held in shared memory: data workers read the same bytes, nothing is copied to them. */
export interface ColumnDataset<N extends string = string> {
  readonly kind: 'columns'
  readonly length: number
  readonly fields: Readonly<Record<N, Field>>
  readonly columns: Readonly<Record<N, Column>>
}

/**
 * A dataset that computes or reads its samples. It cannot cross threads, so each data worker makes its own
 * by calling the task's `data()` again.
 */
export interface FunctionDataset {
  readonly kind: 'function'
  readonly length: number
  readonly fields: Fields
  /** Writes sample `index` into the arrays of `into`; every field, every element. May be asynchronous. */
  get(index: number, into: Sample): void | Promise<void>
}

export type Dataset = ColumnDataset | FunctionDataset

/** What a task's `data()` returns. Without `test` there is nothing to evaluate on. */
export interface DataSplits {
  readonly train: Dataset
  readonly test?: Dataset | undefined
}

const arrays = {
  float32: Float32Array,
  float64: Float64Array,
  int64: BigInt64Array,
  int32: Int32Array,
  uint8: Uint8Array,
} as const

/** Bytes of one element. */
export function bytesOf(dtype: FieldType): number {
  return arrays[dtype].BYTES_PER_ELEMENT
}

/** Elements of one sample of a field. */
export function elementsOf(field: Field): number {
  return field.shape.reduce((product, size) => product * size, 1)
}

/** A typed array of the field type's kind over `buffer`. `length` counts elements, `offset` bytes. */
export function viewOf(
  dtype: FieldType,
  buffer: ArrayBufferLike,
  offset: number,
  length: number,
): FieldArray {
  return new arrays[dtype](buffer as ArrayBuffer, offset, length)
}

/** The field type that an array's own element type corresponds to, or undefined for one we don't store. */
export function typeOfArray(array: unknown): FieldType | undefined {
  for (const [dtype, kind] of Object.entries(arrays)) {
    if (array instanceof kind) return dtype as FieldType
  }
  return undefined
}

/** Refuses a field description that no batch could be laid out for. */
export function checkFields(fields: Fields, what = 'the dataset'): void {
  const names = Object.keys(fields)
  if (names.length === 0) throw new DatasetError(`${what} has no fields; declare at least one, like x`)
  for (const name of names) {
    const { dtype, shape } = fields[name]!
    if (!(dtype in arrays)) {
      const known = Object.keys(arrays).join(', ')
      throw new DatasetError(`field ${name} of ${what} has dtype ${String(dtype)}; use one of ${known}`, {
        field: name,
      })
    }
    if (!Array.isArray(shape) || shape.some((size) => !Number.isSafeInteger(size) || size < 1)) {
      throw new DatasetError(
        `field ${name} of ${what} has shape ${JSON.stringify(shape)}; give the sizes of one sample, all at least 1 ([] for a scalar)`,
        { field: name },
      )
    }
  }
}

/** Refuses a number of samples that cannot be indexed. */
export function checkLength(length: number, what = 'the dataset'): void {
  if (!Number.isSafeInteger(length) || length < 1 || length > 0xffff_ffff) {
    throw new DatasetError(`${what} has length ${length}; it needs 1 to 4294967295 samples`, { length })
  }
}
