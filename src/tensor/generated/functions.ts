// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
import { native } from '../addon.js'
import { type Operands, type Sizes, sizesOf, handlesOf, maybeHandleOf, maybeHandlesOf, operandsOf } from '../passing.js'
import { nextDraw } from '../random/stream.js'
import { type Broadcast, type Broadcasts, type Multiplies, type Product, type Shape } from '../shape.js'
import { Tensor } from '../tensor.js'

/** Zeros in the shape and dtype of the input. */
export function zerosLike<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().zerosLike(input?.handle))
}

/** Ones in the shape and dtype of the input. */
export function onesLike<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().onesLike(input?.handle))
}

/** One value everywhere in the shape and dtype of the input. */
export function fullLike(input: Tensor, value: number | bigint | boolean): Tensor {
  return new Tensor(native().fullLike(input?.handle, value))
}

/** The places of the lower triangle of a matrix: rows in the first row of the result, columns in the second; int64. */
export function trilIndices(rows: number, columns: number, offset = 0): Tensor {
  return new Tensor(native().trilIndices(rows, columns, offset))
}

/** The places of the upper triangle of a matrix: rows in the first row of the result, columns in the second; int64. */
export function triuIndices(rows: number, columns: number, offset = 0): Tensor {
  return new Tensor(native().triuIndices(rows, columns, offset))
}

/** The window of Hann in float32; symmetric unless `periodic`. */
export function hannWindow(length: number, periodic = true): Tensor {
  return new Tensor(native().hannWindow(length, periodic))
}

/** The window of Hamming in float32; symmetric unless `periodic`. */
export function hammingWindow(length: number, periodic = true): Tensor {
  return new Tensor(native().hammingWindow(length, periodic))
}

/** The window of Blackman in float32; symmetric unless `periodic`. */
export function blackmanWindow(length: number, periodic = true): Tensor {
  return new Tensor(native().blackmanWindow(length, periodic))
}

/** The window of Bartlett in float32; symmetric unless `periodic`. */
export function bartlettWindow(length: number, periodic = true): Tensor {
  return new Tensor(native().bartlettWindow(length, periodic))
}

/** Uniform in [0, 1) in the shape and dtype of the input, from the current random stream. */
export function randLike(input: Tensor): Tensor {
  return new Tensor(native().randLike(input?.handle, ...nextDraw()))
}

/** Normal with mean 0 and deviation 1 in the shape and dtype of the input, from the current random stream. */
export function randnLike(input: Tensor): Tensor {
  return new Tensor(native().randnLike(input?.handle, ...nextDraw()))
}

/** The same elements in another shape; one size may be -1. A view where possible, else a copy. */
export function reshape(input: Tensor, ...shape: Sizes): Tensor {
  return new Tensor(native().reshape(input?.handle, sizesOf(shape)))
}

/** Joins the dimensions from `startDim` to `endDim` into one. */
export function flatten(input: Tensor, startDim = 0, endDim = -1): Tensor {
  return new Tensor(native().flatten(input?.handle, startDim, endDim))
}

/** Splits the dimension `dim` into several of these sizes, one of which may be -1. */
export function unflatten(input: Tensor, dim: number, sizes: number | readonly number[]): Tensor {
  return new Tensor(native().unflatten(input?.handle, dim, sizes))
}

/** All elements in one dimension. */
export function ravel(input: Tensor): Tensor {
  return new Tensor(native().ravel(input?.handle))
}

/** Swaps two dimensions; a view. */
export function transpose(input: Tensor, dim0: number, dim1: number): Tensor {
  return new Tensor(native().transpose(input?.handle, dim0, dim1))
}

/** Swaps two dimensions; a view. NumPy's name for transpose. */
export function swapaxes(input: Tensor, dim0: number, dim1: number): Tensor {
  return new Tensor(native().swapaxes(input?.handle, dim0, dim1))
}

/** The transpose of a matrix; a view. */
export function t(input: Tensor): Tensor {
  return new Tensor(native().t(input?.handle))
}

/** Reorders the dimensions; a view. */
export function permute(input: Tensor, ...dims: Sizes): Tensor {
  return new Tensor(native().permute(input?.handle, sizesOf(dims)))
}

/** Moves the dimensions `source` to the places `destination`; the others keep their order. A view. */
export function movedim(input: Tensor, source: number | readonly number[], destination: number | readonly number[]): Tensor {
  return new Tensor(native().movedim(input?.handle, source, destination))
}

/** Drops the dimensions `dim` whose size is 1; all such dimensions when left out. A view. */
export function squeeze(input: Tensor, dim: number | readonly number[] | null = null): Tensor {
  return new Tensor(native().squeeze(input?.handle, dim))
}

/** Inserts a dimension of size 1 at `dim`; a view. */
export function unsqueeze(input: Tensor, dim: number): Tensor {
  return new Tensor(native().unsqueeze(input?.handle, dim))
}

/** The elements `start` to `start + length` along `dim`; a view. */
export function narrow(input: Tensor, dim: number, start: number, length: number): Tensor {
  return new Tensor(native().narrow(input?.handle, dim, start, length))
}

/** The slice at `index` along `dim`, without that dimension; a view. A negative index counts from the end. */
export function select(input: Tensor, dim: number, index: number): Tensor {
  return new Tensor(native().select(input?.handle, dim, index))
}

/** The diagonal over two dimensions, which become a last one; a view. */
export function diagonal(input: Tensor, offset = 0, dim1 = 0, dim2 = 1): Tensor {
  return new Tensor(native().diagonal(input?.handle, offset, dim1, dim2))
}

/** Repeats dimensions of size 1 to this shape, without copying. */
export function broadcastTo(input: Tensor, ...shape: Sizes): Tensor {
  return new Tensor(native().broadcastTo(input?.handle, sizesOf(shape)))
}

/** A copy that gradients flow through. */
export function clone<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().clone(input?.handle))
}

/** Joins tensors along `dim`; the other sizes must agree. */
export function cat(tensors: readonly Tensor[], dim = 0): Tensor {
  return new Tensor(native().cat(handlesOf(tensors), dim))
}

/** Joins tensors of one shape along a new dimension `dim`. */
export function stack(tensors: readonly Tensor[], dim = 0): Tensor {
  return new Tensor(native().stack(handlesOf(tensors), dim))
}

/** Joins tensors side by side: along the second dimension, vectors along their only one. */
export function hstack(tensors: readonly Tensor[]): Tensor {
  return new Tensor(native().hstack(handlesOf(tensors)))
}

/** Joins tensors on top of each other: along the first dimension; vectors count as rows. */
export function vstack(tensors: readonly Tensor[]): Tensor {
  return new Tensor(native().vstack(handlesOf(tensors)))
}

/** Joins tensors along the third dimension. */
export function dstack(tensors: readonly Tensor[]): Tensor {
  return new Tensor(native().dstack(handlesOf(tensors)))
}

