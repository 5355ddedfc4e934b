/**
 * FNV-1a over UTF-16 units, then the finalizer of MurmurHash3 (both public domain): without it keys that differ
 * in their last character only would be neighbours on the ring.
 */
export function hash(key: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < key.length; i++) h = Math.imul(h ^ key.charCodeAt(i), 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** Points per member: with 128 the fullest of ten members gets about a fifth more than its share. */
const pointsPerMember = 128

/**
 * A ring of hashed points, several per member: a key belongs to the first point at or after its own hash. When
 * a member leaves, only its keys move (Karger et al., Consistent Hashing and Random Trees, 1997).
 */
export class HashRing<M> {
  #points: Uint32Array = new Uint32Array(0)
  #owners: M[] = []

  /** @param nameOf has to tell members apart, and to stay the same over time and in all threads */
  constructor(members: readonly M[], nameOf: (member: M) => string) {
    const points = members.flatMap((member) => {
      const name = nameOf(member)
      return Array.from({ length: pointsPerMember }, (_, i) => ({ at: hash(`${name}#${i}`), member, name }))
    })
    // Two members may meet in one point: the name decides, so that all threads agree.
    points.sort((a, b) => a.at - b.at || (a.name < b.name ? -1 : 1))
    this.#points = Uint32Array.from(points, ({ at }) => at)
    this.#owners = points.map(({ member }) => member)
  }

  /** Undefined only when the ring has no members. */
  find(key: string): M | undefined {
    const at = hash(key)
    let low = 0
    let high = this.#points.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#points[middle]! < at) low = middle + 1
      else high = middle
    }
    return this.#owners[low === this.#points.length ? 0 : low]
  }
}
