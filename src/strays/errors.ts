import { TroupeError } from '../errors.js'
import { registerError } from '../transport/error-record.js'
import { originOf } from './blame.js'

/** Something was thrown where nobody could catch it: in a timer or by a promise that nobody awaits. */
export class StrayError extends TroupeError {
  constructor(thrown: unknown, rejected: boolean) {
    const what = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown)
    const origin = thrown instanceof Error ? originOf(thrown) : undefined
    super(
      'ERR_STRAY',
      `${rejected ? 'a promise that nobody awaits was rejected' : 'an error was thrown that nobody caught'}` +
        `${origin === undefined ? '' : ` by ${origin}`}: ${what.split('\n', 1)[0]}. ` +
        `${rejected ? 'Await it, or catch its error' : 'Catch it where it is thrown'}, in the task.`,
      { origin },
      thrown,
    )
  }
}

registerError(StrayError)
