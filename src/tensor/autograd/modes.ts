import { native } from '../addon.js'

/** Runs a synchronous function without recording history: results require no gradients. Per thread; nests. */
export function noGrad<Result>(fn: () => Result): Result {
  return withGrad(false, fn)
}

/** Records history inside a noGrad(). */
export function enableGrad<Result>(fn: () => Result): Result {
  return withGrad(true, fn)
}

/** Whether operations record history now. */
export function isGradEnabled(): boolean {
  return native().gradEnabled()
}

function withGrad<Result>(on: boolean, fn: () => Result): Result {
  const before = native().setGradEnabled(on)
  try {
    return fn()
  } finally {
    native().setGradEnabled(before)
  }
}