/** Joins tensors side by side; vectors count as columns. */
export function columnStack(tensors: readonly Tensor[]): Tensor {
  return new Tensor(native().columnStack(handlesOf(tensors)))
}

/** A matrix with these matrices along its diagonal, 0 elsewhere. */
export function blockDiag(...tensors: Operands<Tensor>): Tensor {
  return new Tensor(native().blockDiag(operandsOf(tensors)))
}

/** All combinations of one element of each vector, as rows. */
export function cartesianProd(...tensors: Operands<Tensor>): Tensor {
  return new Tensor(native().cartesianProd(operandsOf(tensors)))
}

/** The tensors in their common shape, without copying. */
export function broadcastTensors(...tensors: Operands<Tensor>): Tensor[] {
  return native().broadcastTensors(operandsOf(tensors)).map((handle) => new Tensor(handle))
}

/** The coordinates of a grid whose axes are these vectors: a tensor for each. */
export function meshgrid(tensors: readonly Tensor[], indexing: 'ij' | 'xy' = 'ij'): Tensor[] {
  return native().meshgrid(handlesOf(tensors), indexing).map((handle) => new Tensor(handle))
}

/** All combinations of `r` elements of a vector, as rows. */
export function combinations(input: Tensor, r = 2, withReplacement = false): Tensor {
  return new Tensor(native().combinations(input?.handle, r, withReplacement))
}

/** Cuts the tensor into at most `chunks` parts of one size along `dim` (the last may be smaller); views. */
export function chunk(input: Tensor, chunks: number, dim = 0): Tensor[] {
  return native().chunk(input?.handle, chunks, dim).map((handle) => new Tensor(handle))
}

/** Cuts the tensor along `dim` into parts of `size` (the last may be smaller), or of these sizes; views. */
export function split(input: Tensor, size: number | readonly number[], dim = 0): Tensor[] {
  return native().split(input?.handle, size, dim).map((handle) => new Tensor(handle))
}

/** Cuts the tensor along `dim` into so many parts, the first ones larger by 1 where they do not come out even; views. */
export function tensorSplit(input: Tensor, sections: number, dim = 0): Tensor[] {
  return native().tensorSplit(input?.handle, sections, dim).map((handle) => new Tensor(handle))
}

/** The slices along `dim`, without that dimension; views. */
export function unbind(input: Tensor, dim = 0): Tensor[] {
  return native().unbind(input?.handle, dim).map((handle) => new Tensor(handle))
}

/** As repeat(), with as many 1s before `dims` as are missing. */
export function tile(input: Tensor, ...dims: Sizes): Tensor {
  return new Tensor(native().tile(input?.handle, sizesOf(dims)))
}

/** Each slice along `dim` (each element when left out) `repeats` times in a row. */
export function repeatInterleave(input: Tensor, repeats: number, dim: number | null = null): Tensor {
  return new Tensor(native().repeatInterleave(input?.handle, repeats, dim))
}

/** Shifts the elements along `dims` (of the flattened tensor when left out); what falls off the end comes in at the start. */
export function roll(input: Tensor, shifts: number | readonly number[], dims: number | readonly number[] | null = null): Tensor {
  return new Tensor(native().roll(input?.handle, shifts, dims))
}

/** Reverses the order along each of `dims`; a copy. */
export function flip<S extends Shape>(input: Tensor<S>, ...dims: Sizes): Tensor<S> {
  return new Tensor(native().flip(input?.handle, sizesOf(dims)))
}

/** Reverses the order along the second dimension; a copy. */
export function fliplr(input: Tensor): Tensor {
  return new Tensor(native().fliplr(input?.handle))
}

/** Reverses the order along the first dimension; a copy. */
export function flipud(input: Tensor): Tensor {
  return new Tensor(native().flipud(input?.handle))
}

/** Turns by `k` times 90 degrees in the plane of two dimensions, from the first towards the second. */
export function rot90(input: Tensor, k = 1, dims: number | readonly number[] = [0,1]): Tensor {
  return new Tensor(native().rot90(input?.handle, k, dims))
}

/** `input + alpha * other`, broadcast. */
export function add<A extends Shape, B extends Shape = []>(input: Tensor<A>, other: (Tensor<B> & Broadcasts<A, B>) | number | bigint, alpha: number | bigint | boolean = 1): Tensor<Broadcast<A, B>> {
  return new Tensor(typeof other === 'number' || typeof other === 'bigint' ? native().addScalar(input?.handle, other, alpha) : native().add(input?.handle, other?.handle, alpha))
}

/** `input - alpha * other`, broadcast. */
export function sub<A extends Shape, B extends Shape = []>(input: Tensor<A>, other: (Tensor<B> & Broadcasts<A, B>) | number | bigint, alpha: number | bigint | boolean = 1): Tensor<Broadcast<A, B>> {
  return new Tensor(typeof other === 'number' || typeof other === 'bigint' ? native().subScalar(input?.handle, other, alpha) : native().sub(input?.handle, other?.handle, alpha))
}

/** `input * other`, broadcast. */
export function mul<A extends Shape, B extends Shape = []>(input: Tensor<A>, other: (Tensor<B> & Broadcasts<A, B>) | number | bigint): Tensor<Broadcast<A, B>> {
  return new Tensor(typeof other === 'number' || typeof other === 'bigint' ? native().mulScalar(input?.handle, other) : native().mul(input?.handle, other?.handle))
}

/** `input / other`, broadcast; integers give float32. With `roundingMode` the quotient is rounded down or towards 0, and integers stay integers. */
export function div<A extends Shape, B extends Shape = []>(input: Tensor<A>, other: (Tensor<B> & Broadcasts<A, B>) | number | bigint, roundingMode: 'floor' | 'trunc' | null = null): Tensor<Broadcast<A, B>> {
  return new Tensor(typeof other === 'number' || typeof other === 'bigint' ? native().divScalar(input?.handle, other, roundingMode) : native().div(input?.handle, other?.handle, roundingMode))
}

/** `input / other`, rounded down. */
export function floorDivide(input: Tensor, other: Tensor | number | bigint): Tensor {
  return new Tensor(typeof other === 'number' || typeof other === 'bigint' ? native().floorDivideScalar(input?.handle, other) : native().floorDivide(input?.handle, other?.handle))
}

/** What is left of `input / other` rounded down: has the sign of `other`. */
export function remainder(input: Tensor, other: Tensor | number | bigint): Tensor {
  return new Tensor(typeof other === 'number' || typeof other === 'bigint' ? native().remainderScalar(input?.handle, other) : native().remainder(input?.handle, other?.handle))
}

/** What is left of `input / other` rounded towards 0: has the sign of `input`. */
export function fmod(input: Tensor, other: Tensor | number | bigint): Tensor {
  return new Tensor(typeof other === 'number' || typeof other === 'bigint' ? native().fmodScalar(input?.handle, other) : native().fmod(input?.handle, other?.handle))
}

