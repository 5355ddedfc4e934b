/** Number of a place, a thread that runs actors, within its node. The main thread is 0. */
export type PlaceId = number

/** One actor system: a random string, so that a ref means the same wherever it is sent. */
export type NodeId = string

/** A place among all places of all nodes that know each other. */
export interface Whereabouts {
  readonly node: NodeId
  readonly place: PlaceId
}

/** Bounds the table below: what is dropped is made again, and never compared by identity. */
const most = 4096
const known = new Map<NodeId, Map<PlaceId, Whereabouts>>()
let count = 0

/** The whereabouts of a place, made once, so that a message costs none. Compare with {@link sameWhereabouts}. */
export function whereabouts(node: NodeId, place: PlaceId): Whereabouts {
  let places = known.get(node)
  const found = places?.get(place)
  if (found) return found
  if (count >= most) {
    known.clear()
    count = 0
    places = undefined
  }
  if (!places) {
    places = new Map()
    known.set(node, places)
  }
  const made: Whereabouts = { node, place }
  places.set(place, made)
  count++
  return made
}

export function sameWhereabouts(a: Whereabouts, b: Whereabouts): boolean {
  return a.place === b.place && a.node === b.node
}

/** A node's name: 16 bytes of the injected randomness, as base64url. */
export function makeNodeId(random: () => number): NodeId {
  return Buffer.from(Uint8Array.from({ length: 16 }, () => Math.floor(random() * 256))).toString('base64url')
}
