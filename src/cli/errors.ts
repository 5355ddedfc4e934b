import { TroupeError } from '../errors.js'
import { registerError } from '../transport/error-record.js'

/** The command line asks for what does not exist or does not fit; the message says what to write instead. */
export class UsageError extends TroupeError {
  constructor(message: string, fields: Record<string, unknown> = {}) {
    super('ERR_USAGE', message, fields)
  }
}

/** The standard output cannot be written. */
export class OutputError extends TroupeError {
  constructor(cause: NodeJS.ErrnoException) {
    const why = cause.code === 'ENOSPC' ? 'no space is left' : cause.message
    super(
      'ERR_OUTPUT',
      `cannot write to the standard output: ${why}. Free some space, or send the output elsewhere.`,
      { errno: cause.code },
      cause,
    )
  }
}

/** Whoever read the output has closed it: the run ends, and nobody is there to be told. */
export class ReaderGoneError extends TroupeError {
  constructor() {
    super('ERR_READER_GONE', 'whoever read the output has closed it; the run ended with it.')
  }
}

// They go to the run's process and come back as its failure.
registerError(OutputError, ReaderGoneError)
