import type { TroupeError } from '../errors.js'
import { type optim, random, TensorMemoryError, tidy } from '../tensor/index.js'
import {
  ChangedInPlaceError,
  DefaultGeneratorError,
  LossShapeError,
  MetricError,
  TaskCallError,
  TaskDefinitionError,
  type TaskPart,
} from './errors.js'
import { type Division, divide } from './optimizer.js'
import type { AnyModule, Task } from './task.js'

/** A task's model and optimizer, made in one thread. */
export interface Built extends Division {
  readonly module: AnyModule
  readonly optimizer: optim.Optimizer
}

/**
 * Makes model and optimizer. The initial values are a function of the seed, so main and all agents make the same;
 * only main's count, because the agents' parameters are then aliased to the arena.
 *
 * @throws TaskCallError for what `model()` or `optimizer()` throws
 */
export function buildModel(task: Task, name: string, settings: unknown, seed: number): Built {
  // Helper tensors of initialisation go with the scope; parameters and buffers belong to none.
  return tidy(() => {
    const module = call('model', name, () =>
      random.run({ seed, use: 'model' }, () => task.model(settings as never)),
    ) as AnyModule
    if (typeof module?.namedParameters !== 'function') {
      throw new TaskDefinitionError(
        `model() of the task ${name} returned no module. Return nn.sequential(…) or another.`,
      )
    }
    const optimizer = call('optimizer', name, () =>
      task.optimizer(module.parameters(), settings as never, module),
    ) as optim.Optimizer
    if (typeof optimizer?.advance !== 'function') {
      throw new TaskDefinitionError(
        `optimizer() of the task ${name} returned none. Return optim.sgd(…) or optim.adam(…).`,
      )
    }
    return { module, optimizer, ...divide(module, optimizer) }
  })
}

/** Calls a function of the task; what it throws becomes a TaskCallError that names it. */
export function call<T>(part: TaskPart, task: string, run: () => T): T {
  try {
    return run()
  } catch (cause) {
    throw blame(part, task, cause)
  }
}

const ofThisFolder = [
  ChangedInPlaceError,
  DefaultGeneratorError,
  LossShapeError,
  MetricError,
  TaskCallError,
  TaskDefinitionError,
]

/** Errors of this folder name the task already; anything else was thrown by the task's own code. */
export function blame(part: TaskPart, task: string, cause: unknown): TroupeError {
  // It would fit on another agent, or on a device with more: nothing that the task's code says wrong.
  if (cause instanceof TensorMemoryError) return cause
  if (ofThisFolder.some((error) => cause instanceof error)) return cause as TroupeError
  return new TaskCallError(part, task, cause)
}
