import { TroupeError } from '../errors.js'

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

const problems: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EEXIST: 'it is a file',
  ENOENT: 'the place does not exist',
  ENOSPC: 'no space is left',
  ENOTDIR: 'a part of the path is a file',
  EROFS: 'the file system is read-only',
  ENOTEMPTY: 'it holds another run',
}
