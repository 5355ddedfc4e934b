import { AsyncScopeError } from './errors.js'

/**
 * What a function returned that something holds for while it runs, as `tidy` or `noGrad`.
 *
 * @throws AsyncScopeError when that is a promise: at its first await the function would lose what held for it
 */
export function synchronous<Result>(what: string, result: Result): Result {
  if (!(result instanceof Promise)) return result
  // Its outcome will never be seen; an error in it must not become an unhandled rejection on top.
  result.catch(() => {})
  throw new AsyncScopeError(what)
}
