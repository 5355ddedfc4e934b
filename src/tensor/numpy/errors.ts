import { TroupeError } from '../../errors.js'
import { registerError } from '../../transport/error-record.js'

/** A .npy or .npz file that breaks its format, or holds what no tensor can; nothing of it was used. */
export class NumpyError extends TroupeError {
  constructor(
    readonly file: string,
    /** What is wrong, without the file's name. */
    readonly reason: string,
    remedy = 'Write the file again, or copy it again from where it came',
    cause?: unknown,
  ) {
    super('ERR_NUMPY', `${file}: ${reason}. ${remedy}.`, { file, reason }, cause)
  }
}

registerError(NumpyError)
