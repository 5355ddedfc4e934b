import { core } from '../native/index.js'
import { bytesOf, elementsOf, type Field, type FieldArray, type Fields, viewOf } from './dataset.js'

const ALIGNMENT = 64

/** Where one field's rows lie within a batch buffer. */
export interface LaidField {
  readonly name: string
  readonly field: Field
  /** Bytes from the start of the buffer; a multiple of 64. */
  readonly offset: number
  /** Elements of one row. */
  readonly elements: number
}

/**
 * A batch buffer: the fields one after the other, each `rows` rows of its own shape, each on 64 bytes.
 *
 * ```
 * place p: | x: rows × elements | pad | y: rows × elements | pad |     stride bytes
 * ```
 */
export interface BatchLayout {
  readonly rows: number
  readonly fields: readonly LaidField[]
  /** Bytes from one place to the next; a multiple of 64. */
  readonly stride: number
}

export function roundUp(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT
}

/** The layout of batch buffers of `rows` rows. */
export function layoutOf(fields: Fields, rows: number): BatchLayout {
  let offset = 0
  const laid = Object.entries(fields).map(([name, field]) => {
    const place = { name, field, offset, elements: elementsOf(field) }
    offset = roundUp(offset + rows * place.elements * bytesOf(field.dtype))
    return place
  })
  return { rows, fields: laid, stride: offset }
}

/** Batch buffers ("places") in shared memory. Structured-cloneable: main makes it and owns it, all threads view it. */
export interface BatchMemory {
  readonly bytes: SharedArrayBuffer
  /** Byte offset of place 0, chosen so that its address is a multiple of 64. */
  readonly base: number
  readonly layout: BatchLayout
  readonly places: number
}

/**
 * Allocates `places` buffers. A SharedArrayBuffer's own start is only 16-byte aligned, hence the slack. Places that are
 * never filled, as most of the spare ones, cost nothing.
 */
export function allocateBatches(layout: BatchLayout, places: number): BatchMemory {
  const bytes = new SharedArrayBuffer(places * layout.stride + ALIGNMENT)
  core().untouched(new Uint8Array(bytes))
  const behind: number = core().misalignment(new Uint8Array(bytes))
  return { bytes, base: (ALIGNMENT - behind) % ALIGNMENT, layout, places }
}

/**
 * Typed arrays on one batch buffer: `{ field: array }`, `rows` rows each in row-major order.
 *
 * `rows` is smaller than the layout's for a last evaluation batch. The arrays alias the shared memory.
 */
export function openBatch(
  memory: BatchMemory,
  place: number,
  rows = memory.layout.rows,
): Record<string, FieldArray> {
  const start = memory.base + place * memory.layout.stride
  const views: Record<string, FieldArray> = {}
  for (const { name, field, offset, elements } of memory.layout.fields) {
    views[name] = viewOf(field.dtype, memory.bytes, start + offset, rows * elements)
  }
  return views
}

/** Shape of each field's tensor for a batch of `rows`. */
export function batchShapes(layout: BatchLayout, rows = layout.rows): Record<string, number[]> {
  return Object.fromEntries(layout.fields.map(({ name, field }) => [name, [rows, ...field.shape]]))
}
