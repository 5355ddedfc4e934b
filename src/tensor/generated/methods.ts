// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
import { native } from '../addon.js'
import { type Dtype, dtypeCode } from '../dtype.js'
import { type Sizes, sizesOf } from '../passing.js'
import { type Multiplies, type Product } from '../shape.js'

/** Base of Tensor, which it cannot import and knows as `T`; `Same` is one of its own shape. */
export abstract class TensorMethods<T extends { readonly handle: number }, Same extends T> {
  /** Place in this thread's native table; 0 once disposed. */
  abstract readonly handle: number

  /** The tensor of a new native handle. */
  protected abstract wrap(handle: number): Same

  /** The same elements in another shape; one size may be -1. A view where possible, else a copy. */
  reshape(...shape: Sizes): T {
    return this.wrap(native().reshape(this.handle, sizesOf(shape)))
  }

  /** The same memory in another shape; one size may be -1. Fails where a copy would be needed. */
  view(...shape: Sizes): T {
    return this.wrap(native().view(this.handle, sizesOf(shape)))
  }

  /** Joins the dimensions from `startDim` to `endDim` into one. */
  flatten(startDim = 0, endDim = -1): T {
    return this.wrap(native().flatten(this.handle, startDim, endDim))
  }

  /** Swaps two dimensions; a view. */
  transpose(dim0: number, dim1: number): T {
    return this.wrap(native().transpose(this.handle, dim0, dim1))
  }

  /** The transpose of a matrix; a view. */
  t(): T {
    return this.wrap(native().t(this.handle))
  }

  /** Reorders the dimensions; a view. */
  permute(...dims: Sizes): T {
    return this.wrap(native().permute(this.handle, sizesOf(dims)))
  }

  /** Drops the dimension `dim` if its size is 1; all such dimensions when left out. A view. */
  squeeze(dim: number | null = null): T {
    return this.wrap(native().squeeze(this.handle, dim))
  }

  /** Inserts a dimension of size 1 at `dim`; a view. */
  unsqueeze(dim: number): T {
    return this.wrap(native().unsqueeze(this.handle, dim))
  }

  /** The elements `start` to `start + length` along `dim`; a view. */
  narrow(dim: number, start: number, length: number): T {
    return this.wrap(native().narrow(this.handle, dim, start, length))
  }

  /** The slice at `index` along `dim`, without that dimension; a view. A negative index counts from the end. */
  select(dim: number, index: number): T {
    return this.wrap(native().select(this.handle, dim, index))
  }

  /** Every `step`-th element from `start` (0) to before `end` (the end) along `dim`; a view. */
  slice(dim: number, start: number | null = null, end: number | null = null, step = 1): T {
    return this.wrap(native().slice(this.handle, dim, start, end, step))
  }

  /** Repeats dimensions of size 1 without copying; -1 leaves a size as it is. */
  expand(...shape: Sizes): T {
    return this.wrap(native().expand(this.handle, sizesOf(shape)))
  }

  /** Copies the tensor `repeats[d]` times along each dimension. */
  repeat(...repeats: Sizes): T {
    return this.wrap(native().repeat(this.handle, sizesOf(repeats)))
  }

  /** Reverses the order along each of `dims`; a copy. */
  flip(...dims: Sizes): Same {
    return this.wrap(native().flip(this.handle, sizesOf(dims)))
  }

  /** The input itself if its memory is in row-major order, else a copy that is. */
  contiguous(): Same {
    return this.wrap(native().contiguous(this.handle))
  }

  /** A copy that gradients flow through. */
  clone(): Same {
    return this.wrap(native().clone(this.handle))
  }

  /** The same memory without history: gradients stop here. */
  detach(): Same {
    return this.wrap(native().detach(this.handle))
  }

  /** The elements converted to another dtype; the input itself if it has that dtype. */
  to(dtype: Dtype): Same {
    return this.wrap(native().to(this.handle, dtypeCode(dtype)))
  }

  /** Cuts the tensor into at most `chunks` parts of one size along `dim` (the last may be smaller); views. */
  chunk(chunks: number, dim = 0): T[] {
    return native().chunk(this.handle, chunks, dim).map((handle) => this.wrap(handle))
  }

  /** Cuts the tensor into parts of `size` along `dim` (the last may be smaller); views. */
  split(size: number, dim = 0): T[] {
    return native().split(this.handle, size, dim).map((handle) => this.wrap(handle))
  }

