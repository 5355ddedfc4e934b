import type { Run } from './run/index.js'
import type { TrainCallOptions } from './train.js'
import type { LoadedModel, LoadModelOptions } from './training/load-model.js'

// Every agent loads what a task imports, which is src/index.ts. What these two need is half of all modules, and
// nothing of it is an agent's: so it is loaded by whoever calls one of them.

/**
 * Trains a task, and resolves as soon as its agents compute.
 *
 * Everything that is wrong with task, data or options rejects here, before an agent computes; what goes wrong later
 * rejects `run.done`. The job runs in this process: an agent's thread may die, native code that aborts takes the
 * process along. With `isolate` it does not.
 *
 * @param task URL or path of a `.ts`, `.js` or `.mjs` module that default-exports a task, or a built-in name
 * @throws OptionError, TaskNotFoundError, NotATaskError, TaskCallError, FaultSpecError, RunDirectoryError,
 *   NoCheckpointError, IdentityMismatchError and what reading the data throws
 */
export async function train(task: string | URL, options?: TrainCallOptions): Promise<Run> {
  return (await import('./train.js')).train(task, options)
}

/**
 * Loads the model that a run left behind. Loading needs the task's code, because a module's `forward` is code.
 *
 * @param directory the run directory, as a finished or stopped run printed it
 * @throws RunNotFoundError, TaskGoneError, TaskChangedError, and what loading the file and building the model throw
 */
export async function loadModel(directory: string, options?: LoadModelOptions): Promise<LoadedModel> {
  return (await import('./train.js')).loadModel(directory, options)
}
