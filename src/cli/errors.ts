import { TroupeError } from '../errors.js'

/** The command line asks for what does not exist or does not fit; the message says what to write instead. */
export class UsageError extends TroupeError {
  constructor(message: string, fields: Record<string, unknown> = {}) {
    super('ERR_USAGE', message, fields)
  }
}
