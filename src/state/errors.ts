import { TroupeError } from '../errors.js'
import { registerError } from '../transport/error-record.js'

/** Two parties of one run do not have the same identity, so their bits could differ. */
export class IdentityMismatchError extends TroupeError {
  constructor(who: string, differences: readonly string[]) {
    super(
      'ERR_IDENTITY',
      `${who} is not of this run: ${differences.join('; ')}. Use the same options, task and library builds.`,
      { who, differences },
    )
  }
}

registerError(IdentityMismatchError)
