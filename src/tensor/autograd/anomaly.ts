import { native } from '../addon.js'
import { setWatcher, type Tensor } from '../tensor.js'

/** What a stack's line says of its place: `file:///…/model.js:12:5`, or a plain path. */
const placeOf = (line: string): string => line.replace(/^\s*at (?:.*\()?/, '').replace(/\)$/, '')

let depth = 0

/**
 * Runs a synchronous function, forward and backward, so that a NaN in a gradient becomes an error that names the
 * operation and the line that called it, as torch.autograd.detect_anomaly. Slow: for finding mistakes.
 *
 * @throws TensorAnomalyError (`ERR_TENSOR_ANOMALY`) from backward()
 */
export function detectAnomaly<Result>(fn: () => Result): Result {
  depth++
  setWatcher(watch)
  try {
    return fn()
  } finally {
    depth--
    if (depth === 0) setWatcher(undefined)
  }
}

/** Of an operation's result, when it is made. */
function watch(tensor: Tensor): void {
  if (!native().requiresGrad(tensor.handle) || native().isLeaf(tensor.handle)) return
  native().watch(tensor.handle, callSite())
}

/** The first line outside the library. */
function callSite(): string {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 50
  const [here, ...callers] = (new Error().stack ?? '').split('\n').slice(1)
  Error.stackTraceLimit = stackTraceLimit
  // Taken from the stack itself, because with source maps its paths are not those of the files that run.
  const library = placeOf(here!).replace(/autograd\/anomaly\.\w+(:\d+)*$/, '')
  const own = callers.find((line) => !line.includes(library))
  return own === undefined ? 'an unknown place' : placeOf(own)
}
