/**
 * Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011): a counter-based
 * generator, so a number is a function of its key and counter and of nothing that was drawn before.
 * The twin of the addon's generator; it loads no addon, because data workers use it without libtorch.
 */

const M0 = 0xd2511f53
const M1 = 0xcd9e8d57
const W0 = 0x9e3779b9
const W1 = 0xbb67ae85

/** The upper 32 bits of a 32 × 32 bit product, from 16-bit halves: doubles hold every partial sum exactly. */
function mulhi(a: number, b: number): number {
  const ah = a >>> 16
  const al = a & 0xffff
  const bh = b >>> 16
  const bl = b & 0xffff
  const low = al * bl
  const mid = ah * bl + (low >>> 16)
  const cross = al * bh + (mid & 0xffff)
  return (ah * bh + (mid >>> 16) + (cross >>> 16)) >>> 0
}

/** One block: four 32-bit numbers for a 128-bit counter and a 64-bit key, written to `out[0..3]`. */
export function philox4x32(
  counter0: number,
  counter1: number,
  counter2: number,
  counter3: number,
  key0: number,
  key1: number,
  out: Uint32Array,
): void {
  let c0 = counter0 >>> 0
  let c1 = counter1 >>> 0
  let c2 = counter2 >>> 0
  let c3 = counter3 >>> 0
  let k0 = key0 >>> 0
  let k1 = key1 >>> 0
  for (let round = 0; round < 10; round++) {
    const hi0 = mulhi(M0, c0)
    const lo0 = Math.imul(M0, c0)
    const hi1 = mulhi(M1, c2)
    const lo1 = Math.imul(M1, c2)
    c0 = hi1 ^ c1 ^ k0
    c1 = lo1
    c2 = hi0 ^ c3 ^ k1
    c3 = lo0
    k0 = (k0 + W0) | 0
    k1 = (k1 + W1) | 0
  }
  out[0] = c0
  out[1] = c1
  out[2] = c2
  out[3] = c3
}

/**
 * The numbers of one key (seed, step, shard, use), one after the other.
 *
 * Key: the seed's low and high word. Counter: {block, use, shard, step}, where `block` counts up by one for
 * every four numbers. `seed` is a non-negative safe integer, the others are 32-bit.
 */
export class PhiloxStream {
  readonly #block = new Uint32Array(4)
  readonly #key0: number
  readonly #key1: number
  #step: number
  #shard: number
  #use: number
  #counter = 0
  #left = 0

  constructor(seed: number, step: number, shard: number, use: number) {
    this.#key0 = seed >>> 0
    this.#key1 = Math.floor(seed / 0x1_0000_0000) >>> 0
    this.#step = step
    this.#shard = shard
    this.#use = use
  }

  /** Starts over with another key of the same seed: spares an object per sample. */
  reset(step: number, shard: number, use: number): this {
    this.#step = step
    this.#shard = shard
    this.#use = use
    this.#counter = 0
    this.#left = 0
    return this
  }

  /** The next 32 bits, as an unsigned integer. */
  uint32(): number {
    if (this.#left === 0) {
      philox4x32(this.#counter++, this.#use, this.#shard, this.#step, this.#key0, this.#key1, this.#block)
      this.#left = 4
    }
    return this.#block[4 - this.#left--]!
  }

  /** Uniform in [0, 1) with 24 bits, which a float32 holds exactly. */
  float(): number {
    return (this.uint32() >>> 8) * 2 ** -24
  }

  /** Uniform integer in [0, bound), without bias; `bound` is 1 to 2^32. */
  below(bound: number): number {
    // Numbers of the incomplete last interval are drawn again: otherwise small results would be likelier.
    const limit = 0x1_0000_0000 - (0x1_0000_0000 % bound)
    let drawn = this.uint32()
    while (drawn >= limit) drawn = this.uint32()
    return drawn % bound
  }
}
