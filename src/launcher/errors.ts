import { counted, TroupeError } from '../errors.js'
import { AddonLoadError, AddonMissingError } from '../native/errors.js'
import { registerError } from '../transport/error-record.js'

/** The process of a run died more often than `restarts` allows, or three times without getting any further. */
export class ProcessLostError extends TroupeError {
  constructor(cause: string, deaths: number, step: number, resume: string | null) {
    super(
      'ERR_PROCESS_LOST',
      `the run is given up: its ${cause} at step ${step}, and ${counted(deaths, 'restart')} did not get it further. ` +
        (resume === null
          ? 'No checkpoint was written. Look for native code that crashes, and write checkpoints: --checkpoint-every.'
          : `Look for native code that crashes; then go on with --resume ${resume}.`),
      { deaths, step, resume },
    )
  }
}

/** What was asked of a run cannot be answered: its process died meanwhile, or the run is over. */
export class ProcessGoneError extends TroupeError {
  /** @param over whether the run is, so that nobody will answer later either */
  constructor(what: string, over = false) {
    const then = over
      ? 'the run is over'
      : 'the process of the run has ended. If it is started again, ask again'
    super('ERR_PROCESS_GONE', `${what} was not answered: ${then}.`, { what, over })
  }
}

/** The process of the run did not end when it was asked to. */
export class StopOverdueError extends TroupeError {
  constructor(waitedMs: number) {
    super(
      'ERR_STOP_OVERDUE',
      `the run did not stop within ${Math.round(waitedMs / 1000)} s and was ended. What its last checkpoint has is kept.`,
      { waitedMs },
    )
  }
}

/** The process ended by itself before its work had: by `process.exit()`, or because nothing was left to wait for. */
export class EndedEarlyError extends TroupeError {
  constructor(code: number, caller: string | undefined) {
    super(
      'ERR_ENDED_EARLY',
      caller === undefined
        ? 'the process ended before the command had: something awaits a promise that nothing settles. ' +
            'Look for it in the task.'
        : `process.exit(${code}) was called by ${caller}, and the process ended before the command had. ` +
            'Throw an error instead.',
      { caller },
    )
  }
}

registerError(AddonLoadError, AddonMissingError)
registerError(ProcessLostError, ProcessGoneError, StopOverdueError, EndedEarlyError)
