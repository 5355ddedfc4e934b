/**
 * As much of the ZIP format (PKWARE's APPNOTE) as .npz files need: stored and deflated members, ZIP64.
 *
 * ```
 * | local header, name, extra, data | … | central directory | [zip64 end, its locator] | end of directory |
 * ```
 * What a reader believes is the central directory; of a local header only where its data begins.
 */
import { readBytes, type Source } from '../files/source.js'
import { NumpyError } from './errors.js'

export interface Member {
  readonly name: string
  readonly deflated: boolean
  readonly crc: number
  /** Offset and bytes in the file. */
  readonly start: number
  readonly packed: number
  /** Bytes when unpacked. */
  readonly size: number
}

const END = 0x06054b50
const END64 = 0x06064b50
const LOCATOR64 = 0x07064b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
const FULL = 0xffffffff

/** DEFLATE cannot expand more than this (zlib's technical notes), so a member that claims more lies. */
const DEFLATE_LIMIT = 1032

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length)

/** Beyond 2^53 the digits are lost, but no file is that large. */
const u64 = (view: DataView, at: number): number => Number(view.getBigUint64(at, true))

interface Directory {
  readonly start: number
  readonly bytes: number
  readonly count: number
}

function findDirectory(source: Source): Directory {
  const { path, size } = source
  // The end record has 22 bytes and a comment of at most 65,535.
  const tail = readBytes(source, Math.max(0, size - 22 - 65_535), Math.min(size, 22 + 65_535))
  const view = viewOf(tail)
  let at = tail.length - 22
  while (
    at >= 0 &&
    !(view.getUint32(at, true) === END && view.getUint16(at + 20, true) === tail.length - 22 - at)
  )
    at--
  if (at < 0) throw new NumpyError(path, 'it has no end of a ZIP archive: it is cut off, or something else')
  const plain = {
    start: view.getUint32(at + 16, true),
    bytes: view.getUint32(at + 12, true),
    count: view.getUint16(at + 10, true),
  }
  if (at < 20 || view.getUint32(at - 20, true) !== LOCATOR64) return plain
  const where = u64(view, at - 20 + 8)
  if (where + 56 > size) throw new NumpyError(path, 'its ZIP64 end lies outside the file')
  const end = viewOf(readBytes(source, where, 56))
  if (end.getUint32(0, true) !== END64) throw new NumpyError(path, 'it has no ZIP64 end where it should')
  return { start: u64(end, 48), bytes: u64(end, 40), count: u64(end, 32) }
}

/** Sizes and offset of a member; those that do not fit 32 bits are in the ZIP64 field, in this order. */
function sizesOf(
  record: DataView,
  extra: DataView,
  path: string,
): { size: number; packed: number; local: number } {
  const values = [record.getUint32(24, true), record.getUint32(20, true), record.getUint32(42, true)]
  for (let at = 0; at + 4 <= extra.byteLength; ) {
    const length = extra.getUint16(at + 2, true)
    if (extra.getUint16(at, true) === 1 && at + 4 + length <= extra.byteLength) {
      let next = at + 4
      for (const [k, value] of values.entries()) {
        if (value !== FULL) continue
        if (next + 8 > at + 4 + length) throw new NumpyError(path, 'a ZIP64 field is too short')
        values[k] = u64(extra, next)
        next += 8
      }
    }
    at += 4 + length
  }
  return { size: values[0]!, packed: values[1]!, local: values[2]! }
}

/** Where the data of a member begins, behind its local header. */
function dataStart(source: Source, local: number): number {
  if (local + 30 > source.size) throw new NumpyError(source.path, 'a member lies outside the file')
  const header = viewOf(readBytes(source, local, 30))
  if (header.getUint32(0, true) !== LOCAL) throw new NumpyError(source.path, 'a member has no local header')
  return local + 30 + header.getUint16(26, true) + header.getUint16(28, true)
}

/**
 * The members of an archive, checked: they lie within the file and apart from each other, and no size is one that
 * cannot come out of their bytes.
 *
 * @throws NumpyError
 */
export function readDirectory(source: Source): Map<string, Member> {
  const { path, size } = source
  const directory = findDirectory(source)
  if (directory.start + directory.bytes > size || directory.count * 46 > directory.bytes)
    throw new NumpyError(path, 'its directory does not fit into the file')
  const bytes = readBytes(source, directory.start, directory.bytes)
  const members = new Map<string, Member>()
  for (let at = 0, k = 0; k < directory.count; k++) {
    const record = viewOf(bytes.subarray(at))
    if (record.byteLength < 46 || record.getUint32(0, true) !== CENTRAL)
      throw new NumpyError(path, `its directory ends after ${k} of ${directory.count} members`)
    const lengths = [28, 30, 32].map((place) => record.getUint16(place, true)) as [number, number, number]
    const next = at + 46 + lengths[0] + lengths[1] + lengths[2]
    if (next > bytes.length) throw new NumpyError(path, 'a record of its directory is cut off')
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + lengths[0]))
    const extra = viewOf(bytes.subarray(at + 46 + lengths[0], at + 46 + lengths[0] + lengths[1]))
    const { size: unpacked, packed, local } = sizesOf(record, extra, path)
    const method = record.getUint16(10, true)
    if ((record.getUint16(8, true) & 1) !== 0) throw new NumpyError(path, `'${name}' is encrypted`)
    if (method !== 0 && method !== 8)
      throw new NumpyError(
        path,
        `'${name}' is packed by method ${method}; known are 0 (stored) and 8 (deflated)`,
      )
    const start = dataStart(source, local)
    if (start + packed > directory.start) throw new NumpyError(path, `'${name}' lies outside the file`)
    const most = method === 0 ? packed : packed * DEFLATE_LIMIT + 1024
    if (unpacked > most || (method === 0 && unpacked !== packed))
      throw new NumpyError(path, `'${name}' claims ${unpacked} bytes, which its ${packed} cannot hold`)
    if (members.has(name)) throw new NumpyError(path, `'${name}' is in it twice`)
    members.set(name, {
      name,
      deflated: method === 8,
      crc: record.getUint32(16, true),
      start,
      packed,
      size: unpacked,
    })
    at = next
  }
  checkApart(members.values(), path)
  return members
}

/** Members that share bytes would let a small file claim much. */
function checkApart(members: Iterable<Member>, path: string): void {
  let end = 0
  for (const { name, start, packed } of [...members].sort(
    (a, b) => a.start - b.start || a.packed - b.packed,
  )) {
    if (start < end) throw new NumpyError(path, `'${name}' overlaps another member`)
    end = start + packed
  }
}
