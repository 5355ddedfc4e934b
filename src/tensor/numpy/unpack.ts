import { crc32, inflateRawSync } from 'node:zlib'
import { readBytes, type Source } from '../files/source.js'
import { NumpyError } from './errors.js'
import type { Member } from './zip.js'

/** CRC-32 of the member's unpacked bytes. */
function check(bytes: Uint8Array, { name, crc }: Member, path: string): void {
  if (crc32(bytes) !== crc) throw new NumpyError(path, `'${name}' is damaged: its CRC-32 is another`)
}

/** A member's bytes, checked. Never more than the member's size is inflated. */
export function unpack(source: Source, member: Member): Uint8Array {
  const packed = readBytes(source, member.start, member.packed)
  if (!member.deflated) {
    check(packed, member, source.path)
    return packed
  }
  let bytes: Uint8Array
  try {
    // One chunk more than fits would be asked for at the border, hence the byte on top.
    const chunkSize = Math.min(Math.max(64, member.size + 1), 2 ** 30)
    bytes = inflateRawSync(packed, { maxOutputLength: Math.max(1, member.size), chunkSize })
  } catch (cause) {
    const reason =
      (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
        ? `'${member.name}' holds more than the ${member.size} bytes that it claims`
        : `'${member.name}' is damaged: it cannot be inflated`
    throw new NumpyError(source.path, reason, undefined, cause)
  }
  if (bytes.length !== member.size)
    throw new NumpyError(
      source.path,
      `'${member.name}' claims ${member.size} bytes and holds ${bytes.length}`,
    )
  check(bytes, member, source.path)
  return bytes
}
