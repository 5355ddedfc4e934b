import { native } from '../addon.js'
import { callable, check } from '../arguments.js'
import type { Owned } from '../scope.js'
import { numberOf } from './callbacks.js'

/** Takes a hook off its tensor again. */
export interface HookHandle {
  remove(): void
}

/** Adds a hook to a tensor's gradient; see Tensor.registerHook. */
export function registerHook<T extends Owned>(
  tensor: T,
  hook: (gradient: T) => unknown,
  tensorOf: (handle: number) => T,
): HookHandle {
  check('registerHook', { hook }, callable)
  const call = ([gradient]: readonly (T | null)[]) => {
    const replaced = hook(gradient!)
    return [typeof replaced === 'object' && replaced !== null ? (replaced as T) : null]
  }
  const place = native().hook(tensor.handle, numberOf(call, tensorOf))
  return {
    remove: () => {
      if (tensor.handle !== 0) native().unhook(tensor.handle, place)
    },
  }
}
