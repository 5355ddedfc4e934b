import { native } from '../addon.js'
import { callable, check } from '../arguments.js'
import { watchSites } from '../sites.js'

let depth = 0
/** How many operations were recorded before: nothing is known of where those were called. */
let since = 0

/**
 * Runs a synchronous function, forward and backward, so that a NaN in a gradient becomes an error that names the
 * operation and the line that called it, as torch.autograd.detect_anomaly. Slow: for finding mistakes. Nests.
 *
 * @throws TensorAnomalyError (`ERR_TENSOR_ANOMALY`) from backward()
 */
export function detectAnomaly<Result>(fn: () => Result): Result {
  check('detectAnomaly', { fn }, callable)
  if (depth++ === 0) {
    since = native().nodesRecorded()
    watchSites(watch)
  }
  try {
    return fn()
  } finally {
    if (--depth === 0) watchSites(undefined)
  }
}

/** Of an operation's result, when it is made. */
function watch(handle: number, site: () => string): void {
  if (native().requiresGrad(handle) && !native().isLeaf(handle)) native().watch(handle, site(), since)
}