  /** `input + alpha * other`, broadcast. */
  add(other: T | number, alpha: number | boolean = 1): T {
    return this.wrap(typeof other === 'number' ? native().addScalar(this.handle, other, alpha) : native().add(this.handle, other?.handle, alpha))
  }

  /** `input - alpha * other`, broadcast. */
  sub(other: T | number, alpha: number | boolean = 1): T {
    return this.wrap(typeof other === 'number' ? native().subScalar(this.handle, other, alpha) : native().sub(this.handle, other?.handle, alpha))
  }

  /** `input * other`, broadcast. */
  mul(other: T | number): T {
    return this.wrap(typeof other === 'number' ? native().mulScalar(this.handle, other) : native().mul(this.handle, other?.handle))
  }

  /** `input / other`, broadcast; integers give float32. */
  div(other: T | number): T {
    return this.wrap(typeof other === 'number' ? native().divScalar(this.handle, other) : native().div(this.handle, other?.handle))
  }

  /** `input` to the power of `other`, broadcast. */
  pow(other: T | number): T {
    return this.wrap(typeof other === 'number' ? native().powScalar(this.handle, other) : native().pow(this.handle, other?.handle))
  }

  /** The larger of both, elementwise and broadcast. */
  maximum(other: T): T {
    return this.wrap(native().maximum(this.handle, other?.handle))
  }

  /** The smaller of both, elementwise and broadcast. */
  minimum(other: T): T {
    return this.wrap(native().minimum(this.handle, other?.handle))
  }

  /** Elementwise `input == other`, broadcast; a bool tensor. */
  eq(other: T | number): T {
    return this.wrap(typeof other === 'number' ? native().eqScalar(this.handle, other) : native().eq(this.handle, other?.handle))
  }

  /** Elementwise `input != other`, broadcast; a bool tensor. */
  ne(other: T | number): T {
    return this.wrap(typeof other === 'number' ? native().neScalar(this.handle, other) : native().ne(this.handle, other?.handle))
  }

  /** Elementwise `input < other`, broadcast; a bool tensor. */
  lt(other: T | number): T {
    return this.wrap(typeof other === 'number' ? native().ltScalar(this.handle, other) : native().lt(this.handle, other?.handle))
  }

  /** Elementwise `input <= other`, broadcast; a bool tensor. */
  le(other: T | number): T {
    return this.wrap(typeof other === 'number' ? native().leScalar(this.handle, other) : native().le(this.handle, other?.handle))
  }

  /** Elementwise `input > other`, broadcast; a bool tensor. */
  gt(other: T | number): T {
    return this.wrap(typeof other === 'number' ? native().gtScalar(this.handle, other) : native().gt(this.handle, other?.handle))
  }

  /** Elementwise `input >= other`, broadcast; a bool tensor. */
  ge(other: T | number): T {
    return this.wrap(typeof other === 'number' ? native().geScalar(this.handle, other) : native().ge(this.handle, other?.handle))
  }

  /** True where both are non-zero, broadcast; a bool tensor. */
  logicalAnd(other: T): T {
    return this.wrap(native().logicalAnd(this.handle, other?.handle))
  }

  /** True where either is non-zero, broadcast; a bool tensor. */
  logicalOr(other: T): T {
    return this.wrap(native().logicalOr(this.handle, other?.handle))
  }

  /** True where the input is zero; a bool tensor. */
  logicalNot(): Same {
    return this.wrap(native().logicalNot(this.handle))
  }

  /** True where the input is NaN; a bool tensor. */
  isnan(): Same {
    return this.wrap(native().isnan(this.handle))
  }

  /** True where the input is neither infinite nor NaN; a bool tensor. */
  isfinite(): Same {
    return this.wrap(native().isfinite(this.handle))
  }

  /** `-input`. */
  neg(): Same {
    return this.wrap(native().neg(this.handle))
  }

  /** e to the power of the input. */
  exp(): Same {
    return this.wrap(native().exp(this.handle))
  }

  /** `exp(input) - 1`, exact near 0. */
  expm1(): Same {
    return this.wrap(native().expm1(this.handle))
  }

  /** Natural logarithm; NaN below 0. */
  log(): Same {
    return this.wrap(native().log(this.handle))
  }

  /** `log(1 + input)`, exact near 0. */
  log1p(): Same {
    return this.wrap(native().log1p(this.handle))
  }

