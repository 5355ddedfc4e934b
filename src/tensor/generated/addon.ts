// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.

/** The table's operations; tensors go in and out as handles. */
export interface Operations {
  zerosOf(shape: number | readonly number[], dtype: number): number
  fullOf(shape: number | readonly number[], value: number | boolean, dtype: number): number
  arangeOf(start: number, end: number, step: number, dtype: number): number
  eyeOf(rows: number, columns: number, dtype: number): number
  zerosLike(input: number): number
  onesLike(input: number): number
  randOf(shape: number | readonly number[], dtype: number, ...draw: [number, number, number, number, number]): number
  randnOf(shape: number | readonly number[], dtype: number, ...draw: [number, number, number, number, number]): number
  randintOf(low: number, high: number, shape: number | readonly number[], ...draw: [number, number, number, number, number]): number
  randpermOf(count: number, ...draw: [number, number, number, number, number]): number
  reshape(input: number, shape: readonly number[]): number
  view(input: number, shape: readonly number[]): number
  flatten(input: number, startDim: number, endDim: number): number
  transpose(input: number, dim0: number, dim1: number): number
  t(input: number): number
  permute(input: number, dims: readonly number[]): number
  squeeze(input: number, dim: number | null): number
  unsqueeze(input: number, dim: number): number
  narrow(input: number, dim: number, start: number, length: number): number
  select(input: number, dim: number, index: number): number
  slice(input: number, dim: number, start: number | null, end: number | null, step: number): number
  expand(input: number, shape: readonly number[]): number
  repeat(input: number, repeats: readonly number[]): number
  flip(input: number, dims: readonly number[]): number
  contiguous(input: number): number
  clone(input: number): number
  detach(input: number): number
  to(input: number, dtype: number): number
  chunk(input: number, chunks: number, dim: number): number[]
  split(input: number, size: number, dim: number): number[]
  add(input: number, other: number, alpha: number | boolean): number
  addScalar(input: number, other: number, alpha: number | boolean): number
  sub(input: number, other: number, alpha: number | boolean): number
  subScalar(input: number, other: number, alpha: number | boolean): number
  mul(input: number, other: number): number
  mulScalar(input: number, other: number): number
  div(input: number, other: number): number
  divScalar(input: number, other: number): number
  pow(input: number, other: number): number
  powScalar(input: number, other: number): number
  maximum(input: number, other: number): number
  minimum(input: number, other: number): number
  eq(input: number, other: number): number
  eqScalar(input: number, other: number): number
  ne(input: number, other: number): number
  neScalar(input: number, other: number): number
  lt(input: number, other: number): number
  ltScalar(input: number, other: number): number
  le(input: number, other: number): number
  leScalar(input: number, other: number): number
  gt(input: number, other: number): number
  gtScalar(input: number, other: number): number
  ge(input: number, other: number): number
  geScalar(input: number, other: number): number
  logicalAnd(input: number, other: number): number
  logicalOr(input: number, other: number): number
  logicalNot(input: number): number
  isnan(input: number): number
  isfinite(input: number): number
  neg(input: number): number
  exp(input: number): number
  expm1(input: number): number
  log(input: number): number
  log1p(input: number): number
  sqrt(input: number): number
  rsqrt(input: number): number
  reciprocal(input: number): number
  square(input: number): number
  abs(input: number): number
  sign(input: number): number
  floor(input: number): number
  ceil(input: number): number
  round(input: number): number
  sin(input: number): number
  cos(input: number): number
  tanh(input: number): number
  sigmoid(input: number): number
  erf(input: number): number
  relu(input: number): number
  gelu(input: number): number
  silu(input: number): number
  leakyRelu(input: number, negativeSlope: number | boolean): number
  elu(input: number, alpha: number | boolean): number
  softplus(input: number, beta: number | boolean, threshold: number | boolean): number
  clamp(input: number, min: number | null, max: number | null): number
  where(condition: number, input: number, other: number): number
  whereScalar(condition: number, input: number, other: number): number
  maskedFill(input: number, mask: number, value: number | boolean): number
  add_(input: number, other: number): void
  add_Scalar(input: number, other: number): void
  sub_(input: number, other: number): void
  sub_Scalar(input: number, other: number): void
  mul_(input: number, other: number): void
  mul_Scalar(input: number, other: number): void
  div_(input: number, other: number): void
  div_Scalar(input: number, other: number): void
  fill_(input: number, value: number | boolean): void
  zero_(input: number): void
  copy_(input: number, source: number): void
  sum(input: number, dim: number | readonly number[] | null, keepdim: boolean): number
  mean(input: number, dim: number | readonly number[] | null, keepdim: boolean): number
  prod(input: number): number
  var(input: number, dim: number | readonly number[] | null, unbiased: boolean, keepdim: boolean): number
  std(input: number, dim: number | readonly number[] | null, unbiased: boolean, keepdim: boolean): number
  amax(input: number, dim: number | readonly number[] | null, keepdim: boolean): number
  amin(input: number, dim: number | readonly number[] | null, keepdim: boolean): number
  maxAll(input: number): number
  minAll(input: number): number
  maxAlong(input: number, dim: number, keepdim: boolean): number[]
  minAlong(input: number, dim: number, keepdim: boolean): number[]
  argmax(input: number, dim: number | null, keepdim: boolean): number
  argmin(input: number, dim: number | null, keepdim: boolean): number
  cumsum(input: number, dim: number): number
  logsumexp(input: number, dim: number | readonly number[], keepdim: boolean): number
  softmax(input: number, dim: number): number
  logSoftmax(input: number, dim: number): number
  all(input: number): number
  any(input: number): number
  equal(input: number, other: number): boolean
  allclose(input: number, other: number, rtol: number, atol: number): boolean
  matmul(input: number, other: number): number
  mm(input: number, other: number): number
  bmm(input: number, other: number): number
  mv(input: number, vector: number): number
  dot(input: number, other: number): number
  addmm(input: number, mat1: number, mat2: number, beta: number | boolean, alpha: number | boolean): number
  linear(input: number, weight: number, bias: number): number
  cat(tensors: readonly number[], dim: number): number
  stack(tensors: readonly number[], dim: number): number
  gather(input: number, dim: number, index: number): number
  scatterAdd(input: number, dim: number, index: number, source: number): number
  indexSelect(input: number, dim: number, index: number): number
  tril(input: number, diagonal: number): number
  triu(input: number, diagonal: number): number
  oneHot(input: number, classes: number): number
  conv2d(input: number, weight: number, bias: number, stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], groups: number): number
  maxPool2d(input: number, kernelSize: number | readonly number[], stride: number | readonly number[] | null, padding: number | readonly number[], dilation: number | readonly number[], ceilMode: boolean): number
  avgPool2d(input: number, kernelSize: number | readonly number[], stride: number | readonly number[] | null, padding: number | readonly number[], ceilMode: boolean, countIncludePad: boolean): number
  adaptiveAvgPool2d(input: number, outputSize: number | readonly number[]): number
  dropout(input: number, p: number, training: boolean, ...draw: [number, number, number, number, number]): number
  batchNorm(input: number, runningMean: number, runningVar: number, weight: number, bias: number, training: boolean, momentum: number, eps: number): number
  layerNorm(input: number, normalizedShape: number | readonly number[], weight: number, bias: number, eps: number): number
  embedding(input: number, weight: number, paddingIdx: number): number
  crossEntropy(input: number, target: number, weight: number, ignoreIndex: number, reduction: number, labelSmoothing: number): number
  nllLoss(input: number, target: number, weight: number, ignoreIndex: number, reduction: number): number
  mseLoss(input: number, target: number, reduction: number): number
  l1Loss(input: number, target: number, reduction: number): number
  smoothL1Loss(input: number, target: number, reduction: number, beta: number): number
  binaryCrossEntropyWithLogits(input: number, target: number, weight: number, posWeight: number, reduction: number): number
  accuracy(input: number, target: number): number
}
