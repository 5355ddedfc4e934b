// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
import { native } from '../addon.js'
import { entriesOf, type IndexEntry } from '../index-entry.js'
import { type Sizes, sizesOf, maybeHandleOf, maybeHandlesOf } from '../passing.js'
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

  /** The same memory in the shape of `other`. */
  viewAs(other: T): T {
    return this.wrap(native().viewAs(this.handle, other?.handle))
  }

  /** Joins the dimensions from `startDim` to `endDim` into one. */
  flatten(startDim = 0, endDim = -1): T {
    return this.wrap(native().flatten(this.handle, startDim, endDim))
  }

  /** Splits the dimension `dim` into several of these sizes, one of which may be -1. */
  unflatten(dim: number, sizes: number | readonly number[]): T {
    return this.wrap(native().unflatten(this.handle, dim, sizes))
  }

  /** All elements in one dimension. */
  ravel(): T {
    return this.wrap(native().ravel(this.handle))
  }

  /** Swaps two dimensions; a view. */
  transpose(dim0: number, dim1: number): T {
    return this.wrap(native().transpose(this.handle, dim0, dim1))
  }

  /** Swaps two dimensions; a view. NumPy's name for transpose. */
  swapaxes(dim0: number, dim1: number): T {
    return this.wrap(native().swapaxes(this.handle, dim0, dim1))
  }

  /** The transpose of a matrix; a view. */
  t(): T {
    return this.wrap(native().t(this.handle))
  }

  /** Reorders the dimensions; a view. */
  permute(...dims: Sizes): T {
    return this.wrap(native().permute(this.handle, sizesOf(dims)))
  }

  /** Moves the dimensions `source` to the places `destination`; the others keep their order. A view. */
  movedim(source: number | readonly number[], destination: number | readonly number[]): T {
    return this.wrap(native().movedim(this.handle, source, destination))
  }

  /** Drops the dimensions `dim` whose size is 1; all such dimensions when left out. A view. */
  squeeze(dim: number | readonly number[] | null = null): T {
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

  /** Every `step`-th element from `start` (0) to before `end` (the end) along `dim`; a view. For steps below 0 there is at(). */
  slice(dim: number, start: number | null = null, end: number | null = null, step = 1): T {
    return this.wrap(native().slice(this.handle, dim, start, end, step))
  }

  /** Windows of `size` along `dimension`, `step` apart, as a new last dimension; a view. */
  unfold(dimension: number, size: number, step: number): T {
    return this.wrap(native().unfold(this.handle, dimension, size, step))
  }

  /** The diagonal over two dimensions, which become a last one; a view. */
  diagonal(offset = 0, dim1 = 0, dim2 = 1): T {
    return this.wrap(native().diagonal(this.handle, offset, dim1, dim2))
  }

  /** Repeats dimensions of size 1 without copying; -1 leaves a size as it is. */
  expand(...shape: Sizes): T {
    return this.wrap(native().expand(this.handle, sizesOf(shape)))
  }

  /** Repeats dimensions of size 1 to the shape of `other`, without copying. */
  expandAs(other: T): T {
    return this.wrap(native().expandAs(this.handle, other?.handle))
  }

  /** Repeats dimensions of size 1 to this shape, without copying. */
  broadcastTo(...shape: Sizes): T {
    return this.wrap(native().broadcastTo(this.handle, sizesOf(shape)))
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

  /** The elements converted to the dtype of `other`. */
  typeAs(other: T): T {
    return this.wrap(native().typeAs(this.handle, other?.handle))
  }

  /** The elements as float32; the input itself if it is that already. */
  float(): T {
    return this.wrap(native().float(this.handle))
  }

  /** The elements as float64; the input itself if it is that already. */
  double(): T {
    return this.wrap(native().double(this.handle))
  }

  /** The elements as float16; the input itself if it is that already. */
  half(): T {
    return this.wrap(native().half(this.handle))
  }

  /** The elements as bfloat16; the input itself if it is that already. */
  bfloat16(): T {
    return this.wrap(native().bfloat16(this.handle))
  }

  /** The elements as int32, cut off towards 0; the input itself if it is that already. */
  int(): T {
    return this.wrap(native().int(this.handle))
  }

  /** The elements as int64, cut off towards 0; the input itself if it is that already. */
  long(): T {
    return this.wrap(native().long(this.handle))
  }

  /** The elements as bool: whether they are not 0; the input itself if it is that already. */
  bool(): T {
    return this.wrap(native().bool(this.handle))
  }

  /** All combinations of `r` elements of a vector, as rows. */
  combinations(r = 2, withReplacement = false): T {
    return this.wrap(native().combinations(this.handle, r, withReplacement))
  }

  /** Cuts the tensor into at most `chunks` parts of one size along `dim` (the last may be smaller); views. */
  chunk(chunks: number, dim = 0): T[] {
    return native().chunk(this.handle, chunks, dim).map((handle) => this.wrap(handle))
  }

  /** Cuts the tensor along `dim` into parts of `size` (the last may be smaller), or of these sizes; views. */
  split(size: number | readonly number[], dim = 0): T[] {
    return native().split(this.handle, size, dim).map((handle) => this.wrap(handle))
  }

  /** Cuts the tensor along `dim` into so many parts, the first ones larger by 1 where they do not come out even; views. */
  tensorSplit(sections: number, dim = 0): T[] {
    return native().tensorSplit(this.handle, sections, dim).map((handle) => this.wrap(handle))
  }

  /** The slices along `dim`, without that dimension; views. */
  unbind(dim = 0): T[] {
    return native().unbind(this.handle, dim).map((handle) => this.wrap(handle))
  }

  /** Copies the tensor `repeats[d]` times along each dimension. */
  repeat(...repeats: Sizes): T {
    return this.wrap(native().repeat(this.handle, sizesOf(repeats)))
  }

  /** As repeat(), with as many 1s before `dims` as are missing. */
  tile(...dims: Sizes): T {
    return this.wrap(native().tile(this.handle, sizesOf(dims)))
  }

  /** Each slice along `dim` (each element when left out) `repeats` times in a row. */
  repeatInterleave(repeats: number, dim: number | null = null): T {
    return this.wrap(native().repeatInterleave(this.handle, repeats, dim))
  }

  /** Shifts the elements along `dims` (of the flattened tensor when left out); what falls off the end comes in at the start. */
  roll(shifts: number | readonly number[], dims: number | readonly number[] | null = null): T {
    return this.wrap(native().roll(this.handle, shifts, dims))
  }

  /** Reverses the order along each of `dims`; a copy. */
  flip(...dims: Sizes): Same {
    return this.wrap(native().flip(this.handle, sizesOf(dims)))
  }

  /** Reverses the order along the second dimension; a copy. */
  fliplr(): T {
    return this.wrap(native().fliplr(this.handle))
  }

  /** Reverses the order along the first dimension; a copy. */
  flipud(): T {
    return this.wrap(native().flipud(this.handle))
  }

  /** Turns by `k` times 90 degrees in the plane of two dimensions, from the first towards the second. */
  rot90(k = 1, dims: number | readonly number[] = [0,1]): T {
    return this.wrap(native().rot90(this.handle, k, dims))
  }

  /** `input + alpha * other`, broadcast. */
  add(other: T | number | bigint, alpha: number | bigint | boolean = 1): T {
    return this.wrap(typeof other === 'number' || typeof other === 'bigint' ? native().addScalar(this.handle, other, alpha) : native().add(this.handle, other?.handle, alpha))
  }

  /** `input - alpha * other`, broadcast. */
  sub(other: T | number | bigint, alpha: number | bigint | boolean = 1): T {
    return this.wrap(typeof other === 'number' || typeof other === 'bigint' ? native().subScalar(this.handle, other, alpha) : native().sub(this.handle, other?.handle, alpha))
  }

  /** `input * other`, broadcast. */
  mul(other: T | number | bigint): T {
    return this.wrap(typeof other === 'number' || typeof other === 'bigint' ? native().mulScalar(this.handle, other) : native().mul(this.handle, other?.handle))
  }

  /** `input / other`, broadcast; integers give float32. With `roundingMode` the quotient is rounded down or towards 0, and integers stay integers. */
  div(other: T | number | bigint, roundingMode: 'floor' | 'trunc' | null = null): T {
    return this.wrap(typeof other === 'number' || typeof other === 'bigint' ? native().divScalar(this.handle, other, roundingMode) : native().div(this.handle, other?.handle, roundingMode))
  }

  /** `input / other`, rounded down. */
  floorDivide(other: T | number | bigint): T {
    return this.wrap(typeof other === 'number' || typeof other === 'bigint' ? native().floorDivideScalar(this.handle, other) : native().floorDivide(this.handle, other?.handle))
  }

  /** What is left of `input / other` rounded down: has the sign of `other`. */
  remainder(other: T | number | bigint): T {
    return this.wrap(typeof other === 'number' || typeof other === 'bigint' ? native().remainderScalar(this.handle, other) : native().remainder(this.handle, other?.handle))
  }

  /** What is left of `input / other` rounded towards 0: has the sign of `input`. */
  fmod(other: T | number | bigint): T {
    return this.wrap(typeof other === 'number' || typeof other === 'bigint' ? native().fmodScalar(this.handle, other) : native().fmod(this.handle, other?.handle))
  }

  /** `input` to the power of `other`, broadcast. */
  pow(other: T | number | bigint): T {
    return this.wrap(typeof other === 'number' || typeof other === 'bigint' ? native().powScalar(this.handle, other) : native().pow(this.handle, other?.handle))
  }

  /** `input` to the power of `other`, in float64. */
  floatPower(other: T | number | bigint): T {
    return this.wrap(typeof other === 'number' || typeof other === 'bigint' ? native().floatPowerScalar(this.handle, other) : native().floatPower(this.handle, other?.handle))
  }

  /** The angle of the point (other, input) in radians, in (-π, π]. */
  atan2(other: T): T {
    return this.wrap(native().atan2(this.handle, other?.handle))
  }

  /** `sqrt(input² + other²)`, without overflow. */
  hypot(other: T): T {
    return this.wrap(native().hypot(this.handle, other?.handle))
  }

  /** `log(exp(input) + exp(other))`, without overflow. */
  logaddexp(other: T): T {
    return this.wrap(native().logaddexp(this.handle, other?.handle))
  }

  /** `log2(2^input + 2^other)`, without overflow. */
  logaddexp2(other: T): T {
    return this.wrap(native().logaddexp2(this.handle, other?.handle))
  }

  /** `input * log(other)`; 0 where `input` is 0. */
  xlogy(other: T | number | bigint): T {
    return this.wrap(typeof other === 'number' || typeof other === 'bigint' ? native().xlogyScalar(this.handle, other) : native().xlogy(this.handle, other?.handle))
  }

  /** The size of `input` with the sign of `other`. */
  copysign(other: T | number | bigint): T {
    return this.wrap(typeof other === 'number' || typeof other === 'bigint' ? native().copysignScalar(this.handle, other) : native().copysign(this.handle, other?.handle))
  }

  /** 0 below 0, 1 above, and `other` at 0. */
  heaviside(other: T): T {
    return this.wrap(native().heaviside(this.handle, other?.handle))
  }

  /** `input * 2^other`. */
  ldexp(other: T): T {
    return this.wrap(native().ldexp(this.handle, other?.handle))
  }

  /** The next number after `input` towards `other`. */
  nextafter(other: T): T {
    return this.wrap(native().nextafter(this.handle, other?.handle))
  }

  /** Greatest common divisor of integers. */
  gcd(other: T): T {
    return this.wrap(native().gcd(this.handle, other?.handle))
  }

  /** Least common multiple of integers. */
  lcm(other: T): T {
    return this.wrap(native().lcm(this.handle, other?.handle))
  }

  /** The larger of both, elementwise and broadcast; NaN where either is. */
  maximum(other: T): T {
    return this.wrap(native().maximum(this.handle, other?.handle))
  }

  /** The smaller of both, elementwise and broadcast; NaN where either is. */
  minimum(other: T): T {
    return this.wrap(native().minimum(this.handle, other?.handle))
  }

  /** The larger of both; the other one where one is NaN. */
  fmax(other: T): T {
    return this.wrap(native().fmax(this.handle, other?.handle))
  }

  /** The smaller of both; the other one where one is NaN. */
  fmin(other: T): T {
    return this.wrap(native().fmin(this.handle, other?.handle))
  }

  /** The input, no lower than `other`, a number or a tensor that is broadcast. */
  clampMin(other: T | number | bigint): T {
    return this.wrap(typeof other === 'number' || typeof other === 'bigint' ? native().clampMinScalar(this.handle, other) : native().clampMin(this.handle, other?.handle))
  }

  /** The input, no higher than `other`, a number or a tensor that is broadcast. */
  clampMax(other: T | number | bigint): T {
    return this.wrap(typeof other === 'number' || typeof other === 'bigint' ? native().clampMaxScalar(this.handle, other) : native().clampMax(this.handle, other?.handle))
  }

  /** The input, no lower than `min` and no higher than `max`; one of them may be left out. Gradients pass between the bounds, and not at them. For bounds that are tensors there are clampMin() and clampMax(). */
  clamp(min: number | bigint | null = null, max: number | bigint | null = null): Same {
    return this.wrap(native().clamp(this.handle, min, max))
  }

  /** `input + weight * (end - input)`, broadcast. */
  lerp(end: T, weight: T | number | bigint): T {
    return this.wrap(typeof weight === 'number' || typeof weight === 'bigint' ? native().lerpScalar(this.handle, end?.handle, weight) : native().lerp(this.handle, end?.handle, weight?.handle))
  }

  /** `input + value * tensor1 * tensor2`, broadcast. */
  addcmul(tensor1: T, tensor2: T, value: number | bigint | boolean = 1): T {
    return this.wrap(native().addcmul(this.handle, tensor1?.handle, tensor2?.handle, value))
  }

  /** `input + value * tensor1 / tensor2`, broadcast. */
  addcdiv(tensor1: T, tensor2: T, value: number | bigint | boolean = 1): T {
    return this.wrap(native().addcdiv(this.handle, tensor1?.handle, tensor2?.handle, value))
  }

  /** Where `|input - other| <= atol + rtol * |other|`; a bool tensor. */
  isclose(other: T, rtol = 1e-5, atol = 1e-8, equalNan = false): T {
    return this.wrap(native().isclose(this.handle, other?.handle, rtol, atol, equalNan))
  }

  /** Elementwise `input == other`, broadcast; a bool tensor. */
  eq(other: T | number | bigint): T {
    return this.wrap(typeof other === 'number' || typeof other === 'bigint' ? native().eqScalar(this.handle, other) : native().eq(this.handle, other?.handle))
  }

  /** Elementwise `input != other`, broadcast; a bool tensor. */
  ne(other: T | number | bigint): T {
    return this.wrap(typeof other === 'number' || typeof other === 'bigint' ? native().neScalar(this.handle, other) : native().ne(this.handle, other?.handle))
  }

  /** Elementwise `input < other`, broadcast; a bool tensor. */
  lt(other: T | number | bigint): T {
    return this.wrap(typeof other === 'number' || typeof other === 'bigint' ? native().ltScalar(this.handle, other) : native().lt(this.handle, other?.handle))
  }

  /** Elementwise `input <= other`, broadcast; a bool tensor. */
  le(other: T | number | bigint): T {
    return this.wrap(typeof other === 'number' || typeof other === 'bigint' ? native().leScalar(this.handle, other) : native().le(this.handle, other?.handle))
  }

  /** Elementwise `input > other`, broadcast; a bool tensor. */
  gt(other: T | number | bigint): T {
    return this.wrap(typeof other === 'number' || typeof other === 'bigint' ? native().gtScalar(this.handle, other) : native().gt(this.handle, other?.handle))
  }

  /** Elementwise `input >= other`, broadcast; a bool tensor. */
  ge(other: T | number | bigint): T {
    return this.wrap(typeof other === 'number' || typeof other === 'bigint' ? native().geScalar(this.handle, other) : native().ge(this.handle, other?.handle))
  }

  /** True where both are non-zero, broadcast; a bool tensor. */
  logicalAnd(other: T): T {
    return this.wrap(native().logicalAnd(this.handle, other?.handle))
  }

  /** True where either is non-zero, broadcast; a bool tensor. */
  logicalOr(other: T): T {
    return this.wrap(native().logicalOr(this.handle, other?.handle))
  }

  /** True where exactly one is non-zero, broadcast; a bool tensor. */
  logicalXor(other: T): T {
    return this.wrap(native().logicalXor(this.handle, other?.handle))
  }

  /** True where the input is zero; a bool tensor. */
  logicalNot(): Same {
    return this.wrap(native().logicalNot(this.handle))
  }

  /** Bits set in both of integers, or the logical one of bools; broadcast. */
  bitwiseAnd(other: T | number | bigint): T {
    return this.wrap(typeof other === 'number' || typeof other === 'bigint' ? native().bitwiseAndScalar(this.handle, other) : native().bitwiseAnd(this.handle, other?.handle))
  }

  /** Bits set in either of integers, or the logical one of bools; broadcast. */
  bitwiseOr(other: T | number | bigint): T {
    return this.wrap(typeof other === 'number' || typeof other === 'bigint' ? native().bitwiseOrScalar(this.handle, other) : native().bitwiseOr(this.handle, other?.handle))
  }

  /** Bits set in exactly one of integers, or the logical one of bools; broadcast. */
  bitwiseXor(other: T | number | bigint): T {
    return this.wrap(typeof other === 'number' || typeof other === 'bigint' ? native().bitwiseXorScalar(this.handle, other) : native().bitwiseXor(this.handle, other?.handle))
  }

  /** All bits of integers inverted; logical for bools. */
  bitwiseNot(): T {
    return this.wrap(native().bitwiseNot(this.handle))
  }

  /** Integers times 2 to the power of `other`; 0 where that is their width or more, or negative. */
  bitwiseLeftShift(other: T | number | bigint): T {
    return this.wrap(typeof other === 'number' || typeof other === 'bigint' ? native().bitwiseLeftShiftScalar(this.handle, other) : native().bitwiseLeftShift(this.handle, other?.handle))
  }

  /** Integers over 2 to the power of `other`, rounded down: 0 or -1 by their signs where that is their width or more, or negative. */
  bitwiseRightShift(other: T | number | bigint): T {
    return this.wrap(typeof other === 'number' || typeof other === 'bigint' ? native().bitwiseRightShiftScalar(this.handle, other) : native().bitwiseRightShift(this.handle, other?.handle))
  }

  /** True where the input is NaN; a bool tensor. */
  isnan(): Same {
    return this.wrap(native().isnan(this.handle))
  }

  /** True where the input is infinite; a bool tensor. */
  isinf(): Same {
    return this.wrap(native().isinf(this.handle))
  }

  /** True where the input is neither infinite nor NaN; a bool tensor. */
  isfinite(): Same {
    return this.wrap(native().isfinite(this.handle))
  }

  /** True where the input is positive infinity; a bool tensor. */
  isposinf(): T {
    return this.wrap(native().isposinf(this.handle))
  }

  /** True where the input is negative infinity; a bool tensor. */
  isneginf(): T {
    return this.wrap(native().isneginf(this.handle))
  }

  /** True where the input is below 0, or -0; a bool tensor. */
  signbit(): T {
    return this.wrap(native().signbit(this.handle))
  }

  /** Whether both have the same shape and the same elements. */
  equal(other: T): boolean {
    return native().equal(this.handle, other?.handle)
  }

  /** Whether `|input - other| <= atol + rtol * |other|` everywhere. */
  allclose(other: T, rtol = 1e-5, atol = 1e-8, equalNan = false): boolean {
    return native().allclose(this.handle, other?.handle, rtol, atol, equalNan)
  }

  /** `-input`. */
  neg(): Same {
    return this.wrap(native().neg(this.handle))
  }

  /** Absolute value. */
  abs(): Same {
    return this.wrap(native().abs(this.handle))
  }

  /** -1, 0 or 1 by sign. */
  sign(): Same {
    return this.wrap(native().sign(this.handle))
  }

  /** `input * input`. */
  square(): Same {
    return this.wrap(native().square(this.handle))
  }

  /** `1 / input`. */
  reciprocal(): Same {
    return this.wrap(native().reciprocal(this.handle))
  }

  /** Square root; NaN below 0. */
  sqrt(): Same {
    return this.wrap(native().sqrt(this.handle))
  }

  /** `1 / sqrt(input)`. */
  rsqrt(): Same {
    return this.wrap(native().rsqrt(this.handle))
  }

  /** e to the power of the input. */
  exp(): Same {
    return this.wrap(native().exp(this.handle))
  }

  /** 2 to the power of the input. */
  exp2(): Same {
    return this.wrap(native().exp2(this.handle))
  }

  /** `exp(input) - 1`, exact near 0. */
  expm1(): Same {
    return this.wrap(native().expm1(this.handle))
  }

  /** Natural logarithm; NaN below 0. */
  log(): Same {
    return this.wrap(native().log(this.handle))
  }

  /** Logarithm to base 2; NaN below 0. */
  log2(): Same {
    return this.wrap(native().log2(this.handle))
  }

  /** Logarithm to base 10; NaN below 0. */
  log10(): Same {
    return this.wrap(native().log10(this.handle))
  }

  /** `log(1 + input)`, exact near 0. */
  log1p(): Same {
    return this.wrap(native().log1p(this.handle))
  }

  /** The next integer below. */
  floor(): Same {
    return this.wrap(native().floor(this.handle))
  }

  /** The next integer above. */
  ceil(): Same {
    return this.wrap(native().ceil(this.handle))
  }

  /** The integer part: rounded towards 0. */
  trunc(): Same {
    return this.wrap(native().trunc(this.handle))
  }

  /** What follows the decimal point, with the sign of the input. */
  frac(): Same {
    return this.wrap(native().frac(this.handle))
  }

  /** The nearest number of so many decimals (negative: before the point), halves to even. Integers stay as they are; they take no `decimals`. */
  round(decimals = 0): Same {
    return this.wrap(native().round(this.handle, decimals))
  }

  /** Sine of radians. */
  sin(): Same {
    return this.wrap(native().sin(this.handle))
  }

  /** Cosine of radians. */
  cos(): Same {
    return this.wrap(native().cos(this.handle))
  }

  /** Tangent of radians. */
  tan(): Same {
    return this.wrap(native().tan(this.handle))
  }

  /** Arc sine in radians; NaN outside [-1, 1]. */
  asin(): Same {
    return this.wrap(native().asin(this.handle))
  }

  /** Arc cosine in radians; NaN outside [-1, 1]. */
  acos(): Same {
    return this.wrap(native().acos(this.handle))
  }

  /** Arc tangent in radians. */
  atan(): Same {
    return this.wrap(native().atan(this.handle))
  }

  /** Hyperbolic sine. */
  sinh(): Same {
    return this.wrap(native().sinh(this.handle))
  }

  /** Hyperbolic cosine. */
  cosh(): Same {
    return this.wrap(native().cosh(this.handle))
  }

  /** Inverse hyperbolic sine. */
  asinh(): Same {
    return this.wrap(native().asinh(this.handle))
  }

  /** Inverse hyperbolic cosine; NaN below 1. */
  acosh(): Same {
    return this.wrap(native().acosh(this.handle))
  }

  /** Inverse hyperbolic tangent; NaN outside [-1, 1]. */
  atanh(): Same {
    return this.wrap(native().atanh(this.handle))
  }

  /** `sin(π input) / (π input)`; 1 at 0. */
  sinc(): Same {
    return this.wrap(native().sinc(this.handle))
  }

  /** Degrees to radians. */
  deg2rad(): T {
    return this.wrap(native().deg2rad(this.handle))
  }

  /** Radians to degrees. */
  rad2deg(): T {
    return this.wrap(native().rad2deg(this.handle))
  }

  /** `log(input / (1 - input))`, the inverse of sigmoid; with `eps` the input is first clamped to [eps, 1 - eps]. */
  logit(eps: number | null = null): T {
    return this.wrap(native().logit(this.handle, eps))
  }

  /** The error function. */
  erf(): Same {
    return this.wrap(native().erf(this.handle))
  }

  /** 1 - the error function. */
  erfc(): Same {
    return this.wrap(native().erfc(this.handle))
  }

  /** The inverse of the error function; NaN outside [-1, 1]. */
  erfinv(): T {
    return this.wrap(native().erfinv(this.handle))
  }

  /** Logarithm of the absolute value of the gamma function. */
  lgamma(): T {
    return this.wrap(native().lgamma(this.handle))
  }

  /** Derivative of lgamma. */
  digamma(): T {
    return this.wrap(native().digamma(this.handle))
  }

  /** The n-th derivative of digamma. */
  polygamma(n: number): T {
    return this.wrap(native().polygamma(this.handle, n))
  }

  /** Modified Bessel function of the first kind of order 0. */
  i0(): T {
    return this.wrap(native().i0(this.handle))
  }

  /** NaN becomes `nan` (0), infinities `posinf` and `neginf` (the largest and the smallest number of the dtype). */
  nanToNum(nan: number | null = null, posinf: number | null = null, neginf: number | null = null): T {
    return this.wrap(native().nanToNum(this.handle, nan, posinf, neginf))
  }

  /** Adds `other`, broadcast. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  add_(other: T | number | bigint): this {
    void (typeof other === 'number' || typeof other === 'bigint' ? native().add_Scalar(this.handle, other) : native().add_(this.handle, other?.handle))
    return this
  }

  /** Subtracts `other`, broadcast. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  sub_(other: T | number | bigint): this {
    void (typeof other === 'number' || typeof other === 'bigint' ? native().sub_Scalar(this.handle, other) : native().sub_(this.handle, other?.handle))
    return this
  }

  /** Multiplies by `other`, broadcast. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  mul_(other: T | number | bigint): this {
    void (typeof other === 'number' || typeof other === 'bigint' ? native().mul_Scalar(this.handle, other) : native().mul_(this.handle, other?.handle))
    return this
  }

  /** Divides by `other`, broadcast. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  div_(other: T | number | bigint): this {
    void (typeof other === 'number' || typeof other === 'bigint' ? native().div_Scalar(this.handle, other) : native().div_(this.handle, other?.handle))
    return this
  }

  /** Raises to the power of `other`, broadcast. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  pow_(other: T | number | bigint): this {
    void (typeof other === 'number' || typeof other === 'bigint' ? native().pow_Scalar(this.handle, other) : native().pow_(this.handle, other?.handle))
    return this
  }

  /** Leaves what is left of a division by `other`, broadcast. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  remainder_(other: T | number | bigint): this {
    void (typeof other === 'number' || typeof other === 'bigint' ? native().remainder_Scalar(this.handle, other) : native().remainder_(this.handle, other?.handle))
    return this
  }

  /** Raises what is below `other` to it, broadcast. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  clampMin_(other: T | number | bigint): this {
    void (typeof other === 'number' || typeof other === 'bigint' ? native().clampMin_Scalar(this.handle, other) : native().clampMin_(this.handle, other?.handle))
    return this
  }

  /** Lowers what is above `other` to it, broadcast. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  clampMax_(other: T | number | bigint): this {
    void (typeof other === 'number' || typeof other === 'bigint' ? native().clampMax_Scalar(this.handle, other) : native().clampMax_(this.handle, other?.handle))
    return this
  }

  /** Limits the elements to `min` and `max`, one of which may be left out. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  clamp_(min: number | bigint | null = null, max: number | bigint | null = null): this {
    native().clamp_(this.handle, min, max)
    return this
  }

  /** Takes absolute values. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  abs_(): this {
    native().abs_(this.handle)
    return this
  }

  /** Changes all signs. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  neg_(): this {
    native().neg_(this.handle)
    return this
  }

  /** e to the power of each element. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  exp_(): this {
    native().exp_(this.handle)
    return this
  }

  /** Takes natural logarithms. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  log_(): this {
    native().log_(this.handle)
    return this
  }

  /** Takes square roots. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  sqrt_(): this {
    native().sqrt_(this.handle)
    return this
  }

  /** One over the square root. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  rsqrt_(): this {
    native().rsqrt_(this.handle)
    return this
  }

  /** One over each element. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  reciprocal_(): this {
    native().reciprocal_(this.handle)
    return this
  }

  /** Squares the elements. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  square_(): this {
    native().square_(this.handle)
    return this
  }

  /** Rounds down. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  floor_(): this {
    native().floor_(this.handle)
    return this
  }

  /** Rounds up. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  ceil_(): this {
    native().ceil_(this.handle)
    return this
  }

  /** Rounds to the nearest integer, halves to even. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  round_(): this {
    native().round_(this.handle)
    return this
  }

  /** Rounds towards 0. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  trunc_(): this {
    native().trunc_(this.handle)
    return this
  }

  /** Takes sines. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  sin_(): this {
    native().sin_(this.handle)
    return this
  }

  /** Takes cosines. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  cos_(): this {
    native().cos_(this.handle)
    return this
  }

  /** Takes hyperbolic tangents. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  tanh_(): this {
    native().tanh_(this.handle)
    return this
  }

  /** Takes `1 / (1 + exp(-input))`. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  sigmoid_(): this {
    native().sigmoid_(this.handle)
    return this
  }

  /** Sets what is below 0 to 0. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  relu_(): this {
    native().relu_(this.handle)
    return this
  }

  /** Moves by `weight` towards `end`. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  lerp_(end: T, weight: T | number | bigint): this {
    void (typeof weight === 'number' || typeof weight === 'bigint' ? native().lerp_Scalar(this.handle, end?.handle, weight) : native().lerp_(this.handle, end?.handle, weight?.handle))
    return this
  }

  /** Adds `value * tensor1 * tensor2`. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  addcmul_(tensor1: T, tensor2: T, value: number | bigint | boolean = 1): this {
    void (native().addcmul_(this.handle, tensor1?.handle, tensor2?.handle, value))
    return this
  }

  /** Adds `value * tensor1 / tensor2`. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  addcdiv_(tensor1: T, tensor2: T, value: number | bigint | boolean = 1): this {
    void (native().addcdiv_(this.handle, tensor1?.handle, tensor2?.handle, value))
    return this
  }

  /** Sets every element to `value`. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  fill_(value: number | bigint | boolean): this {
    native().fill_(this.handle, value)
    return this
  }

  /** Sets every element to 0. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  zero_(): this {
    native().zero_(this.handle)
    return this
  }

  /** Overwrites the elements with those of `source`, broadcast and converted. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  copy_(source: T): this {
    void (native().copy_(this.handle, source?.handle))
    return this
  }

  /** Sets the elements to `value` where `mask` is true. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  maskedFill_(mask: T, value: number | bigint | boolean): this {
    void (native().maskedFill_(this.handle, mask?.handle, value))
    return this
  }

  /** Zeroes what is above the diagonal. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  tril_(diagonal = 0): this {
    native().tril_(this.handle, diagonal)
    return this
  }

  /** Zeroes what is below the diagonal. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  triu_(diagonal = 0): this {
    native().triu_(this.handle, diagonal)
    return this
  }

  /** Sets the slices `index` along `dim` to `value`. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  indexFill_(dim: number, index: T, value: number | bigint | boolean): this {
    void (native().indexFill_(this.handle, dim, index?.handle, value))
    return this
  }

  /** Adds the slices of `source` to those at `index` along `dim`. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  indexAdd_(dim: number, index: T, source: T): this {
    void (native().indexAdd_(this.handle, dim, index?.handle, source?.handle))
    return this
  }

  /** Overwrites the slices `index` along `dim` with those of `source`. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  indexCopy_(dim: number, index: T, source: T): this {
    void (native().indexCopy_(this.handle, dim, index?.handle, source?.handle))
    return this
  }

  /** Writes `source` to the places `index` along `dim`. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  scatter_(dim: number, index: T, source: T | number | bigint): this {
    void (typeof source === 'number' || typeof source === 'bigint' ? native().scatter_Scalar(this.handle, dim, index?.handle, source) : native().scatter_(this.handle, dim, index?.handle, source?.handle))
    return this
  }

  /** Adds `source` to the places `index` along `dim`. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  scatterAdd_(dim: number, index: T, source: T): this {
    void (native().scatterAdd_(this.handle, dim, index?.handle, source?.handle))
    return this
  }

  /** Writes `values` to the places that the tensors of indices name, one for each dimension (null for all of it); adds them if `accumulate`. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  indexPut_(indices: readonly (T | null)[], values: T, accumulate = false): this {
    void (native().indexPut_(this.handle, maybeHandlesOf(indices), values?.handle, accumulate))
    return this
  }

  /** Sum over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`; integers and bools give int64. */
  sum(dim: number | readonly number[] | null = null, keepdim = false): T {
    return this.wrap(native().sum(this.handle, dim, keepdim))
  }

  /** Sum without NaN over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`. */
  nansum(dim: number | readonly number[] | null = null, keepdim = false): T {
    return this.wrap(native().nansum(this.handle, dim, keepdim))
  }

  /** Mean over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`. Floating dtypes only. */
  mean(dim: number | readonly number[] | null = null, keepdim = false): T {
    return this.wrap(native().mean(this.handle, dim, keepdim))
  }

  /** Mean without NaN over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`. */
  nanmean(dim: number | readonly number[] | null = null, keepdim = false): T {
    return this.wrap(native().nanmean(this.handle, dim, keepdim))
  }

  /** Product along `dim`, or of all elements. */
  prod(dim: number | null = null, keepdim = false): T {
    return this.wrap(native().prod(this.handle, dim, keepdim))
  }

  /** Variance over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`; divided by n - `correction`. */
  var(dim: number | readonly number[] | null = null, correction = 1, keepdim = false): T {
    return this.wrap(native().var(this.handle, dim, correction, keepdim))
  }

  /** Standard deviation over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`; divided by n - `correction`. */
  std(dim: number | readonly number[] | null = null, correction = 1, keepdim = false): T {
    return this.wrap(native().std(this.handle, dim, correction, keepdim))
  }

  /** Variance and mean over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`; divided by n - `correction`. */
  varMean(dim: number | readonly number[] | null = null, correction = 1, keepdim = false): { variance: T; mean: T } {
    const [variance, mean] = native().varMean(this.handle, dim, correction, keepdim)
    return { variance: this.wrap(variance!), mean: this.wrap(mean!) }
  }

  /** Standard deviation and mean over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`; divided by n - `correction`. */
  stdMean(dim: number | readonly number[] | null = null, correction = 1, keepdim = false): { deviation: T; mean: T } {
    const [deviation, mean] = native().stdMean(this.handle, dim, correction, keepdim)
    return { deviation: this.wrap(deviation!), mean: this.wrap(mean!) }
  }

  /** Largest element over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`; equal ones share the gradient. */
  amax(dim: number | readonly number[] | null = null, keepdim = false): T {
    return this.wrap(native().amax(this.handle, dim, keepdim))
  }

  /** Smallest element over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`; equal ones share the gradient. */
  amin(dim: number | readonly number[] | null = null, keepdim = false): T {
    return this.wrap(native().amin(this.handle, dim, keepdim))
  }

  /** Smallest and largest element along `dim`, or of all. */
  aminmax(dim: number | null = null, keepdim = false): { min: T; max: T } {
    const [min, max] = native().aminmax(this.handle, dim, keepdim)
    return { min: this.wrap(min!), max: this.wrap(max!) }
  }

  /** Most frequent elements along `dim`, the smallest of equals, and an index of each. */
  mode(dim = -1, keepdim = false): { values: T; indices: T } {
    const [values, indices] = native().mode(this.handle, dim, keepdim)
    return { values: this.wrap(values!), indices: this.wrap(indices!) }
  }

  /** The `q`-quantiles along `dim`, or of all; with a tensor of several `q` they are the first dimension. */
  quantile(q: T | number | bigint, dim: number | null = null, keepdim = false, interpolation: 'linear' | 'lower' | 'higher' | 'nearest' | 'midpoint' = 'linear'): T {
    return this.wrap(typeof q === 'number' || typeof q === 'bigint' ? native().quantileScalar(this.handle, q, dim, keepdim, interpolation) : native().quantile(this.handle, q?.handle, dim, keepdim, interpolation))
  }

  /** The `q`-quantiles along `dim`, or of all, NaN aside; with a tensor of several `q` they are the first dimension. */
  nanquantile(q: T | number | bigint, dim: number | null = null, keepdim = false, interpolation: 'linear' | 'lower' | 'higher' | 'nearest' | 'midpoint' = 'linear'): T {
    return this.wrap(typeof q === 'number' || typeof q === 'bigint' ? native().nanquantileScalar(this.handle, q, dim, keepdim, interpolation) : native().nanquantile(this.handle, q?.handle, dim, keepdim, interpolation))
  }

  /** Index of the largest element along `dim` (of the flattened input when left out); int64. */
  argmax(dim: number | null = null, keepdim = false): T {
    return this.wrap(native().argmax(this.handle, dim, keepdim))
  }

  /** Index of the smallest element along `dim` (of the flattened input when left out); int64. */
  argmin(dim: number | null = null, keepdim = false): T {
    return this.wrap(native().argmin(this.handle, dim, keepdim))
  }

  /** Logarithm of the sum of exponentials over `dim`, without overflow. */
  logsumexp(dim: number | readonly number[], keepdim = false): T {
    return this.wrap(native().logsumexp(this.handle, dim, keepdim))
  }

  /** Whether every element is non-zero over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`; bool. */
  all(dim: number | readonly number[] | null = null, keepdim = false): T {
    return this.wrap(native().all(this.handle, dim, keepdim))
  }

  /** Whether some element is non-zero over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`; bool. */
  any(dim: number | readonly number[] | null = null, keepdim = false): T {
    return this.wrap(native().any(this.handle, dim, keepdim))
  }

  /** How many elements are not 0 over the dimensions `dim`, or in all; int64. */
  countNonzero(dim: number | readonly number[] | null = null): T {
    return this.wrap(native().countNonzero(this.handle, dim))
  }

  /** The p-norm of the elements as a vector over the dimensions `dim` (all of them when left out), which stay with size 1 if `keepdim`; p may be 0 and Infinity. */
  norm(p: number | bigint | boolean = 2, dim: number | readonly number[] | null = null, keepdim = false): T {
    return this.wrap(native().norm(this.handle, p, dim, keepdim))
  }

  /** The p-norm of the difference. */
  dist(other: T, p: number | bigint | boolean = 2): T {
    return this.wrap(native().dist(this.handle, other?.handle, p))
  }

  /** Running sum along `dim`; integers give int64. */
  cumsum(dim: number): Same {
    return this.wrap(native().cumsum(this.handle, dim))
  }

  /** Running product along `dim`. */
  cumprod(dim: number): Same {
    return this.wrap(native().cumprod(this.handle, dim))
  }

  /** Logarithm of the running sum of exponentials along `dim`. */
  logcumsumexp(dim: number): T {
    return this.wrap(native().logcumsumexp(this.handle, dim))
  }

  /** The largest element so far along `dim`, and its index. */
  cummax(dim: number): { values: T; indices: T } {
    const [values, indices] = native().cummax(this.handle, dim)
    return { values: this.wrap(values!), indices: this.wrap(indices!) }
  }

  /** The smallest element so far along `dim`, and its index. */
  cummin(dim: number): { values: T; indices: T } {
    const [values, indices] = native().cummin(this.handle, dim)
    return { values: this.wrap(values!), indices: this.wrap(indices!) }
  }

  /** Differences of neighbours along `dim`, taken `n` times. */
  diff(n = 1, dim = -1): T {
    return this.wrap(native().diff(this.handle, n, dim))
  }

  /** The integral along `dim` by the trapezoidal rule with steps of `dx`. */
  trapezoid(dx: number | bigint | boolean = 1, dim = -1): T {
    return this.wrap(native().trapezoid(this.handle, dx, dim))
  }

  /** The running integral along `dim` by the trapezoidal rule with steps of `dx`. */
  cumulativeTrapezoid(dx: number | bigint | boolean = 1, dim = -1): T {
    return this.wrap(native().cumulativeTrapezoid(this.handle, dx, dim))
  }

  /** Exponentials along `dim`, divided by their sum. */
  softmax(dim: number): Same {
    return this.wrap(native().softmax(this.handle, dim))
  }

  /** Logarithm of softmax along `dim`. */
  logSoftmax(dim: number): Same {
    return this.wrap(native().logSoftmax(this.handle, dim))
  }

  /** The slices along `dim` whose p-norm is above `maxnorm`, scaled down to it. */
  renorm(p: number | bigint | boolean, dim: number, maxnorm: number | bigint | boolean): T {
    return this.wrap(native().renorm(this.handle, p, dim, maxnorm))
  }

  /** The elements in order along `dim`, and where they were. Equal ones keep their order if `stable`. */
  sort(dim = -1, descending = false, stable = false): { values: T; indices: T } {
    const [values, indices] = native().sort(this.handle, dim, descending, stable)
    return { values: this.wrap(values!), indices: this.wrap(indices!) }
  }

  /** Where the elements in order along `dim` are; int64. Equal ones keep their order if `stable`. */
  argsort(dim = -1, descending = false, stable = false): T {
    return this.wrap(native().argsort(this.handle, dim, descending, stable))
  }

  /** The `k` largest (or smallest) elements along `dim` and their indices. */
  topk(k: number, dim = -1, largest = true, sorted = true): { values: T; indices: T } {
    const [values, indices] = native().topk(this.handle, k, dim, largest, sorted)
    return { values: this.wrap(values!), indices: this.wrap(indices!) }
  }

  /** The k-th smallest elements along `dim` (counted from 1) and their indices. */
  kthvalue(k: number, dim = -1, keepdim = false): { values: T; indices: T } {
    const [values, indices] = native().kthvalue(this.handle, k, dim, keepdim)
    return { values: this.wrap(values!), indices: this.wrap(indices!) }
  }

  /** The distinct elements in order; each NaN is one, after all others. */
  unique(): T {
    return this.wrap(native().unique(this.handle))
  }

  /** The distinct elements in order, for each element the place of its like among them, and how often each occurs. */
  uniqueCounts(): { values: T; inverse: T; counts: T } {
    const [values, inverse, counts] = native().uniqueCounts(this.handle)
    return { values: this.wrap(values!), inverse: this.wrap(inverse!), counts: this.wrap(counts!) }
  }

  /** The elements of the flattened input without repetitions in a row. */
  uniqueConsecutive(): T {
    return this.wrap(native().uniqueConsecutive(this.handle))
  }

  /** The number of the bucket between the sorted `boundaries` for each element; a boundary belongs to the bucket below, or above if `right`; int64. */
  bucketize(boundaries: T, right = false): T {
    return this.wrap(native().bucketize(this.handle, boundaries?.handle, right))
  }

  /** How often each integer from 0 occurs in a vector, or the sum of its `weights`; at least `minlength` counts. */
  bincount(weights: T | null = null, minlength = 0): T {
    return this.wrap(native().bincount(this.handle, maybeHandleOf(weights), minlength))
  }

  /** How many elements lie in each of `bins` intervals of one width from `min` to `max` (the extremes of the input when both are 0). */
  histc(bins = 100, min: number | bigint | boolean = 0, max: number | bigint | boolean = 0): T {
    return this.wrap(native().histc(this.handle, bins, min, max))
  }

  /** What Python writes as `input[…]`: `x.at(0, [1, -1], null, [null, null, -2], mask)`; see IndexEntry. A view, unless an entry is a tensor or a step is negative. */
  at(...index: readonly IndexEntry<T>[]): T {
    return this.wrap(native().at(this.handle, ...entriesOf(index, 'at')))
  }

  /** What Python writes as `input[index] = value`: `x.setAt([0, [1, -1]], 3)`; see IndexEntry. The value is broadcast and converted. Changes `input` and returns it; a leaf that requires gradients may be changed only under noGrad(). */
  setAt(index: readonly IndexEntry<T>[], value: T | number | bigint): this {
    void (typeof value === 'number' || typeof value === 'bigint' ? native().setAtScalar(this.handle, ...entriesOf(index, 'setAt'), value) : native().setAt(this.handle, ...entriesOf(index, 'setAt'), value?.handle))
    return this
  }

  /** Element `index[…]` along `dim` for each place of the int64 tensor `index`. */
  gather(dim: number, index: T): T {
    return this.wrap(native().gather(this.handle, dim, index?.handle))
  }

  /** Elements at `index` along `dim`, the other dimensions broadcast; of the flattened input when left out. Negative places count from the end. */
  takeAlongDim(index: T, dim: number | null = null): T {
    return this.wrap(native().takeAlongDim(this.handle, index?.handle, dim))
  }

  /** Elements of the flattened input at `index`, in its shape. */
  take(index: T): T {
    return this.wrap(native().take(this.handle, index?.handle))
  }

  /** The slices at the places of the int64 vector `index` along `dim`. */
  indexSelect(dim: number, index: T): T {
    return this.wrap(native().indexSelect(this.handle, dim, index?.handle))
  }

  /** The elements where the bool tensor `mask` (broadcast) is true, as a vector. */
  maskedSelect(mask: T): T {
    return this.wrap(native().maskedSelect(this.handle, mask?.handle))
  }

  /** `value` where the bool tensor `mask` (broadcast to the input) is true, else the input. */
  maskedFill(mask: T, value: number | bigint | boolean): T {
    return this.wrap(native().maskedFill(this.handle, mask?.handle, value))
  }

  /** A copy of the input with the elements of `source`, in order, where `mask` is true. */
  maskedScatter(mask: T, source: T): T {
    return this.wrap(native().maskedScatter(this.handle, mask?.handle, source?.handle))
  }

  /** The places of the elements that are not 0, a row for each; int64. */
  nonzero(): T {
    return this.wrap(native().nonzero(this.handle))
  }

  /** A copy of the input with `source` written to the places `index` along `dim`. Which of several for one place wins is open. */
  scatter(dim: number, index: T, source: T | number | bigint): T {
    return this.wrap(typeof source === 'number' || typeof source === 'bigint' ? native().scatterScalar(this.handle, dim, index?.handle, source) : native().scatter(this.handle, dim, index?.handle, source?.handle))
  }

  /** A copy of the input with `source` added at the places `index` along `dim`. */
  scatterAdd(dim: number, index: T, source: T): T {
    return this.wrap(native().scatterAdd(this.handle, dim, index?.handle, source?.handle))
  }

  /** A copy of the input with the elements of `source` for each place `index` along `dim` combined; with the old one too if `includeSelf`. */
  scatterReduce(dim: number, index: T, source: T, reduce: 'sum' | 'prod' | 'mean' | 'amax' | 'amin', includeSelf = true): T {
    return this.wrap(native().scatterReduce(this.handle, dim, index?.handle, source?.handle, reduce, includeSelf))
  }

  /** A copy of the input with the slices of `source` added to those at `index` along `dim`, times `alpha`. */
  indexAdd(dim: number, index: T, source: T, alpha: number | bigint | boolean = 1): T {
    return this.wrap(native().indexAdd(this.handle, dim, index?.handle, source?.handle, alpha))
  }

  /** A copy of the input with the slices at `index` along `dim` overwritten by those of `source`. */
  indexCopy(dim: number, index: T, source: T): T {
    return this.wrap(native().indexCopy(this.handle, dim, index?.handle, source?.handle))
  }

  /** A copy of the input with the slices at `index` along `dim` set to `value`. */
  indexFill(dim: number, index: T, value: number | bigint | boolean): T {
    return this.wrap(native().indexFill(this.handle, dim, index?.handle, value))
  }

  /** A copy of the input with the slices of `source` for each place of `index` along `dim` combined; with the old one too if `includeSelf`. */
  indexReduce(dim: number, index: T, source: T, reduce: 'prod' | 'mean' | 'amax' | 'amin', includeSelf = true): T {
    return this.wrap(native().indexReduce(this.handle, dim, index?.handle, source?.handle, reduce, includeSelf))
  }

  /** A copy of the input with `values` at the places that the tensors of `indices` name, one for each dimension (null for all of it); added if `accumulate`. */
  indexPut(indices: readonly (T | null)[], values: T, accumulate = false): T {
    return this.wrap(native().indexPut(this.handle, maybeHandlesOf(indices), values?.handle, accumulate))
  }

  /** The lower triangle, 0 elsewhere. */
  tril(diagonal = 0): Same {
    return this.wrap(native().tril(this.handle, diagonal))
  }

  /** The upper triangle, 0 elsewhere. */
  triu(diagonal = 0): Same {
    return this.wrap(native().triu(this.handle, diagonal))
  }

  /** The diagonal of a matrix, or a matrix with this vector on its diagonal, 0 elsewhere. */
  diag(diagonal = 0): T {
    return this.wrap(native().diag(this.handle, diagonal))
  }

  /** Matrices over `dim1` and `dim2` whose diagonals are the last dimension of the input. */
  diagEmbed(offset = 0, dim1 = -2, dim2 = -1): T {
    return this.wrap(native().diagEmbed(this.handle, offset, dim1, dim2))
  }

  /** A copy of the input with `source` as the slice `index` along `dim`. */
  selectScatter(source: T, dim: number, index: number): T {
    return this.wrap(native().selectScatter(this.handle, source?.handle, dim, index))
  }

  /** A copy of the input with `source` as the range from `start` to before `end` along `dim`. */
  sliceScatter(source: T, dim = 0, start: number | null = null, end: number | null = null, step = 1): T {
    return this.wrap(native().sliceScatter(this.handle, source?.handle, dim, start, end, step))
  }

  /** A copy of the input with `source` as its diagonal. */
  diagonalScatter(source: T, offset = 0, dim1 = 0, dim2 = 1): T {
    return this.wrap(native().diagonalScatter(this.handle, source?.handle, offset, dim1, dim2))
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

  /** Inner product of two vectors. */
  vdot(other: T): T {
    return this.wrap(native().vdot(this.handle, other?.handle))
  }

  /** Inner products over the last dimensions. */
  inner(other: T): T {
    return this.wrap(native().inner(this.handle, other?.handle))
  }

  /** Products of each element of one vector with each of another, [n, m]. */
  outer(other: T): T {
    return this.wrap(native().outer(this.handle, other?.handle))
  }

  /** Kronecker product: a copy of `other` times each element of the input. */
  kron(other: T): T {
    return this.wrap(native().kron(this.handle, other?.handle))
  }

  /** Vector product along a dimension of size 3. */
  cross(other: T, dim = -1): T {
    return this.wrap(native().cross(this.handle, other?.handle, dim))
  }

  /** `beta * input + alpha * mat1 @ mat2`, the input broadcast to [n, m]. */
  addmm(mat1: T, mat2: T, beta: number | bigint | boolean = 1, alpha: number | bigint | boolean = 1): T {
    return this.wrap(native().addmm(this.handle, mat1?.handle, mat2?.handle, beta, alpha))
  }

  /** `beta * input + alpha * matrix @ vector`, the input broadcast to [n]. */
  addmv(matrix: T, vector: T, beta: number | bigint | boolean = 1, alpha: number | bigint | boolean = 1): T {
    return this.wrap(native().addmv(this.handle, matrix?.handle, vector?.handle, beta, alpha))
  }

  /** `beta * input + alpha * outer(vector1, vector2)`, the input broadcast to [n, m]. */
  addr(vector1: T, vector2: T, beta: number | bigint | boolean = 1, alpha: number | bigint | boolean = 1): T {
    return this.wrap(native().addr(this.handle, vector1?.handle, vector2?.handle, beta, alpha))
  }

  /** `beta * input + alpha * batch1 @ batch2`, the input broadcast to [b, n, m]. */
  baddbmm(batch1: T, batch2: T, beta: number | bigint | boolean = 1, alpha: number | bigint | boolean = 1): T {
    return this.wrap(native().baddbmm(this.handle, batch1?.handle, batch2?.handle, beta, alpha))
  }

  /** `beta * input + alpha * the sum over b of batch1 @ batch2`, the input broadcast to [n, m]. */
  addbmm(batch1: T, batch2: T, beta: number | bigint | boolean = 1, alpha: number | bigint | boolean = 1): T {
    return this.wrap(native().addbmm(this.handle, batch1?.handle, batch2?.handle, beta, alpha))
  }

  /** Sum of products over pairs of dimensions: `dimsInput` of the one with `dimsOther` of the other. */
  tensordot(other: T, dimsInput: number | readonly number[], dimsOther: number | readonly number[]): T {
    return this.wrap(native().tensordot(this.handle, other?.handle, dimsInput, dimsOther))
  }

  /** Sum of the diagonal of a matrix. */
  trace(): T {
    return this.wrap(native().trace(this.handle))
  }

  /** The p-norms of the differences between all rows of [..., n, d] and [..., m, d]. */
  cdist(other: T, p = 2): T {
    return this.wrap(native().cdist(this.handle, other?.handle, p))
  }

  /** `max(input, 0)`. */
  relu(): Same {
    return this.wrap(native().relu(this.handle))
  }

  /** `1 / (1 + exp(-input))`. */
  sigmoid(): Same {
    return this.wrap(native().sigmoid(this.handle))
  }

  /** Hyperbolic tangent. */
  tanh(): Same {
    return this.wrap(native().tanh(this.handle))
  }
}
