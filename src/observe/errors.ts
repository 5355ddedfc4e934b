import { lacksSpace, problemOf, TroupeError } from '../errors.js'
import { registerError } from '../transport/error-record.js'

/** A run directory cannot be made or written. */
export class RunDirectoryError extends TroupeError {
  constructor(directory: string, cause: unknown) {
    const { code } = (cause ?? {}) as NodeJS.ErrnoException
    const problem = problems[code ?? ''] ?? problemOf(cause)
    super(
      'ERR_RUN_DIRECTORY',
      `cannot write the run directory ${directory}: ${problem}. ` +
        `${lacksSpace(cause) ? 'Free space, or choose' : 'Choose'} another with --run.`,
      { directory },
      cause,
    )
  }
}

/** Somebody removed or moved the directory of a run that is at work in it. It is not made again. */
export class RunDirectoryGoneError extends TroupeError {
  constructor(directory: string) {
    super(
      'ERR_RUN_DIRECTORY',
      `the run directory ${directory} is gone: somebody removed or moved it while the run was at work there. Nothing ` +
        'that the run writes is kept: stop it, and start it again.',
      { directory },
    )
  }
}

/** What a run leaves at its end could not be written, because the disk is full. */
export class DiskFullError extends TroupeError {
  /** @param resume the directory to go on from: it has the last checkpoint; null without one */
  constructor(directory: string, resume: string | null, cause: unknown) {
    const kept =
      resume === null
        ? 'and no checkpoint was written before. Free space, and start the run again'
        : `but its last checkpoint was kept. Free space, then go on with --resume ${resume}`
    super(
      'ERR_DISK_FULL',
      `no space is left for the run directory ${directory}: what the run leaves could not be written, ${kept}.`,
      { directory, resume },
      cause,
    )
  }
}

/** Another process trains in this run directory. */
export class RunInUseError extends TroupeError {
  /** @param pid the process that has it; undefined where it cannot be seen */
  constructor(directory: string, pid: number | undefined) {
    const who =
      pid === undefined ? 'another process' : pid === process.pid ? 'this process' : `process ${pid}`
    const stop = pid === undefined || pid === process.pid ? 'stop it' : `stop it (kill -INT ${pid})`
    super(
      'ERR_RUN_IN_USE',
      `the run directory ${directory} is in use by ${who}. Wait until that run ends, ${stop}, or choose another ` +
        'directory with --run.',
      { directory, pid },
    )
  }
}

/** Where these mean something else than elsewhere. */
const problems: Readonly<Record<string, string>> = {
  EEXIST: 'it is a file',
  ENOTEMPTY: 'it holds another run',
}

registerError(RunDirectoryError, RunDirectoryGoneError, RunInUseError, DiskFullError)