/** `input` to the power of `other`, broadcast. */
export function pow(input: Tensor, other: Tensor | number | bigint): Tensor {
  return new Tensor(typeof other === 'number' || typeof other === 'bigint' ? native().powScalar(input?.handle, other) : native().pow(input?.handle, other?.handle))
}

/** `input` to the power of `other`, in float64. */
export function floatPower(input: Tensor, other: Tensor | number | bigint): Tensor {
  return new Tensor(typeof other === 'number' || typeof other === 'bigint' ? native().floatPowerScalar(input?.handle, other) : native().floatPower(input?.handle, other?.handle))
}

/** The angle of the point (other, input) in radians, in (-π, π]. */
export function atan2(input: Tensor, other: Tensor): Tensor {
  return new Tensor(native().atan2(input?.handle, other?.handle))
}

/** `sqrt(input² + other²)`, without overflow. */
export function hypot(input: Tensor, other: Tensor): Tensor {
  return new Tensor(native().hypot(input?.handle, other?.handle))
}

/** `log(exp(input) + exp(other))`, without overflow. */
export function logaddexp(input: Tensor, other: Tensor): Tensor {
  return new Tensor(native().logaddexp(input?.handle, other?.handle))
}

/** `log2(2^input + 2^other)`, without overflow. */
export function logaddexp2(input: Tensor, other: Tensor): Tensor {
  return new Tensor(native().logaddexp2(input?.handle, other?.handle))
}

/** `input * log(other)`; 0 where `input` is 0. */
export function xlogy(input: Tensor, other: Tensor | number | bigint): Tensor {
  return new Tensor(typeof other === 'number' || typeof other === 'bigint' ? native().xlogyScalar(input?.handle, other) : native().xlogy(input?.handle, other?.handle))
}

/** The size of `input` with the sign of `other`. */
export function copysign(input: Tensor, other: Tensor | number | bigint): Tensor {
  return new Tensor(typeof other === 'number' || typeof other === 'bigint' ? native().copysignScalar(input?.handle, other) : native().copysign(input?.handle, other?.handle))
}

/** 0 below 0, 1 above, and `other` at 0. */
export function heaviside(input: Tensor, other: Tensor): Tensor {
  return new Tensor(native().heaviside(input?.handle, other?.handle))
}

/** `input * 2^other`. */
export function ldexp(input: Tensor, other: Tensor): Tensor {
  return new Tensor(native().ldexp(input?.handle, other?.handle))
}

/** The next number after `input` towards `other`. */
export function nextafter(input: Tensor, other: Tensor): Tensor {
  return new Tensor(native().nextafter(input?.handle, other?.handle))
}

/** Greatest common divisor of integers. */
export function gcd(input: Tensor, other: Tensor): Tensor {
  return new Tensor(native().gcd(input?.handle, other?.handle))
}

/** Least common multiple of integers. */
export function lcm(input: Tensor, other: Tensor): Tensor {
  return new Tensor(native().lcm(input?.handle, other?.handle))
}

/** The larger of both, elementwise and broadcast; NaN where either is. */
export function maximum(input: Tensor, other: Tensor): Tensor {
  return new Tensor(native().maximum(input?.handle, other?.handle))
}

/** The smaller of both, elementwise and broadcast; NaN where either is. */
export function minimum(input: Tensor, other: Tensor): Tensor {
  return new Tensor(native().minimum(input?.handle, other?.handle))
}

/** The larger of both; the other one where one is NaN. */
export function fmax(input: Tensor, other: Tensor): Tensor {
  return new Tensor(native().fmax(input?.handle, other?.handle))
}

/** The smaller of both; the other one where one is NaN. */
export function fmin(input: Tensor, other: Tensor): Tensor {
  return new Tensor(native().fmin(input?.handle, other?.handle))
}

/** The input, no lower than `other`, a number or a tensor that is broadcast. */
export function clampMin(input: Tensor, other: Tensor | number | bigint): Tensor {
  return new Tensor(typeof other === 'number' || typeof other === 'bigint' ? native().clampMinScalar(input?.handle, other) : native().clampMin(input?.handle, other?.handle))
}

/** The input, no higher than `other`, a number or a tensor that is broadcast. */
export function clampMax(input: Tensor, other: Tensor | number | bigint): Tensor {
  return new Tensor(typeof other === 'number' || typeof other === 'bigint' ? native().clampMaxScalar(input?.handle, other) : native().clampMax(input?.handle, other?.handle))
}

/** The input, no lower than `min` and no higher than `max`; one of them may be left out. Gradients pass between the bounds, and not at them. For bounds that are tensors there are clampMin() and clampMax(). */
export function clamp<S extends Shape>(input: Tensor<S>, min: number | bigint | null = null, max: number | bigint | null = null): Tensor<S> {
  return new Tensor(native().clamp(input?.handle, min, max))
}

/** `input + weight * (end - input)`, broadcast. */
export function lerp(input: Tensor, end: Tensor, weight: Tensor | number | bigint): Tensor {
  return new Tensor(typeof weight === 'number' || typeof weight === 'bigint' ? native().lerpScalar(input?.handle, end?.handle, weight) : native().lerp(input?.handle, end?.handle, weight?.handle))
}

/** `input + value * tensor1 * tensor2`, broadcast. */
export function addcmul(input: Tensor, tensor1: Tensor, tensor2: Tensor, value: number | bigint | boolean = 1): Tensor {
  return new Tensor(native().addcmul(input?.handle, tensor1?.handle, tensor2?.handle, value))
}

/** `input + value * tensor1 / tensor2`, broadcast. */
export function addcdiv(input: Tensor, tensor1: Tensor, tensor2: Tensor, value: number | bigint | boolean = 1): Tensor {
  return new Tensor(native().addcdiv(input?.handle, tensor1?.handle, tensor2?.handle, value))
}

/** `input` where the bool tensor `condition` is true, else `other`; all three broadcast. */
export function where(condition: Tensor, input: Tensor, other: Tensor | number | bigint): Tensor {
  return new Tensor(typeof other === 'number' || typeof other === 'bigint' ? native().whereScalar(condition?.handle, input?.handle, other) : native().where(condition?.handle, input?.handle, other?.handle))
}

/** Where `|input - other| <= atol + rtol * |other|`; a bool tensor. */
export function isclose(input: Tensor, other: Tensor, rtol = 1e-5, atol = 1e-8, equalNan = false): Tensor {
  return new Tensor(native().isclose(input?.handle, other?.handle, rtol, atol, equalNan))
}

/** Elementwise `input == other`, broadcast; a bool tensor. */
export function eq(input: Tensor, other: Tensor | number | bigint): Tensor {
  return new Tensor(typeof other === 'number' || typeof other === 'bigint' ? native().eqScalar(input?.handle, other) : native().eq(input?.handle, other?.handle))
}

