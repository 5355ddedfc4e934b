/** Random numbers from a seed (mulberry32); `below(n)` is a whole number from 0 to n - 1. */
export class Random {
  #state: number
  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  below(n: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) % n
  }
}

/** Values at which lengths, tags and signs turn into something else. */
const sharp = [
  0, 1, 0x10, 0x11, 0x7f, 0x80, 0xbf, 0xc0, 0xd0, 0xdf, 0xe8, 0xea, 0xeb, 0xf3, 0xf4, 0xf8, 0xfe, 0xff,
]

function once(random: Random, bytes: Uint8Array, other: Uint8Array): Uint8Array {
  const { length } = bytes
  if (length === 0) return other.slice()
  const at = random.below(length)
  const upTo = Math.min(length, at + 1 + random.below(16))
  const copy = bytes.slice()
  switch (random.below(9)) {
    case 0:
      copy[at]! ^= 1 << random.below(8)
      return copy
    case 1:
      copy[at] = random.below(256)
      return copy
    case 2:
      copy[at] = sharp[random.below(sharp.length)]!
      return copy
    case 3:
      for (let i = at; i < Math.min(length, at + 4); i++) copy[i] = random.below(2) === 0 ? 0xff : 0
      return copy
    case 4:
      return copy.subarray(0, at)
    case 5:
      return join(copy.subarray(0, at), copy.subarray(upTo))
    case 6:
      return join(copy.subarray(0, upTo), copy.subarray(at))
    case 7:
      return join(copy.subarray(0, at), other.subarray(random.below(other.length + 1)))
    default:
      copy.fill(copy[at]!, at, upTo)
      return copy
  }
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length)
  joined.set(a)
  joined.set(b, a.length)
  return joined
}

/** `bytes` after one to four random damages; `other` lends its end. */
export function mutate(random: Random, bytes: Uint8Array, other: Uint8Array): Uint8Array {
  let mutated = bytes
  for (let n = 1 + random.below(4); n > 0; n--) mutated = once(random, mutated, other)
  return mutated
}
