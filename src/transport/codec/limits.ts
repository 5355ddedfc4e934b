/** What one payload may be, checked by the sender while it encodes and by the receiver before it allocates. */
export interface Limits {
  /** Longest encoding in bytes. */
  readonly maxBytes: number
  /** Containers inside containers; the payload itself is at depth 0. */
  readonly maxDepth: number
  /** Objects of any kind: an empty object is two bytes on the wire and thirty times that in memory. */
  readonly maxObjects: number
}

/** Between threads of one process: 1 GiB, 100 deep, 16 million objects. */
export const threadLimits: Limits = { maxBytes: 2 ** 30, maxDepth: 100, maxObjects: 2 ** 24 }

/** Between processes: 16 MiB, 100 deep, a million objects. */
export const remoteLimits: Limits = { maxBytes: 2 ** 24, maxDepth: 100, maxObjects: 2 ** 20 }

/** Longest bigint in bytes. Longer ones cost more to turn into text than they are worth as a message. */
export const maxBigIntBytes = 2 ** 16
