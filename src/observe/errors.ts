import { TroupeError } from '../errors.js'
import { registerError } from '../transport/error-record.js'

/** A run directory cannot be made or written. */
export class RunDirectoryError extends TroupeError {
  constructor(directory: string, cause: unknown) {
    const code = (cause as NodeJS.ErrnoException | undefined)?.code
    const problem = code === undefined ? String(cause) : (problems[code] ?? code)
    super(
      'ERR_RUN_DIRECTORY',
      `cannot write the run directory ${directory}: ${problem}. Choose another with --run.`,
      { directory },
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

const problems: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EEXIST: 'it is a file',
  ENOENT: 'the place does not exist',
  ENOSPC: 'no space is left',
  ENOTDIR: 'a part of the path is a file',
  EROFS: 'the file system is read-only',
  ENOTEMPTY: 'it holds another run',
}

registerError(RunDirectoryError)
