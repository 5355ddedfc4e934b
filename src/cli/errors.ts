import { TroupeError } from '../errors.js'
import { originOf } from './exit.js'

/** The command line asks for what does not exist or does not fit; the message says what to write instead. */
export class UsageError extends TroupeError {
  constructor(message: string, fields: Record<string, unknown> = {}) {
    super('ERR_USAGE', message, fields)
  }
}

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

/** The standard output cannot be written. */
export class OutputError extends TroupeError {
  constructor(cause: NodeJS.ErrnoException) {
    const why = cause.code === 'ENOSPC' ? 'no space is left' : cause.message
    super(
      'ERR_OUTPUT',
      `cannot write to the standard output: ${why}. Free some space, or send the output elsewhere.`,
      { errno: cause.code },
      cause,
    )
  }
}

/** Whoever read the output has closed it: the run ends, and nobody is there to be told. */
export class ReaderGoneError extends TroupeError {
  constructor() {
    super('ERR_READER_GONE', 'whoever read the output has closed it; the run ended with it.')
  }
}
