import type { Socket } from 'node:net'
import { FrameAssembler, type OnFrame } from './assembler.js'
import { FrameError, type LinkEnd } from './errors.js'
import type { FrameKind } from './frame.js'
import { handshakeBytes } from './hello.js'
import { Outbox } from './outbox.js'
import type { Timing } from './timing.js'

/** How long a socket may take to send its last bytes. */
const lingerMs = 1000
/** More than the outbox's limit, for what must not be dropped: control messages and replies. */
const reserveBytes = 4 * 1024 * 1024

/** Frames over a socket, both ways. Ends once, with a reason. */
export class Channel {
  /** Set by whoever has the floor: the handshake, then the link. */
  onFrame: OnFrame = () => {}
  onEnd: (reason: LinkEnd, cause?: unknown) => void = () => {}
  /** Bytes arrived, whatever they are. */
  onSign: () => void = () => {}
  /** Resolves when nothing of the socket is left: all was sent, or given up. */
  readonly closed: Promise<void>
  /** `host:port` of the other end, for people. */
  readonly address: string
  readonly #socket: Socket
  readonly #timing: Timing
  readonly #assembler: FrameAssembler
  readonly #outbox: Outbox
  readonly #queueBytes: number
  #hardLimit: number
  #ended = false

  constructor(socket: Socket, timing: Timing, queueBytes: number) {
    this.#socket = socket
    this.#timing = timing
    this.address = `${socket.remoteAddress ?? '?'}:${socket.remotePort ?? '?'}`
    this.#outbox = new Outbox(socket, queueBytes)
    this.#queueBytes = queueBytes
    this.#hardLimit = queueBytes + reserveBytes
    this.#assembler = new FrameAssembler(handshakeBytes, (kind, body) => this.onFrame(kind, body))
    let cause: unknown
    socket.setNoDelay(true)
    socket.on('data', (chunk) => this.#read(chunk))
    socket.on('error', (error) => {
      cause = error
    })
    // Not `end`: whatever the peer sent before it left has been read by the time of `close`.
    this.closed = new Promise((resolve) => {
      socket.on('close', () => {
        this.#finish('lost', cause)
        resolve()
      })
    })
  }

  get ended(): boolean {
    return this.#ended
  }

  /** False when a message that may be dropped should be. */
  get room(): boolean {
    return this.#outbox.room
  }

  /** False when an answer should be refused too, so that orders, which can't be, still have the reserve. */
  get roomForAnswers(): boolean {
    return this.#outbox.waiting < this.#queueBytes + reserveBytes / 2
  }

  /** True while the socket takes nothing. */
  get blocked(): boolean {
    return this.#outbox.blocked
  }

  /** The handshake is over: bodies up to `frameBytes` are taken. */
  allow(frameBytes: number): void {
    this.#assembler.maxBody = frameBytes
    // Who finds room takes it, however long its frame.
    this.#hardLimit = this.#queueBytes + frameBytes + reserveBytes
  }

  send(kind: FrameKind, body: Uint8Array = nothing): void {
    if (this.#ended) return
    this.#outbox.append(kind, body)
    if (this.#outbox.waiting > this.#hardLimit) this.end('overflow')
  }

  /** Ends now; what was sent before is flushed, for at most a second. */
  end(reason: LinkEnd, cause?: unknown): void {
    if (this.#ended) return
    const socket = this.#socket
    if (reason === 'closed' || reason === 'goodbye' || reason === 'frame') {
      this.#outbox.flush(true)
      socket.end()
      const cancel = this.#timing.schedule(lingerMs, () => socket.destroy())
      socket.once('close', cancel)
      socket.resume()
    } else socket.destroy()
    this.#finish(reason, cause)
  }

  #read(chunk: Uint8Array): void {
    if (this.#ended) return
    this.onSign()
    try {
      this.#assembler.push(chunk)
    } catch (error) {
      this.end('frame', error)
      // Not the peer's fault, but that of whoever listens here: nothing to keep quiet about.
      if (!(error instanceof FrameError)) throw error
    }
  }

  #finish(reason: LinkEnd, cause: unknown): void {
    if (this.#ended) return
    this.#ended = true
    this.#assembler.stop()
    this.onEnd(reason, cause)
  }
}

const nothing = new Uint8Array(0)