/** Elementwise `input != other`, broadcast; a bool tensor. */
export function ne(input: Tensor, other: Tensor | number | bigint): Tensor {
  return new Tensor(typeof other === 'number' || typeof other === 'bigint' ? native().neScalar(input?.handle, other) : native().ne(input?.handle, other?.handle))
}

/** Elementwise `input < other`, broadcast; a bool tensor. */
export function lt(input: Tensor, other: Tensor | number | bigint): Tensor {
  return new Tensor(typeof other === 'number' || typeof other === 'bigint' ? native().ltScalar(input?.handle, other) : native().lt(input?.handle, other?.handle))
}

/** Elementwise `input <= other`, broadcast; a bool tensor. */
export function le(input: Tensor, other: Tensor | number | bigint): Tensor {
  return new Tensor(typeof other === 'number' || typeof other === 'bigint' ? native().leScalar(input?.handle, other) : native().le(input?.handle, other?.handle))
}

/** Elementwise `input > other`, broadcast; a bool tensor. */
export function gt(input: Tensor, other: Tensor | number | bigint): Tensor {
  return new Tensor(typeof other === 'number' || typeof other === 'bigint' ? native().gtScalar(input?.handle, other) : native().gt(input?.handle, other?.handle))
}

/** Elementwise `input >= other`, broadcast; a bool tensor. */
export function ge(input: Tensor, other: Tensor | number | bigint): Tensor {
  return new Tensor(typeof other === 'number' || typeof other === 'bigint' ? native().geScalar(input?.handle, other) : native().ge(input?.handle, other?.handle))
}

/** True where both are non-zero, broadcast; a bool tensor. */
export function logicalAnd(input: Tensor, other: Tensor): Tensor {
  return new Tensor(native().logicalAnd(input?.handle, other?.handle))
}

/** True where either is non-zero, broadcast; a bool tensor. */
export function logicalOr(input: Tensor, other: Tensor): Tensor {
  return new Tensor(native().logicalOr(input?.handle, other?.handle))
}

/** True where exactly one is non-zero, broadcast; a bool tensor. */
export function logicalXor(input: Tensor, other: Tensor): Tensor {
  return new Tensor(native().logicalXor(input?.handle, other?.handle))
}

/** True where the input is zero; a bool tensor. */
export function logicalNot<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().logicalNot(input?.handle))
}

/** Bits set in both of integers, or the logical one of bools; broadcast. */
export function bitwiseAnd(input: Tensor, other: Tensor | number | bigint): Tensor {
  return new Tensor(typeof other === 'number' || typeof other === 'bigint' ? native().bitwiseAndScalar(input?.handle, other) : native().bitwiseAnd(input?.handle, other?.handle))
}

/** Bits set in either of integers, or the logical one of bools; broadcast. */
export function bitwiseOr(input: Tensor, other: Tensor | number | bigint): Tensor {
  return new Tensor(typeof other === 'number' || typeof other === 'bigint' ? native().bitwiseOrScalar(input?.handle, other) : native().bitwiseOr(input?.handle, other?.handle))
}

/** Bits set in exactly one of integers, or the logical one of bools; broadcast. */
export function bitwiseXor(input: Tensor, other: Tensor | number | bigint): Tensor {
  return new Tensor(typeof other === 'number' || typeof other === 'bigint' ? native().bitwiseXorScalar(input?.handle, other) : native().bitwiseXor(input?.handle, other?.handle))
}

/** All bits of integers inverted; logical for bools. */
export function bitwiseNot(input: Tensor): Tensor {
  return new Tensor(native().bitwiseNot(input?.handle))
}

/** Integers times 2 to the power of `other`; 0 where that is their width or more, or negative. */
export function bitwiseLeftShift(input: Tensor, other: Tensor | number | bigint): Tensor {
  return new Tensor(typeof other === 'number' || typeof other === 'bigint' ? native().bitwiseLeftShiftScalar(input?.handle, other) : native().bitwiseLeftShift(input?.handle, other?.handle))
}

/** Integers over 2 to the power of `other`, rounded down: 0 or -1 by their signs where that is their width or more, or negative. */
export function bitwiseRightShift(input: Tensor, other: Tensor | number | bigint): Tensor {
  return new Tensor(typeof other === 'number' || typeof other === 'bigint' ? native().bitwiseRightShiftScalar(input?.handle, other) : native().bitwiseRightShift(input?.handle, other?.handle))
}

/** True where the input is NaN; a bool tensor. */
export function isnan<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().isnan(input?.handle))
}

/** True where the input is infinite; a bool tensor. */
export function isinf<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().isinf(input?.handle))
}

/** True where the input is neither infinite nor NaN; a bool tensor. */
export function isfinite<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().isfinite(input?.handle))
}

/** True where the input is positive infinity; a bool tensor. */
export function isposinf(input: Tensor): Tensor {
  return new Tensor(native().isposinf(input?.handle))
}

/** True where the input is negative infinity; a bool tensor. */
export function isneginf(input: Tensor): Tensor {
  return new Tensor(native().isneginf(input?.handle))
}

/** True where the input is below 0, or -0; a bool tensor. */
export function signbit(input: Tensor): Tensor {
  return new Tensor(native().signbit(input?.handle))
}

/** Whether both have the same shape and the same elements. */
export function equal(input: Tensor, other: Tensor): boolean {
  return native().equal(input?.handle, other?.handle)
}

/** Whether `|input - other| <= atol + rtol * |other|` everywhere. */
export function allclose(input: Tensor, other: Tensor, rtol = 1e-5, atol = 1e-8, equalNan = false): boolean {
  return native().allclose(input?.handle, other?.handle, rtol, atol, equalNan)
}

/** `-input`. */
export function neg<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().neg(input?.handle))
}

/** Absolute value. */
export function abs<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().abs(input?.handle))
}

/** -1, 0 or 1 by sign. */
export function sign<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().sign(input?.handle))
}

/** `input * input`. */
export function square<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().square(input?.handle))
}

/** `1 / input`. */
export function reciprocal<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().reciprocal(input?.handle))
}

/** Square root; NaN below 0. */
export function sqrt<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().sqrt(input?.handle))
}

/** `1 / sqrt(input)`. */
export function rsqrt<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().rsqrt(input?.handle))
}

/** e to the power of the input. */
export function exp<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().exp(input?.handle))
}

/** 2 to the power of the input. */
export function exp2<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().exp2(input?.handle))
}

/** `exp(input) - 1`, exact near 0. */
export function expm1<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().expm1(input?.handle))
}

/** Natural logarithm; NaN below 0. */
export function log<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().log(input?.handle))
}

/** Logarithm to base 2; NaN below 0. */
export function log2<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().log2(input?.handle))
}

/** Logarithm to base 10; NaN below 0. */
export function log10<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().log10(input?.handle))
}

/** `log(1 + input)`, exact near 0. */
export function log1p<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().log1p(input?.handle))
}

/** The next integer below. */
export function floor<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().floor(input?.handle))
}

/** The next integer above. */
export function ceil<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().ceil(input?.handle))
}

