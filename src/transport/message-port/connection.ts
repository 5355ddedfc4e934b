import type { MessagePort, Worker } from 'node:worker_threads'
import { ByteSink } from '../codec/sink.js'
import type { Envelope, Transferable } from '../envelope.js'
import { NotEncodableError } from '../errors.js'
import { type End, FrameReader, FrameWriter, makeEnd } from '../frames.js'
import type { Connection } from '../transport.js'
import type { Whereabouts } from '../whereabouts.js'

/** A frame and what travels beside it. */
export interface Packet {
  readonly frame: Uint8Array
  readonly handed: unknown[] | undefined
  /** What of `handed` can only be moved. */
  readonly transfer: readonly Transferable[] | undefined
}

const sink = new ByteSink(2 ** 12)

/** Envelopes over a MessagePort, or a Worker (whose port Node drains before its `exit` event). */
export class MessagePortConnection implements Connection {
  readonly #port: MessagePort | Worker
  readonly #close: () => void
  readonly #end: End
  readonly #writer: FrameWriter
  readonly #reader: FrameReader
  #listener: ((envelope: Envelope) => void) | undefined
  #early: Packet[] = []

  /** @param close ends this end; a Worker has no port that could be closed from outside */
  constructor(port: MessagePort | Worker, here: Whereabouts, close: () => void) {
    this.#port = port
    this.#close = close
    this.#end = makeEnd(here)
    this.#writer = new FrameWriter(this.#end)
    this.#reader = new FrameReader(this.#end)
  }

  get codec() {
    return this.#end.codec
  }

  set codec(codec) {
    this.#end.codec = codec
  }

  send(envelope: Envelope): boolean {
    sink.reset()
    const length = this.#writer.write(envelope, sink)
    const frame = sink.bytes.slice(0, length)
    const { transfer } = envelope
    const packet: Packet = { frame, handed: this.#writer.handed, transfer }
    try {
      this.#port.postMessage(packet, [frame.buffer, ...(transfer ?? [])] as never)
    } catch (error) {
      // Something in `transfer` was moved before, or is listed twice.
      this.#writer.takeBack()
      throw new NotEncodableError(envelope.name || 'reply', error)
    }
    return true
  }

  receive(listener: (envelope: Envelope) => void): void {
    this.#listener = listener
    // The listener may set another one while it handles the first envelope: that one gets the rest.
    while (this.#listener === listener && this.#early.length > 0) this.deliver(this.#early.shift()!)
  }

  /** Called by whoever owns the port's `message` event. */
  deliver(packet: Packet): void {
    if (!this.#listener) {
      this.#early.push(packet)
      return
    }
    const { frame, handed, transfer } = packet
    this.#listener(this.#reader.read(frame, 0, frame.length, handed, transfer))
  }

  /** Everything passes the opener, so nothing of that thread can still be on its way. */
  ended(): void {}

  close(): void {
    this.#close()
  }

  onClose(listener: () => void): void {
    this.#port.once('addEventListener' in this.#port ? 'close' : 'exit', listener)
  }
}
