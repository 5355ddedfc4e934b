import { callable, check, type Kind, type Known, optionsOf, real, text, told } from '../arguments.js'
import { TensorArgumentError } from '../errors.js'
import { philox } from './philox.js'

/** What a stream of random numbers is a function of. */
export interface RandomKey {
  /** The run's seed: an integer from 0 to 2^53 - 1. */
  readonly seed: number
  /** Default 0. */
  readonly step?: number
  /** Default 0. */
  readonly shard?: number
  /** What the numbers are for, so that two uses never share a stream. Default ''. */
  readonly use?: string
}

/** One draw, as the addon takes it: key and the upper three words of the counter. */
export type Draw = [key0: number, key1: number, upper0: number, upper1: number, call: number]

const low = (value: number): number => value >>> 0
const high = (value: number): number => Math.floor(value / 2 ** 32) >>> 0

/** 32-bit FNV-1a of a use's name. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let k = 0; k < text.length; k++) value = Math.imul(value ^ text.charCodeAt(k), 0x01000193)
  return value >>> 0
}

function integer(name: string, value: number, limit: number): number {
  if (!Number.isInteger(value) || value < 0 || value > limit) {
    throw new TensorArgumentError(
      'random',
      `${name} must be an integer from 0 to ${limit}, not ${told(value)}`,
    )
  }
  return value
}

const array: Kind = {
  what: 'a typed array of numbers',
  test: (value) => ArrayBuffer.isView(value) && 'fill' in value,
}
const anything = { what: 'an integer', test: () => true }
const known: Known<RandomKey> = {
  seed: [anything],
  step: [anything, 0],
  shard: [anything, 0],
  use: [text, ''],
}

/** The block of words being used up; nothing but its own numbers is computed meanwhile. */
const block = new Uint32Array(4)

function wordsOf({ seed, step, shard, use }: Required<RandomKey>): Uint32Array {
  const words = new Uint32Array(4)
  philox(low(step), high(step), shard, hash(use), low(seed), high(seed), words)
  return words
}

/**
 * A stream of random numbers: a pure function of its key and of how many draws were made.
 *
 * The key is mixed by one Philox block (key: the seed, counter: step, shard and the use's hash), whose four
 * words become the stream's key and the counter's upper half: as the block is a bijection, two (step, shard,
 * use) never give the same stream. Each draw counts one word of the counter; inside a draw another counts the
 * blocks. An instance also serves threads without libtorch (data workers), through the methods below.
 */
export class RandomStream {
  readonly #key: Required<RandomKey>
  /** Made at the first draw: a stream is opened for every shard, and many draw nothing. */
  #words: Uint32Array | undefined
  #call = 0

  constructor(key: RandomKey) {
    const { seed, step, shard, use } = optionsOf('random', key ?? null, known)
    integer('seed', seed, Number.MAX_SAFE_INTEGER)
    integer('step', step, Number.MAX_SAFE_INTEGER)
    integer('shard', shard, 2 ** 32 - 1)
    this.#key = { seed, step, shard, use }
  }

  /** Another one that goes on with the same numbers from here. */
  fork(): RandomStream {
    const stream = new RandomStream(this.#key)
    stream.#call = this.#call
    return stream
  }

  /** Starts the next draw. */
  draw(): Draw {
    this.#words ??= wordsOf(this.#key)
    const words = this.#words
    const call = this.#call
    this.#call = (call + 1) >>> 0
    return [words[0]!, words[1]!, words[2]!, words[3]!, call]
  }

  /** Calls `take(index, word)` for the first `count` words of the next draw. */
  #each(count: number, take: (index: number, word: number) => void): void {
    const [key0, key1, upper0, upper1, call] = this.draw()
    for (let at = 0; at < count; at += 4) {
      philox(at / 4, call, upper0, upper1, key0, key1, block)
      for (let k = 0; k < 4 && at + k < count; k++) take(at + k, block[k]!)
    }
  }

  /** Fills with words 0 … 2^32 - 1: the next draw. */
  words(out: Uint32Array): Uint32Array {
    check('random', { out }, array)
    this.#each(out.length, (at, word) => {
      out[at] = word
    })
    return out
  }

  /** Fills with numbers in [low, high), 24 random bits each: the next draw, as rand() would give. */
  uniform<T extends Float32Array | Float64Array>(out: T, low = 0, high = 1): T {
    check('random', { out }, array)
    check('random', { low, high }, real)
    const span = high - low
    this.#each(out.length, (at, word) => {
      out[at] = low + span * ((word >>> 8) * 2 ** -24)
    })
    return out
  }

  /** Fills with normal numbers (Box-Muller): the next draw; equals randn() but for the last bits. */
  normal<T extends Float32Array | Float64Array>(out: T, mean = 0, deviation = 1): T {
    check('random', { out }, array)
    check('random', { mean, deviation }, real)
    let radius = 0
    let pending = 0
    this.#each(out.length + (out.length & 1), (at, word) => {
      if ((at & 1) === 0) {
        radius = deviation * Math.sqrt(-2 * Math.log((word + 1) * 2 ** -32))
        pending = at
        return
      }
      const angle = 2 * Math.PI * (word * 2 ** -32)
      out[pending] = mean + radius * Math.cos(angle)
      if (at < out.length) out[at] = mean + radius * Math.sin(angle)
    })
    return out
  }

  /** One number in [low, high): a draw of its own. */
  number(low = 0, high = 1): number {
    check('random', { low, high }, real)
    let value = 0
    this.#each(1, (_, word) => {
      value = low + (high - low) * ((word >>> 8) * 2 ** -24)
    })
    return value
  }

  /** One integer in [low, high): a draw of its own. The range may span up to 2^32. */
  integer(low: number, high: number): number {
    check('random', { low, high }, real)
    let value = low
    this.#each(1, (_, word) => {
      value = low + Math.floor((high - low) * (word * 2 ** -32))
    })
    return value
  }
}

let current = new RandomStream({ seed: 0 })

/** @internal The current stream's next draw, for operations. */
export function nextDraw(): Draw {
  return current.draw()
}

/** The stream that rand(), dropout() and the initialisers of this thread draw from now. */
export function currentStream(): RandomStream {
  return current
}

/** Starts this thread's stream anew from a seed (an integer from 0 to 2^53 - 1). Before, the seed is 0. */
export function manualSeed(seed: number): void {
  current = new RandomStream({ seed })
}

/** Runs a synchronous function with the stream of `key` as the current one, and restores the old one. */
export function run<Result>(key: RandomKey, fn: () => Result): Result {
  return within(new RandomStream(key), fn)
}

/** Runs a synchronous function with this stream as the current one, and restores the old one. */
export function within<Result>(stream: RandomStream, fn: () => Result): Result {
  check('random.run', { fn }, callable)
  const before = current
  current = stream
  try {
    return fn()
  } finally {
    current = before
  }
}
