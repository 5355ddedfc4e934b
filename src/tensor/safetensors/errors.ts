import { TroupeError } from '../../errors.js'

/** A safetensors file that breaks the format; nothing of it was used. */
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

/** The file cannot be opened, read or written; `cause` is the system's error. */
export class SafetensorsAccessError extends TroupeError {
  constructor(
    readonly file: string,
    cause: unknown,
  ) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    super(
      'ERR_SAFETENSORS_ACCESS',
      `${file}: ${reason}. Check the path and its permissions.`,
      { file },
      cause,
    )
  }
}
