// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
import { native } from '../addon.js'
import { type Sizes, sizesOf, handleOf } from '../passing.js'
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

/** The same elements in another shape; one size may be -1. A view where possible, else a copy. */
export function reshape(input: Tensor, ...shape: Sizes): Tensor {
  return new Tensor(native().reshape(input?.handle, sizesOf(shape)))
}

/** Joins the dimensions from `startDim` to `endDim` into one. */
export function flatten(input: Tensor, startDim = 0, endDim = -1): Tensor {
  return new Tensor(native().flatten(input?.handle, startDim, endDim))
}

/** Swaps two dimensions; a view. */
export function transpose(input: Tensor, dim0: number, dim1: number): Tensor {
  return new Tensor(native().transpose(input?.handle, dim0, dim1))
}

/** The transpose of a matrix; a view. */
export function t(input: Tensor): Tensor {
  return new Tensor(native().t(input?.handle))
}

/** Reorders the dimensions; a view. */
export function permute(input: Tensor, ...dims: Sizes): Tensor {
  return new Tensor(native().permute(input?.handle, sizesOf(dims)))
}

/** Drops the dimension `dim` if its size is 1; all such dimensions when left out. A view. */
export function squeeze(input: Tensor, dim: number | null = null): Tensor {
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

/** Reverses the order along each of `dims`; a copy. */
export function flip<S extends Shape>(input: Tensor<S>, ...dims: Sizes): Tensor<S> {
  return new Tensor(native().flip(input?.handle, sizesOf(dims)))
}

/** A copy that gradients flow through. */
export function clone<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().clone(input?.handle))
}

/** Cuts the tensor into at most `chunks` parts of one size along `dim` (the last may be smaller); views. */
export function chunk(input: Tensor, chunks: number, dim = 0): Tensor[] {
  return native().chunk(input?.handle, chunks, dim).map((handle) => new Tensor(handle))
}

/** Cuts the tensor into parts of `size` along `dim` (the last may be smaller); views. */
export function split(input: Tensor, size: number, dim = 0): Tensor[] {
  return native().split(input?.handle, size, dim).map((handle) => new Tensor(handle))
}

/** `input + alpha * other`, broadcast. */
export function add<A extends Shape, B extends Shape = []>(input: Tensor<A>, other: (Tensor<B> & Broadcasts<A, B>) | number, alpha: number | boolean = 1): Tensor<Broadcast<A, B>> {
  return new Tensor(typeof other === 'number' ? native().addScalar(input?.handle, other, alpha) : native().add(input?.handle, other?.handle, alpha))
}

/** `input - alpha * other`, broadcast. */
export function sub<A extends Shape, B extends Shape = []>(input: Tensor<A>, other: (Tensor<B> & Broadcasts<A, B>) | number, alpha: number | boolean = 1): Tensor<Broadcast<A, B>> {
  return new Tensor(typeof other === 'number' ? native().subScalar(input?.handle, other, alpha) : native().sub(input?.handle, other?.handle, alpha))
}

/** `input * other`, broadcast. */
export function mul<A extends Shape, B extends Shape = []>(input: Tensor<A>, other: (Tensor<B> & Broadcasts<A, B>) | number): Tensor<Broadcast<A, B>> {
  return new Tensor(typeof other === 'number' ? native().mulScalar(input?.handle, other) : native().mul(input?.handle, other?.handle))
}

/** `input / other`, broadcast; integers give float32. */
export function div<A extends Shape, B extends Shape = []>(input: Tensor<A>, other: (Tensor<B> & Broadcasts<A, B>) | number): Tensor<Broadcast<A, B>> {
  return new Tensor(typeof other === 'number' ? native().divScalar(input?.handle, other) : native().div(input?.handle, other?.handle))
}

/** `input` to the power of `other`, broadcast. */
export function pow(input: Tensor, other: Tensor | number): Tensor {
  return new Tensor(typeof other === 'number' ? native().powScalar(input?.handle, other) : native().pow(input?.handle, other?.handle))
}

/** The larger of both, elementwise and broadcast. */
export function maximum(input: Tensor, other: Tensor): Tensor {
  return new Tensor(native().maximum(input?.handle, other?.handle))
}

/** The smaller of both, elementwise and broadcast. */
export function minimum(input: Tensor, other: Tensor): Tensor {
  return new Tensor(native().minimum(input?.handle, other?.handle))
}

/** Elementwise `input == other`, broadcast; a bool tensor. */
export function eq(input: Tensor, other: Tensor | number): Tensor {
  return new Tensor(typeof other === 'number' ? native().eqScalar(input?.handle, other) : native().eq(input?.handle, other?.handle))
}

/** Elementwise `input != other`, broadcast; a bool tensor. */
export function ne(input: Tensor, other: Tensor | number): Tensor {
  return new Tensor(typeof other === 'number' ? native().neScalar(input?.handle, other) : native().ne(input?.handle, other?.handle))
}

