/** A ref to an actor as plain data, the same for every place of every node. */
export interface RefRecord {
  /** The node's identity; `''` within a system that has none yet. */
  readonly node: string
  /** The thread within the node. */
  readonly place: number
  /** The actor within the place; a whole number below 2^53. */
  readonly uid: number
  readonly path: string
  readonly capacity: number
  /** Its slot in the node's table of gauges, if it has one. */
  readonly gauge?: number | undefined
}

/** How the codec knows the actor layer's refs without importing it. */
export interface CodecHooks {
  isRef(value: object): boolean
  encodeRef(ref: object): RefRecord
  /** Gets a record whose fields have the right types; throws if it makes no sense to this place. */
  decodeRef(record: RefRecord): object
}

/** For payloads in which nothing is a ref. */
export const noRefs: CodecHooks = {
  isRef: () => false,
  encodeRef: () => {
    throw new TypeError('there are no refs here')
  },
  decodeRef: () => {
    throw new TypeError('there are no refs here')
  },
}