/** The integer part: rounded towards 0. */
export function trunc<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().trunc(input?.handle))
}

/** What follows the decimal point, with the sign of the input. */
export function frac<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().frac(input?.handle))
}

/** The nearest number of so many decimals (negative: before the point), halves to even. Integers stay as they are; they take no `decimals`. */
export function round<S extends Shape>(input: Tensor<S>, decimals = 0): Tensor<S> {
  return new Tensor(native().round(input?.handle, decimals))
}

/** Sine of radians. */
export function sin<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().sin(input?.handle))
}

/** Cosine of radians. */
export function cos<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().cos(input?.handle))
}

/** Tangent of radians. */
export function tan<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().tan(input?.handle))
}

/** Arc sine in radians; NaN outside [-1, 1]. */
export function asin<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().asin(input?.handle))
}

/** Arc cosine in radians; NaN outside [-1, 1]. */
export function acos<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().acos(input?.handle))
}

/** Arc tangent in radians. */
export function atan<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().atan(input?.handle))
}

/** Hyperbolic sine. */
export function sinh<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().sinh(input?.handle))
}

/** Hyperbolic cosine. */
export function cosh<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().cosh(input?.handle))
}

/** Inverse hyperbolic sine. */
export function asinh<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().asinh(input?.handle))
}

/** Inverse hyperbolic cosine; NaN below 1. */
export function acosh<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().acosh(input?.handle))
}

/** Inverse hyperbolic tangent; NaN outside [-1, 1]. */
export function atanh<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().atanh(input?.handle))
}

/** `sin(π input) / (π input)`; 1 at 0. */
export function sinc<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().sinc(input?.handle))
}

/** Degrees to radians. */
export function deg2rad(input: Tensor): Tensor {
  return new Tensor(native().deg2rad(input?.handle))
}

/** Radians to degrees. */
export function rad2deg(input: Tensor): Tensor {
  return new Tensor(native().rad2deg(input?.handle))
}

/** `log(input / (1 - input))`, the inverse of sigmoid; with `eps` the input is first clamped to [eps, 1 - eps]. */
export function logit(input: Tensor, eps: number | null = null): Tensor {
  return new Tensor(native().logit(input?.handle, eps))
}

/** The error function. */
export function erf<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().erf(input?.handle))
}

/** 1 - the error function. */
export function erfc<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().erfc(input?.handle))
}

/** The inverse of the error function; NaN outside [-1, 1]. */
export function erfinv(input: Tensor): Tensor {
  return new Tensor(native().erfinv(input?.handle))
}

/** Logarithm of the absolute value of the gamma function. */
export function lgamma(input: Tensor): Tensor {
  return new Tensor(native().lgamma(input?.handle))
}

/** Derivative of lgamma. */
export function digamma(input: Tensor): Tensor {
  return new Tensor(native().digamma(input?.handle))
}

/** Modified Bessel function of the first kind of order 0. */
export function i0(input: Tensor): Tensor {
  return new Tensor(native().i0(input?.handle))
}

/** NaN becomes `nan` (0), infinities `posinf` and `neginf` (the largest and the smallest number of the dtype). */
export function nanToNum(input: Tensor, nan: number | null = null, posinf: number | null = null, neginf: number | null = null): Tensor {
  return new Tensor(native().nanToNum(input?.handle, nan, posinf, neginf))
}

/** Sum over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`; integers and bools give int64. */
export function sum(input: Tensor, dim: number | readonly number[] | null = null, keepdim = false): Tensor {
  return new Tensor(native().sum(input?.handle, dim, keepdim))
}

/** Sum without NaN over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`. */
export function nansum(input: Tensor, dim: number | readonly number[] | null = null, keepdim = false): Tensor {
  return new Tensor(native().nansum(input?.handle, dim, keepdim))
}

/** Mean over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`. Floating dtypes only. */
export function mean(input: Tensor, dim: number | readonly number[] | null = null, keepdim = false): Tensor {
  return new Tensor(native().mean(input?.handle, dim, keepdim))
}

/** Mean without NaN over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`. */
export function nanmean(input: Tensor, dim: number | readonly number[] | null = null, keepdim = false): Tensor {
  return new Tensor(native().nanmean(input?.handle, dim, keepdim))
}

/** Product along `dim`, or of all elements. */
export function prod(input: Tensor, dim: number | null = null, keepdim = false): Tensor {
  return new Tensor(native().prod(input?.handle, dim, keepdim))
}

/** Standard deviation over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`; divided by n - `correction`. */
export function std(input: Tensor, dim: number | readonly number[] | null = null, correction = 1, keepdim = false): Tensor {
  return new Tensor(native().std(input?.handle, dim, correction, keepdim))
}

/** Variance and mean over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`; divided by n - `correction`. */
export function varMean(input: Tensor, dim: number | readonly number[] | null = null, correction = 1, keepdim = false): { variance: Tensor; mean: Tensor } {
  const [variance, mean] = native().varMean(input?.handle, dim, correction, keepdim)
    return { variance: new Tensor(variance!), mean: new Tensor(mean!) }
}

/** Standard deviation and mean over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`; divided by n - `correction`. */
export function stdMean(input: Tensor, dim: number | readonly number[] | null = null, correction = 1, keepdim = false): { deviation: Tensor; mean: Tensor } {
  const [deviation, mean] = native().stdMean(input?.handle, dim, correction, keepdim)
    return { deviation: new Tensor(deviation!), mean: new Tensor(mean!) }
}

/** Largest element over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`; equal ones share the gradient. */
export function amax(input: Tensor, dim: number | readonly number[] | null = null, keepdim = false): Tensor {
  return new Tensor(native().amax(input?.handle, dim, keepdim))
}

/** Smallest element over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`; equal ones share the gradient. */
export function amin(input: Tensor, dim: number | readonly number[] | null = null, keepdim = false): Tensor {
  return new Tensor(native().amin(input?.handle, dim, keepdim))
}

/** Smallest and largest element along `dim`, or of all. */
export function aminmax(input: Tensor, dim: number | null = null, keepdim = false): { min: Tensor; max: Tensor } {
  const [min, max] = native().aminmax(input?.handle, dim, keepdim)
    return { min: new Tensor(min!), max: new Tensor(max!) }
}

/** Most frequent elements along `dim`, the smallest of equals, and an index of each. */
export function mode(input: Tensor, dim = -1, keepdim = false): { values: Tensor; indices: Tensor } {
  const [values, indices] = native().mode(input?.handle, dim, keepdim)
    return { values: new Tensor(values!), indices: new Tensor(indices!) }
}

/** The `q`-quantiles along `dim`, or of all; with a tensor of several `q` they are the first dimension. */
export function quantile(input: Tensor, q: Tensor | number | bigint, dim: number | null = null, keepdim = false, interpolation: 'linear' | 'lower' | 'higher' | 'nearest' | 'midpoint' = 'linear'): Tensor {
  return new Tensor(typeof q === 'number' || typeof q === 'bigint' ? native().quantileScalar(input?.handle, q, dim, keepdim, interpolation) : native().quantile(input?.handle, q?.handle, dim, keepdim, interpolation))
}

