import { TroupeError, textOf } from '../../errors.js'
import { registerError } from '../../transport/error-record.js'

/** What was sent to one generation of a group met a later one, or the group began a new one before all had answered. */
export class StaleGenerationError extends TroupeError {
  /** @param path of the member that refused it, or of the group whose request ended */
  constructor(path: string, message: string, generation: number, current: number) {
    super(
      'ERR_STALE_GENERATION',
      `'${message}' was for generation ${generation} of ${path}, which lives in generation ${current}: its state is fresh, so send again what still counts`,
      { path, message, generation, current },
    )
  }
}

/** A request to all members of a group failed because of one of them; `cause` is what that one's ask rejected with. */
export class MemberFailedError extends TroupeError {
  constructor(path: string, message: string, index: number, cause: unknown) {
    const what = cause instanceof Error ? cause.message : textOf(cause)
    super(
      'ERR_MEMBER_FAILED',
      `'${message}' failed in member ${index} of its group, ${path}: ${what}`,
      { path, message, index },
      cause,
    )
  }
}

registerError(StaleGenerationError, MemberFailedError)
