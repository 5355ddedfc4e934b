import { native } from '../addon.js'
import { type Owned, Scope } from '../scope.js'

/**
 * A function that autograd's graph calls in this thread during backward().
 *
 * Tensors it is given and makes are freed after it; what it returns lives on. A graph refers to it by number, so a
 * closure over tensors is no cycle that nothing could free.
 */
export type GraphCallback<T extends Owned> = (
  tensors: readonly (T | null)[],
  more: readonly (T | null)[],
  flags: readonly boolean[],
) => readonly (T | null)[]

/** By number; with what makes a tensor of a handle. */
const callbacks = new Map<
  number,
  (
    tensors: readonly number[],
    more: readonly number[],
    flags: readonly boolean[],
  ) => readonly (Owned | null)[]
>()
let next = 1
let ready = false

/** The number of a function for the addon; it is forgotten after the graph's last reference to it is gone. */
export function numberOf<T extends Owned>(
  callback: GraphCallback<T>,
  tensorOf: (handle: number) => T,
): number {
  if (!ready) native().setDispatcher(dispatch)
  ready = true
  for (const unused of native().unusedCallbacks()) callbacks.delete(unused)
  const number = next
  next = next === 2 ** 32 - 1 ? 1 : next + 1
  const wrap = (handle: number) => (handle === 0 ? null : tensorOf(handle))
  callbacks.set(number, (tensors, more, flags) => callback(tensors.map(wrap), more.map(wrap), flags))
  return number
}

function dispatch(
  number: number,
  tensors: readonly number[],
  more: readonly number[],
  flags: readonly boolean[],
): number[] {
  const scope = new Scope()
  try {
    const results = callbacks.get(number)!(tensors, more, flags)
    // The addon gets handles of its own; the tensors go with the scope.
    return results.map((each) => (each === null ? 0 : native().alias(each.handle)))
  } finally {
    scope.dispose()
  }
}
