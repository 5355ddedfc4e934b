import { type EncodedPayload, PayloadCodec } from '../../../src/transport/codec/codec.js'
import { noRefs } from '../../../src/transport/codec/hooks.js'
import { remoteLimits } from '../../../src/transport/codec/limits.js'
import type { Envelope } from '../../../src/transport/envelope.js'
import { Envelopes } from '../../../src/transport/tcp/envelopes.js'
import type { Link } from '../../../src/transport/tcp/link.js'
import { defaultHeartbeat } from '../../../src/transport/tcp/suspicion.js'
import type { Connection } from '../../../src/transport/transport.js'

export const linkOptions = {
  name: 'a test',
  context: undefined,
  // Silence is not what these tests are about: nobody is given up for being held up.
  heartbeat: { ...defaultHeartbeat, acceptablePauseMs: 60_000 },
  frameBytes: 1 << 24,
  queueBytes: 1 << 24,
}

/** One end of a link as the transports' common suite knows connections: what is sent early waits for the link. */
export class LinkConnection implements Connection {
  codec = new PayloadCodec(noRefs, remoteLimits)
  #link: Link | undefined
  #envelopes: Envelopes | undefined
  #unsent: Envelope[] = []
  #unheard: Envelope[] = []
  #listener: ((envelope: Envelope) => void) | undefined
  #onClose = () => {}
  #closed = false

  linked(link: Link, here: string): void {
    this.#link = link
    this.#envelopes = new Envelopes(here, link.peer.node)
    for (const envelope of this.#unsent.splice(0)) this.#write(envelope)
    if (this.#closed) link.close('closed')
  }

  arrived(body: Uint8Array): void {
    const envelope = this.#envelopes!.read(body)
    const opened = { ...envelope, payload: this.codec.unpack(envelope.payload) }
    if (this.#listener) this.#listener(opened)
    else this.#unheard.push(opened)
  }

  lost(): void {
    this.#closed = true
    this.#onClose()
  }

  send(envelope: Envelope): boolean {
    const { payload, name, transfer } = envelope
    const packed = {
      ...envelope,
      payload: this.codec.packBytes(payload, name, transfer),
      transfer: undefined,
    }
    if (this.#link) this.#write(packed)
    else this.#unsent.push(packed)
    return true
  }

  receive(listener: (envelope: Envelope) => void): void {
    this.#listener = listener
    for (const envelope of this.#unheard.splice(0)) listener(envelope)
  }

  ended(): void {}

  close(): void {
    this.#closed = true
    this.#link?.close('closed')
  }

  onClose(listener: () => void): void {
    this.#onClose = listener
  }

  #write(envelope: Envelope): void {
    const packed = { ...envelope, payload: envelope.payload as EncodedPayload }
    this.#link!.send(this.#envelopes!.write(packed, this.#link!.frameBytes))
  }
}
