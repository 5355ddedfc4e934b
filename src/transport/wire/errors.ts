import { TroupeError } from '../../errors.js'
import { registerError } from '../error-record.js'

/** Bytes that claim to be a frame are none, or use names that this lane never defined. */
export class InvalidFrameError extends TroupeError {
  constructor(reason: string) {
    super(
      'ERR_FRAME_INVALID',
      `a frame can't be read (${reason}): the sender runs another version, or the bytes were damaged; close the link`,
      { reason },
    )
  }
}

registerError(InvalidFrameError)
