import { counted } from '../errors.js'
import {
  type Column,
  type ColumnDataset,
  checkFields,
  checkLength,
  type Dataset,
  elementsOf,
  type Field,
  type Fields,
  type FieldType,
  type FunctionDataset,
  type StoredArray,
  typeOfArray,
} from './dataset.js'
import { DatasetError } from './errors.js'

/** One column as people give it. */
export interface ColumnInput {
  /** All samples one after the other: `length * product(shape)` elements. Copied once to shared memory. */
  readonly data: StoredArray
  /** Shape of one sample; default `[]`, a scalar. */
  readonly shape?: readonly number[]
  /** Element type in a batch; default that of `data`. Stored uint8, float32, int32 can become float32, float64, int64, int32. */
  readonly dtype?: FieldType
  /** For float fields: value = stored * scale + shift. */
  readonly scale?: number
  readonly shift?: number
}

/** The pairs (stored, in the batch) that gathering knows how to convert without loss of meaning. */
const conversions: Readonly<Record<FieldType, readonly FieldType[]>> = {
  uint8: ['uint8', 'int32', 'int64', 'float32', 'float64'],
  int32: ['int32', 'int64', 'float32', 'float64'],
  int64: ['int64'],
  float32: ['float32', 'float64'],
  float64: ['float64', 'float32'],
}

/** The same elements over a SharedArrayBuffer; the array itself when it already lies in one. */
export function share<T extends StoredArray>(array: T): T {
  if (array.buffer instanceof SharedArrayBuffer) return array
  const bytes = new SharedArrayBuffer(Math.max(array.byteLength, 8))
  const copy = new (array.constructor as new (b: ArrayBufferLike, o: number, n: number) => T)(
    bytes,
    0,
    array.length,
  )
  copy.set(array as never)
  return copy
}

/** Makes a dataset of columns; refuses columns whose lengths, shapes or types don't fit together. */
export function columnDataset<N extends string>(
  inputs: Readonly<Record<N, ColumnInput>>,
  what = 'the dataset',
): ColumnDataset<N> {
  const fields: Record<string, Field> = {}
  const columns: Record<string, Column> = {}
  let length: number | undefined
  for (const [name, input] of Object.entries<ColumnInput>(inputs)) {
    const stored = typeOfArray(input.data)
    if (stored === undefined) {
      throw new DatasetError(
        `column ${name} of ${what} is not a Float32Array, Float64Array, BigInt64Array, Int32Array or Uint8Array; convert it first`,
        { field: name },
      )
    }
    const field: Field = { dtype: input.dtype ?? stored, shape: [...(input.shape ?? [])] }
    checkFields({ [name]: field }, what)
    const { scale = 1, shift = 0 } = input
    checkConversion(name, stored, field, scale, shift)
    const samples = input.data.length / elementsOf(field)
    if (!Number.isInteger(samples)) {
      throw new DatasetError(
        `column ${name} of ${what} has ${counted(input.data.length, 'element')}, which is no multiple of shape [${field.shape}]; ` +
          'give the shape of one sample',
        { field: name },
      )
    }
    if (length !== undefined && samples !== length) {
      throw new DatasetError(
        `column ${name} of ${what} has ${counted(samples, 'sample')} where the columns before it have ${length}; ` +
          (hintOf(field, samples, length) ??
            hintOf(Object.values(fields)[0]!, length, samples) ??
            'give all the same number'),
        { field: name },
      )
    }
    length = samples
    fields[name] = field
    columns[name] = { data: share(input.data), scale, shift }
  }
  checkFields(fields, what)
  checkLength(length ?? 0, what)
  warnOfWholeShapes(Object.values(fields), length!, what)
  return { kind: 'columns', length: length!, fields, columns } as ColumnDataset<N>
}

/** Says so when a shape looks like that of all samples together instead of one: it begins with their number. */
function hintOf({ shape }: Field, samples: number, others: number): string | undefined {
  if (samples !== 1 || shape[0] !== others) return undefined
  return `shape is that of one sample: [${shape.slice(1)}] instead of [${shape}]`
}

/** The same mistake in every column fits together, as a data set of one sample: unlikely, but possible. */
function warnOfWholeShapes(fields: readonly Field[], length: number, what: string): void {
  const [first] = fields[0]!.shape
  if (length !== 1 || first === undefined || first === 1) return
  if (fields.length < 2 || fields.some(({ shape }) => shape[0] !== first)) return
  process.emitWarning(
    `${what} has one sample, and the shapes of all its columns begin with ${first}: shape is that of one sample, ` +
      `so if there are ${first}, leave the ${first} out.`,
    'TroupeWarning',
  )
}

function checkConversion(name: string, stored: FieldType, field: Field, scale: number, shift: number): void {
  if (!conversions[stored].includes(field.dtype)) {
    throw new DatasetError(
      `column ${name} is stored as ${stored} and cannot become ${field.dtype}; use ${conversions[stored].join(' or ')}`,
      { field: name },
    )
  }
  const scaled = scale !== 1 || shift !== 0
  if (!Number.isFinite(scale) || !Number.isFinite(shift) || (scaled && !field.dtype.startsWith('float'))) {
    throw new DatasetError(
      `column ${name} has scale ${scale} and shift ${shift}; both must be finite, and only float fields take them`,
      { field: name },
    )
  }
}

/**
 * Describes a dataset of one's own.
 *
 * - `{ columns }`: typed arrays, copied once to shared memory (nothing is copied when they lie there already).
 * - `{ length, fields, get }`: samples that are computed or read one at a time, in the data workers.
 *
 * Errors: DatasetError.
 */
export function defineDataset<N extends string>(input: {
  readonly columns: Readonly<Record<N, ColumnInput>>
}): ColumnDataset<N>
export function defineDataset(input: {
  readonly length: number
  readonly fields: Fields
  readonly get: FunctionDataset['get']
}): FunctionDataset
export function defineDataset(input: {
  readonly columns?: Readonly<Record<string, ColumnInput>>
  readonly length?: number
  readonly fields?: Fields
  readonly get?: FunctionDataset['get']
}): Dataset {
  if (input.columns !== undefined) return columnDataset(input.columns)
  const { length, fields, get } = input
  if (typeof get !== 'function' || fields === undefined || length === undefined) {
    throw new DatasetError('defineDataset needs { columns }, or { length, fields, get }')
  }
  checkFields(fields)
  checkLength(length)
  return { kind: 'function', length, fields, get }
}

/** True for what `data()` may return as a split. */
export function isDataset(value: unknown): value is Dataset {
  const kind = (value as Dataset | undefined)?.kind
  return kind === 'columns' || kind === 'function'
}
