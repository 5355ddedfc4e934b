import { TroupeError } from '../../errors.js'
import { registerError } from '../error-record.js'

/** The memory of a ring holds what no producer writes: something else in this process overwrote it. */
export class RingCorruptError extends TroupeError {
  constructor(reason: string) {
    super(
      'ERR_RING_CORRUPT',
      `a ring between threads can't be read (${reason}): native code wrote over its memory; restart the process`,
      { reason },
    )
  }
}

registerError(RingCorruptError)
