import type { nn, optim, Tensor } from '../tensor/index.js'
import { TaskDefinitionError } from './errors.js'
import type { AnyModule } from './task.js'

/** A module's state as the arena sees it. */
export interface Division {
  /** Parameters that the optimizer trains, in the module's order: they live in the arena. */
  readonly trained: ReadonlyMap<string, nn.Parameter>
  /** The optimizer's group of each trained parameter, by position. */
  readonly groups: readonly number[]
  /** Floating buffers (running statistics): committed once a step. */
  readonly buffers: ReadonlyMap<string, Tensor>
  /** All else: frozen parameters and buffers of other types, which nothing may change. */
  readonly constants: ReadonlyMap<string, Tensor>
}

/** Divides a module's parameters and buffers. @throws TaskDefinitionError for what cannot be trained */
export function divide(module: AnyModule, optimizer: optim.Optimizer): Division {
  const groupOf = new Map<Tensor, number>()
  for (const [index, { parameters }] of optimizer.groups.entries()) {
    for (const parameter of parameters) groupOf.set(parameter, index)
  }
  const trained = new Map<string, nn.Parameter>()
  const groups: number[] = []
  const buffers = new Map<string, Tensor>()
  const constants = new Map<string, Tensor>()
  for (const [name, parameter] of module.namedParameters()) {
    const group = groupOf.get(parameter)
    groupOf.delete(parameter)
    if (group === undefined || !parameter.requiresGrad) {
      constants.set(name, parameter)
      continue
    }
    if (parameter.dtype !== 'float32') {
      throw new TaskDefinitionError(
        `the parameter ${name} is ${parameter.dtype}; this version trains float32 only.`,
      )
    }
    trained.set(name, parameter)
    groups.push(group)
  }
  for (const [name, buffer] of module.namedBuffers()) {
    if (buffer.dtype === 'float32') buffers.set(name, buffer)
    else constants.set(name, buffer)
  }
  if (groupOf.size > 0) {
    throw new TaskDefinitionError(
      'optimizer() was given tensors that are not among the parameters of the model.',
    )
  }
  if (trained.size === 0) {
    throw new TaskDefinitionError(
      'optimizer() trains none of the parameters of the model; pass it its first argument.',
    )
  }
  return { trained, groups, buffers, constants }
}
