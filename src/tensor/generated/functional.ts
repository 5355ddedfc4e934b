// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
import { native } from '../addon.js'
import { type Reduction, reductionCode, maybeHandleOf } from '../passing.js'
import { nextDraw } from '../random/stream.js'
import { type Shape } from '../shape.js'
import { Tensor } from '../tensor.js'

/** Adds to both ends of the last dimensions: `pad` is [before, after] of the last one, then of the one before it, and so on; negative numbers take away. constant adds `value`; reflect mirrors without repeating the edge, replicate repeats the edge, circular comes around from the other end: these are for the one to three dimensions of space of [n, c, ...]. */
export function pad(input: Tensor, pad: number | readonly number[], mode: 'constant' | 'reflect' | 'replicate' | 'circular' = 'constant', value: number | bigint | boolean = 0): Tensor {
  return new Tensor(native().pad(input?.handle, pad, mode, value))
}

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

/** `input1 @ weight[k] @ input2 + bias[k]` for each k: [..., a] and [..., b] with weights [k, a, b] → [..., k]. */
export function bilinear(input1: Tensor, input2: Tensor, weight: Tensor, bias: Tensor | null = null): Tensor {
  return new Tensor(native().bilinear(input1?.handle, input2?.handle, weight?.handle, maybeHandleOf(bias)))
}

