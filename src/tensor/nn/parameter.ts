import { native } from '../addon.js'
import { check, flag, optionsOf, tensorKind } from '../arguments.js'
import { exempt } from '../scope.js'
import { Tensor } from '../tensor.js'

/** A leaf tensor that an optimizer changes. A module finds it among its fields. Belongs to no scope. */
export class Parameter extends Tensor {}

/** A tensor that is part of a module's state but not optimized (running statistics). Belongs to no scope. */
export class Buffer extends Tensor {
  /** Whether state dicts have it. */
  persistent = true
}

function take<T extends Tensor>(source: Tensor, Kind: new (handle: number) => T): T {
  const alias = native().detach(source.handle)
  source.dispose()
  return exempt(new Kind(alias))
}

/** Makes a tensor a parameter: takes over its memory (the tensor itself is disposed) without its history. */
export function parameter(data: Tensor, options?: { requiresGrad?: boolean }): Parameter {
  check('nn.parameter', { data }, tensorKind)
  const { requiresGrad } = optionsOf('nn.parameter', options, { requiresGrad: [flag, true] })
  const made = take(data, Parameter)
  if (requiresGrad) made.requiresGrad = true
  return made
}

/**
 * Makes a tensor a module's buffer: takes over its memory (the tensor itself is disposed).
 *
 * @param options.persistent whether state dicts have it (default true); a table that the constructor computes need not
 */
export function buffer(data: Tensor, options?: { persistent?: boolean }): Buffer {
  check('nn.buffer', { data }, tensorKind)
  const { persistent } = optionsOf('nn.buffer', options, { persistent: [flag, true] })
  const made = take(data, Buffer)
  made.persistent = persistent
  return made
}
