import { textOf } from '../errors.js'
import { native } from './addon.js'
import { check, checkNames, flag, listOfKind, oneOf, size, tensorKind } from './arguments.js'
import {
  type Device,
  type Dtype,
  dtypeCode,
  dtypeOf,
  dtypes,
  type TypedArray,
  typedArrayFor,
} from './dtype.js'
import { TensorArgumentError } from './errors.js'
import { nextDraw } from './random/stream.js'
import type { Given, Shape } from './shape.js'
import { Tensor } from './tensor.js'

export interface TensorOptions {
  /** Default float32, unless said otherwise. */
  readonly dtype?: Dtype
  /** Whether gradients are computed for it. Default false. */
  readonly requiresGrad?: boolean
  /** Default `cpu`. The numbers, random ones too, are the same on every device. */
  readonly device?: Device
}

/** Numbers nested by dimension; bigints for int64, booleans for bool. */
export type TensorData = number | bigint | boolean | TypedArray | readonly TensorData[]

const known = { dtype: 0, requiresGrad: 0, device: 0 }
const knownOfData = { ...known, shape: 0 }

/** Makes a tensor of a dtype, then sees to the rest of the options. They are checked first. */
function make(
  operation: string,
  options: TensorOptions | undefined,
  otherwise: Dtype,
  handle: (dtype: number) => number,
): Tensor {
  if (options === undefined) return new Tensor(handle(dtypeCode(otherwise)))
  checkNames(operation, options, known)
  return placed(operation, handle(dtypeCode(options.dtype ?? otherwise)), options)
}

function placed(operation: string, handle: number, options: TensorOptions): Tensor {
  const { requiresGrad = false, device = 'cpu' } = options
  let made = new Tensor(handle)
  if (device !== 'cpu') {
    using here = made
    made = here.to({ device })
  }
  if (requiresGrad !== false) {
    check(operation, { requiresGrad }, flag)
    made.requiresGrad = true
  }
  return made
}

const isList = (data: unknown): data is TypedArray | readonly TensorData[] =>
  Array.isArray(data) || isTyped(data)
const isTyped = (data: unknown): data is TypedArray => ArrayBuffer.isView(data)

const mostDimensions = 64

function shapeOf(data: TensorData): number[] {
  const shape: number[] = []
  for (let level: TensorData = data; isList(level); level = level[0] as TensorData) {
    shape.push(level.length)
    // A list that contains itself has no end.
    if (shape.length > mostDimensions)
      throw new TensorArgumentError(
        'tensor',
        `the arrays are nested deeper than ${mostDimensions} dimensions`,
      )
    if (isTyped(level) || level.length === 0) break
  }
  return shape
}

/**
 * A tensor with a copy of the data.
 *
 * @param data a number, nested arrays of one size per dimension, or a typed array (then `shape` may be given)
 * @param options.dtype default: float32 for numbers, int64 for bigints, bool for booleans (1 and 0 among numbers),
 *   a typed array's own; a Uint16Array may hold float16 or bfloat16 and has none
 * @throws TensorArgumentError when rows differ in length, the shape does not fit, or an element does not fit into its
 *   dtype: for int64, numbers beyond 2^53 have lost digits and must be bigints
 */
export function tensor(
  data: TensorData,
  options: TensorOptions & { shape?: readonly number[] } = {},
): Tensor {
  checkNames('tensor', options, knownOfData)
  if (options.dtype !== undefined && !dtypes.includes(options.dtype))
    throw new TensorArgumentError(
      'tensor',
      `dtype must be one of ${dtypes.join(', ')}, not ${textOf(options.dtype)}`,
    )
  if (isTyped(data)) {
    const dtype = options.dtype ?? dtypeOf(data)
    const shape = options.shape ?? [data.length]
    if (options.dtype === undefined || data.constructor === typedArrayFor(dtype, 0).constructor) {
      return placed('tensor', native().fromData(data, shape, dtypeCode(dtype)), options)
    }
    return fromNested(Array.from(data as Iterable<number>), shape, dtype, options)
  }
  const shape = shapeOf(data)
  const flat: (number | bigint | boolean)[] = []
  const walk = (level: TensorData, d: number): void => {
    if (!isList(level)) {
      if (!['number', 'bigint', 'boolean'].includes(typeof level))
        throw new TensorArgumentError(
          'tensor',
          `the data must be numbers, bigints or booleans, not ${level === null ? 'null' : typeof level}`,
        )
      if (d !== shape.length)
        throw new TensorArgumentError('tensor', 'the arrays must be nested equally deep')
      flat.push(level)
      return
    }
    if (level.length !== shape[d]) {
      throw new TensorArgumentError(
        'tensor',
        `rows of dimension ${d} differ in length: ${shape[d]} and ${level.length}`,
      )
    }
    for (const each of level as Iterable<TensorData>) walk(each, d + 1)
  }
  walk(data, 0)
  // true among numbers is 1.
  const first = flat.find((each) => typeof each !== 'boolean') ?? flat[0]
  const own: Dtype = typeof first === 'bigint' ? 'int64' : typeof first === 'boolean' ? 'bool' : 'float32'
  return fromNested(flat, options.shape ?? shape, options.dtype ?? own, options)
}

