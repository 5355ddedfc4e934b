import { coreWith } from '../native/index.js'
import {
  type Column,
  type ColumnDataset,
  elementsOf,
  type FieldArray,
  type FieldType,
  typeOfArray,
} from './dataset.js'

/** Copies rows `indices` of one column into `into`, converting. `into` holds `indices.length` rows. */
export type Gather = (indices: Uint32Array, into: FieldArray) => void

/** Of core.node. */
interface GatherAddon {
  /** @throws RangeError when a row lies outside `from`, or not all of them fit into `into` */
  gatherRows(from: FieldArray, rows: Uint32Array, into: FieldArray, rowBytes: number): void
}

/** Byte order matters below: int64 is written as two 32-bit words, the low one first. */
const littleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1

/**
 * The loop that fits a column: chosen once, so that the hot path has no branches.
 *
 * Bytes to floats, the case of images, go through a table of 256 ready values.
 */
export function gatherOf(column: Column, dtype: FieldType, elements: number): Gather {
  const { data, scale, shift } = column
  const plain = scale === 1 && shift === 0
  if (dtype === 'int64' && !(data instanceof BigInt64Array)) return gatherWide(data as Int32Array, elements)
  if (data instanceof Uint8Array && dtype === 'float32')
    return gatherTable(data, tableOf(scale, shift), elements)
  if (plain && elements > 1 && typeOfArray(data) === dtype) return gatherBytes(data, elements)
  if (plain) return gatherRows(data as Float32Array, elements)
  return gatherScaled(data as Float32Array, scale, shift, elements)
}

function tableOf(scale: number, shift: number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, byte) => byte * scale + shift)
}

function gatherTable(data: Uint8Array, table: Float32Array, elements: number): Gather {
  return (indices, into) => {
    const out = into as Float32Array
    let to = 0
    for (let row = 0; row < indices.length; row++) {
      const from = indices[row]! * elements
      for (let i = 0; i < elements; i++) out[to + i] = table[data[from + i]!]!
      to += elements
    }
  }
}

/** Same type: rows are copied natively. */
function gatherBytes(data: FieldArray, elements: number): Gather {
  const { gatherRows } = coreWith('gatherRows') as GatherAddon
  return (indices, into) => gatherRows(data, indices, into, elements * data.BYTES_PER_ELEMENT)
}

/** Same type, or a conversion that assignment does by itself. */
function gatherRows(data: Float32Array, elements: number): Gather {
  if (elements === 1) {
    return (indices, into) => {
      const out = into as Float32Array
      for (let row = 0; row < indices.length; row++) out[row] = data[indices[row]!]!
    }
  }
  return (indices, into) => {
    const out = into as Float32Array
    for (let row = 0; row < indices.length; row++) {
      const from = indices[row]! * elements
      out.set(data.subarray(from, from + elements), row * elements)
    }
  }
}

function gatherScaled(data: Float32Array, scale: number, shift: number, elements: number): Gather {
  return (indices, into) => {
    const out = into as Float32Array
    let to = 0
    for (let row = 0; row < indices.length; row++) {
      const from = indices[row]! * elements
      for (let i = 0; i < elements; i++) out[to + i] = data[from + i]! * scale + shift
      to += elements
    }
  }
}

/** Small integers to int64 without making a BigInt of each: the two halves are written directly. */
function gatherWide(data: Int32Array, elements: number): Gather {
  return (indices, into) => {
    if (!littleEndian) throw new Error('int64 columns need a little-endian machine')
    const halves = new Int32Array(into.buffer, into.byteOffset, into.length * 2)
    let to = 0
    for (let row = 0; row < indices.length; row++) {
      const from = indices[row]! * elements
      for (let i = 0; i < elements; i++) {
        const value = data[from + i]!
        halves[to++] = value
        halves[to++] = value >> 31
      }
    }
  }
}

/** A gather for each field of a dataset. */
export function gathersOf(dataset: ColumnDataset): Record<string, Gather> {
  return Object.fromEntries(
    Object.entries(dataset.fields).map(([name, field]) => [
      name,
      gatherOf(dataset.columns[name]!, field.dtype, elementsOf(field)),
    ]),
  )
}
