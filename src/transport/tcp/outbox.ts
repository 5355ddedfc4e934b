import type { Socket } from 'node:net'
import { type FrameKind, headerBytes, writeHeader } from './frame.js'

const blockBytes = 64 * 1024

interface Block {
  bytes: Uint8Array
  view: DataView
  used: number
}

/**
 * Frames on their way into a socket. All that is written in one turn of the event loop leaves in one system
 * call; while the socket takes no more, frames wait here up to a limit.
 */
export class Outbox {
  readonly #socket: Socket
  readonly #limit: number
  #blocks: Block[] = []
  #spare: Block | undefined
  #waiting = 0
  #scheduled = false
  #blocked = false

  /** @param limit how many bytes may wait before {@link room} is gone */
  constructor(socket: Socket, limit: number) {
    this.#socket = socket
    this.#limit = limit
    socket.on('drain', () => {
      this.#blocked = false
      this.flush()
    })
  }

  /** Bytes that wait here; what the socket has taken is not counted. */
  get waiting(): number {
    return this.#waiting
  }

  get room(): boolean {
    return this.#waiting < this.#limit
  }

  /** True while the socket takes nothing. */
  get blocked(): boolean {
    return this.#blocked
  }

  append(kind: FrameKind, body: Uint8Array): void {
    const length = headerBytes + body.length
    const block = this.#block(length)
    writeHeader(block.view, block.used, kind, body.length)
    block.bytes.set(body, block.used + headerBytes)
    block.used += length
    this.#waiting += length
    if (this.#scheduled || this.#blocked) return
    this.#scheduled = true
    // After what the present turn still has to say, before the next wait for I/O.
    setImmediate(this.#flushScheduled)
  }

  #flushScheduled = (): void => {
    this.#scheduled = false
    this.flush()
  }

  /** @param last nothing follows: what waits for a socket that takes no more is left to the socket */
  flush(last = false): void {
    if ((this.#blocked && !last) || this.#waiting === 0 || this.#socket.destroyed) return
    const blocks = this.#blocks
    this.#blocks = []
    this.#waiting = 0
    const socket = this.#socket
    socket.cork()
    for (const block of blocks) {
      const bytes = block.bytes.subarray(0, block.used)
      // A block is written to again only after the socket is done with it.
      const done = block.bytes.length === blockBytes ? () => this.#recycle(block) : undefined
      if (!socket.write(bytes, done)) this.#blocked = true
    }
    socket.uncork()
  }

  /** A block with room for `length` bytes; frames longer than a block get one of their own. */
  #block(length: number): Block {
    const last = this.#blocks.at(-1)
    if (last && last.bytes.length - last.used >= length) return last
    let block = this.#spare
    if (block && length <= blockBytes) this.#spare = undefined
    else {
      const bytes = new Uint8Array(Math.max(length, blockBytes))
      block = { bytes, view: new DataView(bytes.buffer), used: 0 }
    }
    this.#blocks.push(block)
    return block
  }

  #recycle(block: Block): void {
    block.used = 0
    this.#spare = block
  }
}
