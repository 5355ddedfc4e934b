import { closeSync, fstatSync, fsyncSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs'
import { type Dtype, elementSize, type TypedArray, typedArrayFor } from '../dtype.js'
import { SafetensorsAccessError, SafetensorsError } from './errors.js'
import { formatHeader, type Header, headerLength, parseHeader } from './header.js'

/** A tensor as plain memory. */
export interface ArrayEntry {
  readonly dtype: Dtype
  readonly shape: readonly number[]
  readonly data: TypedArray
}

export interface SafetensorsContents {
  readonly tensors: Map<string, ArrayEntry>
  readonly metadata: Readonly<Record<string, string>>
}

// One read or write call moves at most 2 GiB.
const most = 2 ** 30

const bytesOf = (data: TypedArray): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength)

function readFully(descriptor: number, target: Uint8Array, position: number, file: string): void {
  for (let at = 0; at < target.length; ) {
    const count = readSync(descriptor, target, at, Math.min(most, target.length - at), position + at)
    if (count === 0) throw new SafetensorsError(file, 'it became shorter while it was read')
    at += count
  }
}

function access<Result>(file: string, fn: () => Result): Result {
  try {
    return fn()
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw new SafetensorsAccessError(file, error)
    throw error
  }
}

function withFile<Result>(file: string, fn: (descriptor: number, size: number) => Result): Result {
  return access(file, () => {
    const descriptor = openSync(file, 'r')
    try {
      return fn(descriptor, fstatSync(descriptor).size)
    } finally {
      closeSync(descriptor)
    }
  })
}

function headerOf(descriptor: number, size: number, file: string): Header {
  const prefix = new Uint8Array(Math.min(8, size))
  readFully(descriptor, prefix, 0, file)
  const json = new Uint8Array(headerLength(prefix, size, file))
  readFully(descriptor, json, 8, file)
  return parseHeader(json, size - 8 - json.length, file)
}

/**
 * The names, dtypes and shapes in a file, without its data.
 *
 * @throws SafetensorsError, SafetensorsAccessError
 */
export function readHeader(file: string): Header {
  return withFile(file, (descriptor, size) => headerOf(descriptor, size, file))
}

/**
 * Reads a file into typed arrays. Everything is checked before memory for the data is taken, which is never more
 * than the file is long. Needs no libtorch.
 *
 * @throws SafetensorsError, SafetensorsAccessError
 */
export function readSafetensors(file: string): SafetensorsContents {
  return withFile(file, (descriptor, size) => {
    const header = headerOf(descriptor, size, file)
    const tensors = new Map<string, ArrayEntry>()
    for (const [name, { dtype, shape, begin, end }] of header.tensors) {
      const data = typedArrayFor(dtype, (end - begin) / elementSize(dtype))
      readFully(descriptor, bytesOf(data), header.dataStart + begin, file)
      tensors.set(name, { dtype, shape, data })
    }
    return { tensors, metadata: header.metadata }
  })
}

/**
 * Writes a file, tensors in the order given: to `<file>.partial`, flushed to the disk, then renamed, so that no
 * reader ever sees half of it.
 *
 * @throws SafetensorsAccessError
 */
export function writeSafetensors(
  file: string,
  tensors: ReadonlyMap<string, ArrayEntry>,
  metadata: Readonly<Record<string, string>> = {},
): void {
  const sizes = new Map(
    [...tensors].map(([name, { dtype, shape, data }]) => [name, { dtype, shape, bytes: data.byteLength }]),
  )
  const header = formatHeader(sizes, metadata)
  const partial = `${file}.partial`
  access(file, () => {
    const descriptor = openSync(partial, 'w')
    try {
      for (const bytes of [header, ...[...tensors.values()].map(({ data }) => bytesOf(data))]) {
        for (let at = 0; at < bytes.length; )
          at += writeSync(descriptor, bytes, at, Math.min(most, bytes.length - at))
      }
      fsyncSync(descriptor)
      closeSync(descriptor)
      renameSync(partial, file)
    } catch (error) {
      try {
        closeSync(descriptor)
      } catch {
        // It was closed already: the rename failed.
      }
      rmSync(partial, { force: true })
      throw error
    }
  })
}
