/**
 * The safetensors format (Hugging Face): eight bytes little-endian length of the header, the header as JSON, the
 * tensors' bytes. Needs no libtorch.
 *
 * ```
 * | u64 n | n bytes JSON {"name": {"dtype", "shape", "data_offsets": [begin, end]}, …} | bytes |
 * ```
 * Offsets count from the end of the header. The bytes must be covered without gaps or overlaps.
 */
import { createRequire } from 'node:module'
import type { z as Zod } from 'zod'
import type { Dtype } from '../dtype.js'
import { TensorArgumentError } from '../errors.js'
import { SafetensorsDtypeError, SafetensorsError } from './errors.js'

/** As the reference implementation: no header is larger, whatever its length field says. */
export const HEADER_LIMIT = 100_000_000

export interface Entry {
  readonly dtype: Dtype
  readonly shape: readonly number[]
  /** Byte offsets from the start of the data. */
  readonly begin: number
  readonly end: number
}

export interface Header {
  readonly tensors: ReadonlyMap<string, Entry>
  /** Free texts of the writer. */
  readonly metadata: Readonly<Record<string, string>>
  /** Offset of the data in the file. */
  readonly dataStart: number
}

const names: Readonly<Record<string, { dtype: Dtype; bytes: number }>> = {
  F32: { dtype: 'float32', bytes: 4 },
  F64: { dtype: 'float64', bytes: 8 },
  F16: { dtype: 'float16', bytes: 2 },
  BF16: { dtype: 'bfloat16', bytes: 2 },
  I64: { dtype: 'int64', bytes: 8 },
  I32: { dtype: 'int32', bytes: 4 },
  U8: { dtype: 'uint8', bytes: 1 },
  BOOL: { dtype: 'bool', bytes: 1 },
}
/** What else the format has: bits of an element, and what to convert it to. */
const foreign: Readonly<Record<string, { bits: number; closest: string }>> = {
  I8: { bits: 8, closest: 'I32 or I64' },
  I16: { bits: 16, closest: 'I32 or I64' },
  U16: { bits: 16, closest: 'I32 or I64' },
  U32: { bits: 32, closest: 'I64' },
  U64: { bits: 64, closest: 'I64' },
  F4: { bits: 4, closest: 'BF16, F16 or F32' },
  F6_E2M3: { bits: 6, closest: 'BF16, F16 or F32' },
  F6_E3M2: { bits: 6, closest: 'BF16, F16 or F32' },
  F8_E4M3: { bits: 8, closest: 'BF16, F16 or F32' },
  F8_E4M3FNUZ: { bits: 8, closest: 'BF16, F16 or F32' },
  F8_E5M2: { bits: 8, closest: 'BF16, F16 or F32' },
  F8_E5M2FNUZ: { bits: 8, closest: 'BF16, F16 or F32' },
  F8_E8M0: { bits: 8, closest: 'F32' },
  C64: { bits: 64, closest: 'two tensors of F32' },
}
const codes = new Map(Object.entries(names).map(([name, { dtype }]) => [dtype, name]))

const require = createRequire(import.meta.url)
const makeSchemas = (z: typeof Zod) => ({
  entry: z.strictObject({
    dtype: z.string(),
    shape: z.array(z.int().nonnegative()).max(64),
    data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
  }),
  metadata: z.record(z.string(), z.string()),
})
let made: ReturnType<typeof makeSchemas> | undefined
// Whoever has tensors imports this, and hardly any thread reads a file: zod takes longer to load than all else here.
const schemas = () => {
  made ??= makeSchemas((require('zod') as { z: typeof Zod }).z)
  return made
}

/** The length of the header, checked against the size of the file. */
export function headerLength(prefix: Uint8Array, fileSize: number, file: string): number {
  if (fileSize < 8 || prefix.length < 8)
    throw new SafetensorsError(file, `it has ${fileSize} bytes, fewer than the 8 of the header's length`)
  const length = new DataView(prefix.buffer, prefix.byteOffset, 8).getBigUint64(0, true)
  if (length > BigInt(fileSize - 8)) {
    throw new SafetensorsError(file, `its header claims ${length} bytes, but only ${fileSize - 8} follow`)
  }
  if (length > BigInt(HEADER_LIMIT))
    throw new SafetensorsError(file, `its header has ${length} bytes; at most ${HEADER_LIMIT} are allowed`)
  return Number(length)
}

