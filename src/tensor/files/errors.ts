import { lacksSpace, TroupeError } from '../../errors.js'
import { registerError } from '../../transport/error-record.js'

/** A file of tensors cannot be opened, read or written; `cause` is the system's error where there is one. */
export class FileAccessError extends TroupeError {
  constructor(
    readonly file: string,
    reason: string,
    cause?: unknown,
  ) {
    const remedy = lacksSpace(cause) ? 'Free some space' : 'Check the path and its permissions'
    super('ERR_FILE_ACCESS', `${file}: ${reason}. ${remedy}.`, { file }, cause)
  }
}

registerError(FileAccessError)
