import { TroupeError } from '../../errors.js'
import { registerError } from '../../transport/error-record.js'

/** A peer does not start actors of this name for others. */
export class NotSpawnableError extends TroupeError {
  constructor(actor: string, known: readonly string[]) {
    super(
      'ERR_NOT_SPAWNABLE',
      `the peer starts no actor named '${actor}' for others; it starts: ${known.join(', ') || 'none'}; list it in actors where it listens`,
      { actor, known },
    )
  }
}

/** As many actors as allowed run here for one peer. */
export class TooManyGuestsError extends TroupeError {
  constructor(most: number) {
    super(
      'ERR_TOO_MANY_GUESTS',
      `the peer already runs ${most} actors for this system: stop some, or raise maxActors where it listens`,
      { most },
    )
  }
}

registerError(NotSpawnableError, TooManyGuestsError)
