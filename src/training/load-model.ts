import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type RunRecord, readRecord } from '../state/index.js'
import { loadWeights } from '../tensor/index.js'
import { changedInput } from './bundle.js'
import { RunNotFoundError, TaskChangedError, TaskGoneError } from './errors.js'
import { type BuiltIns, loadTask } from './load.js'
import { buildModel } from './model.js'
import type { AnyModule, Task } from './task.js'

export interface LoadModelOptions {
  /**
   * `same` (default): the task file must still be what the run was made from, so that a model never meets code it was
   * not trained with unnoticed. `kept`: use the copy that the run directory keeps, whatever became of the file.
   */
  readonly task?: 'same' | 'kept'
}

/** What `loadModel` gives back. */
export interface LoadedModel {
  /** The trained module, in evaluation mode. */
  readonly model: AnyModule
  readonly task: Task
  readonly record: RunRecord
}

/**
 * Loads the model that a run left behind. Loading needs the task's code, because a module's `forward` is code.
 *
 * @param directory the run directory, as a finished or stopped run printed it
 * @throws RunNotFoundError, TaskGoneError, TaskChangedError, and what loading the file and building the model throw
 */
export async function loadModelWith(
  builtIns: BuiltIns,
  directory: string,
  { task: which = 'same' }: LoadModelOptions = {},
): Promise<LoadedModel> {
  const record = recordOf(directory)
  const { path, bundle, inputs } = record.task
  const file = join(directory, 'model.safetensors')
  if (!existsSync(file)) throw new RunNotFoundError(directory, `has no model (its run is ${record.status})`)
  // A built-in task has no copy in the directory: it must be the same in any case.
  if (which === 'same' || bundle === undefined) {
    const changed = changedInput(inputs)
    if (changed?.gone) throw new TaskGoneError(changed.path, directory)
    if (changed !== null) throw new TaskChangedError(changed.path, directory)
  }
  const kept = bundle === undefined ? undefined : join(directory, bundle)
  if (kept !== undefined && !existsSync(kept))
    throw new RunNotFoundError(directory, `has lost its task file ${bundle}`)
  const url = kept === undefined ? builtIns[path] : pathToFileURL(kept).href
  if (url === undefined)
    throw new RunNotFoundError(directory, `names a task '${path}' that this version does not have`)
  const task = await loadTask({ path, url })
  const { module } = buildModel(task, record.task.name, record.identity.settings, record.identity.seed)
  loadWeights(module, file)
  return { model: module.eval(), task, record }
}

function recordOf(directory: string): RunRecord {
  try {
    return readRecord(directory)
  } catch (cause) {
    const missing =
      (cause as NodeJS.ErrnoException).code === 'ENOENT' ||
      (cause as NodeJS.ErrnoException).code === 'ENOTDIR'
    throw new RunNotFoundError(
      directory,
      missing ? 'is no run directory' : 'has a run.json that cannot be read',
      cause,
    )
  }
}
