import { TroupeError } from '../../errors.js'
import { registerError } from '../error-record.js'

/** Bytes that claim to be a payload are none; nothing of them was kept. */
export class InvalidPayloadError extends TroupeError {
  /** @param offset bytes from the payload's start to where the decoder stood */
  constructor(reason: string, offset: number, cause?: unknown) {
    super(
      'ERR_PAYLOAD_INVALID',
      `a payload can't be decoded (${reason} at byte ${offset}): the sender runs another version, or the bytes were damaged`,
      { reason, offset },
      cause,
    )
  }
}

registerError(InvalidPayloadError)