/** Elementwise `input < other`, broadcast; a bool tensor. */
export function lt(input: Tensor, other: Tensor | number): Tensor {
  return new Tensor(typeof other === 'number' ? native().ltScalar(input?.handle, other) : native().lt(input?.handle, other?.handle))
}

/** Elementwise `input <= other`, broadcast; a bool tensor. */
export function le(input: Tensor, other: Tensor | number): Tensor {
  return new Tensor(typeof other === 'number' ? native().leScalar(input?.handle, other) : native().le(input?.handle, other?.handle))
}

/** Elementwise `input > other`, broadcast; a bool tensor. */
export function gt(input: Tensor, other: Tensor | number): Tensor {
  return new Tensor(typeof other === 'number' ? native().gtScalar(input?.handle, other) : native().gt(input?.handle, other?.handle))
}

/** Elementwise `input >= other`, broadcast; a bool tensor. */
export function ge(input: Tensor, other: Tensor | number): Tensor {
  return new Tensor(typeof other === 'number' ? native().geScalar(input?.handle, other) : native().ge(input?.handle, other?.handle))
}

/** True where both are non-zero, broadcast; a bool tensor. */
export function logicalAnd(input: Tensor, other: Tensor): Tensor {
  return new Tensor(native().logicalAnd(input?.handle, other?.handle))
}

/** True where either is non-zero, broadcast; a bool tensor. */
export function logicalOr(input: Tensor, other: Tensor): Tensor {
  return new Tensor(native().logicalOr(input?.handle, other?.handle))
}

/** True where the input is zero; a bool tensor. */
export function logicalNot<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().logicalNot(input?.handle))
}

/** True where the input is NaN; a bool tensor. */
export function isnan<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().isnan(input?.handle))
}

/** True where the input is neither infinite nor NaN; a bool tensor. */
export function isfinite<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().isfinite(input?.handle))
}

/** `-input`. */
export function neg<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().neg(input?.handle))
}

/** e to the power of the input. */
export function exp<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().exp(input?.handle))
}

/** `exp(input) - 1`, exact near 0. */
export function expm1<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().expm1(input?.handle))
}

/** Natural logarithm; NaN below 0. */
export function log<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().log(input?.handle))
}

/** `log(1 + input)`, exact near 0. */
export function log1p<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().log1p(input?.handle))
}

/** Square root; NaN below 0. */
export function sqrt<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().sqrt(input?.handle))
}

/** `1 / sqrt(input)`. */
export function rsqrt<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().rsqrt(input?.handle))
}

/** `1 / input`. */
export function reciprocal<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().reciprocal(input?.handle))
}

/** `input * input`. */
export function square<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().square(input?.handle))
}

/** Absolute value. */
export function abs<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().abs(input?.handle))
}

/** -1, 0 or 1 by sign. */
export function sign<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().sign(input?.handle))
}

/** The next integer below. */
export function floor<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().floor(input?.handle))
}

/** The next integer above. */
export function ceil<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().ceil(input?.handle))
}

/** The nearest integer, halves to even. */
export function round<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().round(input?.handle))
}

/** Sine of radians. */
export function sin<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().sin(input?.handle))
}

/** Cosine of radians. */
export function cos<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().cos(input?.handle))
}

/** Hyperbolic tangent. */
export function tanh<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().tanh(input?.handle))
}

/** `1 / (1 + exp(-input))`. */
export function sigmoid<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().sigmoid(input?.handle))
}

/** The error function. */
export function erf<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().erf(input?.handle))
}

/** `max(input, 0)`. */
export function relu<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().relu(input?.handle))
}

/** The input, no lower than `min` and no higher than `max`; one of them may be left out. */
export function clamp<S extends Shape>(input: Tensor<S>, min: number | null = null, max: number | null = null): Tensor<S> {
  return new Tensor(native().clamp(input?.handle, min, max))
}

/** `input` where the bool tensor `condition` is true, else `other`; all three broadcast. */
export function where(condition: Tensor, input: Tensor, other: Tensor | number): Tensor {
  return new Tensor(typeof other === 'number' ? native().whereScalar(condition?.handle, input?.handle, other) : native().where(condition?.handle, input?.handle, other?.handle))
}

/** `value` where the bool tensor `mask` (broadcast to the input) is true, else the input. */
export function maskedFill(input: Tensor, mask: Tensor, value: number | boolean): Tensor {
  return new Tensor(native().maskedFill(input?.handle, mask?.handle, value))
}

/** Sum over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`; integers and bools give int64. */
export function sum(input: Tensor, dim: number | readonly number[] | null = null, keepdim = false): Tensor {
  return new Tensor(native().sum(input?.handle, dim, keepdim))
}

/** Mean over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`. Floating dtypes only. */
export function mean(input: Tensor, dim: number | readonly number[] | null = null, keepdim = false): Tensor {
  return new Tensor(native().mean(input?.handle, dim, keepdim))
}