/** `input @ weight.t() + bias`: [..., in], [out, in] and [out] give [..., out]. */
export function linear(input: Tensor, weight: Tensor, bias: Tensor | null = null): Tensor {
  return new Tensor(native().linear(input?.handle, weight?.handle, maybeHandleOf(bias)))
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

/** `min(max(input, 0), 6)`. */
export function relu6(input: Tensor): Tensor {
  return new Tensor(native().relu6(input?.handle))
}

/** Self-normalising: `1.0507 * elu(input, 1.6733)` (arXiv 1706.02515). */
export function selu(input: Tensor): Tensor {
  return new Tensor(native().selu(input?.handle))
}

/** `input * sigmoid(input)`, also called swish. */
export function silu<S extends Shape>(input: Tensor<S>): Tensor<S> {
  return new Tensor(native().silu(input?.handle))
}

/** `input * tanh(softplus(input))` (arXiv 1908.08681). */
export function mish(input: Tensor): Tensor {
  return new Tensor(native().mish(input?.handle))
}

/** `input / (1 + |input|)`. */
export function softsign(input: Tensor): Tensor {
  return new Tensor(native().softsign(input?.handle))
}

/** `input * relu6(input + 3) / 6` (arXiv 1905.02244). */
export function hardswish(input: Tensor): Tensor {
  return new Tensor(native().hardswish(input?.handle))
}

/** `relu6(input + 3) / 6`. */
export function hardsigmoid(input: Tensor): Tensor {
  return new Tensor(native().hardsigmoid(input?.handle))
}

/** `log(sigmoid(input))`, without overflow. */
export function logSigmoid(input: Tensor): Tensor {
  return new Tensor(native().logSigmoid(input?.handle))
}

/** `input - tanh(input)`. */
export function tanhshrink(input: Tensor): Tensor {
  return new Tensor(native().tanhshrink(input?.handle))
}

/** `input * Φ(input)`, Φ the normal distribution function (arXiv 1606.08415), exact or by its approximation with tanh. */
export function gelu<S extends Shape>(input: Tensor<S>, approximate: 'none' | 'tanh' = 'none'): Tensor<S> {
  return new Tensor(native().gelu(input?.handle, approximate))
}

/** The input where positive, else `negativeSlope * input`. */
export function leakyRelu<S extends Shape>(input: Tensor<S>, negativeSlope: number | bigint | boolean = 0.01): Tensor<S> {
  return new Tensor(native().leakyRelu(input?.handle, negativeSlope))
}

/** The input where positive, else `weight * input`, with one weight or one for each channel (dimension 1) of [n, c, ...]. */
export function prelu(input: Tensor, weight: Tensor): Tensor {
  return new Tensor(native().prelu(input?.handle, weight?.handle))
}

/** The input where positive, else the input times a slope (arXiv 1505.00853): when `training` one drawn for each element between `lower` and `upper`, from the current random stream, else the middle of the two. */
export function rrelu(input: Tensor, lower = 1 / 8, upper = 1 / 3, training = false): Tensor {
  return new Tensor(native().rrelu(input?.handle, lower, upper, training, ...nextDraw()))
}

/** The input where positive, else `alpha * (exp(input) - 1)`. */
export function elu<S extends Shape>(input: Tensor<S>, alpha: number | bigint | boolean = 1): Tensor<S> {
  return new Tensor(native().elu(input?.handle, alpha))
}

/** `max(0, input) + min(0, alpha * (exp(input / alpha) - 1))`, smooth for every alpha (arXiv 1704.07483). */
export function celu(input: Tensor, alpha: number | bigint | boolean = 1): Tensor {
  return new Tensor(native().celu(input?.handle, alpha))
}

/** `log(1 + exp(beta * input)) / beta`; the input itself where `beta * input > threshold`. */
export function softplus<S extends Shape>(input: Tensor<S>, beta: number | bigint | boolean = 1, threshold: number | bigint | boolean = 20): Tensor<S> {
  return new Tensor(native().softplus(input?.handle, beta, threshold))
}

/** The input between `minVal` and `maxVal`, one of the two beyond. */
export function hardtanh(input: Tensor, minVal: number | bigint | boolean = -1, maxVal: number | bigint | boolean = 1): Tensor {
  return new Tensor(native().hardtanh(input?.handle, minVal, maxVal))
}

/** The input moved by `lambda` (not negative) towards 0, and 0 within `lambda` of it. */
export function softshrink(input: Tensor, lambda: number | bigint | boolean = 0.5): Tensor {
  return new Tensor(native().softshrink(input?.handle, lambda))
}

/** The input, but 0 where it lies within `lambda` of 0. */
export function hardshrink(input: Tensor, lambda: number | bigint | boolean = 0.5): Tensor {
  return new Tensor(native().hardshrink(input?.handle, lambda))
}

/** The input where it is above `threshold`, else `value`. */
export function threshold(input: Tensor, threshold: number | bigint | boolean, value: number | bigint | boolean): Tensor {
  return new Tensor(native().threshold(input?.handle, threshold, value))
}

/** Gated linear unit: the first half along `dim` times the sigmoid of the second; the size must be even. */
export function glu(input: Tensor, dim = -1): Tensor {
  return new Tensor(native().glu(input?.handle, dim))
}

/** The softmax of `-input`. */
export function softmin(input: Tensor, dim: number): Tensor {
  return new Tensor(native().softmin(input?.handle, dim))
}

/** A softmax sample at temperature `tau` (arXiv 1611.01144); `hard` makes it one-hot and keeps the gradient of the soft one. Drawn from the current random stream. */
export function gumbelSoftmax(logits: Tensor, tau = 1, hard = false, dim = -1): Tensor {
  return new Tensor(native().gumbelSoftmax(logits?.handle, tau, hard, dim, ...nextDraw()))
}

/** Cross-correlation of inputs [n, in, l] (or one without n) with kernels [out, in / groups, l]. Numbers stand for all directions; padding 'same' keeps the size (stride 1 only), 'valid' is 0. */
export function conv1d(input: Tensor, weight: Tensor, bias: Tensor | null = null, stride: number | readonly number[] = 1, padding: number | readonly number[] | 'same' | 'valid' = 0, dilation: number | readonly number[] = 1, groups = 1): Tensor {
  return new Tensor(native().conv1d(input?.handle, weight?.handle, maybeHandleOf(bias), stride, padding, dilation, groups))
}

/** Cross-correlation of inputs [n, in, h, w] (or one without n) with kernels [out, in / groups, h, w]. Numbers stand for all directions; padding 'same' keeps the size (stride 1 only), 'valid' is 0. */
export function conv2d(input: Tensor, weight: Tensor, bias: Tensor | null = null, stride: number | readonly number[] = 1, padding: number | readonly number[] | 'same' | 'valid' = 0, dilation: number | readonly number[] = 1, groups = 1): Tensor {
  return new Tensor(native().conv2d(input?.handle, weight?.handle, maybeHandleOf(bias), stride, padding, dilation, groups))
}

/** Cross-correlation of inputs [n, in, d, h, w] (or one without n) with kernels [out, in / groups, d, h, w]. Numbers stand for all directions; padding 'same' keeps the size (stride 1 only), 'valid' is 0. */
export function conv3d(input: Tensor, weight: Tensor, bias: Tensor | null = null, stride: number | readonly number[] = 1, padding: number | readonly number[] | 'same' | 'valid' = 0, dilation: number | readonly number[] = 1, groups = 1): Tensor {
  return new Tensor(native().conv3d(input?.handle, weight?.handle, maybeHandleOf(bias), stride, padding, dilation, groups))
}

/** The gradient of a convolution by its input, as an operation: inputs [n, in, l] with kernels [in, out / groups, l]. `outputPadding`, below stride or dilation, adds to one side of the output, because several input sizes give the same output size. */
export function convTranspose1d(input: Tensor, weight: Tensor, bias: Tensor | null = null, stride: number | readonly number[] = 1, padding: number | readonly number[] = 0, outputPadding: number | readonly number[] = 0, groups = 1, dilation: number | readonly number[] = 1): Tensor {
  return new Tensor(native().convTranspose1d(input?.handle, weight?.handle, maybeHandleOf(bias), stride, padding, outputPadding, groups, dilation))
}

/** The gradient of a convolution by its input, as an operation: inputs [n, in, h, w] with kernels [in, out / groups, h, w]. `outputPadding`, below stride or dilation, adds to one side of the output, because several input sizes give the same output size. */
export function convTranspose2d(input: Tensor, weight: Tensor, bias: Tensor | null = null, stride: number | readonly number[] = 1, padding: number | readonly number[] = 0, outputPadding: number | readonly number[] = 0, groups = 1, dilation: number | readonly number[] = 1): Tensor {
  return new Tensor(native().convTranspose2d(input?.handle, weight?.handle, maybeHandleOf(bias), stride, padding, outputPadding, groups, dilation))
}

/** The gradient of a convolution by its input, as an operation: inputs [n, in, d, h, w] with kernels [in, out / groups, d, h, w]. `outputPadding`, below stride or dilation, adds to one side of the output, because several input sizes give the same output size. */
export function convTranspose3d(input: Tensor, weight: Tensor, bias: Tensor | null = null, stride: number | readonly number[] = 1, padding: number | readonly number[] = 0, outputPadding: number | readonly number[] = 0, groups = 1, dilation: number | readonly number[] = 1): Tensor {
  return new Tensor(native().convTranspose3d(input?.handle, weight?.handle, maybeHandleOf(bias), stride, padding, outputPadding, groups, dilation))
}

/** Largest element of each window of [n, c, l]; the stride is the window when left out. `ceilMode` keeps windows that reach over the end. */
export function maxPool1d(input: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[] | null = null, padding: number | readonly number[] = 0, dilation: number | readonly number[] = 1, ceilMode = false): Tensor {
  return new Tensor(native().maxPool1d(input?.handle, kernelSize, stride, padding, dilation, ceilMode))
}

/** Largest element of each window of [n, c, h, w]; the stride is the window when left out. `ceilMode` keeps windows that reach over the end. */
export function maxPool2d(input: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[] | null = null, padding: number | readonly number[] = 0, dilation: number | readonly number[] = 1, ceilMode = false): Tensor {
  return new Tensor(native().maxPool2d(input?.handle, kernelSize, stride, padding, dilation, ceilMode))
}

/** Largest element of each window of [n, c, d, h, w]; the stride is the window when left out. `ceilMode` keeps windows that reach over the end. */
export function maxPool3d(input: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[] | null = null, padding: number | readonly number[] = 0, dilation: number | readonly number[] = 1, ceilMode = false): Tensor {
  return new Tensor(native().maxPool3d(input?.handle, kernelSize, stride, padding, dilation, ceilMode))
}

/** Mean of each window of [n, c, l]; the stride is the window when left out. `countIncludePad` counts the zeros of the padding. */
export function avgPool1d(input: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[] | null = null, padding: number | readonly number[] = 0, ceilMode = false, countIncludePad = true): Tensor {
  return new Tensor(native().avgPool1d(input?.handle, kernelSize, stride, padding, ceilMode, countIncludePad))
}

/** Mean of each window of [n, c, h, w]; the stride is the window when left out. `countIncludePad` counts the zeros of the padding. */
export function avgPool2d(input: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[] | null = null, padding: number | readonly number[] = 0, ceilMode = false, countIncludePad = true): Tensor {
  return new Tensor(native().avgPool2d(input?.handle, kernelSize, stride, padding, ceilMode, countIncludePad))
}

/** Mean of each window of [n, c, d, h, w]; the stride is the window when left out. `countIncludePad` counts the zeros of the padding. */
export function avgPool3d(input: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[] | null = null, padding: number | readonly number[] = 0, ceilMode = false, countIncludePad = true): Tensor {
  return new Tensor(native().avgPool3d(input?.handle, kernelSize, stride, padding, ceilMode, countIncludePad))
}

/** `sum(window ** normType) ** (1 / normType)` of each window of [n, c, l]; the stride is the window when left out. */
export function lpPool1d(input: Tensor, normType: number, kernelSize: number | readonly number[], stride: number | readonly number[] | null = null, ceilMode = false): Tensor {
  return new Tensor(native().lpPool1d(input?.handle, normType, kernelSize, stride, ceilMode))
}

/** `sum(window ** normType) ** (1 / normType)` of each window of [n, c, h, w]; the stride is the window when left out. */
export function lpPool2d(input: Tensor, normType: number, kernelSize: number | readonly number[], stride: number | readonly number[] | null = null, ceilMode = false): Tensor {
  return new Tensor(native().lpPool2d(input?.handle, normType, kernelSize, stride, ceilMode))
}

/** `sum(window ** normType) ** (1 / normType)` of each window of [n, c, d, h, w]; the stride is the window when left out. */
export function lpPool3d(input: Tensor, normType: number, kernelSize: number | readonly number[], stride: number | readonly number[] | null = null, ceilMode = false): Tensor {
  return new Tensor(native().lpPool3d(input?.handle, normType, kernelSize, stride, ceilMode))
}

/** Mean of as many windows, as equal as can be, as give an output of [n, c, ...outputSize] from [n, c, l]. */
export function adaptiveAvgPool1d(input: Tensor, outputSize: number | readonly number[]): Tensor {
  return new Tensor(native().adaptiveAvgPool1d(input?.handle, outputSize))
}

/** Mean of as many windows, as equal as can be, as give an output of [n, c, ...outputSize] from [n, c, h, w]. */
export function adaptiveAvgPool2d(input: Tensor, outputSize: number | readonly number[]): Tensor {
  return new Tensor(native().adaptiveAvgPool2d(input?.handle, outputSize))
}

/** Mean of as many windows, as equal as can be, as give an output of [n, c, ...outputSize] from [n, c, d, h, w]. */
export function adaptiveAvgPool3d(input: Tensor, outputSize: number | readonly number[]): Tensor {
  return new Tensor(native().adaptiveAvgPool3d(input?.handle, outputSize))
}

/** Largest element of as many windows, as equal as can be, as give an output of [n, c, ...outputSize] from [n, c, l]. */
export function adaptiveMaxPool1d(input: Tensor, outputSize: number | readonly number[]): Tensor {
  return new Tensor(native().adaptiveMaxPool1d(input?.handle, outputSize))
}

/** Largest element of as many windows, as equal as can be, as give an output of [n, c, ...outputSize] from [n, c, h, w]. */
export function adaptiveMaxPool2d(input: Tensor, outputSize: number | readonly number[]): Tensor {
  return new Tensor(native().adaptiveMaxPool2d(input?.handle, outputSize))
}

/** Largest element of as many windows, as equal as can be, as give an output of [n, c, ...outputSize] from [n, c, d, h, w]. */
export function adaptiveMaxPool3d(input: Tensor, outputSize: number | readonly number[]): Tensor {
  return new Tensor(native().adaptiveMaxPool3d(input?.handle, outputSize))
}

/** Normalises each channel of [n, c, ...] (arXiv 1502.03167): by the batch when `training` (which also moves the running statistics, and takes more than one value of a channel), else by the running statistics. */
export function batchNorm(input: Tensor, runningMean: Tensor | null = null, runningVar: Tensor | null = null, weight: Tensor | null = null, bias: Tensor | null = null, training = false, momentum = 0.1, eps = 1e-5): Tensor {
  return new Tensor(native().batchNorm(input?.handle, maybeHandleOf(runningMean), maybeHandleOf(runningVar), maybeHandleOf(weight), maybeHandleOf(bias), training, momentum, eps))
}

/** Normalises each channel of each sample of [n, c, ...] over the rest (arXiv 1607.08022): by itself, which also moves running statistics if there are any, or by those. */
export function instanceNorm(input: Tensor, runningMean: Tensor | null = null, runningVar: Tensor | null = null, weight: Tensor | null = null, bias: Tensor | null = null, useInputStats = true, momentum = 0.1, eps = 1e-5): Tensor {
  return new Tensor(native().instanceNorm(input?.handle, maybeHandleOf(runningMean), maybeHandleOf(runningVar), maybeHandleOf(weight), maybeHandleOf(bias), useInputStats, momentum, eps))
}

/** Normalises over the last dimensions, whose sizes are `normalizedShape` (arXiv 1607.06450). */
export function layerNorm(input: Tensor, normalizedShape: number | readonly number[], weight: Tensor | null = null, bias: Tensor | null = null, eps = 1e-5): Tensor {
  return new Tensor(native().layerNorm(input?.handle, normalizedShape, maybeHandleOf(weight), maybeHandleOf(bias), eps))
}

/** Divides by the root of the mean square over the last dimensions, whose sizes are `normalizedShape` (arXiv 1910.07467). `eps` defaults to the machine epsilon of the dtype that it computes in: float32 for 16-bit inputs. */
export function rmsNorm(input: Tensor, normalizedShape: number | readonly number[], weight: Tensor | null = null, eps: number | null = null): Tensor {
  return new Tensor(native().rmsNorm(input?.handle, normalizedShape, maybeHandleOf(weight), eps))
}

/** Normalises each of `numGroups` groups of channels of each sample of [n, c, ...] (arXiv 1803.08494); the groups must divide c. */
export function groupNorm(input: Tensor, numGroups: number, weight: Tensor | null = null, bias: Tensor | null = null, eps = 1e-5): Tensor {
  return new Tensor(native().groupNorm(input?.handle, numGroups, maybeHandleOf(weight), maybeHandleOf(bias), eps))
}

/** Divides each element of [n, c, ...] by `(k + alpha * mean of the squares of size channels around it) ** beta` (Krizhevsky et al., NIPS 2012). */
export function localResponseNorm(input: Tensor, size: number, alpha = 1e-4, beta = 0.75, k = 1): Tensor {
  return new Tensor(native().localResponseNorm(input?.handle, size, alpha, beta, k))
}

/** Divides by the p-norm over `dim`, which counts as `eps` where it is smaller. */
export function normalize(input: Tensor, p = 2, dim: number | readonly number[] = 1, eps = 1e-12): Tensor {
  return new Tensor(native().normalize(input?.handle, p, dim, eps))
}

/** Resizes the space of [n, c, l], [n, c, h, w] or [n, c, d, h, w] to `size` or by `scaleFactor` (one of the two). linear is for one dimension of space, bilinear and bicubic for two, trilinear for three, the others for all. A dimension whose size `scaleFactor` keeps is left alone by nearest and `antialias`. `alignCorners` makes the corner pixels meet; `antialias` (bilinear and bicubic) blurs when it gets smaller. */
export function interpolate(input: Tensor, size: number | readonly number[] | null = null, scaleFactor: number | readonly number[] | null = null, mode: 'nearest' | 'nearest-exact' | 'linear' | 'bilinear' | 'bicubic' | 'trilinear' | 'area' = 'nearest', alignCorners = false, antialias = false): Tensor {
  return new Tensor(native().interpolate(input?.handle, size, scaleFactor, mode, alignCorners, antialias))
}

/** [..., c * r * r, h, w] → [..., c, h * r, w * r] for the factor r (arXiv 1609.05158). */
export function pixelShuffle(input: Tensor, upscaleFactor: number): Tensor {
  return new Tensor(native().pixelShuffle(input?.handle, upscaleFactor))
}

/** [..., c, h * r, w * r] → [..., c * r * r, h, w] for the factor r. */
export function pixelUnshuffle(input: Tensor, downscaleFactor: number): Tensor {
  return new Tensor(native().pixelUnshuffle(input?.handle, downscaleFactor))
}

/** What [n, c, h, w] has at the places of `grid` [n, h2, w2, 2], each (x, y) from -1 to 1 over the space: [n, c, h2, w2]. The same for [n, c, d, h, w] with (x, y, z), without bicubic. Gradients flow to both. A spatial transformer (arXiv 1506.02025) with `F.affineGrid`. */
export function gridSample(input: Tensor, grid: Tensor, mode: 'bilinear' | 'nearest' | 'bicubic' = 'bilinear', paddingMode: 'zeros' | 'border' | 'reflection' = 'zeros', alignCorners = false): Tensor {
  return new Tensor(native().gridSample(input?.handle, grid?.handle, mode, paddingMode, alignCorners))
}

/** A grid for `F.gridSample` of an output of `size` [n, c, h, w] from affine maps [n, 2, 3], or of [n, c, d, h, w] from [n, 3, 4]. */
export function affineGrid(theta: Tensor, size: number | readonly number[], alignCorners = false): Tensor {
  return new Tensor(native().affineGrid(theta?.handle, size, alignCorners))
}

/** The sum of windows [n, c · kernel, windows], each in its place, as [n, c, h, w] of `outputSize`: what `F.unfold` of an image of that size gives, backwards. */
export function fold(input: Tensor, outputSize: number | readonly number[], kernelSize: number | readonly number[], dilation: number | readonly number[] = 1, padding: number | readonly number[] = 0, stride: number | readonly number[] = 1): Tensor {
  return new Tensor(native().fold(input?.handle, outputSize, kernelSize, dilation, padding, stride))
}

/** Zeroes each element with probability `p` and multiplies the rest by 1 / (1 - p); the identity unless `training`. Drawn from the current random stream. */
export function dropout<S extends Shape>(input: Tensor<S>, p = 0.5, training = true): Tensor<S> {
  return new Tensor(native().dropout(input?.handle, p, training, ...nextDraw()))
}

/** Zeroes whole channels of [n, c, l] (or one without n) with probability `p` and multiplies the rest by 1 / (1 - p) (arXiv 1411.4280); the identity unless `training`. Drawn from the current random stream. */
export function dropout1d(input: Tensor, p = 0.5, training = true): Tensor {
  return new Tensor(native().dropout1d(input?.handle, p, training, ...nextDraw()))
}

/** Zeroes whole channels of [n, c, h, w] (or one without n) with probability `p` and multiplies the rest by 1 / (1 - p) (arXiv 1411.4280); the identity unless `training`. Drawn from the current random stream. */
export function dropout2d(input: Tensor, p = 0.5, training = true): Tensor {
  return new Tensor(native().dropout2d(input?.handle, p, training, ...nextDraw()))
}

/** Zeroes whole channels of [n, c, d, h, w] (or one without n) with probability `p` and multiplies the rest by 1 / (1 - p) (arXiv 1411.4280); the identity unless `training`. Drawn from the current random stream. */
export function dropout3d(input: Tensor, p = 0.5, training = true): Tensor {
  return new Tensor(native().dropout3d(input?.handle, p, training, ...nextDraw()))
}

/** Dropout for selu: sets elements to its lower limit and rescales, so that mean 0 and variance 1 stay (arXiv 1706.02515); the identity unless `training`. */
export function alphaDropout(input: Tensor, p = 0.5, training = true): Tensor {
  return new Tensor(native().alphaDropout(input?.handle, p, training, ...nextDraw()))
}

/** Rows of `weight` [n, d] at the indices `input` (int64 or int32) [...] → [..., d]. Row `paddingIdx` gets no gradient; `scaleGradByFreq` divides a row's gradient by how often it was looked up. */
export function embedding(input: Tensor, weight: Tensor, paddingIdx: number | null = null, scaleGradByFreq = false): Tensor {
  return new Tensor(native().embedding(input?.handle, weight?.handle, paddingIdx, scaleGradByFreq))
}

/** The sum, mean or maximum of rows of `weight` [n, d], bag by bag → [bags, d]. Bags are the rows of `input` [bags, k], or what of `input` [k] begins at each of the int64 `offsets` [bags], which ascend from 0. `perSampleWeights`, of the input's shape, go with sum only; indices `paddingIdx` are left out. */
export function embeddingBag(input: Tensor, weight: Tensor, offsets: Tensor | null = null, mode: 'sum' | 'mean' | 'max' = 'mean', perSampleWeights: Tensor | null = null, paddingIdx: number | null = null, includeLastOffset = false, scaleGradByFreq = false): Tensor {
  return new Tensor(native().embeddingBag(input?.handle, weight?.handle, maybeHandleOf(offsets), mode, maybeHandleOf(perSampleWeights), paddingIdx, includeLastOffset, scaleGradByFreq))
}

/** `softmax(query @ key.t() * scale + mask) @ value` for query [..., l, e], key [..., s, e] and value [..., s, v] → [..., l, v] (arXiv 1706.03762). The mask broadcasts to [..., l, s]: a bool one is true where a query may look, another is added; `isCausal` lets query i look at keys 0 to i. A query that may look nowhere gives 0. `scale` defaults to 1 / sqrt(e). `dropoutP` drops weights, also outside training. `enableGqa` shares each head of key and value (dimension -3) among several of the query. */
export function scaledDotProductAttention(query: Tensor, key: Tensor, value: Tensor, attnMask: Tensor | null = null, dropoutP = 0, isCausal = false, scale: number | null = null, enableGqa = false): Tensor {
  return new Tensor(native().scaledDotProductAttention(query?.handle, key?.handle, value?.handle, maybeHandleOf(attnMask), dropoutP, isCausal, scale, enableGqa, ...nextDraw()))
}

/** Negative log-likelihood of softmax scores [n, c, ...] at int64 classes [n, ...] (or probabilities of the input's shape); `reduction`: the mean, the sum, or none. */
export function crossEntropy(input: Tensor, target: Tensor, weight: Tensor | null = null, ignoreIndex = -100, reduction: Reduction = 'mean', labelSmoothing = 0): Tensor {
  return new Tensor(native().crossEntropy(input?.handle, target?.handle, maybeHandleOf(weight), ignoreIndex, reductionCode(reduction), labelSmoothing))
}

/** Minus the log-probabilities [n, c, ...] at int64 classes [n, ...]; `reduction`: the mean, the sum, or none. */
export function nllLoss(input: Tensor, target: Tensor, weight: Tensor | null = null, ignoreIndex = -100, reduction: Reduction = 'mean'): Tensor {
  return new Tensor(native().nllLoss(input?.handle, target?.handle, maybeHandleOf(weight), ignoreIndex, reductionCode(reduction)))
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
  return new Tensor(native().binaryCrossEntropyWithLogits(input?.handle, target?.handle, maybeHandleOf(weight), maybeHandleOf(posWeight), reductionCode(reduction)))
}

/** Half the squared difference below `delta`, `delta * (absolute difference - delta / 2)` above; `reduction`: the mean, the sum, or none. */
export function huberLoss(input: Tensor, target: Tensor, reduction: Reduction = 'mean', delta = 1): Tensor {
  return new Tensor(native().huberLoss(input?.handle, target?.handle, reductionCode(reduction), delta))
}

/** Cross-entropy of probabilities and targets, both in [0, 1]; logarithms count as at least -100; `reduction`: the mean, the sum, or none. From scores, binaryCrossEntropyWithLogits is more exact. */
export function binaryCrossEntropy(input: Tensor, target: Tensor, weight: Tensor | null = null, reduction: Reduction = 'mean'): Tensor {
  return new Tensor(native().binaryCrossEntropy(input?.handle, target?.handle, maybeHandleOf(weight), reductionCode(reduction)))
}

/** Kullback-Leibler divergence `target * (log(target) - input)` of log-probabilities `input` from probabilities `target` (their logarithms with `logTarget`). `batchmean` divides the sum by the first size and is the divergence per sample; `mean`, the default, divides by the number of elements. */
export function klDiv(input: Tensor, target: Tensor, reduction: 'mean' | 'sum' | 'none' | 'batchmean' = 'mean', logTarget = false): Tensor {
  return new Tensor(native().klDiv(input?.handle, target?.handle, reduction, logTarget))
}

/** Negative log-likelihood of counts `target` under Poisson rates: `exp(input) - target * input`, or with `logInput` false `input - target * log(input + eps)`; `full` adds Stirling's approximation of log(target!); `reduction`: the mean, the sum, or none. */
export function poissonNllLoss(input: Tensor, target: Tensor, logInput = true, full = false, eps = 1e-8, reduction: Reduction = 'mean'): Tensor {
  return new Tensor(native().poissonNllLoss(input?.handle, target?.handle, logInput, full, eps, reductionCode(reduction)))
}

/** Negative log-likelihood of `target` under normal distributions of means `input` and the given variances (of the same shape, or with a last size of 1 or none), which count as at least `eps`; `full` adds the constant log(2π) / 2; `reduction`: the mean, the sum, or none. */
export function gaussianNllLoss(input: Tensor, target: Tensor, variance: Tensor, full = false, eps = 1e-6, reduction: Reduction = 'mean'): Tensor {
  return new Tensor(native().gaussianNllLoss(input?.handle, target?.handle, variance?.handle, full, eps, reductionCode(reduction)))
}

/** Connectionist temporal classification (Graves et al., ICML 2006) of log-probabilities [t, n, c] (or [t, c]) and int64 classes [n, s] (or all of them one after the other); `mean` divides each loss by its target length first. A target longer than its input gives infinity, or 0 with `zeroInfinity`. */
export function ctcLoss(logProbs: Tensor, targets: Tensor, inputLengths: Tensor, targetLengths: Tensor, blank = 0, reduction: Reduction = 'mean', zeroInfinity = false): Tensor {
  return new Tensor(native().ctcLoss(logProbs?.handle, targets?.handle, inputLengths?.handle, targetLengths?.handle, blank, reductionCode(reduction), zeroInfinity))
}

/** Share of rows of the scores [n, c, ...] whose largest is at the target's class [n, ...]; a float32 scalar. */
export function accuracy(input: Tensor, target: Tensor): Tensor {
  return new Tensor(native().accuracy(input?.handle, target?.handle))
}

/** The cosine of the angle between two tensors along `dim`, broadcast; norms count as at least `eps`. */
export function cosineSimilarity(x1: Tensor, x2: Tensor, dim = 1, eps = 1e-8): Tensor {
  return new Tensor(native().cosineSimilarity(x1?.handle, x2?.handle, dim, eps))
}

/** The p-norm of `x1 - x2 + eps` over the last dimension, broadcast. */
export function pairwiseDistance(x1: Tensor, x2: Tensor, p = 2, eps = 1e-6, keepdim = false): Tensor {
  return new Tensor(native().pairwiseDistance(x1?.handle, x2?.handle, p, eps, keepdim))
}

/** For rows [n, d] and targets [n]: 1 - cosine where the target is 1, max(0, cosine - margin) where it is -1; `reduction`: the mean, the sum, or none. */
export function cosineEmbeddingLoss(input1: Tensor, input2: Tensor, target: Tensor, margin = 0, reduction: Reduction = 'mean'): Tensor {
  return new Tensor(native().cosineEmbeddingLoss(input1?.handle, input2?.handle, target?.handle, margin, reductionCode(reduction)))
}

/** `max(0, |anchor - positive| - |anchor - negative| + margin)` of rows [n, d] in the p-norm; `swap` uses the positive's distance to the negative where that is smaller; `reduction`: the mean, the sum, or none. */
export function tripletMarginLoss(anchor: Tensor, positive: Tensor, negative: Tensor, margin = 1, p = 2, eps = 1e-6, swap = false, reduction: Reduction = 'mean'): Tensor {
  return new Tensor(native().tripletMarginLoss(anchor?.handle, positive?.handle, negative?.handle, margin, p, eps, swap, reductionCode(reduction)))
}

/** `max(0, -target * (input1 - input2) + margin)`: a target of 1 wants the first to be larger, -1 the second; `reduction`: the mean, the sum, or none. */
export function marginRankingLoss(input1: Tensor, input2: Tensor, target: Tensor, margin = 0, reduction: Reduction = 'mean'): Tensor {
  return new Tensor(native().marginRankingLoss(input1?.handle, input2?.handle, target?.handle, margin, reductionCode(reduction)))
}

/** The input where the target is 1, `max(0, margin - input)` where it is -1; `reduction`: the mean, the sum, or none. */
export function hingeEmbeddingLoss(input: Tensor, target: Tensor, margin = 1, reduction: Reduction = 'mean'): Tensor {
  return new Tensor(native().hingeEmbeddingLoss(input?.handle, target?.handle, margin, reductionCode(reduction)))
}

/** `log(1 + exp(-target * input))` for targets of 1 and -1; `reduction`: the mean, the sum, or none. */
export function softMarginLoss(input: Tensor, target: Tensor, reduction: Reduction = 'mean'): Tensor {
  return new Tensor(native().softMarginLoss(input?.handle, target?.handle, reductionCode(reduction)))
}

/** Mean over the wrong classes of `max(0, margin - score of the target + score) ** p` (p 1 or 2) for scores [n, c] and int64 classes [n]; `reduction`: the mean, the sum, or none. */
export function multiMarginLoss(input: Tensor, target: Tensor, p = 1, margin = 1, weight: Tensor | null = null, reduction: Reduction = 'mean'): Tensor {
  return new Tensor(native().multiMarginLoss(input?.handle, target?.handle, p, margin, maybeHandleOf(weight), reductionCode(reduction)))
}

/** Mean over the classes of the binary cross-entropy of scores [..., c] and targets of 0 and 1; `reduction`: the mean, the sum, or none. */
export function multilabelSoftMarginLoss(input: Tensor, target: Tensor, weight: Tensor | null = null, reduction: Reduction = 'mean'): Tensor {
  return new Tensor(native().multilabelSoftMarginLoss(input?.handle, target?.handle, maybeHandleOf(weight), reductionCode(reduction)))
}
