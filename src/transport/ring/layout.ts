/**
 * The memory of a one-way ring between two threads; cpp/core/ring.h is its twin and has the drawing. All words
 * are Int32; positions count bytes modulo 2^32.
 */
export const magic = 0x31475254
export const headerBytes = 256
/** Index of each word in an Int32Array over the whole memory. */
export const word = {
  magic: 0,
  capacity: 1,
  written: 2,
  tail: 16,
  head: 32,
  blocked: 48,
  doorbell: 49,
} as const

export const smallest = 1 << 12
/** The stated bound: a ring grows up to 4 MiB. */
export const largest = 1 << 22

/** In the upper 4 bits of a record's first word; the lower 28 are its size in bytes. */
export const RecordType = { frame: 1, skip: 2, moved: 3, parcel: 4 } as const
export type RecordType = (typeof RecordType)[keyof typeof RecordType]
export const sizeMask = 2 ** 28 - 1
