import { TroupeError } from '../errors.js'
import { registerError } from '../transport/error-record.js'

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
      `${operation}(${operands}): ${worded(reason)}.${hint === undefined ? '' : ` ${hint}`}`,
      { operation, operands, reason },
    )
  }
}

/** This libtorch has no kernel of an operation for a dtype on that device: float16 on a CPU, above all. */
export class TensorDtypeError extends TroupeError {
  constructor(
    readonly operation: string,
    readonly dtype: string,
    operands: string,
  ) {
    const advice = narrow.has(dtype)
      ? `Convert with .to('float32')${dtype === 'float16' ? " or .to('bfloat16')" : ''}, or compute on a GPU`
      : dtype.startsWith('float')
        ? "It is for integers or bools: convert with .to('int64') or .to('bool')"
        : "Convert with .to('float32')"
    super(
      'ERR_TENSOR_DTYPE',
      `${operation}(${operands}): this libtorch cannot compute it in ${dtype} on this device. ${advice}.`,
      { operation, dtype, operands },
    )
  }
}

const narrow: ReadonlySet<string> = new Set(['float16', 'bfloat16'])

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

/** In detectAnomaly(): a backward gave a NaN. */
export class TensorAnomalyError extends TroupeError {
  constructor(
    /** libtorch's name of the backward: `DivBackward0`. */
    readonly node: string,
    /** Which of its gradients, by the operation's differentiable arguments. */
    readonly gradient: number,
    /** The line that called the operation; undefined for one that was called before detectAnomaly(). */
    readonly site: string | undefined,
  ) {
    super(
      'ERR_TENSOR_ANOMALY',
      `backward(): ${node} gave NaN in gradient ${gradient}. ${
        site === undefined
          ? 'Its operation was called before detectAnomaly(); run the forward pass inside it too, to see where.'
          : `Its operation was called at ${site}; look at what it was called with (a division by 0, a root or logarithm of 0).`
      }`,
      { node, gradient, site },
    )
  }
}

/** tidy(), noGrad() or their like was given an asynchronous function, for which they would end at its first await. */
export class AsyncScopeError extends TroupeError {
  constructor(what: string) {
    const remedy =
      what === 'tidy'
        ? 'Open a Scope yourself and dispose it after the last await.'
        : 'Call it for each part between two awaits.'
    super('ERR_TENSOR_SCOPE', `${what}() works only for synchronous functions. ${remedy}`, { what })
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
  [/selected (index|number) k/i, 'k is at least 1 (topk: 0) and at most the size along dim'],
  [/condition to be a boolean/i, "Make a condition with gt(), eq() and their like, or .to('bool')"],
  [
    /expected scalar type Long|must be long|dtype int64 for index|index.*(int64|Long)|(int64|Long).*ind(ex|ices)|tensors used as ind|index tensor/i,
    "Indices and classes are integers: make them of bigints, or convert with .to('int64')",
  ],
  [
    /infer output dtype|must be either a floating point/i,
    "Integers have no mean: convert with .to('float32')",
  ],
  [/desired ordering of dimensions/i, 'Name every dimension once: permute(1, 0) for two'],
  [
    /must be a matrix|must be a 3D tensor/i,
    'mm() is for two matrices, bmm() for two stacks of them, matmul() for both',
  ],
  [/expanded size of the tensor/i, 'Only sizes of 1 are repeated'],
  [
    /^Given groups=/i,
    'The input is [n, in, ...], the weight [out, in / groups, ...] (transposed: [in, out / groups, ...])',
  ],
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
  [/appears to not have been used/i, 'Pass allowUnused: true to get null for it'],
  [/does not require grad/i, 'Make a leaf with requiresGrad: true, and compute outside noGrad()'],
  [/modified by an inplace operation/i, 'Use the operation without the underscore, or clone() first'],
  [
    /Dimension out of range|Dimension specified as/i,
    'Dimensions count from 0 to rank - 1; -1 is the last one',
  ],
  [
    /out of bounds|out of range/i,
    'Places count from 0 to size - 1, negative ones from the end where that is allowed',
  ],
  [
    /can't be cast to the desired output type/i,
    'In place the dtype stays: use the operation without the underscore, or convert first',
  ],
  [
    /singular|positive[- ]definite|not invertible/i,
    'Add a small multiple of eye() to it, or use linalg.pinv() or lstsq()',
  ],
  [
    /holds NaN or infinities/i,
    'Look at where they come from: isfinite() tells, detectAnomaly() finds it in a backward',
  ],
  [/only for a tensor of one element/i, 'Reduce the loss with mean() or sum() first'],
]

/** libtorch's words without what the message says already, and with our names of dtypes. */
function worded(reason: string): string {
  return reason
    .trim()
    .replace(/\.$/, '')
    .replace(/^(?:(?:torch|linalg)\.\w+(?:\(\))?|\w+\(\w*\)|(?:add)?b?mm|(?:add)?mv): /, '')
    .replace(/\b(?:Float|Double|Half|BFloat16|Long|Int|Byte|Bool)\b/g, (name) => dtypeNames[name]!)
}

const disposed = 1
const argument = 2
const memory = 3
const anomaly = 4

/** libtorch's names of dtypes → ours. */
const dtypeNames: Readonly<Record<string, string>> = {
  Float: 'float32',
  Double: 'float64',
  Half: 'float16',
  BFloat16: 'bfloat16',
  Long: 'int64',
  Int: 'int32',
  Byte: 'uint8',
  Bool: 'bool',
}

/** The dtype that libtorch lacks a kernel for, if that is what its message says. */
function lackingDtype(reason: string): string | undefined {
  const name = /not (?:implemented|supported) for '(\w+)'/.exec(reason)?.[1]
  return name === undefined ? undefined : dtypeNames[name]
}

/** The first and the last four of a list, and how many are left out, where it is longer than anybody reads. */
function shortened(list: readonly string[]): string {
  if (list.length <= 12) return list.join(', ')
  return [...list.slice(0, 4), `… ${list.length - 8} more …`, ...list.slice(-4)].join(', ')
}

/** With the sizes of shapes shortened. */
const withoutSizes = (text: string): string =>
  text.replace(/\[((?:-?\d+, )+-?\d+)\]/g, (_, sizes: string) => `[${shortened(sizes.split(', '))}]`)

/** Makes the error of a native failure; the numbers are Failure::Kind of cpp/tensor/failure.h. */
export function nativeError(kind: number, operation: string, why: string, given: string): TroupeError {
  const reason = withoutSizes(why)
  // Sizes are numbers, and each operand begins with a letter.
  const operands = shortened(given.split(/, (?=[a-z])/).map(withoutSizes))
  if (kind === disposed) return new TensorDisposedError(operation, operands)
  if (kind === argument) return new TensorArgumentError(operation, reason, operands)
  if (kind === memory) return new TensorMemoryError(operation, reason, operands)
  if (kind === anomaly) {
    const [node, gradient, site] = reason.split('\n')
    return new TensorAnomalyError(node!, Number(gradient), site === '' ? undefined : site)
  }
  const dtype = lackingDtype(reason)
  return dtype === undefined
    ? new TensorOperationError(operation, reason, operands)
    : new TensorDtypeError(operation, dtype, operands)
}

registerError(
  TensorOperationError,
  TensorDtypeError,
  TensorArgumentError,
  TensorDisposedError,
  TensorMemoryError,
  TensorAnomalyError,
  AsyncScopeError,
  ModuleStateError,
)
