import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { type FileHandle, open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { ArrayEntry } from '../../tensor/files/arrays.js'
import { formatHeader } from '../../tensor/safetensors/header.js'
import type { FileRecord } from './manifest.js'

/** Bytes written, or hashed, at a time: in between the thread serves its event loop. */
const piece = 4 * 2 ** 20

/** Writes all of `parts` into a new file and onto the disk. The hash is of what was meant, not of what came out. */
async function writeDurably(path: string, parts: Iterable<Uint8Array>): Promise<FileRecord> {
  const hash = createHash('sha256')
  let bytes = 0
  const file = await open(path, 'wx')
  try {
    for (const part of parts) {
      for (let at = 0; at < part.length; at += piece) {
        const slice = part.subarray(at, at + piece)
        hash.update(slice)
        await writeAll(file, slice)
        bytes += slice.length
      }
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return { bytes, sha256: hash.digest('hex') }
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at, bytes.length - at)).bytesWritten
}

/** Writes tensors as a safetensors file, in the order of their names. */
export function writeTensors(
  path: string,
  tensors: ReadonlyMap<string, ArrayEntry>,
  metadata: Readonly<Record<string, string>>,
): Promise<FileRecord> {
  const sorted = [...tensors].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  const sizes = new Map(
    sorted.map(([name, { dtype, shape, data }]) => [name, { dtype, shape, bytes: data.byteLength }]),
  )
  const parts = sorted.map(([, { data }]) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
  return writeDurably(path, [formatHeader(sizes, metadata), ...parts])
}

export function writeBytes(path: string, bytes: Uint8Array): Promise<FileRecord> {
  return writeDurably(path, [bytes])
}

/** A folder's entries are on the disk after this, not before. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** Renames within a folder, for good. */
export async function renameDurably(from: string, to: string): Promise<void> {
  await rename(from, to)
  await syncFolder(dirname(to))
}

/** SHA-256 and length of a file. Throws what the file system says. */
export function hashFile(path: string): FileRecord {
  const hash = createHash('sha256')
  const buffer = new Uint8Array(piece)
  const file = openSync(path, 'r')
  try {
    for (let bytes = 0; ; ) {
      const count = readSync(file, buffer, 0, piece, null)
      if (count === 0) return { bytes, sha256: hash.digest('hex') }
      hash.update(buffer.subarray(0, count))
      bytes += count
    }
  } finally {
    closeSync(file)
  }
}
