import { TroupeError } from '../errors.js'
import { builtInTask, bundleTask, findTask, type TaskSource } from './bundle.js'
import { TaskImportError } from './errors.js'
import { type Task, taskOf } from './task.js'

/** Names of the built-in tasks with the URLs of their modules. */
export type BuiltIns = Readonly<Record<string, string>>

/**
 * Makes a task importable: a built-in name as it is, a file as a bundle in the run directory. Built-in names win;
 * write `./digits` for a file of that name.
 */
export function prepareTask(task: string | URL, directory: string, builtIns: BuiltIns): Promise<TaskSource> {
  if (typeof task === 'string' && Object.hasOwn(builtIns, task)) {
    return Promise.resolve(builtInTask(task, builtIns[task]!))
  }
  return bundleTask(findTask(task, Object.keys(builtIns)), directory)
}

/**
 * Imports a prepared task: main, every agent and every data worker do this with the same URL.
 *
 * @throws TaskImportError (`ERR_TASK_IMPORT`), NotATaskError (`ERR_NOT_A_TASK`)
 */
export async function loadTask(source: Pick<TaskSource, 'path' | 'url'>): Promise<Task> {
  let namespace: Record<string, unknown>
  try {
    namespace = await import(source.url)
  } catch (cause) {
    // defineTask's own sentence says more than "importing failed" would.
    if (cause instanceof TroupeError) throw cause
    throw new TaskImportError(source.path, cause)
  }
  return taskOf(namespace, source.path)
}
