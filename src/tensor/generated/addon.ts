// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.

/** The table's operations; tensors go in and out as handles. */
export interface Operations {
  zerosOf(shape: number | readonly number[], dtype: number): number
  fullOf(shape: number | readonly number[], value: number | bigint | boolean, dtype: number): number
  arangeOf(start: number, end: number, step: number, dtype: number): number
  linspaceOf(start: number, end: number, steps: number, dtype: number): number
  logspaceOf(start: number, end: number, steps: number, base: number, dtype: number): number
  eyeOf(rows: number, columns: number, dtype: number): number
  zerosLike(input: number): number
  onesLike(input: number): number
  fullLike(input: number, value: number | bigint | boolean): number
  trilIndices(rows: number, columns: number, offset: number): number
  triuIndices(rows: number, columns: number, offset: number): number
  hannWindow(length: number, periodic: boolean): number
  hammingWindow(length: number, periodic: boolean): number
  blackmanWindow(length: number, periodic: boolean): number
  bartlettWindow(length: number, periodic: boolean): number
  randOf(shape: number | readonly number[], dtype: number, ...draw: [number, number, number, number, number]): number
  randnOf(shape: number | readonly number[], dtype: number, ...draw: [number, number, number, number, number]): number
  randintOf(low: number, high: number, shape: number | readonly number[], ...draw: [number, number, number, number, number]): number
  randpermOf(count: number, ...draw: [number, number, number, number, number]): number
  randLike(input: number, ...draw: [number, number, number, number, number]): number
  randnLike(input: number, ...draw: [number, number, number, number, number]): number
  reshape(input: number, shape: readonly number[]): number
  view(input: number, shape: readonly number[]): number
  viewAs(input: number, other: number): number
  flatten(input: number, startDim: number, endDim: number): number
  unflatten(input: number, dim: number, sizes: number | readonly number[]): number
  ravel(input: number): number
  transpose(input: number, dim0: number, dim1: number): number
  swapaxes(input: number, dim0: number, dim1: number): number
  t(input: number): number
  permute(input: number, dims: readonly number[]): number
  movedim(input: number, source: number | readonly number[], destination: number | readonly number[]): number
  squeeze(input: number, dim: number | readonly number[] | null): number
  unsqueeze(input: number, dim: number): number
  narrow(input: number, dim: number, start: number, length: number): number
  select(input: number, dim: number, index: number): number
  slice(input: number, dim: number, start: number | null, end: number | null, step: number): number
  unfold(input: number, dimension: number, size: number, step: number): number
  diagonal(input: number, offset: number, dim1: number, dim2: number): number
  expand(input: number, shape: readonly number[]): number
  expandAs(input: number, other: number): number
  broadcastTo(input: number, shape: readonly number[]): number
  contiguous(input: number): number
  clone(input: number): number
  detach(input: number): number
  toOf(input: number, dtype: number | null, device: string): number
  typeAs(input: number, other: number): number
  float(input: number): number
  double(input: number): number
  half(input: number): number
  bfloat16(input: number): number
  int(input: number): number
  long(input: number): number
  bool(input: number): number
  cat(tensors: readonly number[], dim: number): number
  stack(tensors: readonly number[], dim: number): number
  hstack(tensors: readonly number[]): number
  vstack(tensors: readonly number[]): number
  dstack(tensors: readonly number[]): number
  columnStack(tensors: readonly number[]): number
  blockDiag(tensors: readonly number[]): number
  cartesianProd(tensors: readonly number[]): number
  broadcastTensors(tensors: readonly number[]): number[]
  meshgrid(tensors: readonly number[], indexing: string): number[]
  combinations(input: number, r: number, withReplacement: boolean): number
  chunk(input: number, chunks: number, dim: number): number[]
  split(input: number, size: number | readonly number[], dim: number): number[]
  tensorSplit(input: number, sections: number, dim: number): number[]
  unbind(input: number, dim: number): number[]
  repeat(input: number, repeats: readonly number[]): number
  tile(input: number, dims: readonly number[]): number
  repeatInterleave(input: number, repeats: number, dim: number | null): number
  roll(input: number, shifts: number | readonly number[], dims: number | readonly number[] | null): number
  pad(input: number, pad: number | readonly number[], mode: string, value: number | bigint | boolean): number
  flip(input: number, dims: readonly number[]): number
  fliplr(input: number): number
  flipud(input: number): number
  rot90(input: number, k: number, dims: number | readonly number[]): number
  add(input: number, other: number | bigint, alpha: number | bigint | boolean): number
  addScalar(input: number, other: number | bigint, alpha: number | bigint | boolean): number
  sub(input: number, other: number | bigint, alpha: number | bigint | boolean): number
  subScalar(input: number, other: number | bigint, alpha: number | bigint | boolean): number
  mul(input: number, other: number | bigint): number
  mulScalar(input: number, other: number | bigint): number
  div(input: number, other: number | bigint, roundingMode: string | null): number
  divScalar(input: number, other: number | bigint, roundingMode: string | null): number
  floorDivide(input: number, other: number | bigint): number
  floorDivideScalar(input: number, other: number | bigint): number
  remainder(input: number, other: number | bigint): number
  remainderScalar(input: number, other: number | bigint): number
  fmod(input: number, other: number | bigint): number
  fmodScalar(input: number, other: number | bigint): number
  pow(input: number, other: number | bigint): number
  powScalar(input: number, other: number | bigint): number
  floatPower(input: number, other: number | bigint): number
  floatPowerScalar(input: number, other: number | bigint): number
  atan2(input: number, other: number): number
  hypot(input: number, other: number): number
  logaddexp(input: number, other: number): number
  logaddexp2(input: number, other: number): number
  xlogy(input: number, other: number | bigint): number
  xlogyScalar(input: number, other: number | bigint): number
  copysign(input: number, other: number | bigint): number
  copysignScalar(input: number, other: number | bigint): number
  heaviside(input: number, other: number): number
  ldexp(input: number, other: number): number
  nextafter(input: number, other: number): number
  gcd(input: number, other: number): number
  lcm(input: number, other: number): number
  maximum(input: number, other: number): number
  minimum(input: number, other: number): number
  fmax(input: number, other: number): number
  fmin(input: number, other: number): number
  clampMin(input: number, other: number | bigint): number
  clampMinScalar(input: number, other: number | bigint): number
  clampMax(input: number, other: number | bigint): number
  clampMaxScalar(input: number, other: number | bigint): number
  clamp(input: number, min: number | bigint | null, max: number | bigint | null): number
  lerp(input: number, end: number, weight: number | bigint): number
  lerpScalar(input: number, end: number, weight: number | bigint): number
  addcmul(input: number, tensor1: number, tensor2: number, value: number | bigint | boolean): number
  addcdiv(input: number, tensor1: number, tensor2: number, value: number | bigint | boolean): number
  where(condition: number, input: number, other: number | bigint): number
  whereScalar(condition: number, input: number, other: number | bigint): number
  isclose(input: number, other: number, rtol: number, atol: number, equalNan: boolean): number
  eq(input: number, other: number | bigint): number
  eqScalar(input: number, other: number | bigint): number
  ne(input: number, other: number | bigint): number
  neScalar(input: number, other: number | bigint): number
  lt(input: number, other: number | bigint): number
  ltScalar(input: number, other: number | bigint): number
  le(input: number, other: number | bigint): number
  leScalar(input: number, other: number | bigint): number
  gt(input: number, other: number | bigint): number
  gtScalar(input: number, other: number | bigint): number
  ge(input: number, other: number | bigint): number
  geScalar(input: number, other: number | bigint): number
  logicalAnd(input: number, other: number): number
  logicalOr(input: number, other: number): number
  logicalXor(input: number, other: number): number
  logicalNot(input: number): number
  bitwiseAnd(input: number, other: number | bigint): number
  bitwiseAndScalar(input: number, other: number | bigint): number
  bitwiseOr(input: number, other: number | bigint): number
  bitwiseOrScalar(input: number, other: number | bigint): number
  bitwiseXor(input: number, other: number | bigint): number
  bitwiseXorScalar(input: number, other: number | bigint): number
  bitwiseNot(input: number): number
  bitwiseLeftShift(input: number, other: number | bigint): number
  bitwiseLeftShiftScalar(input: number, other: number | bigint): number
  bitwiseRightShift(input: number, other: number | bigint): number
  bitwiseRightShiftScalar(input: number, other: number | bigint): number
  isnan(input: number): number
  isinf(input: number): number
  isfinite(input: number): number
  isposinf(input: number): number
  isneginf(input: number): number
  signbit(input: number): number
  equal(input: number, other: number): boolean
  allclose(input: number, other: number, rtol: number, atol: number, equalNan: boolean): boolean
  neg(input: number): number
  abs(input: number): number
  sign(input: number): number
  square(input: number): number
  reciprocal(input: number): number
  sqrt(input: number): number
  rsqrt(input: number): number
  exp(input: number): number
  exp2(input: number): number
  expm1(input: number): number
  log(input: number): number
  log2(input: number): number
  log10(input: number): number
  log1p(input: number): number
  floor(input: number): number
  ceil(input: number): number
  trunc(input: number): number
  frac(input: number): number
  round(input: number, decimals: number): number
  sin(input: number): number
  cos(input: number): number
  tan(input: number): number
  asin(input: number): number
  acos(input: number): number
  atan(input: number): number
  sinh(input: number): number
  cosh(input: number): number
  asinh(input: number): number
  acosh(input: number): number
  atanh(input: number): number
  sinc(input: number): number
  deg2rad(input: number): number
  rad2deg(input: number): number
  logit(input: number, eps: number | null): number
  erf(input: number): number
  erfc(input: number): number
  erfinv(input: number): number
  lgamma(input: number): number
  digamma(input: number): number
  polygamma(input: number, n: number): number
  i0(input: number): number
  nanToNum(input: number, nan: number | null, posinf: number | null, neginf: number | null): number
  add_(input: number, other: number | bigint): void
  add_Scalar(input: number, other: number | bigint): void
  sub_(input: number, other: number | bigint): void
  sub_Scalar(input: number, other: number | bigint): void
  mul_(input: number, other: number | bigint): void
  mul_Scalar(input: number, other: number | bigint): void
  div_(input: number, other: number | bigint): void
  div_Scalar(input: number, other: number | bigint): void
  pow_(input: number, other: number | bigint): void
  pow_Scalar(input: number, other: number | bigint): void
  remainder_(input: number, other: number | bigint): void
  remainder_Scalar(input: number, other: number | bigint): void
  clampMin_(input: number, other: number | bigint): void
  clampMin_Scalar(input: number, other: number | bigint): void
  clampMax_(input: number, other: number | bigint): void
  clampMax_Scalar(input: number, other: number | bigint): void
  clamp_(input: number, min: number | bigint | null, max: number | bigint | null): void
  abs_(input: number): void
  neg_(input: number): void
  exp_(input: number): void
  log_(input: number): void
  sqrt_(input: number): void
  rsqrt_(input: number): void
  reciprocal_(input: number): void
  square_(input: number): void
  floor_(input: number): void
  ceil_(input: number): void
  round_(input: number): void
  trunc_(input: number): void
  sin_(input: number): void
  cos_(input: number): void
  tanh_(input: number): void
  sigmoid_(input: number): void
  relu_(input: number): void
  lerp_(input: number, end: number, weight: number | bigint): void
  lerp_Scalar(input: number, end: number, weight: number | bigint): void
  addcmul_(input: number, tensor1: number, tensor2: number, value: number | bigint | boolean): void
  addcdiv_(input: number, tensor1: number, tensor2: number, value: number | bigint | boolean): void
  fill_(input: number, value: number | bigint | boolean): void
  zero_(input: number): void
  copy_(input: number, source: number): void
  maskedFill_(input: number, mask: number, value: number | bigint | boolean): void
  tril_(input: number, diagonal: number): void
  triu_(input: number, diagonal: number): void
  indexFill_(input: number, dim: number, index: number, value: number | bigint | boolean): void
  indexAdd_(input: number, dim: number, index: number, source: number): void
  indexCopy_(input: number, dim: number, index: number, source: number): void
  scatter_(input: number, dim: number, index: number, source: number | bigint): void
  scatter_Scalar(input: number, dim: number, index: number, source: number | bigint): void
  scatterAdd_(input: number, dim: number, index: number, source: number): void
  indexPut_(input: number, indices: readonly number[], values: number, accumulate: boolean): void
  sum(input: number, dim: number | readonly number[] | null, keepdim: boolean): number
  nansum(input: number, dim: number | readonly number[] | null, keepdim: boolean): number
  mean(input: number, dim: number | readonly number[] | null, keepdim: boolean): number
  nanmean(input: number, dim: number | readonly number[] | null, keepdim: boolean): number
  prod(input: number, dim: number | null, keepdim: boolean): number
  var(input: number, dim: number | readonly number[] | null, correction: number, keepdim: boolean): number
  std(input: number, dim: number | readonly number[] | null, correction: number, keepdim: boolean): number
  varMean(input: number, dim: number | readonly number[] | null, correction: number, keepdim: boolean): number[]
  stdMean(input: number, dim: number | readonly number[] | null, correction: number, keepdim: boolean): number[]
  amax(input: number, dim: number | readonly number[] | null, keepdim: boolean): number
  amin(input: number, dim: number | readonly number[] | null, keepdim: boolean): number
  aminmax(input: number, dim: number | null, keepdim: boolean): number[]
  maxAll(input: number): number
  minAll(input: number): number
  maxAlong(input: number, dim: number, keepdim: boolean): number[]
  minAlong(input: number, dim: number, keepdim: boolean): number[]
  mode(input: number, dim: number, keepdim: boolean): number[]
  medianAll(input: number): number
  medianAlong(input: number, dim: number, keepdim: boolean): number[]
  nanmedianAll(input: number): number
  nanmedianAlong(input: number, dim: number, keepdim: boolean): number[]
  quantile(input: number, q: number | bigint, dim: number | null, keepdim: boolean, interpolation: string): number
  quantileScalar(input: number, q: number | bigint, dim: number | null, keepdim: boolean, interpolation: string): number
  nanquantile(input: number, q: number | bigint, dim: number | null, keepdim: boolean, interpolation: string): number
  nanquantileScalar(input: number, q: number | bigint, dim: number | null, keepdim: boolean, interpolation: string): number
  argmax(input: number, dim: number | null, keepdim: boolean): number
  argmin(input: number, dim: number | null, keepdim: boolean): number
  logsumexp(input: number, dim: number | readonly number[], keepdim: boolean): number
  all(input: number, dim: number | readonly number[] | null, keepdim: boolean): number
  any(input: number, dim: number | readonly number[] | null, keepdim: boolean): number
  countNonzero(input: number, dim: number | readonly number[] | null): number
  norm(input: number, p: number | bigint | boolean, dim: number | readonly number[] | null, keepdim: boolean): number
  dist(input: number, other: number, p: number | bigint | boolean): number
  cumsum(input: number, dim: number): number
  cumprod(input: number, dim: number): number
  logcumsumexp(input: number, dim: number): number
  cummax(input: number, dim: number): number[]
  cummin(input: number, dim: number): number[]
  diff(input: number, n: number, dim: number): number
  trapezoid(input: number, dx: number | bigint | boolean, dim: number): number
  cumulativeTrapezoid(input: number, dx: number | bigint | boolean, dim: number): number
  softmax(input: number, dim: number): number
  logSoftmax(input: number, dim: number): number
  renorm(input: number, p: number | bigint | boolean, dim: number, maxnorm: number | bigint | boolean): number
  sort(input: number, dim: number, descending: boolean, stable: boolean): number[]
  argsort(input: number, dim: number, descending: boolean, stable: boolean): number
  topk(input: number, k: number, dim: number, largest: boolean, sorted: boolean): number[]
  kthvalue(input: number, k: number, dim: number, keepdim: boolean): number[]
  unique(input: number): number
  uniqueCounts(input: number): number[]
  uniqueConsecutive(input: number): number
  searchsorted(sorted: number, values: number, right: boolean): number
  bucketize(input: number, boundaries: number, right: boolean): number
  bincount(input: number, weights: number, minlength: number): number
  histc(input: number, bins: number, min: number | bigint | boolean, max: number | bigint | boolean): number
  isin(elements: number, testElements: number): number
  at(input: number, entries: readonly number[], tensors: readonly number[]): number
  setAt(input: number, entries: readonly number[], tensors: readonly number[], value: number | bigint): void
  setAtScalar(input: number, entries: readonly number[], tensors: readonly number[], value: number | bigint): void
  gather(input: number, dim: number, index: number): number
  takeAlongDim(input: number, index: number, dim: number | null): number
  take(input: number, index: number): number
  indexSelect(input: number, dim: number, index: number): number
  maskedSelect(input: number, mask: number): number
  maskedFill(input: number, mask: number, value: number | bigint | boolean): number
  maskedScatter(input: number, mask: number, source: number): number
  nonzero(input: number): number
  scatter(input: number, dim: number, index: number, source: number | bigint): number
  scatterScalar(input: number, dim: number, index: number, source: number | bigint): number
  scatterAdd(input: number, dim: number, index: number, source: number): number
  scatterReduce(input: number, dim: number, index: number, source: number, reduce: string, includeSelf: boolean): number
  indexAdd(input: number, dim: number, index: number, source: number, alpha: number | bigint | boolean): number
  indexCopy(input: number, dim: number, index: number, source: number): number
  indexFill(input: number, dim: number, index: number, value: number | bigint | boolean): number
  indexReduce(input: number, dim: number, index: number, source: number, reduce: string, includeSelf: boolean): number
  indexPut(input: number, indices: readonly number[], values: number, accumulate: boolean): number
  tril(input: number, diagonal: number): number
  triu(input: number, diagonal: number): number
  diag(input: number, diagonal: number): number
  diagEmbed(input: number, offset: number, dim1: number, dim2: number): number
  selectScatter(input: number, source: number, dim: number, index: number): number
  sliceScatter(input: number, source: number, dim: number, start: number | null, end: number | null, step: number): number
  diagonalScatter(input: number, source: number, offset: number, dim1: number, dim2: number): number
  oneHot(input: number, classes: number): number
  matmul(input: number, other: number): number
  mm(input: number, other: number): number
  bmm(input: number, other: number): number
  mv(input: number, vector: number): number
  dot(input: number, other: number): number
  vdot(input: number, other: number): number
  inner(input: number, other: number): number
  outer(input: number, other: number): number
  kron(input: number, other: number): number
  cross(input: number, other: number, dim: number): number
  addmm(input: number, mat1: number, mat2: number, beta: number | bigint | boolean, alpha: number | bigint | boolean): number
  addmv(input: number, matrix: number, vector: number, beta: number | bigint | boolean, alpha: number | bigint | boolean): number
  addr(input: number, vector1: number, vector2: number, beta: number | bigint | boolean, alpha: number | bigint | boolean): number
  baddbmm(input: number, batch1: number, batch2: number, beta: number | bigint | boolean, alpha: number | bigint | boolean): number
  addbmm(input: number, batch1: number, batch2: number, beta: number | bigint | boolean, alpha: number | bigint | boolean): number
  einsum(equation: string, tensors: readonly number[]): number
  tensordot(input: number, other: number, dimsInput: number | readonly number[], dimsOther: number | readonly number[]): number
  bilinear(input1: number, input2: number, weight: number, bias: number): number
  linear(input: number, weight: number, bias: number): number
  trace(input: number): number
  cdist(input: number, other: number, p: number): number
  inv(input: number): number
  pinv(input: number, rcond: number): number
  solve(input: number, other: number): number
  solveTriangular(input: number, other: number, upper: boolean, left: boolean, unitriangular: boolean): number
  lstsq(input: number, other: number): number
  det(input: number): number
  slogdet(input: number): number[]
  cholesky(input: number): number
  choleskySolve(input: number, other: number): number
  qr(input: number): number[]
  svd(input: number, fullMatrices: boolean): number[]
  svdvals(input: number): number
  eigh(input: number, upLo: string): number[]
  eigvalsh(input: number, upLo: string): number
  matrixPower(input: number, n: number): number
  matrixExp(input: number): number
  matrixRank(input: number): number
  matrixNorm(input: number, ord: string, dim: number | readonly number[], keepdim: boolean): number
  multiDot(tensors: readonly number[]): number
  vander(input: number, n: number | null): number
  relu(input: number): number
  sigmoid(input: number): number
  tanh(input: number): number
  relu6(input: number): number
  selu(input: number): number
  silu(input: number): number
  mish(input: number): number
  softsign(input: number): number
  hardswish(input: number): number
  hardsigmoid(input: number): number
  logSigmoid(input: number): number
  tanhshrink(input: number): number
  gelu(input: number, approximate: string): number
  leakyRelu(input: number, negativeSlope: number | bigint | boolean): number
  prelu(input: number, weight: number): number
  rrelu(input: number, lower: number, upper: number, training: boolean, ...draw: [number, number, number, number, number]): number
  elu(input: number, alpha: number | bigint | boolean): number
  celu(input: number, alpha: number | bigint | boolean): number
  softplus(input: number, beta: number | bigint | boolean, threshold: number | bigint | boolean): number
  hardtanh(input: number, minVal: number | bigint | boolean, maxVal: number | bigint | boolean): number
  softshrink(input: number, lambda: number | bigint | boolean): number
  hardshrink(input: number, lambda: number | bigint | boolean): number
  threshold(input: number, threshold: number | bigint | boolean, value: number | bigint | boolean): number
  glu(input: number, dim: number): number
  softmin(input: number, dim: number): number
  gumbelSoftmax(logits: number, tau: number, hard: boolean, dim: number, ...draw: [number, number, number, number, number]): number
  conv1d(input: number, weight: number, bias: number, stride: number | readonly number[], padding: number | readonly number[] | 'same' | 'valid', dilation: number | readonly number[], groups: number): number
  conv2d(input: number, weight: number, bias: number, stride: number | readonly number[], padding: number | readonly number[] | 'same' | 'valid', dilation: number | readonly number[], groups: number): number
  conv3d(input: number, weight: number, bias: number, stride: number | readonly number[], padding: number | readonly number[] | 'same' | 'valid', dilation: number | readonly number[], groups: number): number
  convTranspose1d(input: number, weight: number, bias: number, stride: number | readonly number[], padding: number | readonly number[], outputPadding: number | readonly number[], groups: number, dilation: number | readonly number[]): number
  convTranspose2d(input: number, weight: number, bias: number, stride: number | readonly number[], padding: number | readonly number[], outputPadding: number | readonly number[], groups: number, dilation: number | readonly number[]): number
  convTranspose3d(input: number, weight: number, bias: number, stride: number | readonly number[], padding: number | readonly number[], outputPadding: number | readonly number[], groups: number, dilation: number | readonly number[]): number
  maxPool1d(input: number, kernelSize: number | readonly number[], stride: number | readonly number[] | null, padding: number | readonly number[], dilation: number | readonly number[], ceilMode: boolean): number
  maxPool2d(input: number, kernelSize: number | readonly number[], stride: number | readonly number[] | null, padding: number | readonly number[], dilation: number | readonly number[], ceilMode: boolean): number
  maxPool3d(input: number, kernelSize: number | readonly number[], stride: number | readonly number[] | null, padding: number | readonly number[], dilation: number | readonly number[], ceilMode: boolean): number
  avgPool1d(input: number, kernelSize: number | readonly number[], stride: number | readonly number[] | null, padding: number | readonly number[], ceilMode: boolean, countIncludePad: boolean): number
  avgPool2d(input: number, kernelSize: number | readonly number[], stride: number | readonly number[] | null, padding: number | readonly number[], ceilMode: boolean, countIncludePad: boolean): number
  avgPool3d(input: number, kernelSize: number | readonly number[], stride: number | readonly number[] | null, padding: number | readonly number[], ceilMode: boolean, countIncludePad: boolean): number
  lpPool1d(input: number, normType: number, kernelSize: number | readonly number[], stride: number | readonly number[] | null, ceilMode: boolean): number
  lpPool2d(input: number, normType: number, kernelSize: number | readonly number[], stride: number | readonly number[] | null, ceilMode: boolean): number
  lpPool3d(input: number, normType: number, kernelSize: number | readonly number[], stride: number | readonly number[] | null, ceilMode: boolean): number
  adaptiveAvgPool1d(input: number, outputSize: number | readonly number[]): number
  adaptiveAvgPool2d(input: number, outputSize: number | readonly number[]): number
  adaptiveAvgPool3d(input: number, outputSize: number | readonly number[]): number
  adaptiveMaxPool1d(input: number, outputSize: number | readonly number[]): number
  adaptiveMaxPool2d(input: number, outputSize: number | readonly number[]): number
  adaptiveMaxPool3d(input: number, outputSize: number | readonly number[]): number
  batchNorm(input: number, runningMean: number, runningVar: number, weight: number, bias: number, training: boolean, momentum: number, eps: number): number
  instanceNorm(input: number, runningMean: number, runningVar: number, weight: number, bias: number, useInputStats: boolean, momentum: number, eps: number): number
  layerNorm(input: number, normalizedShape: number | readonly number[], weight: number, bias: number, eps: number): number
  rmsNorm(input: number, normalizedShape: number | readonly number[], weight: number, eps: number | null): number
  groupNorm(input: number, numGroups: number, weight: number, bias: number, eps: number): number
  localResponseNorm(input: number, size: number, alpha: number, beta: number, k: number): number
  normalize(input: number, p: number, dim: number | readonly number[], eps: number): number
  interpolate(input: number, size: number | readonly number[] | null, scaleFactor: number | readonly number[] | null, mode: string, alignCorners: boolean, antialias: boolean): number
  pixelShuffle(input: number, upscaleFactor: number): number
  pixelUnshuffle(input: number, downscaleFactor: number): number
  gridSample(input: number, grid: number, mode: string, paddingMode: string, alignCorners: boolean): number
  affineGrid(theta: number, size: number | readonly number[], alignCorners: boolean): number
  unfoldOf(input: number, kernelSize: number | readonly number[], dilation: number | readonly number[], padding: number | readonly number[], stride: number | readonly number[]): number
  fold(input: number, outputSize: number | readonly number[], kernelSize: number | readonly number[], dilation: number | readonly number[], padding: number | readonly number[], stride: number | readonly number[]): number
  dropout(input: number, p: number, training: boolean, ...draw: [number, number, number, number, number]): number
  dropout1d(input: number, p: number, training: boolean, ...draw: [number, number, number, number, number]): number
  dropout2d(input: number, p: number, training: boolean, ...draw: [number, number, number, number, number]): number
  dropout3d(input: number, p: number, training: boolean, ...draw: [number, number, number, number, number]): number
  alphaDropout(input: number, p: number, training: boolean, ...draw: [number, number, number, number, number]): number
  embedding(input: number, weight: number, paddingIdx: number | null, scaleGradByFreq: boolean): number
  embeddingBag(input: number, weight: number, offsets: number, mode: string, perSampleWeights: number, paddingIdx: number | null, includeLastOffset: boolean, scaleGradByFreq: boolean): number
  scaledDotProductAttention(query: number, key: number, value: number, attnMask: number, dropoutP: number, isCausal: boolean, scale: number | null, enableGqa: boolean, ...draw: [number, number, number, number, number]): number
  lstm(input: number, hidden: readonly number[], weights: readonly number[], hasBiases: boolean, numLayers: number, bidirectional: boolean, batchFirst: boolean): number[]
  gru(input: number, hidden: number, weights: readonly number[], hasBiases: boolean, numLayers: number, bidirectional: boolean, batchFirst: boolean): number[]
  rnnTanh(input: number, hidden: number, weights: readonly number[], hasBiases: boolean, numLayers: number, bidirectional: boolean, batchFirst: boolean): number[]
  rnnRelu(input: number, hidden: number, weights: readonly number[], hasBiases: boolean, numLayers: number, bidirectional: boolean, batchFirst: boolean): number[]
  lstmCell(input: number, hidden: readonly number[], weightIh: number, weightHh: number, biasIh: number, biasHh: number): number[]
  gruCell(input: number, hidden: number, weightIh: number, weightHh: number, biasIh: number, biasHh: number): number
  rnnTanhCell(input: number, hidden: number, weightIh: number, weightHh: number, biasIh: number, biasHh: number): number
  rnnReluCell(input: number, hidden: number, weightIh: number, weightHh: number, biasIh: number, biasHh: number): number
  crossEntropy(input: number, target: number, weight: number, ignoreIndex: number, reduction: number, labelSmoothing: number): number
  nllLoss(input: number, target: number, weight: number, ignoreIndex: number, reduction: number): number
  mseLoss(input: number, target: number, reduction: number): number
  l1Loss(input: number, target: number, reduction: number): number
  smoothL1Loss(input: number, target: number, reduction: number, beta: number): number
  binaryCrossEntropyWithLogits(input: number, target: number, weight: number, posWeight: number, reduction: number): number
  huberLoss(input: number, target: number, reduction: number, delta: number): number
  binaryCrossEntropy(input: number, target: number, weight: number, reduction: number): number
  klDiv(input: number, target: number, reduction: string, logTarget: boolean): number
  poissonNllLoss(input: number, target: number, logInput: boolean, full: boolean, eps: number, reduction: number): number
  gaussianNllLoss(input: number, target: number, variance: number, full: boolean, eps: number, reduction: number): number
  ctcLoss(logProbs: number, targets: number, inputLengths: number, targetLengths: number, blank: number, reduction: number, zeroInfinity: boolean): number
  accuracy(input: number, target: number): number
  cosineSimilarity(x1: number, x2: number, dim: number, eps: number): number
  pairwiseDistance(x1: number, x2: number, p: number, eps: number, keepdim: boolean): number
  cosineEmbeddingLoss(input1: number, input2: number, target: number, margin: number, reduction: number): number
  tripletMarginLoss(anchor: number, positive: number, negative: number, margin: number, p: number, eps: number, swap: boolean, reduction: number): number
  marginRankingLoss(input1: number, input2: number, target: number, margin: number, reduction: number): number
  hingeEmbeddingLoss(input: number, target: number, margin: number, reduction: number): number
  softMarginLoss(input: number, target: number, reduction: number): number
  multiMarginLoss(input: number, target: number, p: number, margin: number, weight: number, reduction: number): number
  multilabelSoftMarginLoss(input: number, target: number, weight: number, reduction: number): number
}