  /** Square root; NaN below 0. */
  sqrt(): Same {
    return this.wrap(native().sqrt(this.handle))
  }

  /** `1 / sqrt(input)`. */
  rsqrt(): Same {
    return this.wrap(native().rsqrt(this.handle))
  }

  /** `1 / input`. */
  reciprocal(): Same {
    return this.wrap(native().reciprocal(this.handle))
  }

  /** `input * input`. */
  square(): Same {
    return this.wrap(native().square(this.handle))
  }

  /** Absolute value. */
  abs(): Same {
    return this.wrap(native().abs(this.handle))
  }

  /** -1, 0 or 1 by sign. */
  sign(): Same {
    return this.wrap(native().sign(this.handle))
  }

  /** The next integer below. */
  floor(): Same {
    return this.wrap(native().floor(this.handle))
  }

  /** The next integer above. */
  ceil(): Same {
    return this.wrap(native().ceil(this.handle))
  }

  /** The nearest integer, halves to even. */
  round(): Same {
    return this.wrap(native().round(this.handle))
  }

  /** Sine of radians. */
  sin(): Same {
    return this.wrap(native().sin(this.handle))
  }

  /** Cosine of radians. */
  cos(): Same {
    return this.wrap(native().cos(this.handle))
  }

  /** Hyperbolic tangent. */
  tanh(): Same {
    return this.wrap(native().tanh(this.handle))
  }

  /** `1 / (1 + exp(-input))`. */
  sigmoid(): Same {
    return this.wrap(native().sigmoid(this.handle))
  }

  /** The error function. */
  erf(): Same {
    return this.wrap(native().erf(this.handle))
  }

  /** `max(input, 0)`. */
  relu(): Same {
    return this.wrap(native().relu(this.handle))
  }

  /** The input, no lower than `min` and no higher than `max`; one of them may be left out. */
  clamp(min: number | null = null, max: number | null = null): Same {
    return this.wrap(native().clamp(this.handle, min, max))
  }

  /** `value` where the bool tensor `mask` (broadcast to the input) is true, else the input. */
  maskedFill(mask: T, value: number | boolean): T {
    return this.wrap(native().maskedFill(this.handle, mask?.handle, value))
  }

  /** Adds `other`. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  add_(other: T | number): this {
    void (typeof other === 'number' ? native().add_Scalar(this.handle, other) : native().add_(this.handle, other?.handle))
    return this
  }

  /** Subtracts `other`. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  sub_(other: T | number): this {
    void (typeof other === 'number' ? native().sub_Scalar(this.handle, other) : native().sub_(this.handle, other?.handle))
    return this
  }

  /** Multiplies by `other`. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  mul_(other: T | number): this {
    void (typeof other === 'number' ? native().mul_Scalar(this.handle, other) : native().mul_(this.handle, other?.handle))
    return this
  }

  /** Divides by `other`. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  div_(other: T | number): this {
    void (typeof other === 'number' ? native().div_Scalar(this.handle, other) : native().div_(this.handle, other?.handle))
    return this
  }

  /** Sets every element to `value`; changes `input` and returns it. */
  fill_(value: number | boolean): this {
    native().fill_(this.handle, value)
    return this
  }

  /** Sets every element to 0; changes `input` and returns it. */
  zero_(): this {
    native().zero_(this.handle)
    return this
  }

  /** Overwrites the elements with those of `source`, broadcast and converted; changes `input` and returns it. */
  copy_(source: T): this {
    void (native().copy_(this.handle, source?.handle))
    return this
  }

  /** Sum over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`; integers and bools give int64. */
  sum(dim: number | readonly number[] | null = null, keepdim = false): T {
    return this.wrap(native().sum(this.handle, dim, keepdim))
  }

  /** Mean over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`. Floating dtypes only. */
  mean(dim: number | readonly number[] | null = null, keepdim = false): T {
    return this.wrap(native().mean(this.handle, dim, keepdim))
  }

  /** Product of all elements. */
  prod(): T {
    return this.wrap(native().prod(this.handle))
  }

  /** Variance over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`; divided by n - 1 if `unbiased`, else by n. */
  var(dim: number | readonly number[] | null = null, unbiased = true, keepdim = false): T {
    return this.wrap(native().var(this.handle, dim, unbiased, keepdim))
  }

  /** Standard deviation over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`; by n - 1 if `unbiased`, else by n. */
  std(dim: number | readonly number[] | null = null, unbiased = true, keepdim = false): T {
    return this.wrap(native().std(this.handle, dim, unbiased, keepdim))
  }

