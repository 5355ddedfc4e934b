import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { check, text } from '../arguments.js'
import { TensorArgumentError } from '../errors.js'
import { FileAccessError } from './errors.js'

// One read or write call moves at most 2 GiB.
export const MOST_AT_ONCE = 2 ** 30

/** Bytes at known places: a file, or memory. What reads a format reads from this. */
export interface Source {
  /** What errors call it. */
  readonly path: string
  /** Bytes. */
  readonly size: number
  /** Fills `target` with the bytes from `position` on; the caller has checked that they are there. */
  readInto(target: Uint8Array, position: number): void
}

/** `length` bytes of a source, in memory of their own. */
export function readBytes(source: Source, position: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  source.readInto(bytes, position)
  return bytes
}

/** @throws TensorArgumentError in the name of `operation` for what can be no path */
export function checkPath(operation: string, file: string): void {
  check(operation, { file }, text)
  if (file === '' || file.includes('\0'))
    throw new TensorArgumentError(operation, "file must be a path: not empty, and without '\\0'")
}

/** Gives the system's errors a type. */
export function accessing<Result>(path: string, fn: () => Result): Result {
  try {
    return fn()
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw new FileAccessError(path, error.message, error)
    throw error
  }
}

/** A file that is open for reading, until close(). */
export class FileSource implements Source {
  readonly size: number
  readonly descriptor: number
  #open = true

  /** @throws FileAccessError */
  constructor(readonly path: string) {
    this.descriptor = accessing(path, () => openSync(path, 'r'))
    try {
      this.size = accessing(path, () => fstatSync(this.descriptor).size)
    } catch (error) {
      this.close()
      throw error
    }
  }

  readInto(target: Uint8Array, position: number): void {
    for (let at = 0; at < target.length; ) {
      const length = Math.min(MOST_AT_ONCE, target.length - at)
      const count = accessing(this.path, () => readSync(this.descriptor, target, at, length, position + at))
      if (count === 0) throw new FileAccessError(this.path, 'it became shorter while it was read')
      at += count
    }
  }

  /** Safe to call twice. */
  close(): void {
    if (!this.#open) return
    this.#open = false
    closeSync(this.descriptor)
  }
}

/** Opens a file for the time of `fn`. */
export function withSource<Result>(path: string, fn: (source: FileSource) => Result): Result {
  const source = new FileSource(path)
  try {
    return fn(source)
  } finally {
    source.close()
  }
}
