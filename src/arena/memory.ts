import { core } from '../native/index.js'

const LINE = 64

/**
 * `bytes` of zeroed shared memory that start on a 64-byte line: a SharedArrayBuffer alone is only aligned to 16.
 * Pages that nobody has touched cost nothing. Main keeps the returned view for as long as anything native points into it.
 */
export function sharedBytes(bytes: number): Uint8Array<SharedArrayBuffer> {
  const buffer = new SharedArrayBuffer(bytes + LINE)
  core().untouched(new Uint8Array(buffer))
  const behind: number = core().misalignment(new Uint8Array(buffer))
  return new Uint8Array(buffer, (LINE - behind) % LINE, bytes)
}

/** Gives the pages of memory back that nobody reads any more: only the garbage collector frees it as a whole. */
export function giveBack({ buffer }: ArrayBufferView<SharedArrayBuffer>): void {
  core().untouched(new Uint8Array(buffer))
}

export function sharedFloats(elements: number): Float32Array<SharedArrayBuffer> {
  const bytes = sharedBytes(Math.max(elements, 1) * 4)
  return new Float32Array(bytes.buffer, bytes.byteOffset, elements)
}

export function sharedDoubles(elements: number): Float64Array<SharedArrayBuffer> {
  const bytes = sharedBytes(Math.max(elements, 1) * 8)
  return new Float64Array(bytes.buffer, bytes.byteOffset, elements)
}
