import { TroupeError } from '../errors.js'
import { registerError } from '../transport/error-record.js'

/** A probe did not get what the test expects; the message says what came instead. */
export class ExpectationError extends TroupeError {
  constructor(probe: string, expected: string, instead: string) {
    super('ERR_EXPECTATION', `${probe} expected ${expected}, but ${instead}`, { probe, expected, instead })
  }
}

registerError(ExpectationError)
