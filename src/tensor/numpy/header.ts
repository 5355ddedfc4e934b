/**
 * The header of numpy's .npy format (numpy/lib/format.py), versions 1 to 3:
 *
 * ```
 * | 93 'NUMPY' | major minor | u16 (1.x) or u32 n | n bytes: a Python literal, spaces, newline | elements |
 * {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }
 * ```
 */
import type { Dtype } from '../dtype.js'
import { countOf } from '../files/arrays.js'
import { NumpyError } from './errors.js'

/** Bytes that are enough to learn how long the header is. */
export const PREFIX = 12

/** As numpy's own limit for files that nobody vouches for. */
const HEADER_LIMIT = 10_000

export interface NpyHeader {
  /** The tensor's dtype, into which the file's elements go without loss. */
  readonly dtype: Dtype
  /** The file's element: kind `f`, `i`, `u` or `b`, bytes, and whether they stand the other way round. */
  readonly element: { readonly kind: string; readonly bytes: number; readonly swapped: boolean }
  /** Whether the first index runs fastest. */
  readonly fortranOrder: boolean
  readonly shape: readonly number[]
  /** Offset and length of the elements. */
  readonly dataStart: number
  readonly dataBytes: number
}

/** What reads exactly as a dtype; smaller integers go into the next one that holds them all. */
const dtypes: Readonly<Record<string, Dtype>> = {
  f2: 'float16',
  f4: 'float32',
  f8: 'float64',
  i1: 'int32',
  i2: 'int32',
  i4: 'int32',
  i8: 'int64',
  u1: 'uint8',
  u2: 'int32',
  u4: 'int64',
  u8: 'int64',
  b1: 'bool',
}
const codes: Readonly<Partial<Record<Dtype, string>>> = {
  float16: '<f2',
  float32: '<f4',
  float64: '<f8',
  int32: '<i4',
  int64: '<i8',
  uint8: '|u1',
  bool: '|b1',
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]

/** Where the literal lies, from the first bytes of the file. */
export function literalPlace(
  prefix: Uint8Array,
  size: number,
  file: string,
): { start: number; length: number } {
  if (prefix.length < 10 || MAGIC.some((byte, k) => prefix[k] !== byte))
    throw new NumpyError(file, 'it does not begin like a .npy file')
  const [major, minor] = [prefix[6]!, prefix[7]!]
  if (major < 1 || major > 3 || minor !== 0)
    throw new NumpyError(file, `it is of version ${major}.${minor}; known are 1.0, 2.0 and 3.0`)
  if (major > 1 && prefix.length < 12) throw new NumpyError(file, 'it ends within its header')
  const view = new DataView(prefix.buffer, prefix.byteOffset)
  const [start, length] = major === 1 ? [10, view.getUint16(8, true)] : [12, view.getUint32(8, true)]
  if (length > HEADER_LIMIT)
    throw new NumpyError(file, `its header claims ${length} bytes; at most ${HEADER_LIMIT} are allowed`)
  if (start + length > size)
    throw new NumpyError(file, `its header claims ${length} bytes, but only ${size - start} follow`)
  return { start, length }
}

const field = /\s*(['"])(\w+)\1\s*:\s*('[^']*'|"[^"]*"|\[.*\]|\([^()]*\)|True|False)\s*(?:,|(?=\}))/sy

/** The three fields of the literal as texts. */
function fieldsOf(text: string, file: string): Record<'descr' | 'fortran_order' | 'shape', string> {
  const fields = new Map<string, string>()
  const dictionary = text.trim()
  field.lastIndex = 1
  let end = 1
  for (let match = field.exec(dictionary); match !== null; match = field.exec(dictionary)) {
    fields.set(match[2]!, match[3]!)
    end = field.lastIndex
  }
  const [descr, order, shape] = ['descr', 'fortran_order', 'shape'].map((name) => fields.get(name))
  const whole = dictionary.startsWith('{') && dictionary.slice(end).trim() === '}' && fields.size === 3
  if (!whole || descr === undefined || order === undefined || shape === undefined)
    throw new NumpyError(file, 'its header is not the one literal of descr, fortran_order and shape')
  return { descr, fortran_order: order, shape }
}

function elementOf(descr: string, file: string): NpyHeader['element'] & { dtype: Dtype } {
  const match = /^['"]([<>|=]?)([a-zA-Z])(\d*)['"]$/.exec(descr)
  const dtype = match === null ? undefined : dtypes[`${match[2]}${match[3]}`]
  if (match === null || dtype === undefined || !Object.hasOwn(dtypes, `${match[2]}${match[3]}`)) {
    if (match?.[2] === 'O')
      throw new NumpyError(
        file,
        'it holds Python objects (a pickle), which could run any code and are never read',
        'Save arrays of numbers',
      )
    throw new NumpyError(
      file,
      `its elements are ${descr}, which no dtype holds`,
      'Convert the array with .astype first: to float32, float64, float16, int64, int32, uint8 or bool',
    )
  }
  return { dtype, kind: match[2]!, bytes: Number(match[3]), swapped: match[1] === '>' }
}

/** The header from its literal. `size`: bytes of the whole file, which must fit exactly. */
export function parseHeader(
  literal: Uint8Array,
  place: { start: number; length: number },
  size: number,
  file: string,
): NpyHeader {
  let text: string
  try {
    // Version 3 is UTF-8, the others Latin-1; what is allowed here is ASCII in each.
    text = new TextDecoder('utf-8', { fatal: true }).decode(literal)
  } catch (cause) {
    throw new NumpyError(file, 'its header is no text', undefined, cause)
  }
  const fields = fieldsOf(text, file)
  if (!/^(True|False)$/.test(fields.fortran_order))
    throw new NumpyError(file, `fortran_order is ${fields.fortran_order}, neither True nor False`)
  if (!/^\((\s*\d+L?\s*(,\s*\d+L?\s*)*,?)?\s*\)$/.test(fields.shape))
    throw new NumpyError(file, `its shape is ${fields.shape}, no tuple of sizes`)
  const shape = [...fields.shape.matchAll(/\d+/g)].map(([digits]) => Number(digits))
  if (shape.length > 64 || !shape.every(Number.isSafeInteger))
    throw new NumpyError(file, `its shape ${fields.shape} is beyond every array`)
  const { dtype, ...element } = elementOf(fields.descr, file)
  const dataStart = place.start + place.length
  const dataBytes = countOf(shape) * element.bytes
  if (dataBytes !== size - dataStart)
    throw new NumpyError(
      file,
      `shape [${shape.join(', ')}] of ${fields.descr} needs ${dataBytes} bytes, but ${size - dataStart} follow the header`,
    )
  return { dtype, element, fortranOrder: fields.fortran_order === 'True', shape, dataStart, dataBytes }
}

/** A header ready to write: version 1.0, the elements aligned to 64 bytes. */
export function formatHeader(dtype: Dtype, shape: readonly number[], file: string): Uint8Array {
  const descr = codes[dtype]
  if (descr === undefined)
    throw new NumpyError(file, `numpy has no ${dtype}`, "Save .to('float32'), which holds every value of it")
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ')
  const literal = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${sizes}), }`
  const length = Math.ceil((10 + literal.length + 1) / 64) * 64 - 10
  const header = new Uint8Array(10 + length).fill(0x20)
  header.set(MAGIC)
  header.set([1, 0], 6)
  new DataView(header.buffer).setUint16(8, length, true)
  new TextEncoder().encodeInto(literal, header.subarray(10))
  header[header.length - 1] = 0x0a
  return header
}