/** The `q`-quantiles along `dim`, or of all, NaN aside; with a tensor of several `q` they are the first dimension. */
export function nanquantile(input: Tensor, q: Tensor | number | bigint, dim: number | null = null, keepdim = false, interpolation: 'linear' | 'lower' | 'higher' | 'nearest' | 'midpoint' = 'linear'): Tensor {
  return new Tensor(typeof q === 'number' || typeof q === 'bigint' ? native().nanquantileScalar(input?.handle, q, dim, keepdim, interpolation) : native().nanquantile(input?.handle, q?.handle, dim, keepdim, interpolation))
}

/** Index of the largest element along `dim` (of the flattened input when left out); int64. */
export function argmax(input: Tensor, dim: number | null = null, keepdim = false): Tensor {
  return new Tensor(native().argmax(input?.handle, dim, keepdim))
}

/** Index of the smallest element along `dim` (of the flattened input when left out); int64. */
export function argmin(input: Tensor, dim: number | null = null, keepdim = false): Tensor {
  return new Tensor(native().argmin(input?.handle, dim, keepdim))
}

/** Logarithm of the sum of exponentials over `dim`, without overflow. */
export function logsumexp(input: Tensor, dim: number | readonly number[], keepdim = false): Tensor {
  return new Tensor(native().logsumexp(input?.handle, dim, keepdim))
}

/** Whether every element is non-zero over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`; bool. */
export function all(input: Tensor, dim: number | readonly number[] | null = null, keepdim = false): Tensor {
  return new Tensor(native().all(input?.handle, dim, keepdim))
}

/** Whether some element is non-zero over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`; bool. */
export function any(input: Tensor, dim: number | readonly number[] | null = null, keepdim = false): Tensor {
  return new Tensor(native().any(input?.handle, dim, keepdim))
}

/** How many elements are not 0 over the dimensions `dim`, or in all; int64. */
export function countNonzero(input: Tensor, dim: number | readonly number[] | null = null): Tensor {
  return new Tensor(native().countNonzero(input?.handle, dim))
}

/** The p-norm of the elements as a vector over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`; p may be 0 and Infinity. */
export function norm(input: Tensor, p: number | bigint | boolean = 2, dim: number | readonly number[] | null = null, keepdim = false): Tensor {
  return new Tensor(native().norm(input?.handle, p, dim, keepdim))
}

/** The p-norm of the difference. */
export function dist(input: Tensor, other: Tensor, p: number | bigint | boolean = 2): Tensor {
  return new Tensor(native().dist(input?.handle, other?.handle, p))
}

/** Running sum along `dim`; integers give int64. */
export function cumsum<S extends Shape>(input: Tensor<S>, dim: number): Tensor<S> {
  return new Tensor(native().cumsum(input?.handle, dim))
}

/** Running product along `dim`. */
export function cumprod<S extends Shape>(input: Tensor<S>, dim: number): Tensor<S> {
  return new Tensor(native().cumprod(input?.handle, dim))
}

/** Logarithm of the running sum of exponentials along `dim`. */
export function logcumsumexp(input: Tensor, dim: number): Tensor {
  return new Tensor(native().logcumsumexp(input?.handle, dim))
}

/** The largest element so far along `dim`, and its index. */
export function cummax(input: Tensor, dim: number): { values: Tensor; indices: Tensor } {
  const [values, indices] = native().cummax(input?.handle, dim)
    return { values: new Tensor(values!), indices: new Tensor(indices!) }
}

/** The smallest element so far along `dim`, and its index. */
export function cummin(input: Tensor, dim: number): { values: Tensor; indices: Tensor } {
  const [values, indices] = native().cummin(input?.handle, dim)
    return { values: new Tensor(values!), indices: new Tensor(indices!) }
}

/** Differences of neighbours along `dim`, taken `n` times. */
export function diff(input: Tensor, n = 1, dim = -1): Tensor {
  return new Tensor(native().diff(input?.handle, n, dim))
}

/** The integral along `dim` by the trapezoidal rule with steps of `dx`. */
export function trapezoid(input: Tensor, dx: number | bigint | boolean = 1, dim = -1): Tensor {
  return new Tensor(native().trapezoid(input?.handle, dx, dim))
}

/** The running integral along `dim` by the trapezoidal rule with steps of `dx`. */
export function cumulativeTrapezoid(input: Tensor, dx: number | bigint | boolean = 1, dim = -1): Tensor {
  return new Tensor(native().cumulativeTrapezoid(input?.handle, dx, dim))
}

/** Exponentials along `dim`, divided by their sum. */
export function softmax<S extends Shape>(input: Tensor<S>, dim: number): Tensor<S> {
  return new Tensor(native().softmax(input?.handle, dim))
}

/** Logarithm of softmax along `dim`. */
export function logSoftmax<S extends Shape>(input: Tensor<S>, dim: number): Tensor<S> {
  return new Tensor(native().logSoftmax(input?.handle, dim))
}

/** The slices along `dim` whose p-norm is above `maxnorm`, scaled down to it. */
export function renorm(input: Tensor, p: number | bigint | boolean, dim: number, maxnorm: number | bigint | boolean): Tensor {
  return new Tensor(native().renorm(input?.handle, p, dim, maxnorm))
}

/** The elements in order along `dim`, and where they were. Equal ones keep their order if `stable`. */
export function sort(input: Tensor, dim = -1, descending = false, stable = false): { values: Tensor; indices: Tensor } {
  const [values, indices] = native().sort(input?.handle, dim, descending, stable)
    return { values: new Tensor(values!), indices: new Tensor(indices!) }
}

/** Where the elements in order along `dim` are; int64. Equal ones keep their order if `stable`. */
export function argsort(input: Tensor, dim = -1, descending = false, stable = false): Tensor {
  return new Tensor(native().argsort(input?.handle, dim, descending, stable))
}

/** The `k` largest (or smallest) elements along `dim` and their indices. */
export function topk(input: Tensor, k: number, dim = -1, largest = true, sorted = true): { values: Tensor; indices: Tensor } {
  const [values, indices] = native().topk(input?.handle, k, dim, largest, sorted)
    return { values: new Tensor(values!), indices: new Tensor(indices!) }
}

/** The k-th smallest elements along `dim` (counted from 1) and their indices. */
export function kthvalue(input: Tensor, k: number, dim = -1, keepdim = false): { values: Tensor; indices: Tensor } {
  const [values, indices] = native().kthvalue(input?.handle, k, dim, keepdim)
    return { values: new Tensor(values!), indices: new Tensor(indices!) }
}

/** The distinct elements in order; each NaN is one, after all others. */
export function unique(input: Tensor): Tensor {
  return new Tensor(native().unique(input?.handle))
}

