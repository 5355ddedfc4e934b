import { TroupeError } from '../../errors.js'
import { registerError } from '../../transport/error-record.js'

/** A checkpoint that may not be used; `reason` says what is wrong with it. It is skipped for an older one. */
export class CheckpointDamagedError extends TroupeError {
  constructor(
    readonly path: string,
    readonly reason: string,
    cause?: unknown,
  ) {
    super('ERR_CHECKPOINT_DAMAGED', `the checkpoint ${path} ${reason}.`, { path, reason }, cause)
  }
}

/** A checkpoint could not be written. The run goes on, and what was written before stays. */
export class CheckpointWriteError extends TroupeError {
  constructor(path: string, step: number, cause: unknown) {
    const { code } = cause as NodeJS.ErrnoException
    const problem =
      (code === undefined ? undefined : problems[code]) ??
      (cause instanceof Error ? cause.message.split('\n', 1)[0]! : String(cause))
    super(
      'ERR_CHECKPOINT_WRITE',
      `the checkpoint of step ${step} could not be written to ${path}: ${problem}. The run goes on; the checkpoints ` +
        'written before stay.',
      { path, step },
      cause,
    )
  }
}

const problems: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EDQUOT: 'the quota is used up',
  EEXIST: 'a part of the path is a file',
  EFBIG: 'the file would be larger than is allowed',
  EIO: 'the disk reports an error',
  ENOSPC: 'no space is left',
  ENOTDIR: 'a part of the path is a file',
  EROFS: 'the file system is read-only',
}

/** There are checkpoints, and none of them is good. */
export class NoCheckpointError extends TroupeError {
  constructor(
    directory: string,
    problem: string,
    readonly skipped: readonly { readonly path: string; readonly reason: string }[] = [],
  ) {
    super('ERR_NO_CHECKPOINT', `cannot resume from ${directory}: ${problem}.`, { directory, skipped })
  }
}

registerError(CheckpointDamagedError, CheckpointWriteError, NoCheckpointError)
