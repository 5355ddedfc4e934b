import { TroupeError } from '../../errors.js'
import { registerError } from '../../transport/error-record.js'

/** A safetensors file, or an index of several, that breaks the format; nothing of it was used. */
export class SafetensorsError extends TroupeError {
  constructor(
    readonly file: string,
    /** What is wrong, without the file's name. */
    readonly reason: string,
    cause?: unknown,
  ) {
    super(
      'ERR_SAFETENSORS',
      `${file}: not a valid safetensors file: ${reason}. Write the file again, or copy it again from where it came.`,
      { file, reason },
      cause,
    )
  }
}

registerError(SafetensorsError)
