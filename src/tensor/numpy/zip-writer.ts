import { crc32, deflateRawSync } from 'node:zlib'
import type { Sink } from '../files/replace.js'
import { MOST_AT_ONCE } from '../files/source.js'

interface Written {
  readonly name: Uint8Array
  readonly crc: number
  readonly size: number
  readonly packed: number
  readonly local: number
}

const FULL = 0xffffffff
/** 1 January 1980, the format's first day: the same tensors give the same file. */
const DATE = 0x21
/** Version 4.5: ZIP64. */
const VERSION = 45

/** A record of little-endian fields: [bytes, value] each. */
function record(...fields: readonly (readonly [1 | 2 | 4 | 8, number])[]): Uint8Array {
  const bytes = new Uint8Array(fields.reduce((sum, [width]) => sum + width, 0))
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const [width, value] of fields) {
    if (width === 2) view.setUint16(at, value, true)
    else if (width === 4) view.setUint32(at, value, true)
    else view.setBigUint64(at, BigInt(value), true)
    at += width
  }
  return bytes
}

/** CRC-32 of any length; node:zlib takes 4 GiB at a time. */
function crcOf(parts: readonly Uint8Array[]): number {
  let crc = 0
  for (const part of parts)
    for (let at = 0; at < part.length; at += MOST_AT_ONCE)
      crc = crc32(part.subarray(at, at + MOST_AT_ONCE), crc)
  return crc
}

/** Writes an archive member by member. Sizes and places are always 64 bits wide, as numpy's own. */
export class ZipWriter {
  readonly #written: Written[] = []

  constructor(
    readonly sink: Sink,
    readonly deflated: boolean,
  ) {}

  /** Writes a member of the parts one after the other. */
  add(name: string, parts: readonly Uint8Array[]): void {
    const size = parts.reduce((sum, { length }) => sum + length, 0)
    const data = this.deflated ? [deflateRawSync(Buffer.concat(parts))] : parts
    const packed = data.reduce((sum, { length }) => sum + length, 0)
    const member = {
      name: new TextEncoder().encode(name),
      crc: crcOf(parts),
      size,
      packed,
      local: this.sink.position,
    }
    const { sink } = this
    sink.write(record([4, 0x04034b50], ...this.#common(member, FULL, FULL), [2, 20]))
    sink.write(member.name)
    sink.write(record([2, 1], [2, 16], [8, size], [8, packed]))
    for (const each of data) sink.write(each)
    this.#written.push(member)
  }

  /** The fields that the local header and the directory share, from version to length of the name. */
  #common({ name, crc }: Written, packed: number, size: number): (readonly [2 | 4, number])[] {
    // Bit 11: the name is UTF-8.
    const flags = 0x800
    const method = this.deflated ? 8 : 0
    return [
      [2, VERSION],
      [2, flags],
      [2, method],
      [2, 0],
      [2, DATE],
      [4, crc],
      [4, packed],
      [4, size],
      [2, name.length],
    ]
  }

  /** Writes the directory. */
  finish(): void {
    const { sink } = this
    const start = sink.position
    for (const member of this.#written) {
      const { name, size, packed, local } = member
      sink.write(
        record(
          [4, 0x02014b50],
          [2, VERSION],
          ...this.#common(member, FULL, FULL),
          [2, 28],
          [2, 0],
          [2, 0],
          [2, 0],
          [4, 0],
          [4, FULL],
        ),
      )
      sink.write(name)
      sink.write(record([2, 1], [2, 24], [8, size], [8, packed], [8, local]))
    }
    const bytes = sink.position - start
    const end = sink.position
    const count = this.#written.length
    sink.write(
      record(
        [4, 0x06064b50],
        [8, 44],
        [2, VERSION],
        [2, VERSION],
        [4, 0],
        [4, 0],
        [8, count],
        [8, count],
        [8, bytes],
        [8, start],
      ),
    )
    sink.write(record([4, 0x07064b50], [4, 0], [8, end], [4, 1]))
    sink.write(
      record([4, 0x06054b50], [2, 0], [2, 0], [2, 0xffff], [2, 0xffff], [4, FULL], [4, FULL], [2, 0]),
    )
  }
}
