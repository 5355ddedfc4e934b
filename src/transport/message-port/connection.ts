import type { MessagePort, Worker } from 'node:worker_threads'
import type { Envelope } from '../envelope.js'
import { NotEncodableError } from '../errors.js'
import type { Connection } from '../transport.js'
import { locateUnencodable } from '../unencodable.js'

/** Envelopes over a MessagePort, or a Worker (whose port Node drains before its `exit` event). */
export class MessagePortConnection implements Connection {
  readonly #port: MessagePort | Worker
  readonly #close: () => void
  #listener: ((envelope: Envelope) => void) | undefined
  #early: Envelope[] = []

  /** @param close ends this end; a Worker has no port that could be closed from outside */
  constructor(port: MessagePort | Worker, close: () => void) {
    this.#port = port
    this.#close = close
  }

  send(envelope: Envelope): void {
    try {
      this.#port.postMessage(envelope, (envelope.transfer as never) ?? [])
    } catch (error) {
      throw new NotEncodableError(locateUnencodable(envelope), error)
    }
  }

  receive(listener: (envelope: Envelope) => void): void {
    this.#listener = listener
    // The listener may set another one while it handles the first envelope: that one gets the rest.
    while (this.#listener === listener && this.#early.length > 0) listener(this.#early.shift()!)
  }

  /** Called by whoever owns the port's `message` event. */
  deliver(envelope: Envelope): void {
    if (this.#listener) this.#listener(envelope)
    else this.#early.push(envelope)
  }

  close(): void {
    this.#close()
  }

  onClose(listener: () => void): void {
    this.#port.once('addEventListener' in this.#port ? 'close' : 'exit', listener)
  }
}
