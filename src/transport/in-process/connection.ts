import { EncodedPayload } from '../codec/codec.js'
import type { Envelope } from '../envelope.js'
import { NotEncodableError } from '../errors.js'
import { makeEnd } from '../frames.js'
import type { Connection } from '../transport.js'
import { sameWhereabouts, type Whereabouts } from '../whereabouts.js'

/**
 * One end of a link inside one thread. Payloads are encoded as between threads, so that a program which
 * works here works there, and arrive in a later microtask, in order.
 */
export class InProcessConnection implements Connection {
  codec
  readonly #here: Whereabouts
  #peer!: InProcessConnection
  #listener: ((envelope: Envelope) => void) | undefined
  #inbox: (Envelope | 'closed')[] = []
  #scheduled = false
  #open = true
  #onClosed: () => void = () => {}

  private constructor(here: Whereabouts) {
    this.#here = here
    this.codec = makeEnd(here).codec
  }

  static pair(a: Whereabouts, b: Whereabouts): [InProcessConnection, InProcessConnection] {
    const ends = [new InProcessConnection(a), new InProcessConnection(b)] as const
    ends[0].#peer = ends[1]
    ends[1].#peer = ends[0]
    return [...ends]
  }

  send(envelope: Envelope): boolean {
    const copy = encoded(envelope, this.codec)
    if (this.#open && this.#peer.#open) this.#peer.#push(copy)
    return true
  }

  receive(listener: (envelope: Envelope) => void): void {
    this.#listener = listener
    this.#schedule()
  }

  ended(): void {}

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
        } else this.#deliver(item)
      }
      this.#schedule()
    })
  }

  #deliver(envelope: Envelope): void {
    // What is for another place stays encoded.
    if (!sameWhereabouts(envelope.to, this.#here)) this.#listener!(envelope)
    else this.#listener!({ ...envelope, payload: this.codec.unpack(envelope.payload as EncodedPayload) })
  }
}

/** The envelope with its payload as bytes, and what travels beside them moved as postMessage would. */
function encoded(envelope: Envelope, codec: Connection['codec']): Envelope {
  const { payload, name, transfer } = envelope
  const packed = payload instanceof EncodedPayload ? payload : codec.pack(payload, name || 'reply', transfer)
  if (!packed.handed) return { ...envelope, payload: packed }
  try {
    const moved = structuredClone(
      { handed: packed.handed, transfer },
      { transfer: [...(transfer ?? [])] as never },
    )
    return {
      ...envelope,
      payload: new EncodedPayload(packed.bytes, moved.handed),
      transfer: moved.transfer,
    }
  } catch (error) {
    throw new NotEncodableError(name || 'reply', error)
  }
}
