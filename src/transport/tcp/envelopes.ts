import { EncodedPayload } from '../codec/codec.js'
import { ByteSink } from '../codec/sink.js'
import type { Envelope } from '../envelope.js'
import { NotEncodableError } from '../errors.js'
import { whereabouts } from '../whereabouts.js'
import { Kind, Lane } from '../wire/layout.js'
import { EnvelopeReader } from '../wire/reader.js'
import { frameVerifier } from '../wire/verify.js'
import { EnvelopeWriter } from '../wire/writer.js'
import { FrameError } from './errors.js'

const kinds = ['tell', 'ask', 'reply', 'failure', 'item', 'credit', 'cancel'] as const

/** An envelope whose payload is encoded. */
export type Packed = Envelope & { readonly payload: EncodedPayload }

/** One that came in. */
export type Received = Packed & {
  /** What is wrong with its payload, if that is known already. */
  readonly damage: Error | undefined
}

/** What a frame holds beside the payload, at most: the message's name and the fixed part. */
const overheadBytes = 2048

/** Envelopes as frame bodies, in both directions of one link. Their payloads stay encoded. */
export class Envelopes {
  readonly #here: string
  readonly #there: string
  readonly #writer = new EnvelopeWriter()
  readonly #reader = new EnvelopeReader()
  // Payloads may be passed on to a thread that trusts its siblings, so they are checked here, unopened.
  readonly #verify = frameVerifier()
  readonly #sink = new ByteSink()

  /** @param there the node at the other end, and the only one that may speak or be spoken to */
  constructor(here: string, there: string) {
    this.#here = here
    this.#there = there
  }

  /**
   * The body for an envelope. Names are numbered on their way: whatever is written must be sent, in this order.
   *
   * @returns bytes that hold until the next call
   * @throws NotEncodableError when it has more than `maxBytes`
   */
  write(envelope: Packed, maxBytes: number): Uint8Array {
    const { lane, kind, from, to, actor, id, name, payload } = envelope
    const { bytes } = payload
    const label = name || 'reply'
    if (bytes.length + overheadBytes > maxBytes) {
      throw new NotEncodableError(label, `${bytes.length} bytes are more than the ${maxBytes} of a frame`)
    }
    const sink = this.#sink
    sink.reset()
    try {
      this.#writer.open(sink, Lane[lane], Kind[kind], from.place, to.place, actor, id, name)
    } catch (error) {
      this.#writer.takeBack()
      throw new NotEncodableError(label.slice(0, 40), error)
    }
    sink.append(bytes)
    const length = this.#writer.close(sink)
    return sink.bytes.subarray(0, length)
  }

  /**
   * The envelope in a body; its payload, still encoded, lies in the body's memory. A payload that does not
   * decode leaves the rest of its envelope, and those that follow, as they are.
   *
   * @throws FrameError
   */
  read(body: Uint8Array): Received {
    const reader = this.#reader
    let damage: Error | undefined
    try {
      damage = this.#verify(body)
      reader.read(body, 0, body.length)
    } catch (error) {
      throw new FrameError('body', 'envelope', error)
    }
    if (reader.fromNode !== undefined || reader.toNode !== undefined) {
      throw new FrameError('source', `from ${reader.fromNode ?? 'itself'} to ${reader.toNode ?? 'this'}`)
    }
    if (reader.parcel !== 0) throw new FrameError('body', 'a parcel')
    return {
      lane: reader.lane === Lane.control ? 'control' : 'user',
      kind: kinds[reader.kind]!,
      from: whereabouts(this.#there, reader.fromPlace),
      to: whereabouts(this.#here, reader.toPlace),
      actor: reader.actor,
      id: reader.id,
      name: reader.name,
      payload: new EncodedPayload(body.subarray(reader.payloadStart, reader.payloadEnd), undefined),
      transfer: undefined,
      damage,
    }
  }
}