/** The distinct elements in order, for each element the place of its like among them, and how often each occurs. */
export function uniqueCounts(input: Tensor): { values: Tensor; inverse: Tensor; counts: Tensor } {
  const [values, inverse, counts] = native().uniqueCounts(input?.handle)
    return { values: new Tensor(values!), inverse: new Tensor(inverse!), counts: new Tensor(counts!) }
}

/** The elements of the flattened input without repetitions in a row. */
export function uniqueConsecutive(input: Tensor): Tensor {
  return new Tensor(native().uniqueConsecutive(input?.handle))
}

/** Where `values` would have to be inserted to keep the order along the last dimension of `sorted`: before equals, or after them if `right`; int64. */
export function searchsorted(sorted: Tensor, values: Tensor, right = false): Tensor {
  return new Tensor(native().searchsorted(sorted?.handle, values?.handle, right))
}

/** The number of the bucket between the sorted `boundaries` for each element; a boundary belongs to the bucket below, or above if `right`; int64. */
export function bucketize(input: Tensor, boundaries: Tensor, right = false): Tensor {
  return new Tensor(native().bucketize(input?.handle, boundaries?.handle, right))
}

/** How often each integer from 0 occurs in a vector, or the sum of its `weights`; at least `minlength` counts. */
export function bincount(input: Tensor, weights: Tensor | null = null, minlength = 0): Tensor {
  return new Tensor(native().bincount(input?.handle, maybeHandleOf(weights), minlength))
}

/** How many elements lie in each of `bins` intervals of one width from `min` to `max` (the extremes of the input when both are 0). */
export function histc(input: Tensor, bins = 100, min: number | bigint | boolean = 0, max: number | bigint | boolean = 0): Tensor {
  return new Tensor(native().histc(input?.handle, bins, min, max))
}

/** Where the elements are among `testElements`; a bool tensor. */
export function isin(elements: Tensor, testElements: Tensor): Tensor {
  return new Tensor(native().isin(elements?.handle, testElements?.handle))
}

/** Element `index[…]` along `dim` for each place of the int64 tensor `index`. */
export function gather(input: Tensor, dim: number, index: Tensor): Tensor {
  return new Tensor(native().gather(input?.handle, dim, index?.handle))
}

/** Elements at `index` along `dim`, the other dimensions broadcast; of the flattened input when left out. Negative places count from the end. */
export function takeAlongDim(input: Tensor, index: Tensor, dim: number | null = null): Tensor {
  return new Tensor(native().takeAlongDim(input?.handle, index?.handle, dim))
}

/** Elements of the flattened input at `index`, in its shape. */
export function take(input: Tensor, index: Tensor): Tensor {
  return new Tensor(native().take(input?.handle, index?.handle))
}

/** The slices at the places of the int64 vector `index` along `dim`. */
export function indexSelect(input: Tensor, dim: number, index: Tensor): Tensor {
  return new Tensor(native().indexSelect(input?.handle, dim, index?.handle))
}

/** The elements where the bool tensor `mask` (broadcast) is true, as a vector. */
export function maskedSelect(input: Tensor, mask: Tensor): Tensor {
  return new Tensor(native().maskedSelect(input?.handle, mask?.handle))
}

/** `value` where the bool tensor `mask` (broadcast to the input) is true, else the input. */
export function maskedFill(input: Tensor, mask: Tensor, value: number | bigint | boolean): Tensor {
  return new Tensor(native().maskedFill(input?.handle, mask?.handle, value))
}

/** A copy of the input with the elements of `source`, in order, where `mask` is true. */
export function maskedScatter(input: Tensor, mask: Tensor, source: Tensor): Tensor {
  return new Tensor(native().maskedScatter(input?.handle, mask?.handle, source?.handle))
}

/** The places of the elements that are not 0, a row for each; int64. */
export function nonzero(input: Tensor): Tensor {
  return new Tensor(native().nonzero(input?.handle))
}

/** A copy of the input with `source` written to the places `index` along `dim`. Which of several for one place wins is open. */
export function scatter(input: Tensor, dim: number, index: Tensor, source: Tensor | number | bigint): Tensor {
  return new Tensor(typeof source === 'number' || typeof source === 'bigint' ? native().scatterScalar(input?.handle, dim, index?.handle, source) : native().scatter(input?.handle, dim, index?.handle, source?.handle))
}

/** A copy of the input with `source` added at the places `index` along `dim`. */
export function scatterAdd(input: Tensor, dim: number, index: Tensor, source: Tensor): Tensor {
  return new Tensor(native().scatterAdd(input?.handle, dim, index?.handle, source?.handle))
}

/** A copy of the input with the elements of `source` for each place `index` along `dim` combined; with the old one too if `includeSelf`. */
export function scatterReduce(input: Tensor, dim: number, index: Tensor, source: Tensor, reduce: 'sum' | 'prod' | 'mean' | 'amax' | 'amin', includeSelf = true): Tensor {
  return new Tensor(native().scatterReduce(input?.handle, dim, index?.handle, source?.handle, reduce, includeSelf))
}

/** A copy of the input with the slices of `source` added to those at `index` along `dim`, times `alpha`. */
export function indexAdd(input: Tensor, dim: number, index: Tensor, source: Tensor, alpha: number | bigint | boolean = 1): Tensor {
  return new Tensor(native().indexAdd(input?.handle, dim, index?.handle, source?.handle, alpha))
}

/** A copy of the input with the slices at `index` along `dim` overwritten by those of `source`. */
export function indexCopy(input: Tensor, dim: number, index: Tensor, source: Tensor): Tensor {
  return new Tensor(native().indexCopy(input?.handle, dim, index?.handle, source?.handle))
}

/** A copy of the input with the slices at `index` along `dim` set to `value`. */
export function indexFill(input: Tensor, dim: number, index: Tensor, value: number | bigint | boolean): Tensor {
  return new Tensor(native().indexFill(input?.handle, dim, index?.handle, value))
}

/** A copy of the input with the slices of `source` for each place of `index` along `dim` combined; with the old one too if `includeSelf`. */
export function indexReduce(input: Tensor, dim: number, index: Tensor, source: Tensor, reduce: 'prod' | 'mean' | 'amax' | 'amin', includeSelf = true): Tensor {
  return new Tensor(native().indexReduce(input?.handle, dim, index?.handle, source?.handle, reduce, includeSelf))
}

/** A copy of the input with `values` at the places that the tensors of `indices` name, one for each dimension (null for all of it); added if `accumulate`. */
export function indexPut(input: Tensor, indices: readonly (Tensor | null)[], values: Tensor, accumulate = false): Tensor {
  return new Tensor(native().indexPut(input?.handle, maybeHandlesOf(indices), values?.handle, accumulate))
}

/** The lower triangle, 0 elsewhere. */
export function tril<S extends Shape>(input: Tensor<S>, diagonal = 0): Tensor<S> {
  return new Tensor(native().tril(input?.handle, diagonal))
}

