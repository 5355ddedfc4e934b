import { EncodedPayload, type PayloadCodec } from '../codec/codec.js'
import type { Envelope } from '../envelope.js'
import { NotEncodableError } from '../errors.js'

/**
 * The envelope with its payload as bytes, and what travels beside them moved as postMessage would move it: what
 * works here works between threads.
 *
 * @throws NotEncodableError
 */
export function encoded(envelope: Envelope, codec: PayloadCodec): Envelope {
  const { payload, name, transfer } = envelope
  const packed = payload instanceof EncodedPayload ? payload : codec.pack(payload, name || 'reply', transfer)
  if (!packed.handed) return { ...envelope, payload: packed }
  try {
    const beside = { handed: packed.handed, transfer }
    const moved = structuredClone(beside, { transfer: [...(transfer ?? [])] as never })
    return { ...envelope, payload: new EncodedPayload(packed.bytes, moved.handed), transfer: moved.transfer }
  } catch (error) {
    throw new NotEncodableError(name || 'reply', error)
  }
}

/** True when it can be delivered twice: nothing in it was moved. */
export const repeatable = ({ payload }: Envelope): boolean =>
  !(payload instanceof EncodedPayload && payload.handed)