function fromNested(
  flat: readonly (number | bigint | boolean)[],
  shape: readonly number[],
  dtype: Dtype,
  options: TensorOptions,
): Tensor {
  if (dtype === 'float16' || dtype === 'bfloat16') {
    using wide = fromNested(flat, shape, 'float32', {})
    return placed('tensor', native().toOf(wide.handle, dtypeCode(dtype), ''), options)
  }
  const target = typedArrayFor(dtype, flat.length)
  const most = largest[dtype]
  for (let k = 0; k < flat.length; k++) {
    const value = flat[k]!
    if (dtype === 'int64') (target as BigInt64Array)[k] = bigintOf(value)
    else if (dtype === 'bool') target[k] = Number(Boolean(value))
    else target[k] = most === undefined ? Number(value) : within(most, Number(value), dtype)
  }
  return placed('tensor', native().fromData(target, shape, dtypeCode(dtype)), options)
}

function bigintOf(value: number | bigint | boolean): bigint {
  if (typeof value === 'number' && !Number.isInteger(value))
    throw new TensorArgumentError(
      'tensor',
      `${value} is no integer, which int64 holds; Math.trunc() makes one`,
    )
  exactly('tensor', value)
  const wide = BigInt(value)
  if (BigInt.asIntN(64, wide) !== wide)
    throw new TensorArgumentError('tensor', `${value} does not fit into int64`)
  return wide
}

/** Of an integer beyond 2^53 a number holds the first digits only, while int64 holds all of them. */
function exactly(operation: string, value: number | bigint | boolean): void {
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    throw new TensorArgumentError(
      operation,
      `${value} is beyond 2^53, where numbers lose digits that int64 has: give a bigint (${BigInt(value as number)}n)`,
    )
}

/** What typed arrays wrap around silently. */
const largest: Readonly<Partial<Record<Dtype, number>>> = { int32: 2 ** 31 - 1, uint8: 255 }

/** A number for an integer dtype; what follows its point is cut off, and uint8 takes -1 for 255, as PyTorch does. */
function within(most: number, value: number, dtype: Dtype): number {
  const least = dtype === 'uint8' ? -most : -most - 1
  const whole = Math.trunc(value)
  // NaN is on no side of either.
  if (whole >= least && whole <= most) return whole
  throw new TensorArgumentError('tensor', `${value} does not fit into ${dtype}`)
}

/**
 * A tensor over shared memory, without a copy: both see each other's writes.
 *
 * The SharedArrayBuffer must stay referenced, on the thread that made it, as long as any thread computes with
 * the tensor or what shares its memory.
 *
 * @param view a typed array over a SharedArrayBuffer
 * @param dtype default: the typed array's own; bool may lie in a Uint8Array
 */
export function fromShared(
  view: TypedArray,
  shape: readonly number[] = [view?.length],
  dtype: Dtype | undefined = undefined,
): Tensor {
  if (!(view?.buffer instanceof SharedArrayBuffer)) {
    throw new TensorArgumentError(
      'fromShared',
      'the typed array must lie in a SharedArrayBuffer: other memory may move. Use tensor() to copy it',
    )
  }
  return new Tensor(native().fromShared(view, shape, dtypeCode(dtype ?? dtypeOf(view))))
}

/** Before an operation that is computed by another one, which would name itself in its errors. */
function checkPlan(operation: string, shape: unknown, options: TensorOptions | undefined): void {
  check(operation, { shape }, listOfKind(size))
  if (options === undefined) return
  checkNames(operation, options, known)
  if (options.dtype !== undefined) check(operation, { dtype: options.dtype }, oneOf(...dtypes))
}

/** Zeros; float32 unless said otherwise, as all of these. */
export function zeros<const S extends Shape>(
  shape: readonly [...S],
  options?: TensorOptions,
): Tensor<Given<S>> {
  return make('zeros', options, 'float32', (dtype) => native().zerosOf(shape, dtype))
}

