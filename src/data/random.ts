import { philox } from '../tensor/random/philox.js'

/**
 * What random numbers are drawn for, as a word of their counter.
 */
export const RandomUse = { shuffle: 0x100, split: 0x101, digits: 0x102 } as const

/**
 * The fast sequential stream behind permutations and generated images: a number costs a quarter of a Philox block.
 *
 * Key: the seed's low and high word. Counter: {block, use, b, a}, where `block` counts up by one for every
 * four numbers. (What tasks draw from is `RandomStream`, whose draws match the tensor library's.)
 */
export class Words {
  readonly #block = new Uint32Array(4)
  readonly #key0: number
  readonly #key1: number
  readonly #use: number
  #a: number
  #b: number
  #counter = 0
  #left = 0

  /** `seed`: 0 to 2^53 − 1; `a`, `b`: 32-bit words of the key, for instance an epoch. */
  constructor(seed: number, use: number, a: number, b: number) {
    this.#key0 = seed >>> 0
    this.#key1 = Math.floor(seed / 0x1_0000_0000) >>> 0
    this.#use = use
    this.#a = a
    this.#b = b
  }

  /** Starts over with another key of the same seed and use: spares an object per sample. */
  reset(a: number, b: number): this {
    this.#a = a
    this.#b = b
    this.#counter = 0
    this.#left = 0
    return this
  }

  /** The next 32 bits, as an unsigned integer. */
  next(): number {
    if (this.#left === 0) {
      philox(this.#counter++, this.#use, this.#b, this.#a, this.#key0, this.#key1, this.#block)
      this.#left = 4
    }
    return this.#block[4 - this.#left--]!
  }

  /** Uniform in [0, 1) with 24 bits, which a float32 holds exactly. */
  float(): number {
    return (this.next() >>> 8) * 2 ** -24
  }

  /** Uniform integer in [0, bound), without bias; `bound` is 1 to 2^32. */
  below(bound: number): number {
    // Numbers of the incomplete last interval are drawn again: otherwise small results would be likelier.
    const limit = 0x1_0000_0000 - (0x1_0000_0000 % bound)
    let drawn = this.next()
    while (drawn >= limit) drawn = this.next()
    return drawn % bound
  }
}

/** A uniform permutation of 0..length−1, keyed by (seed, use, number): Fisher–Yates from the end. */
export function permutation(seed: number, use: number, number: number, length: number): Uint32Array {
  const order = new Uint32Array(length)
  for (let i = 0; i < length; i++) order[i] = i
  const words = new Words(seed, use, number, 0)
  for (let i = length - 1; i > 0; i--) {
    const j = words.below(i + 1)
    const swapped = order[i]!
    order[i] = order[j]!
    order[j] = swapped
  }
  return order
}