function readEntry(name: string, value: unknown, dataSize: number, file: string): Entry {
  const parsed = schemas().entry.safeParse(value)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!
    throw new SafetensorsError(
      file,
      `tensor '${name}': ${issue.path.join('.')} ${issue.message}`,
      parsed.error,
    )
  }
  const { shape, data_offsets: offsets } = parsed.data
  const dtype = parsed.data.dtype
  const known = Object.hasOwn(names, dtype) ? names[dtype] : undefined
  const other = Object.hasOwn(foreign, dtype) ? foreign[dtype] : undefined
  if (known === undefined && other === undefined) {
    throw new SafetensorsError(
      file,
      `tensor '${name}' has the dtype ${dtype}; known are ${Object.keys(names).join(', ')}`,
    )
  }
  const [begin, end] = offsets
  if (begin > end || end > dataSize) {
    throw new SafetensorsError(file, `tensor '${name}' lies at ${begin}–${end} of ${dataSize} bytes of data`)
  }
  // Products beyond 2^53 lose digits but stay far above any file's size.
  const bytes = shape.reduce((product, size) => product * size, known?.bytes ?? other!.bits / 8)
  if (bytes !== end - begin) {
    throw new SafetensorsError(
      file,
      `tensor '${name}' of shape [${shape.join(', ')}] needs ${bytes} bytes and has ${end - begin}`,
    )
  }
  if (known === undefined) throw new SafetensorsDtypeError(file, name, dtype, other!.closest)
  return { dtype: known.dtype, shape, begin, end }
}

/** Object keys of JSON.parse collapse; a name that appears twice would hide bytes, which the cover check finds. */
function checkCover(tensors: ReadonlyMap<string, Entry>, dataSize: number, file: string): void {
  let at = 0
  const sorted = [...tensors].sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end)
  for (const [name, { begin, end }] of sorted) {
    if (begin < at) throw new SafetensorsError(file, `tensor '${name}' overlaps another`)
    if (begin > at) throw new SafetensorsError(file, `bytes ${at}–${begin} of the data belong to no tensor`)
    at = end
  }
  if (at !== dataSize) throw new SafetensorsError(file, `${dataSize - at} bytes follow the last tensor`)
}

/** Reads and checks the JSON of a header. `dataSize`: bytes of the file after it. */
export function parseHeader(json: Uint8Array, dataSize: number, file: string): Header {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json))
  } catch (cause) {
    throw new SafetensorsError(file, 'its header is no JSON', cause)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SafetensorsError(file, 'its header is no JSON object')
  }
  let metadata: Record<string, string> = {}
  const tensors = new Map<string, Entry>()
  for (const [name, entry] of Object.entries(value)) {
    if (name !== '__metadata__') {
      tensors.set(name, readEntry(name, entry, dataSize, file))
      continue
    }
    const parsed = schemas().metadata.safeParse(entry)
    if (!parsed.success) throw new SafetensorsError(file, 'its __metadata__ is no map of texts', parsed.error)
    metadata = parsed.data
  }
  checkCover(tensors, dataSize, file)
  return { tensors, metadata, dataStart: 8 + json.length }
}

/** A header ready to write: its bytes (length included, padded to 8) and the order and offsets of the tensors. */
export function formatHeader(
  tensors: ReadonlyMap<string, { dtype: Dtype; shape: readonly number[]; bytes: number }>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const fields = new Map<string, unknown>()
  if (Object.keys(metadata).length > 0) fields.set('__metadata__', metadata)
  let at = 0
  for (const [name, { dtype, shape, bytes }] of tensors) {
    if (name === '__metadata__')
      throw new TensorArgumentError('save', "a tensor cannot be named '__metadata__'")
    fields.set(name, { dtype: codes.get(dtype), shape, data_offsets: [at, at + bytes] })
    at += bytes
  }
  const json = `{${[...fields].map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`
  const text = new TextEncoder().encode(json)
  // Spaces up to a multiple of 8 keep the data aligned for readers that map the file.
  const length = Math.ceil(text.length / 8) * 8
  const out = new Uint8Array(8 + length).fill(0x20)
  new DataView(out.buffer).setBigUint64(0, BigInt(length), true)
  out.set(text, 8)
  return out
}
