import { elementSize, typedArrayFor } from '../dtype.js'
import { type ArrayEntry, bytesOf } from '../files/arrays.js'
import { replaceFile } from '../files/replace.js'
import { readBytes, type Source, withSource } from '../files/source.js'
import { formatHeader, type Header, headerLength, parseHeader } from './header.js'

export interface SafetensorsContents {
  readonly tensors: Map<string, ArrayEntry>
  readonly metadata: Readonly<Record<string, string>>
}

/** The header of a source, checked against its size before anything is read. */
export function headerOf(source: Source): Header {
  const { path, size } = source
  const length = headerLength(readBytes(source, 0, Math.min(8, size)), size, path)
  return parseHeader(readBytes(source, 8, length), size - 8 - length, path)
}

/**
 * The names, dtypes and shapes in a file, without its data.
 *
 * @throws SafetensorsError, SafetensorsDtypeError, FileAccessError
 */
export function readHeader(file: string): Header {
  return withSource(file, headerOf)
}

/** The same of any source. */
export function contentsOf(source: Source): SafetensorsContents {
  const header = headerOf(source)
  const tensors = new Map<string, ArrayEntry>()
  for (const [name, { dtype, shape, begin, end }] of header.tensors) {
    const data = typedArrayFor(dtype, (end - begin) / elementSize(dtype))
    source.readInto(bytesOf(data), header.dataStart + begin)
    tensors.set(name, { dtype, shape, data })
  }
  return { tensors, metadata: header.metadata }
}

/**
 * Reads a file into typed arrays. Everything is checked before memory for the data is taken, which is never more
 * than the file is long. Needs no libtorch.
 *
 * @throws SafetensorsError, SafetensorsDtypeError, FileAccessError
 */
export function readSafetensors(file: string): SafetensorsContents {
  return withSource(file, contentsOf)
}

/**
 * Writes a file, tensors in the order given. No reader ever sees half of it.
 *
 * @throws FileAccessError
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
  replaceFile(file, (sink) => {
    sink.write(header)
    for (const { data } of tensors.values()) sink.write(bytesOf(data))
  })
}
