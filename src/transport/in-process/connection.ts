import type { Envelope } from '../envelope.js'
import { NotEncodableError } from '../errors.js'
import type { Connection } from '../transport.js'
import { locateUnencodable } from '../unencodable.js'

/**
 * One end of a link inside one thread. Payloads are cloned as between threads, so that a program which
 * works here works there, and arrive in a later microtask, in order.
 */
export class InProcessConnection implements Connection {
  #peer!: InProcessConnection
  #listener: ((envelope: Envelope) => void) | undefined
  #inbox: (Envelope | 'closed')[] = []
  #scheduled = false
  #open = true
  #onClosed: () => void = () => {}

  private constructor() {}

  static pair(): [InProcessConnection, InProcessConnection] {
    const [a, b] = [new InProcessConnection(), new InProcessConnection()]
    a.#peer = b
    b.#peer = a
    return [a, b]
  }

  send(envelope: Envelope): void {
    let copy: Envelope
    try {
      copy = structuredClone(envelope, { transfer: [...(envelope.transfer ?? [])] as never })
    } catch (error) {
      throw new NotEncodableError(locateUnencodable(envelope), error)
    }
    if (this.#open && this.#peer.#open) this.#peer.#push(copy)
  }

  receive(listener: (envelope: Envelope) => void): void {
    this.#listener = listener
    this.#schedule()
  }

  close(): void {
    if (!this.#open) return
    this.#open = false
    this.#inbox = []
    this.#peer.#push('closed')
    queueMicrotask(() => this.#onClosed())
  }

  onClose(listener: () => void): void {
    this.#onClosed = listener
  }

  #push(item: Envelope | 'closed'): void {
    this.#inbox.push(item)
    this.#schedule()
  }

  #schedule(): void {
    if (this.#scheduled || this.#listener === undefined || this.#inbox.length === 0) return
    this.#scheduled = true
    queueMicrotask(() => {
      this.#scheduled = false
      for (const item of this.#inbox.splice(0)) {
        // Closing from inside a listener drops what is left, as a closed port does.
        if (!this.#open) return
        if (item === 'closed') {
          this.#open = false
          this.#onClosed()
        } else this.#listener!(item)
      }
      this.#schedule()
    })
  }
}
