import { TroupeError } from '../errors.js'
import { registerError } from '../transport/error-record.js'

/** An option with a wrong value, or options that contradict each other. Wrong usage: exit 2. */
export class OptionError extends TroupeError {
  constructor(message: string, fields: Record<string, unknown> = {}) {
    super('ERR_OPTION', message, fields)
  }
}

/** `<task>` is neither a built-in name nor a file. Wrong usage: exit 2. */
export class TaskNotFoundError extends TroupeError {
  constructor(message: string, fields: Record<string, unknown>) {
    super('ERR_TASK_NOT_FOUND', message, fields)
  }
}

/** The task's source does not compile, or an import in it leads nowhere. */
export class TaskBuildError extends TroupeError {
  constructor(path: string, problem: string, cause?: unknown) {
    super(
      'ERR_TASK_BUILD',
      `the task ${path} cannot be built: ${problem}. Correct it and run again.`,
      { path },
      cause,
    )
  }
}

/** The task's module threw while it was imported. */
export class TaskImportError extends TroupeError {
  constructor(path: string, cause: unknown) {
    super('ERR_TASK_IMPORT', `importing the task ${path} failed: ${oneLine(cause)}`, { path }, cause)
  }
}

/** The module has no default export, or one that defineTask did not make. Wrong usage: exit 2. */
export class NotATaskError extends TroupeError {
  constructor(path: string, found: string) {
    super('ERR_NOT_A_TASK', `${path} ${found}. Write 'export default defineTask({ … })' in it.`, { path })
  }
}

/** defineTask was given something that cannot be a task. */
export class TaskDefinitionError extends TroupeError {
  constructor(message: string, fields: Record<string, unknown> = {}) {
    super('ERR_TASK_DEFINITION', message, fields)
  }
}

/** The parts of a task that troupe calls, and the code of the error when one of them throws. */
export type TaskPart =
  | 'model'
  | 'optimizer'
  | 'data'
  | 'loss'
  | 'evaluate'
  | 'schedule'
  | 'augment'
  | 'collate'

/**
 * A function of the task threw: `ERR_TASK_MODEL`, `ERR_TASK_LOSS`, …; `cause` is what it threw. Shapes that do
 * not fit end here too, with the tensor library's sentence about them.
 */
export class TaskCallError extends TroupeError {
  constructor(part: TaskPart, task: string, cause: unknown) {
    super(
      `ERR_TASK_${part.toUpperCase()}`,
      `${part}() of the task ${task} failed: ${oneLine(cause)}`,
      { part, task },
      cause,
    )
  }
}

/** `loss` returned something that is neither a scalar tensor nor `{ sum, count }`. */
export class LossShapeError extends TroupeError {
  constructor(task: string, found: string) {
    super(
      'ERR_LOSS_NOT_SCALAR',
      `loss() of the task ${task} returned ${found}. Return a scalar tensor (the mean over the batch) or { sum, count }.`,
      { task, found },
    )
  }
}

/** Random numbers whose order depends on which thread is first: libtorch's default generator is one for all. */
export class DefaultGeneratorError extends TroupeError {
  constructor(task: string, step: number) {
    super(
      'ERR_DEFAULT_GENERATOR',
      `while step ${step} of the task ${task} was computed, something in this process drew from libtorch's default ` +
        'generator; such numbers depend on who computes what. Use random.run or F.dropout, which are keyed.',
      { task, step },
    )
  }
}

/** The loss or the gradient is NaN or infinite; no parameter was changed by that step. */
export class NonFiniteError extends TroupeError {
  constructor(step: number, what: string) {
    super(
      'ERR_NON_FINITE',
      `${what} of step ${step} is not finite; nothing of that step was applied. ` +
        'Lower the learning rate, set clipNorm, or check the data for NaN.',
      { step, what },
    )
  }
}

/** A shard that was to be computed apart from the run did not come up. */
export class TrialError extends TroupeError {
  constructor(step: number, shard: number) {
    super(
      'ERR_TRIAL',
      `shard ${shard} of step ${step} was not computed on trial: the private ledger gave other work. This is a fault in troupe; please report it.`,
      { step, shard },
    )
  }
}

/** `evaluate` returned something that is not a record of numbers. */
export class MetricError extends TroupeError {
  constructor(message: string, fields: Record<string, unknown> = {}) {
    super('ERR_METRIC', message, fields)
  }
}

/** The run directory of `loadModel` is none, or its record cannot be read. */
export class RunNotFoundError extends TroupeError {
  constructor(directory: string, problem: string, cause?: unknown) {
    super(
      'ERR_RUN_NOT_FOUND',
      `${directory} ${problem}. Pass the directory that a finished run printed.`,
      { directory },
      cause,
    )
  }
}

/** The task file that a run was made from is gone. */
export class TaskGoneError extends TroupeError {
  constructor(path: string, directory: string) {
    super(
      'ERR_TASK_GONE',
      `the task file ${path} of the run ${directory} is gone. Put it back, or load the copy that the run kept: ` +
        `loadModel(run, { task: 'kept' }).`,
      { path, directory },
    )
  }
}

/** The task file that a run was made from, or a file it imports, is not what it was then. */
export class TaskChangedError extends TroupeError {
  constructor(path: string, directory: string) {
    super(
      'ERR_TASK_CHANGED',
      `${path} has changed since the run ${directory}. Restore it, or load the copy that the run kept: ` +
        `loadModel(run, { task: 'kept' }).`,
      { path, directory },
    )
  }
}

/** The first line of what anything thrown says: messages of this package are one line each. */
export function oneLine(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown)
  return text.split('\n', 1)[0]!.trim() || (thrown instanceof Error ? thrown.name : 'nothing was said')
}

/** `loss` changed a parameter, a constant buffer or the batch in place: other shards would see it. */
export class ChangedInPlaceError extends TroupeError {
  constructor(task: string, what: string) {
    super(
      'ERR_CHANGED_IN_PLACE',
      `loss() of the task ${task} changed ${what} in place. Work on a copy: .clone(), or the operation without '_'.`,
      { task, what },
    )
  }
}

/**
 * Errors of the task itself. A shard is a pure function, so they come again wherever it is computed, and a run
 * fails with them at once instead of spending its restarts.
 */
export function isFatal(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && fatalCodes.test(code)
}

const fatalCodes =
  /^ERR_(TASK_|NOT_A_TASK|LOSS_NOT_SCALAR|METRIC|CHANGED_IN_PLACE|DEFAULT_GENERATOR|NON_FINITE|ADDON_|IDENTITY|THREADS|ARENA_LAYOUT)/

/** The signal given to `train()` was aborted before the run had started. */
export class RunAbortedError extends TroupeError {
  constructor(reason: unknown) {
    super('ERR_RUN_ABORTED', 'the run was stopped before it had started.', {}, reason)
  }
}

registerError(
  OptionError,
  TaskNotFoundError,
  TaskBuildError,
  TaskImportError,
  NotATaskError,
  TaskDefinitionError,
  TaskCallError,
  LossShapeError,
  DefaultGeneratorError,
  NonFiniteError,
  MetricError,
  RunNotFoundError,
  TaskGoneError,
  TaskChangedError,
  ChangedInPlaceError,
  RunAbortedError,
)