  /** Largest element over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`; equal ones share the gradient. */
  amax(dim: number | readonly number[] | null = null, keepdim = false): T {
    return this.wrap(native().amax(this.handle, dim, keepdim))
  }

  /** Smallest element over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`; equal ones share the gradient. */
  amin(dim: number | readonly number[] | null = null, keepdim = false): T {
    return this.wrap(native().amin(this.handle, dim, keepdim))
  }

  /** Index of the largest element along `dim` (of the flattened input when left out); int64. */
  argmax(dim: number | null = null, keepdim = false): T {
    return this.wrap(native().argmax(this.handle, dim, keepdim))
  }

  /** Index of the smallest element along `dim` (of the flattened input when left out); int64. */
  argmin(dim: number | null = null, keepdim = false): T {
    return this.wrap(native().argmin(this.handle, dim, keepdim))
  }

  /** Running sum along `dim`. */
  cumsum(dim: number): Same {
    return this.wrap(native().cumsum(this.handle, dim))
  }

  /** Logarithm of the sum of exponentials over `dim`, without overflow. */
  logsumexp(dim: number | readonly number[], keepdim = false): T {
    return this.wrap(native().logsumexp(this.handle, dim, keepdim))
  }

  /** Exponentials along `dim`, divided by their sum. */
  softmax(dim: number): Same {
    return this.wrap(native().softmax(this.handle, dim))
  }

  /** Logarithm of softmax along `dim`. */
  logSoftmax(dim: number): Same {
    return this.wrap(native().logSoftmax(this.handle, dim))
  }

  /** True when every element is non-zero; a bool scalar. */
  all(): T {
    return this.wrap(native().all(this.handle))
  }

  /** True when some element is non-zero; a bool scalar. */
  any(): T {
    return this.wrap(native().any(this.handle))
  }

  /** Whether both have the same shape and the same elements. */
  equal(other: T): boolean {
    return native().equal(this.handle, other?.handle)
  }

  /** Whether `|input - other| <= atol + rtol * |other|` everywhere. */
  allclose(other: T, rtol = 1e-5, atol = 1e-8): boolean {
    return native().allclose(this.handle, other?.handle, rtol, atol)
  }

  /** Matrix product over the last two dimensions, the others broadcast; a vector counts as a row or column. */
  matmul(other: T): T {
    return this.wrap(native().matmul(this.handle, other?.handle))
  }

  /** Product of the matrices [n, k] and [k, m]. */
  mm(other: T): T {
    return this.wrap(native().mm(this.handle, other?.handle))
  }

  /** Products of the matrices [b, n, k] and [b, k, m]. */
  bmm(other: T): T {
    return this.wrap(native().bmm(this.handle, other?.handle))
  }

  /** Product of the matrix [n, k] and the vector [k]. */
  mv(vector: T): T {
    return this.wrap(native().mv(this.handle, vector?.handle))
  }

  /** Inner product of two vectors. */
  dot(other: T): T {
    return this.wrap(native().dot(this.handle, other?.handle))
  }

  /** `beta * input + alpha * mat1 @ mat2`, the input broadcast to [n, m]. */
  addmm(mat1: T, mat2: T, beta: number | boolean = 1, alpha: number | boolean = 1): T {
    return this.wrap(native().addmm(this.handle, mat1?.handle, mat2?.handle, beta, alpha))
  }

  /** Element `index[…]` along `dim` for each place of the int64 tensor `index`. */
  gather(dim: number, index: T): T {
    return this.wrap(native().gather(this.handle, dim, index?.handle))
  }

  /** A copy of the input with `source` added at the places `index` along `dim`. */
  scatterAdd(dim: number, index: T, source: T): T {
    return this.wrap(native().scatterAdd(this.handle, dim, index?.handle, source?.handle))
  }

  /** The slices at the places of the int64 vector `index` along `dim`. */
  indexSelect(dim: number, index: T): T {
    return this.wrap(native().indexSelect(this.handle, dim, index?.handle))
  }

  /** The lower triangle, 0 elsewhere. */
  tril(diagonal = 0): Same {
    return this.wrap(native().tril(this.handle, diagonal))
  }

  /** The upper triangle, 0 elsewhere. */
  triu(diagonal = 0): Same {
    return this.wrap(native().triu(this.handle, diagonal))
  }
}
