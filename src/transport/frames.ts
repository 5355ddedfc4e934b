import { EncodedPayload, PayloadCodec } from './codec/codec.js'
import { noRefs } from './codec/hooks.js'
import type { ByteSink } from './codec/sink.js'
import type { Envelope, Kind as KindName, Transferable } from './envelope.js'
import { NotEncodableError } from './errors.js'
import { type NodeId, type Whereabouts, whereabouts } from './whereabouts.js'
import { Kind, Lane } from './wire/layout.js'
import { EnvelopeReader } from './wire/reader.js'
import { EnvelopeWriter } from './wire/writer.js'

const kindNames = Object.keys(Kind) as KindName[]

/** What the links of one place have in common: who is at this end, and how payloads become bytes. */
export interface End {
  readonly here: Whereabouts
  /** Knows no refs until the runtime of the place sets its own. */
  codec: PayloadCodec
}

export const makeEnd = (here: Whereabouts): End => ({ here, codec: new PayloadCodec(noRefs) })

/** Writes the envelopes of one one-way lane as frames, one after the other. */
export class FrameWriter {
  /** What travels beside the frame written last. */
  handed: unknown[] | undefined
  readonly #end: End
  readonly #writer = new EnvelopeWriter()

  constructor(end: End) {
    this.#end = end
  }

  /**
   * Writes a frame at the sink's start; it must reach the reader, in order, or be taken back.
   *
   * @returns its length in bytes
   * @throws NotEncodableError; nothing was written then
   */
  write(envelope: Envelope, sink: ByteSink): number {
    const { lane, kind, from, to, actor, id, name, payload, transfer } = envelope
    const { node } = this.#end.here
    const writer = this.#writer
    try {
      writer.open(
        sink,
        lane === 'user' ? Lane.user : Lane.control,
        Kind[kind],
        from.place,
        to.place,
        actor,
        id,
        name,
        from.node === node ? undefined : from.node,
        to.node === node ? undefined : to.node,
      )
      if (payload instanceof EncodedPayload) {
        sink.append(payload.bytes)
        this.handed = payload.handed
      } else this.handed = this.#end.codec.encode(payload, name || 'reply', sink, transfer)
    } catch (error) {
      writer.takeBack()
      // Besides payloads that can't be encoded: a message name that is too long.
      throw error instanceof NotEncodableError ? error : new NotEncodableError(name.slice(0, 40), error)
    }
    return writer.close(sink)
  }

  /** The frame written last won't be sent. */
  takeBack(): void {
    this.#writer.takeBack()
  }
}

/** Reads the frames of one one-way lane. */
export class FrameReader {
  readonly #end: End
  readonly #reader = new EnvelopeReader()
  #from: Whereabouts

  constructor(end: End) {
    this.#end = end
    this.#from = end.here
  }

  /**
   * The envelope in `bytes[start … end)`, a multiple of 8 from the array's start. One that is for another place,
   * or from another node, keeps its payload encoded, in memory of its own.
   *
   * @param handed what travelled beside it, and `transfer`, what of that can only be moved
   * @throws InvalidFrameError, InvalidPayloadError
   */
  read(
    bytes: Uint8Array,
    start: number,
    end: number,
    handed: unknown[] | undefined,
    transfer: readonly Transferable[] | undefined,
  ): Envelope {
    const { here, codec } = this.#end
    const reader = this.#reader
    reader.read(bytes, start, end)
    const { payloadStart, payloadEnd, toNode, toPlace } = reader
    const forHere = toPlace === here.place && (toNode === undefined || toNode === here.node)
    return {
      lane: reader.lane === Lane.user ? 'user' : 'control',
      kind: kindNames[reader.kind]!,
      from: this.#sender(reader.fromPlace, reader.fromNode),
      to: forHere ? here : whereabouts(toNode ?? here.node, toPlace),
      actor: reader.actor,
      id: reader.id,
      name: reader.name,
      // What another node sent may make no sense: whoever opens it must be ready for that, a lane isn't.
      payload:
        forHere && reader.fromNode === undefined
          ? codec.decode(bytes, payloadStart, payloadEnd, handed)
          : new EncodedPayload(Uint8Array.from(bytes.subarray(payloadStart, payloadEnd)), handed),
      transfer,
    }
  }

  /** Most frames come from the same place as the one before. */
  #sender(place: number, node: NodeId | undefined): Whereabouts {
    const last = this.#from
    if (last.place === place && node === undefined && last.node === this.#end.here.node) return last
    this.#from = whereabouts(node ?? this.#end.here.node, place)
    return this.#from
  }
}
