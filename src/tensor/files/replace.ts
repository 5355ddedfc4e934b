import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { accessing, MOST_AT_ONCE } from './source.js'

/** Takes what a file is to hold, in order. */
export interface Sink {
  readonly descriptor: number
  /** Bytes written so far. */
  readonly position: number
  write(bytes: Uint8Array): void
  /** Tells of bytes that somebody else wrote through the descriptor, at `position`. */
  advance(bytes: number): void
}

class FileSink implements Sink {
  position = 0

  constructor(readonly descriptor: number) {}

  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const length = Math.min(MOST_AT_ONCE, bytes.length - at)
      const count = writeSync(this.descriptor, bytes, at, length, this.position)
      at += count
      this.position += count
    }
  }

  advance(bytes: number): void {
    this.position += bytes
  }
}

/**
 * Writes a file: to `<file>.partial`, flushed to the disk, then renamed, so that no reader ever sees half of it.
 * When `fill` throws, the file that was there before stays.
 *
 * @throws FileAccessError
 */
export function replaceFile(path: string, fill: (sink: Sink) => void): void {
  const partial = `${path}.partial`
  accessing(path, () => {
    const descriptor = openSync(partial, 'w')
    try {
      try {
        fill(new FileSink(descriptor))
        fsyncSync(descriptor)
      } finally {
        closeSync(descriptor)
      }
      renameSync(partial, path)
    } catch (error) {
      rmSync(partial, { force: true })
      throw error
    }
  })
}
