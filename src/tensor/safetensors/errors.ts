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

/** A valid safetensors file with a tensor of a dtype that troupe has none of (F8_E4M3, I16); nothing of it was used. */
export class SafetensorsDtypeError extends TroupeError {
  constructor(
    readonly file: string,
    readonly tensor: string,
    /** As the file names it. */
    readonly dtype: string,
    /** What comes closest among what troupe has. */
    readonly closest: string,
  ) {
    super(
      'ERR_SAFETENSORS_DTYPE',
      `${file}: tensor '${tensor}' is of ${dtype}, which the format allows and troupe has no tensors of. Convert it where the file is written, to ${closest}, or leave it out.`,
      { file, tensor, dtype, closest },
    )
  }
}

registerError(SafetensorsError, SafetensorsDtypeError)
