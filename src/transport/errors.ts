import { TroupeError, textOf } from '../errors.js'

/** A payload holds something that can't leave its thread: a function, a symbol, a promise, … */
export class NotEncodableError extends TroupeError {
  constructor(path: string, cause: unknown) {
    const what = cause instanceof Error ? cause.message : textOf(cause)
    super(
      'ERR_NOT_ENCODABLE',
      `${path} can't be sent to another thread (${what}): send plain data, typed arrays, SharedArrayBuffers or refs`,
      { path },
      cause,
    )
  }
}

/** `registerError` was given something that is no class of errors. */
export class ErrorClassError extends TroupeError {
  constructor(given: unknown) {
    super('ERR_ERROR_CLASS', `registerError: expected classes that extend Error, got ${textOf(given)}`)
  }
}
