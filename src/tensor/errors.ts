import { TroupeError } from '../errors.js'

/** An operation refused its arguments: shapes, dtypes or devices that do not go together. */
export class TensorOperationError extends TroupeError {
  constructor(
    readonly operation: string,
    readonly reason: string,
    /** What it was called with: `float32[2, 3], float32[4]`. */
    readonly operands: string,
  ) {
    const hint = hints.find(([pattern]) => pattern.test(reason))?.[1]
    super(
      'ERR_TENSOR_OPERATION',
      `${operation}(${operands}): ${reason.trim().replace(/\.$/, '')}.${hint === undefined ? '' : ` ${hint}`}`,
      { operation, operands, reason },
    )
  }
}

/** A value that is no valid argument: a wrong type, a fraction where an integer is due, a bad size. */
export class TensorArgumentError extends TroupeError {
  constructor(
    readonly operation: string,
    reason: string,
    operands = '',
  ) {
    super('ERR_TENSOR_ARGUMENT', `${operation}(${operands}): ${reason}.`, { operation, operands, reason })
  }
}

/** A tensor was used after dispose(), after its scope ended, or on another thread. */
export class TensorDisposedError extends TroupeError {
  constructor(
    readonly operation: string,
    operands = '',
  ) {
    super(
      'ERR_TENSOR_DISPOSED',
      `${operation}(${operands}): a tensor was used after it was disposed. Return it from tidy() or keep() it in the scope if it must live longer.`,
      { operation, operands },
    )
  }
}

/** No memory for a result, or too many live tensors. */
export class TensorMemoryError extends TroupeError {
  constructor(
    readonly operation: string,
    reason: string,
    operands = '',
  ) {
    super(
      'ERR_TENSOR_MEMORY',
      `${operation}(${operands}): ${reason.trim().replace(/\.$/, '')}. Use smaller batches, or free tensors with tidy(); memory() shows what is alive.`,
      { operation, operands },
    )
  }
}

/** tidy() was given an asynchronous function: its tensors would be freed before it ends. */
export class AsyncScopeError extends TroupeError {
  constructor() {
    super(
      'ERR_TENSOR_SCOPE',
      'tidy() works only for synchronous functions. Open a Scope yourself and dispose it after the last await.',
    )
  }
}

/** Names, shapes or memory that do not fit a module's parameters and buffers. */
export class ModuleStateError extends TroupeError {
  constructor(message: string, fields: Record<string, unknown> = {}) {
    super('ERR_MODULE_STATE', message, fields)
  }
}

/** The likely mistake behind libtorch's wording. */
const hints: readonly (readonly [RegExp, string])[] = [
  [
    /must match the size of tensor|not broadcastable|doesn't match the broadcast/i,
    'Sizes must be equal or 1, counted from the last dimension; unsqueeze() or reshape() one of them',
  ],
  [
    /mat1 and mat2 shapes cannot be multiplied|size mismatch/i,
    'The last size of the first must equal the first of the second; did a flatten(1) or a t() go missing?',
  ],
  [
    /expected (m1|scalar type|.*dtype)|same dtype|should have the same dtype|must have the same dtype/i,
    'Convert one of them with .to(dtype)',
  ],
  [/is invalid for input of size/i, 'The product of the sizes must stay the same; one size may be -1'],
  [/view size is not compatible/i, 'The memory is not in that order: use reshape() instead of view()'],
  [/Target .* is out of bounds/i, 'Classes count from 0 to the number of scores - 1'],
  [/a leaf Variable that requires grad|leaf variable/i, 'Change parameters inside noGrad()'],
  [/a second time/i, 'Call backward() once per forward pass, or with retainGraph: true'],
  [/does not require grad/i, 'Make a leaf with requiresGrad: true, and compute outside noGrad()'],
  [/modified by an inplace operation/i, 'Use the operation without the underscore, or clone() first'],
  [/only for a tensor of one element/i, 'Reduce the loss with mean() or sum() first'],
]

const disposed = 1
const argument = 2
const memory = 3

/** Makes the error of a native failure; the numbers are Failure::Kind of cpp/tensor/failure.h. */
export function nativeError(kind: number, operation: string, reason: string, operands: string): TroupeError {
  if (kind === disposed) return new TensorDisposedError(operation, operands)
  if (kind === argument) return new TensorArgumentError(operation, reason, operands)
  if (kind === memory) return new TensorMemoryError(operation, reason, operands)
  return new TensorOperationError(operation, reason, operands)
}
