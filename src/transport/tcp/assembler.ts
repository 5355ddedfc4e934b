import { type FrameKind, headerBytes, readHeader } from './frame.js'

/** Hears of a whole frame. The body may be kept: nobody writes to it any more. */
export type OnFrame = (kind: FrameKind, body: Uint8Array) => void

const firstBytes = 256

/**
 * Cuts a byte stream into frames. Frames that lie whole in a chunk are handed on without a copy; of one that
 * doesn't, each byte is copied a bounded number of times, and memory grows with what has arrived, never with
 * what a header announces.
 */
export class FrameAssembler {
  /** Longest body that is taken; small during the handshake. */
  maxBody: number
  readonly #onFrame: OnFrame
  #held = new Uint8Array(0)
  #used = 0
  #stopped = false

  constructor(maxBody: number, onFrame: OnFrame) {
    this.maxBody = maxBody
    this.#onFrame = onFrame
  }

  /** Bytes of a frame that has not arrived whole. */
  get waiting(): number {
    return this.#used
  }

  /** Memory that waits with them. */
  get allocated(): number {
    return this.#held.length
  }

  /** Delivers nothing any more, not even what is left of the present chunk. */
  stop(): void {
    this.#stopped = true
    this.#held = new Uint8Array(0)
    this.#used = 0
  }

  /** @throws FrameError at the first bad header; the stream can't be read on then */
  push(chunk: Uint8Array): void {
    let at = 0
    if (this.#used > 0) {
      at = this.#take(chunk, 0, headerBytes)
      if (this.#used < headerBytes) return
      const whole = headerBytes + readHeader(this.#held, 0, this.maxBody)
      at = this.#take(chunk, at, whole)
      if (this.#used < whole) return
      const done = this.#held
      this.#held = new Uint8Array(0)
      this.#used = 0
      this.#deliver(done, 0, whole)
    }
    while (!this.#stopped && chunk.length - at >= headerBytes) {
      const whole = headerBytes + readHeader(chunk, at, this.maxBody)
      if (chunk.length - at < whole) {
        this.#take(chunk, at, whole)
        return
      }
      this.#deliver(chunk, at, whole)
      at += whole
    }
    if (at < chunk.length) this.#take(chunk, at, headerBytes)
  }

  #deliver(bytes: Uint8Array, at: number, whole: number): void {
    if (this.#stopped) return
    this.#onFrame(bytes[at + 3]! as FrameKind, bytes.subarray(at + headerBytes, at + whole))
  }

  /** Keeps bytes of the chunk until `whole` of them are here; returns where the chunk goes on. */
  #take(chunk: Uint8Array, at: number, whole: number): number {
    if (this.#stopped) return chunk.length
    const end = Math.min(chunk.length, at + Math.max(0, whole - this.#used))
    const need = this.#used + end - at
    if (need > this.#held.length) {
      const doubled = Math.max(need, Math.min(whole, this.#held.length * 2), firstBytes)
      const grown = new Uint8Array(doubled)
      grown.set(this.#held.subarray(0, this.#used))
      this.#held = grown
    }
    this.#held.set(chunk.subarray(at, end), this.#used)
    this.#used = need
    return end
  }
}
