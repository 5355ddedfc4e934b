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

/** A run is to be resumed whose record is gone, with other options than it had: nobody knows them any more. */
export class RunRecordLostError extends TroupeError {
  constructor(directory: string, cause: IdentityMismatchError) {
    const differences = cause.fields.differences as readonly string[]
    super(
      'ERR_RUN_RECORD',
      `${directory} has no run.json that can be read, so the options of its run are not known, and those given are ` +
        `others: ${differences.join('; ')}. Give the options that it had along with --resume.`,
      { directory, differences },
      cause,
    )
  }
}

registerError(IdentityMismatchError, RunRecordLostError)
