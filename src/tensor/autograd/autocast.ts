import { native } from '../addon.js'
import { callable, check, oneOf } from '../arguments.js'
import { synchronous } from '../synchronous.js'

/** A dtype to compute in where that is safe: bfloat16, or float16 on CUDA. */
export type Precision = 'bf16' | 'fp16'

const codes = { bf16: 1, fp16: 2 } as const
let current: Precision | undefined

/**
 * Runs a synchronous function in mixed precision, as torch.autocast: matrix products and convolutions take and give
 * the lower precision, what needs the range (losses, norms, exponentials) takes float32. Parameters stay float32, and
 * so do their gradients. Call backward() outside. Per thread; nests.
 *
 * @throws AsyncScopeError when `fn` returns a promise
 * @throws TensorOperationError for `fp16` without a CUDA device: there are no kernels for it on the CPU
 */
export function autocast<Result>(precision: Precision, fn: () => Result): Result {
  check('autocast', { precision }, oneOf('bf16', 'fp16'))
  check('autocast', { fn }, callable)
  return withPrecision(precision, fn)
}

/** The innermost autocast() of this thread, or undefined. */
export function autocastPrecision(): Precision | undefined {
  return current
}

/** @internal autocast(), or none. */
export function withPrecision<Result>(precision: Precision | undefined, fn: () => Result): Result {
  const before = current
  const code = native().setAutocast(precision === undefined ? 0 : codes[precision])
  current = precision
  try {
    return synchronous('autocast', fn())
  } finally {
    current = before
    native().setAutocast(code)
  }
}
