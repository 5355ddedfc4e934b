import { TroupeError } from '../errors.js'

/** A payload holds something that can't leave its thread: a function, a symbol, a promise, … */
export class NotEncodableError extends TroupeError {
  constructor(path: string, cause: unknown) {
    const what = cause instanceof Error ? cause.message : String(cause)
    super(
      'ERR_NOT_ENCODABLE',
      `${path} can't be sent to another thread (${what}): send plain data, typed arrays, SharedArrayBuffers or refs`,
      { path },
      cause,
    )
  }
}
