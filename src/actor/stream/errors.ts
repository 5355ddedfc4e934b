import { TroupeError } from '../../errors.js'
import { registerError } from '../../transport/error-record.js'

/** A handler that gives a stream was asked for a reply, or told. */
export class StreamOnlyError extends TroupeError {
  constructor(path: string, message: string) {
    super(
      'ERR_STREAM_ONLY',
      `'${message}' of ${path} gives a stream: read it with ref.stream('${message}', …)`,
      { path, message },
    )
  }
}

/** The sender of a stream sent more than it was given credit for: its runtime is broken, or not ours. */
export class StreamOverrunError extends TroupeError {
  constructor(path: string, message: string, credits: number) {
    super(
      'ERR_STREAM_OVERRUN',
      `${path} sent more items of '${message}' than the ${credits} it had credit for: the stream was given up`,
      { path, message, credits },
    )
  }
}

registerError(StreamOnlyError, StreamOverrunError)
