import { problemOf, TroupeError } from '../../errors.js'
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

/** A checkpoint could not be written. Nothing of it is left, and what was written before stays. */
export class CheckpointWriteError extends TroupeError {
  constructor(path: string, step: number, cause: unknown) {
    super(
      'ERR_CHECKPOINT_WRITE',
      `the checkpoint of step ${step} could not be written to ${path}: ${problemOf(cause)}. The checkpoints written ` +
        'before stay.',
      { path, step },
      cause,
    )
  }
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
