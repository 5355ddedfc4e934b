import { native } from '../addon.js'
import { callable, check } from '../arguments.js'
import { synchronous } from '../synchronous.js'

/**
 * Runs a synchronous function without recording history: results require no gradients. Per thread; nests.
 *
 * @throws AsyncScopeError when `fn` returns a promise
 */
export function noGrad<Result>(fn: () => Result): Result {
  return withGrad('noGrad', false, fn)
}

/** Records history inside a noGrad(). */
export function enableGrad<Result>(fn: () => Result): Result {
  return withGrad('enableGrad', true, fn)
}

/** Whether operations record history now. */
export function isGradEnabled(): boolean {
  return native().gradEnabled()
}

function withGrad<Result>(what: string, on: boolean, fn: () => Result): Result {
  check(what, { fn }, callable)
  const before = native().setGradEnabled(on)
  try {
    return synchronous(what, fn())
  } finally {
    native().setGradEnabled(before)
  }
}
