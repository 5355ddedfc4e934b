// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
import { native } from '../addon.js'
import { type Reduction, reductionCode } from '../passing.js'
import { nextDraw } from '../random/stream.js'
import { type Shape } from '../shape.js'
import { Tensor } from '../tensor.js'

/** Exponentials along `dim`, divided by their sum. */
export function softmax<S extends Shape>(input: Tensor<S>, dim: number): Tensor<S> {
  return new Tensor(native().softmax(input?.handle, dim))
}

/** Logarithm of softmax along `dim`. */
export function logSoftmax<S extends Shape>(input: Tensor<S>, dim: number): Tensor<S> {
  return new Tensor(native().logSoftmax(input?.handle, dim))
}

/** A last dimension of `classes` (largest index + 1 when -1) with 1 at the index, else 0; int64. */
export function oneHot(input: Tensor, classes = -1): Tensor {
  return new Tensor(native().oneHot(input?.handle, classes))
}

/** `input @ weight.t() + bias`: [..., in], [out, in] and [out] give [..., out]. */
export function linear(input: Tensor, weight: Tensor, bias: Tensor | null = null): Tensor {
  return new Tensor(native().linear(input?.handle, weight?.handle, bias == null ? 0 : bias.handle))
}

/** `input * Φ(input)`, Φ the normal distribution function (arXiv 1606.08415). */
export function gelu<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().gelu(input?.handle))
}

/** `input * sigmoid(input)`. */
export function silu<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().silu(input?.handle))
}

/** The input where positive, else `negativeSlope * input`. */
export function leakyRelu<S extends Shape>(input: Tensor<S>, negativeSlope: number | boolean = 0.01): Tensor<S> {
  return new Tensor(native().leakyRelu(input?.handle, negativeSlope))
}

/** The input where positive, else `alpha * (exp(input) - 1)`. */
export function elu<S extends Shape>(input: Tensor<S>, alpha: number | boolean = 1): Tensor<S> {
  return new Tensor(native().elu(input?.handle, alpha))
}

/** `log(1 + exp(beta * input)) / beta`; the input itself where `beta * input > threshold`. */
export function softplus<S extends Shape>(input: Tensor<S>, beta: number | boolean = 1, threshold: number | boolean = 20): Tensor<S> {
  return new Tensor(native().softplus(input?.handle, beta, threshold))
}

/** Cross-correlation of images [n, in, h, w] with kernels [out, in / groups, kh, kw]. */
export function conv2d(input: Tensor, weight: Tensor, bias: Tensor | null = null, stride: number | readonly number[] = 1, padding: number | readonly number[] = 0, dilation: number | readonly number[] = 1, groups = 1): Tensor {
  return new Tensor(native().conv2d(input?.handle, weight?.handle, bias == null ? 0 : bias.handle, stride, padding, dilation, groups))
}

/** Largest element of each window; the stride is the window when left out. */
export function maxPool2d(input: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[] | null = null, padding: number | readonly number[] = 0, dilation: number | readonly number[] = 1, ceilMode = false): Tensor {
  return new Tensor(native().maxPool2d(input?.handle, kernelSize, stride, padding, dilation, ceilMode))
}

/** Mean of each window; the stride is the window when left out. */
export function avgPool2d(input: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[] | null = null, padding: number | readonly number[] = 0, ceilMode = false, countIncludePad = true): Tensor {
  return new Tensor(native().avgPool2d(input?.handle, kernelSize, stride, padding, ceilMode, countIncludePad))
}

/** Mean over as many equal windows as give an output of [n, c, ...outputSize]. */
export function adaptiveAvgPool2d(input: Tensor, outputSize: number | readonly number[]): Tensor {
  return new Tensor(native().adaptiveAvgPool2d(input?.handle, outputSize))
}

/** Zeroes each element with probability `p` and multiplies the rest by 1 / (1 - p); the identity unless `training`. Drawn from the current random stream. */
export function dropout<S extends Shape>(input: Tensor<S>, p = 0.5, training = true): Tensor<S> {
  return new Tensor(native().dropout(input?.handle, p, training, ...nextDraw()))
}

