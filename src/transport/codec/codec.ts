import type { Transferable } from '../envelope.js'
import { NotEncodableError } from '../errors.js'
import { Decoder } from './decoder.js'
import { Encoder } from './encoder.js'
import type { CodecHooks } from './hooks.js'
import { type Limits, threadLimits } from './limits.js'
import { notEncodable } from './refusal.js'
import { ByteSink } from './sink.js'

/** A payload as it travels, for places that pass it on without opening it. `bytes` are the holder's own. */
export class EncodedPayload {
  constructor(
    readonly bytes: Uint8Array,
    readonly handed: unknown[] | undefined,
  ) {}
}

/**
 * Turns payloads into bytes and back, in an encoding of our own (tags.ts has the format, docs/actors.md why it is
 * none of FlatBuffers, JSON, v8.serialize, msgpackr and cbor-x). It means what structured clone means: shared and
 * circular references, holes, Map, Set, Date, RegExp, bigint, typed arrays; and beyond it carries errors with class,
 * code, fields and cause, and refs. Otherwise than there, views bring only their own bytes and no common buffer,
 * arrays no properties beside their elements, and what is larger or deeper than `limits` is refused.
 *
 * What can't be bytes is handed over: SharedArrayBuffers, and whatever is in `transfer` (MessagePorts, buffers to
 * be moved), travel beside the bytes as a list, for which the encoding has indices. A transport that leaves the
 * process must refuse a payload with such a list.
 *
 * One codec serves one lane or one peer, in both directions. It isn't reentrant: a getter in a payload can't send.
 * It keeps nothing of a message but short strings.
 */
export class PayloadCodec {
  readonly #encoder: Encoder
  readonly #decoder: Decoder
  #busy = false

  constructor(hooks: CodecHooks, limits: Limits = threadLimits) {
    this.#encoder = new Encoder(hooks, limits)
    this.#decoder = new Decoder(hooks, limits)
  }

  /**
   * Appends the encoding of `value` to `sink`, at a position that is a multiple of 8 from the sink's start.
   *
   * @param label names the payload in errors: the message, or `reply`
   * @returns what travels beside the bytes, if anything does
   * @throws NotEncodableError; the sink's position is then as before
   */
  encode(
    value: unknown,
    label: string,
    sink: ByteSink,
    transfer?: readonly Transferable[],
  ): unknown[] | undefined {
    if (this.#busy)
      throw new NotEncodableError(label, new TypeError('it is sent by a getter of another message'))
    const before = sink.position - sink.start
    this.#busy = true
    try {
      return this.#encoder.encode(value, sink, transfer)
    } catch (error) {
      const refuses = (part: unknown) => this.#refuses(part, transfer)
      const refused = notEncodable(value, label, error, refuses)
      sink.position = sink.start + before
      throw refused
    } finally {
      this.#busy = false
    }
  }

  /**
   * The value encoded in `bytes[start … end)`, which are copied, never kept.
   *
   * @param handed what travelled beside the bytes
   * @throws InvalidPayloadError for any bytes that `encode` didn't make
   */
  decode(bytes: Uint8Array, start: number, end: number, handed?: readonly unknown[]): unknown {
    return this.#decoder.decode(bytes, start, end, handed)
  }

  /** `encode` into memory of its own. @throws NotEncodableError */
  pack(value: unknown, label: string, transfer?: readonly Transferable[]): EncodedPayload {
    const sink = new ByteSink(256)
    const handed = this.encode(value, label, sink, transfer)
    return new EncodedPayload(sink.bytes.subarray(0, sink.position), handed)
  }

  /**
   * `pack` for another process, where nothing can be handed over.
   *
   * @throws NotEncodableError with the path of shared memory and ports too
   */
  packBytes(value: unknown, label: string, transfer?: readonly Transferable[]): EncodedPayload {
    const packed = this.pack(value, label, transfer)
    if (!packed.handed) return packed
    const hands = (part: unknown) => {
      try {
        return this.pack(part, label, transfer).handed !== undefined
      } catch {
        return true
      }
    }
    throw notEncodable(value, label, 'shared memory and ports stay in their process', hands)
  }

  /** `decode` of all bytes. @throws InvalidPayloadError */
  unpack({ bytes, handed }: EncodedPayload): unknown {
    return this.#decoder.decode(bytes, 0, bytes.length, handed)
  }

  #refuses(value: unknown, transfer: readonly Transferable[] | undefined): boolean {
    try {
      this.#encoder.encode(value, new ByteSink(256), transfer)
      return false
    } catch {
      return true
    }
  }
}