/**
 * A tensor to be filled: zeros, where PyTorch gives whatever the memory held. A program that forgets to fill it computes
 * the same every time.
 */
export function empty<const S extends Shape>(
  shape: readonly [...S],
  options?: TensorOptions,
): Tensor<Given<S>> {
  checkPlan('empty', shape, options)
  return make('empty', options, 'float32', (dtype) => native().zerosOf(shape, dtype))
}

/** `empty()` with the shape of `input`, in its dtype and on its device unless said otherwise. */
export function emptyLike<S extends Shape>(input: Tensor<S>, options?: TensorOptions): Tensor<S> {
  check('emptyLike', { input }, tensorKind)
  return make('emptyLike', { device: input.device as Device, ...options }, input.dtype, (dtype) =>
    native().zerosOf(input.shape, dtype),
  )
}

/** Ones. */
export function ones<const S extends Shape>(
  shape: readonly [...S],
  options?: TensorOptions,
): Tensor<Given<S>> {
  checkPlan('ones', shape, options)
  return full(shape, 1, options)
}

/** `value` in every place; a bigint for int64 beyond 2^53. */
export function full<const S extends Shape>(
  shape: readonly [...S],
  value: number | bigint | boolean,
  options?: TensorOptions,
): Tensor<Given<S>> {
  return make('full', options, 'float32', (dtype) => {
    if (options?.dtype === 'int64') exactly('full', value)
    return native().fullOf(shape, value, dtype)
  })
}

/** start, start + step, … before end; `arange(end)` starts at 0. Default dtype: int64 for integers, as PyTorch. */
export function arange(end: number, options?: TensorOptions): Tensor
export function arange(start: number, end: number, step?: number, options?: TensorOptions): Tensor
export function arange(
  first: number,
  second?: number | TensorOptions,
  third = 1,
  fourth?: TensorOptions,
): Tensor {
  const one = typeof second !== 'number'
  const [start, end, step] = one ? [0, first, 1] : [first, second, third]
  const integral = [start, end, step].every(Number.isInteger)
  const options = one ? second : fourth
  return make('arange', options, integral ? 'int64' : 'float32', (dtype) => {
    const lossy = [start, end, step].find((each) => Number.isInteger(each) && !Number.isSafeInteger(each))
    if (lossy !== undefined && (options?.dtype ?? 'int64') === 'int64' && integral) {
      const reason = `${lossy} is beyond 2^53, where numbers lose digits that int64 has; say dtype: 'float64' for such numbers`
      throw new TensorArgumentError('arange', reason)
    }
    return native().arangeOf(start, end, step, dtype)
  })
}

/** `steps` numbers at equal distances from start to end, both included. */
export function linspace(start: number, end: number, steps: number, options?: TensorOptions): Tensor {
  return make('linspace', options, 'float32', (dtype) => native().linspaceOf(start, end, steps, dtype))
}

/** `base` to the power of `steps` numbers at equal distances from start to end, both included. */
export function logspace(
  start: number,
  end: number,
  steps: number,
  base = 10,
  options?: TensorOptions,
): Tensor {
  return make('logspace', options, 'float32', (dtype) => native().logspaceOf(start, end, steps, base, dtype))
}

/** Ones on the diagonal of [n, m], zeros elsewhere; m defaults to n. */
export function eye(n: number, m: number = n, options?: TensorOptions): Tensor {
  return make('eye', options, 'float32', (dtype) => native().eyeOf(n, m, dtype))
}

/** Uniform in [0, 1), from the current random stream. */
export function rand<const S extends Shape>(
  shape: readonly [...S],
  options?: TensorOptions,
): Tensor<Given<S>> {
  return make('rand', options, 'float32', (dtype) => native().randOf(shape, dtype, ...nextDraw()))
}

/** Normal with mean 0 and deviation 1, from the current random stream. */
export function randn<const S extends Shape>(
  shape: readonly [...S],
  options?: TensorOptions,
): Tensor<Given<S>> {
  return make('randn', options, 'float32', (dtype) => native().randnOf(shape, dtype, ...nextDraw()))
}

/** Integers in [low, high) as int64, from the current random stream. */
export function randint<const S extends Shape>(
  low: number,
  high: number,
  shape: readonly [...S],
): Tensor<Given<S>> {
  return new Tensor(native().randintOf(low, high, shape, ...nextDraw()))
}

/** 0 … count - 1 in random order as int64, from the current random stream. */
export function randperm(count: number): Tensor {
  return new Tensor(native().randpermOf(count, ...nextDraw()))
}