/** Normalises each channel of [n, c, ...]: by the batch when `training` (which also moves the running statistics), else by the running statistics. */
export function batchNorm(input: Tensor, runningMean: Tensor | null = null, runningVar: Tensor | null = null, weight: Tensor | null = null, bias: Tensor | null = null, training = false, momentum = 0.1, eps = 1e-5): Tensor {
  return new Tensor(native().batchNorm(input?.handle, runningMean == null ? 0 : runningMean.handle, runningVar == null ? 0 : runningVar.handle, weight == null ? 0 : weight.handle, bias == null ? 0 : bias.handle, training, momentum, eps))
}

/** Normalises over the last dimensions, whose sizes are `normalizedShape`. */
export function layerNorm(input: Tensor, normalizedShape: number | readonly number[], weight: Tensor | null = null, bias: Tensor | null = null, eps = 1e-5): Tensor {
  return new Tensor(native().layerNorm(input?.handle, normalizedShape, weight == null ? 0 : weight.handle, bias == null ? 0 : bias.handle, eps))
}

/** Rows of `weight` [n, d] at the int64 indices `input`; row `paddingIdx` gets no gradient. */
export function embedding(input: Tensor, weight: Tensor, paddingIdx = -1): Tensor {
  return new Tensor(native().embedding(input?.handle, weight?.handle, paddingIdx))
}

/** Negative log-likelihood of softmax scores [n, c, ...] at int64 classes [n, ...] (or probabilities of the input's shape); `reduction`: the mean, the sum, or none. */
export function crossEntropy(input: Tensor, target: Tensor, weight: Tensor | null = null, ignoreIndex = -100, reduction: Reduction = 'mean', labelSmoothing = 0): Tensor {
  return new Tensor(native().crossEntropy(input?.handle, target?.handle, weight == null ? 0 : weight.handle, ignoreIndex, reductionCode(reduction), labelSmoothing))
}

/** Minus the log-probabilities [n, c, ...] at int64 classes [n, ...]; `reduction`: the mean, the sum, or none. */
export function nllLoss(input: Tensor, target: Tensor, weight: Tensor | null = null, ignoreIndex = -100, reduction: Reduction = 'mean'): Tensor {
  return new Tensor(native().nllLoss(input?.handle, target?.handle, weight == null ? 0 : weight.handle, ignoreIndex, reductionCode(reduction)))
}

/** Squared difference; `reduction`: the mean, the sum, or none. */
export function mseLoss(input: Tensor, target: Tensor, reduction: Reduction = 'mean'): Tensor {
  return new Tensor(native().mseLoss(input?.handle, target?.handle, reductionCode(reduction)))
}

/** Absolute difference; `reduction`: the mean, the sum, or none. */
export function l1Loss(input: Tensor, target: Tensor, reduction: Reduction = 'mean'): Tensor {
  return new Tensor(native().l1Loss(input?.handle, target?.handle, reductionCode(reduction)))
}

/** Squared difference / (2 beta) below `beta`, absolute difference - beta / 2 above; `reduction`: the mean, the sum, or none. */
export function smoothL1Loss(input: Tensor, target: Tensor, reduction: Reduction = 'mean', beta = 1): Tensor {
  return new Tensor(native().smoothL1Loss(input?.handle, target?.handle, reductionCode(reduction), beta))
}

/** Cross-entropy of sigmoid scores and targets in [0, 1], without overflow; `reduction`: the mean, the sum, or none. */
export function binaryCrossEntropyWithLogits(input: Tensor, target: Tensor, weight: Tensor | null = null, posWeight: Tensor | null = null, reduction: Reduction = 'mean'): Tensor {
  return new Tensor(native().binaryCrossEntropyWithLogits(input?.handle, target?.handle, weight == null ? 0 : weight.handle, posWeight == null ? 0 : posWeight.handle, reductionCode(reduction)))
}

/** Share of rows of the scores [n, c, ...] whose largest is at the target's class [n, ...]; a float32 scalar. */
export function accuracy(input: Tensor, target: Tensor): Tensor {
  return new Tensor(native().accuracy(input?.handle, target?.handle))
}
