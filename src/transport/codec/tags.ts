/**
 * The payload encoding. Little-endian; offsets count from the payload's first byte, which lies on a multiple
 * of 8 in its frame.
 *
 *     payload    = head value
 *     head       = 0x10 | 1 when any BACK occurs (only then does a decoder number the objects)
 *     0x00–0x7f    whole numbers 0 … 127
 *     0x80–0xbf    string of 0 … 63 Latin-1 characters, one byte each
 *     0xd0–0xdf    array of 0 … 15 values
 *     INT32 i32 · FLOAT64 f64 · BIGINT64 i64 · BIGINT sign:u8 n:u32 n magnitude bytes, big-endian
 *     LATIN1 n:u32 n bytes · UTF16 n:u32 n code units, so that lone surrogates survive, as in structured clone
 *     OBJECT (string value)* END · ARRAY n:u32 n values · SPARSE n:u32 (index value)* END, indices ascending
 *     MAP (value value)* END · SET value* END · DATE f64 · REGEXP string string · BOXED value
 *     BUFFER n:u32 padding n bytes · VIEW kind:u8 n:u32 padding n elements, aligned to their size
 *     VIEW_OF kind:u8 offset:f64 n:f64 value, a buffer that is handed over
 *     ERROR value, an ErrorRecord · REF node place uid path capacity gauge
 *     HANDED n:u32, what travels beside the bytes · BACK n:u32, the object numbered n in order of appearance
 *
 * Counts come last or not at all wherever a list can end by itself: a lying count is then no case to handle.
 */
export const HEAD = 0x10
export const HEAD_WITH_BACK = 0x11

export const SHORT_STRING = 0x80
export const SHORT_ARRAY = 0xd0

export const UNDEFINED = 0xe0
export const NULL = 0xe1
export const FALSE = 0xe2
export const TRUE = 0xe3
export const INT32 = 0xe4
export const FLOAT64 = 0xe5
export const BIGINT64 = 0xe6
export const BIGINT = 0xe7
export const LATIN1 = 0xe8
export const UTF16 = 0xe9
export const OBJECT = 0xea
export const ARRAY = 0xeb
export const SPARSE = 0xec
export const MAP = 0xed
export const SET = 0xee
export const DATE = 0xef
export const REGEXP = 0xf0
export const BOXED = 0xf1
export const BUFFER = 0xf2
export const VIEW = 0xf3
export const VIEW_OF = 0xf4
export const ERROR = 0xf5
export const REF = 0xf6
export const HANDED = 0xf7
export const BACK = 0xf8
export const END = 0xff

type ViewClass = new (buffer: ArrayBufferLike, byteOffset?: number, length?: number) => ArrayBufferView

/** Kinds of views by number. A kind this Node doesn't have (Float16Array before 24) is refused on arrival. */
export const viewNames = [
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'Float32Array',
  'Float64Array',
  'BigInt64Array',
  'BigUint64Array',
  'DataView',
  'Float16Array',
] as const

export const viewClasses = viewNames.map((name) => (globalThis as any)[name] as ViewClass | undefined)
/** Bytes per element, which is the alignment too. */
export const viewSizes = [1, 1, 1, 2, 2, 4, 4, 4, 8, 8, 8, 1, 2]