/** The upper triangle, 0 elsewhere. */
export function triu<S extends Shape>(input: Tensor<S>, diagonal = 0): Tensor<S> {
  return new Tensor(native().triu(input?.handle, diagonal))
}

/** The diagonal of a matrix, or a matrix with this vector on its diagonal, 0 elsewhere. */
export function diag(input: Tensor, diagonal = 0): Tensor {
  return new Tensor(native().diag(input?.handle, diagonal))
}

/** Matrices over `dim1` and `dim2` whose diagonals are the last dimension of the input. */
export function diagEmbed(input: Tensor, offset = 0, dim1 = -2, dim2 = -1): Tensor {
  return new Tensor(native().diagEmbed(input?.handle, offset, dim1, dim2))
}

/** A copy of the input with `source` as the slice `index` along `dim`. */
export function selectScatter(input: Tensor, source: Tensor, dim: number, index: number): Tensor {
  return new Tensor(native().selectScatter(input?.handle, source?.handle, dim, index))
}

/** A copy of the input with `source` as the range from `start` to before `end` along `dim`. */
export function sliceScatter(input: Tensor, source: Tensor, dim = 0, start: number | null = null, end: number | null = null, step = 1): Tensor {
  return new Tensor(native().sliceScatter(input?.handle, source?.handle, dim, start, end, step))
}

/** A copy of the input with `source` as its diagonal. */
export function diagonalScatter(input: Tensor, source: Tensor, offset = 0, dim1 = 0, dim2 = 1): Tensor {
  return new Tensor(native().diagonalScatter(input?.handle, source?.handle, offset, dim1, dim2))
}

/** Matrix product over the last two dimensions, the others broadcast; a vector counts as a row or column. */
export function matmul<A extends Shape, B extends Shape>(input: Tensor<A>, other: Tensor<B> & Multiplies<A, B>): Tensor<Product<A, B>> {
  return new Tensor(native().matmul(input?.handle, other?.handle))
}

/** Product of the matrices [n, k] and [k, m]. */
export function mm(input: Tensor, other: Tensor): Tensor {
  return new Tensor(native().mm(input?.handle, other?.handle))
}

/** Products of the matrices [b, n, k] and [b, k, m]. */
export function bmm(input: Tensor, other: Tensor): Tensor {
  return new Tensor(native().bmm(input?.handle, other?.handle))
}

/** Product of the matrix [n, k] and the vector [k]. */
export function mv(input: Tensor, vector: Tensor): Tensor {
  return new Tensor(native().mv(input?.handle, vector?.handle))
}

/** Inner product of two vectors. */
export function dot(input: Tensor, other: Tensor): Tensor {
  return new Tensor(native().dot(input?.handle, other?.handle))
}

/** Inner product of two vectors. */
export function vdot(input: Tensor, other: Tensor): Tensor {
  return new Tensor(native().vdot(input?.handle, other?.handle))
}

/** Inner products over the last dimensions. */
export function inner(input: Tensor, other: Tensor): Tensor {
  return new Tensor(native().inner(input?.handle, other?.handle))
}

/** Products of each element of one vector with each of another, [n, m]. */
export function outer(input: Tensor, other: Tensor): Tensor {
  return new Tensor(native().outer(input?.handle, other?.handle))
}

/** Kronecker product: a copy of `other` times each element of the input. */
export function kron(input: Tensor, other: Tensor): Tensor {
  return new Tensor(native().kron(input?.handle, other?.handle))
}

/** Vector product along a dimension of size 3. */
export function cross(input: Tensor, other: Tensor, dim = -1): Tensor {
  return new Tensor(native().cross(input?.handle, other?.handle, dim))
}

/** `beta * input + alpha * mat1 @ mat2`, the input broadcast to [n, m]. */
export function addmm(input: Tensor, mat1: Tensor, mat2: Tensor, beta: number | bigint | boolean = 1, alpha: number | bigint | boolean = 1): Tensor {
  return new Tensor(native().addmm(input?.handle, mat1?.handle, mat2?.handle, beta, alpha))
}

/** `beta * input + alpha * matrix @ vector`, the input broadcast to [n]. */
export function addmv(input: Tensor, matrix: Tensor, vector: Tensor, beta: number | bigint | boolean = 1, alpha: number | bigint | boolean = 1): Tensor {
  return new Tensor(native().addmv(input?.handle, matrix?.handle, vector?.handle, beta, alpha))
}

/** `beta * input + alpha * outer(vector1, vector2)`, the input broadcast to [n, m]. */
export function addr(input: Tensor, vector1: Tensor, vector2: Tensor, beta: number | bigint | boolean = 1, alpha: number | bigint | boolean = 1): Tensor {
  return new Tensor(native().addr(input?.handle, vector1?.handle, vector2?.handle, beta, alpha))
}

/** `beta * input + alpha * batch1 @ batch2`, the input broadcast to [b, n, m]. */
export function baddbmm(input: Tensor, batch1: Tensor, batch2: Tensor, beta: number | bigint | boolean = 1, alpha: number | bigint | boolean = 1): Tensor {
  return new Tensor(native().baddbmm(input?.handle, batch1?.handle, batch2?.handle, beta, alpha))
}

/** `beta * input + alpha * the sum over b of batch1 @ batch2`, the input broadcast to [n, m]. */
export function addbmm(input: Tensor, batch1: Tensor, batch2: Tensor, beta: number | bigint | boolean = 1, alpha: number | bigint | boolean = 1): Tensor {
  return new Tensor(native().addbmm(input?.handle, batch1?.handle, batch2?.handle, beta, alpha))
}

/** Sum of products in Einstein's notation: `einsum('bij,bjk->bik', a, b)`. */
export function einsum(equation: string, ...tensors: Operands<Tensor>): Tensor {
  return new Tensor(native().einsum(equation, operandsOf(tensors)))
}

/** Sum of products over pairs of dimensions: `dimsInput` of the one with `dimsOther` of the other. */
export function tensordot(input: Tensor, other: Tensor, dimsInput: number | readonly number[], dimsOther: number | readonly number[]): Tensor {
  return new Tensor(native().tensordot(input?.handle, other?.handle, dimsInput, dimsOther))
}

/** Sum of the diagonal of a matrix. */
export function trace(input: Tensor): Tensor {
  return new Tensor(native().trace(input?.handle))
}

/** The p-norms of the differences between all rows of [..., n, d] and [..., m, d]. */
export function cdist(input: Tensor, other: Tensor, p = 2): Tensor {
  return new Tensor(native().cdist(input?.handle, other?.handle, p))
}

/** `max(input, 0)`. */
export function relu<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().relu(input?.handle))
}

/** `1 / (1 + exp(-input))`. */
export function sigmoid<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().sigmoid(input?.handle))
}

/** Hyperbolic tangent. */
export function tanh<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().tanh(input?.handle))
}
