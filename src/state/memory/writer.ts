import { type SharedArena, type StateShape, shapeNumbers } from '../../arena/index.js'
import { coreWith } from '../../native/index.js'
import { MemoryFileError } from './errors.js'
import type { MemoryFile } from './file.js'
import { formatManifest, type MemoryManifest } from './manifest.js'

interface WriterAddon {
  memoryWriterStart(
    ledger: Uint8Array,
    shape: Float64Array,
    live: readonly (ArrayBufferView | null)[],
    staging: Uint8Array,
    fd: number,
    manifest: Uint8Array,
    imageBytes: number,
  ): number
  memoryWriterState(writer: number): MemoryWriterState
  memoryWriterStop(writer: number): void
}

/** What a {@link MemoryWriter} has done so far; all zeros before the first seal. */
export interface MemoryWriterState {
  /** States that were sealed. */
  readonly sealed: number
  /** Step of the last one. */
  readonly step: number
  /** Work that a killed process would do again at most, in milliseconds, if it goes on like this. */
  readonly redoneMs: number
  /** What is promised for a state of up to 64 MiB: max(250 ms, two steps). */
  readonly promisedMs: number
}

/**
 * Keeps the memory checkpoint of a run that trains (cpp/core/memory_writer.h): a native thread, which takes a snapshot
 * as often as the promise wants, and seals it in the bank that is not the newest. No step waits longer than for the
 * copies of its own chunks.
 */
export class MemoryWriter {
  readonly #native = coreWith('memoryWriterStart') as WriterAddon
  readonly #writer: number

  /** @throws MemoryFileError when there is not enough memory for two banks */
  constructor(file: MemoryFile, manifest: MemoryManifest, arena: SharedArena, shape: StateShape) {
    const { ledger, parameters, buffers, running, best, moments, staging } = arena
    const live = [parameters, buffers, running, best, ...moments]
    try {
      this.#writer = this.#native.memoryWriterStart(
        ledger,
        shapeNumbers(shape),
        live,
        staging,
        file.fd,
        formatManifest(manifest),
        manifest.imageBytes,
      )
    } catch (cause) {
      const { message } = cause as Error
      throw new MemoryFileError(
        `two copies of the state, ${manifest.imageBytes} bytes each, cannot be had (${message})`,
        { imageBytes: manifest.imageBytes },
        cause,
      )
    }
  }

  get state(): MemoryWriterState {
    return this.#native.memoryWriterState(this.#writer)
  }

  /** Afterwards nothing is written, and the arena is not touched: waits for a copy under way, milliseconds. */
  stop(): void {
    this.#native.memoryWriterStop(this.#writer)
  }
}
