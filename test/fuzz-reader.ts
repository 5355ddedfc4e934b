import type { ExecutionContext } from 'ava'
import type { Source } from '../src/tensor/files/source.js'
import { seed, times } from './scale.js'
import { mutate, Random } from './transport/wire/mutations.js'

// The pool that Node cuts small buffers from grows by as much at a time: 8 KiB by default, and 64 in newer versions.
Buffer.poolSize = 8 * 1024

/** Bytes of buffers that a read may take besides. */
const slack = 2 * Buffer.poolSize

/** Bytes of objects and texts that a read may take: an error and its trace, not an array as long as a file claims. */
const mostObjects = 2 ** 20

/** A valid file, and how many of its first bytes say what the rest is. */
export interface Valid {
  readonly bytes: Uint8Array
  readonly header: number
}

interface Fuzz {
  readonly valid: readonly Valid[]
  /** Reads a file; may throw only what `typed` accepts. */
  readonly read: (bytes: Uint8Array) => void
  readonly typed: (error: unknown) => boolean
  /** Files in `npm test`; fifty times as many in `npm run soak`. */
  readonly files: number
  /** Bytes that reading a file of this size may take. Default: eight times the file, for int8 that becomes int32. */
  readonly most?: (size: number) => number
}

/**
 * Reads damaged files, every other one with its header whole. Checks that each is read or refused by a typed error, that
 * both happen, and that no read takes memory that the file could not fill: buffers and objects alike.
 */
export function fuzzReader(
  t: ExecutionContext,
  { valid, read, typed, files, most = (size) => 8 * size }: Fuzz,
): void {
  t.timeout(60 * 60_000)
  const start = seed(1)
  const random = new Random(start)
  const count = times(files, 50 * files)
  const seen = { read: 0, refused: 0, refusedWhole: 0 }
  // Undamaged, and so that what a first read loads and compiles is not taken for what a file made it allocate.
  for (const { bytes } of valid) read(bytes)
  for (let k = 0; k < count; k++) {
    const whole = k % 2 === 0
    const bytes = damaged(valid, random, whole)
    const before = process.memoryUsage()
    const where = () => `seed ${start}, file ${k}: ${Buffer.from(bytes).toString('base64')}`
    try {
      read(bytes)
      seen.read++
    } catch (error) {
      if (!typed(error)) {
        t.log(where())
        throw error
      }
      seen.refused++
      if (whole) seen.refusedWhole++
    }
    // Collections in between only make it less.
    const after = process.memoryUsage()
    const taken = after.arrayBuffers - before.arrayBuffers
    const objects = after.heapUsed - before.heapUsed
    if (taken > most(bytes.length) + slack || objects > mostObjects)
      t.fail(`${taken} bytes and ${objects} of objects for a file of ${bytes.length}: ${where()}`)
  }
  t.log(`${seen.read} read, ${seen.refused} refused, ${seen.refusedWhole} of them with a whole header`)
  t.true(seen.read > 0 && seen.refused > 0 && seen.refusedWhole > 0)
}

function damaged(valid: readonly Valid[], random: Random, whole: boolean): Uint8Array {
  const { bytes: original, header } = valid[random.below(valid.length)]!
  // Not a Buffer, whose slice() is no copy.
  const [bytes, other] = [original, valid[random.below(valid.length)]!.bytes].map(
    ({ buffer, byteOffset, length }) => new Uint8Array(buffer, byteOffset, length),
  ) as [Uint8Array, Uint8Array]
  if (!whole) {
    if (random.below(4) === 0) return claiming(random, bytes, header)
    // Half of the damage is where it is understood; the other half anywhere.
    const end = random.below(2) === 0 ? header : bytes.length
    return Buffer.concat([mutate(random, bytes.subarray(0, end), other), bytes.subarray(end)])
  }
  return Buffer.concat([bytes.subarray(0, header), mutate(random, bytes.subarray(header), other)])
}

/** Sizes that are nobody's: beyond the file, beyond memory, beyond what a number holds, and none at all. */
const claims = ['0', '99', '65536', '1000000', '99999999', '4294967297', '9007199254740993', '-1']

/** The file with another number in the text of its header, whose length stays when it has as many spaces to give. */
function claiming(random: Random, bytes: Uint8Array, header: number): Uint8Array {
  const text = Buffer.from(bytes.subarray(0, header)).toString('latin1')
  const numbers = [...text.matchAll(/\d+/g)]
  const old = numbers[random.below(Math.max(1, numbers.length))]
  if (old === undefined) return mutate(random, bytes, bytes)
  const claim = claims[random.below(claims.length)]!
  let changed = text.slice(0, old.index) + claim + text.slice(old.index + old[0].length)
  for (let longer = changed.length - header; longer > 0; longer--) {
    const space = changed.lastIndexOf(' ')
    if (space >= 0) changed = changed.slice(0, space) + changed.slice(space + 1)
  }
  return Buffer.concat([Buffer.from(changed, 'latin1'), bytes.subarray(header)])
}

/** A file that is in memory already. */
export class MemorySource implements Source {
  readonly path = 'fuzz'
  readonly size: number

  constructor(readonly bytes: Uint8Array) {
    this.size = bytes.length
  }

  readInto(target: Uint8Array, position: number): void {
    // Fails like a bug would: what reads beyond the end has not checked.
    if (position < 0 || position + target.length > this.size) throw new RangeError('read beyond the file')
    target.set(this.bytes.subarray(position, position + target.length))
  }
}