/** Product of all elements. */
export function prod(input: Tensor): Tensor {
  return new Tensor(native().prod(input?.handle))
}

/** Standard deviation over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`; by n - 1 if `unbiased`, else by n. */
export function std(input: Tensor, dim: number | readonly number[] | null = null, unbiased = true, keepdim = false): Tensor {
  return new Tensor(native().std(input?.handle, dim, unbiased, keepdim))
}

/** Largest element over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`; equal ones share the gradient. */
export function amax(input: Tensor, dim: number | readonly number[] | null = null, keepdim = false): Tensor {
  return new Tensor(native().amax(input?.handle, dim, keepdim))
}

/** Smallest element over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`; equal ones share the gradient. */
export function amin(input: Tensor, dim: number | readonly number[] | null = null, keepdim = false): Tensor {
  return new Tensor(native().amin(input?.handle, dim, keepdim))
}

/** Index of the largest element along `dim` (of the flattened input when left out); int64. */
export function argmax(input: Tensor, dim: number | null = null, keepdim = false): Tensor {
  return new Tensor(native().argmax(input?.handle, dim, keepdim))
}

/** Index of the smallest element along `dim` (of the flattened input when left out); int64. */
export function argmin(input: Tensor, dim: number | null = null, keepdim = false): Tensor {
  return new Tensor(native().argmin(input?.handle, dim, keepdim))
}

/** Running sum along `dim`. */
export function cumsum<S extends Shape>(input: Tensor<S>, dim: number): Tensor<S> {
  return new Tensor(native().cumsum(input?.handle, dim))
}

/** Logarithm of the sum of exponentials over `dim`, without overflow. */
export function logsumexp(input: Tensor, dim: number | readonly number[], keepdim = false): Tensor {
  return new Tensor(native().logsumexp(input?.handle, dim, keepdim))
}

/** Exponentials along `dim`, divided by their sum. */
export function softmax<S extends Shape>(input: Tensor<S>, dim: number): Tensor<S> {
  return new Tensor(native().softmax(input?.handle, dim))
}

/** Logarithm of softmax along `dim`. */
export function logSoftmax<S extends Shape>(input: Tensor<S>, dim: number): Tensor<S> {
  return new Tensor(native().logSoftmax(input?.handle, dim))
}

/** True when every element is non-zero; a bool scalar. */
export function all(input: Tensor): Tensor {
  return new Tensor(native().all(input?.handle))
}

/** True when some element is non-zero; a bool scalar. */
export function any(input: Tensor): Tensor {
  return new Tensor(native().any(input?.handle))
}

/** Whether both have the same shape and the same elements. */
export function equal(input: Tensor, other: Tensor): boolean {
  return native().equal(input?.handle, other?.handle)
}

/** Whether `|input - other| <= atol + rtol * |other|` everywhere. */
export function allclose(input: Tensor, other: Tensor, rtol = 1e-5, atol = 1e-8): boolean {
  return native().allclose(input?.handle, other?.handle, rtol, atol)
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

/** `beta * input + alpha * mat1 @ mat2`, the input broadcast to [n, m]. */
export function addmm(input: Tensor, mat1: Tensor, mat2: Tensor, beta: number | boolean = 1, alpha: number | boolean = 1): Tensor {
  return new Tensor(native().addmm(input?.handle, mat1?.handle, mat2?.handle, beta, alpha))
}

/** Joins tensors along `dim`; the other sizes must agree. */
export function cat(tensors: readonly Tensor[], dim = 0): Tensor {
  return new Tensor(native().cat(tensors.map(handleOf), dim))
}

/** Joins tensors of one shape along a new dimension `dim`. */
export function stack(tensors: readonly Tensor[], dim = 0): Tensor {
  return new Tensor(native().stack(tensors.map(handleOf), dim))
}

/** Element `index[…]` along `dim` for each place of the int64 tensor `index`. */
export function gather(input: Tensor, dim: number, index: Tensor): Tensor {
  return new Tensor(native().gather(input?.handle, dim, index?.handle))
}

/** A copy of the input with `source` added at the places `index` along `dim`. */
export function scatterAdd(input: Tensor, dim: number, index: Tensor, source: Tensor): Tensor {
  return new Tensor(native().scatterAdd(input?.handle, dim, index?.handle, source?.handle))
}

/** The slices at the places of the int64 vector `index` along `dim`. */
export function indexSelect(input: Tensor, dim: number, index: Tensor): Tensor {
  return new Tensor(native().indexSelect(input?.handle, dim, index?.handle))
}

/** The lower triangle, 0 elsewhere. */
export function tril<S extends Shape>(input: Tensor<S>, diagonal = 0): Tensor<S> {
  return new Tensor(native().tril(input?.handle, diagonal))
}

/** The upper triangle, 0 elsewhere. */
export function triu<S extends Shape>(input: Tensor<S>, diagonal = 0): Tensor<S> {
  return new Tensor(native().triu(input?.handle, diagonal))
}
