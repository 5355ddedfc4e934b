export {
  dropout,
  flatten,
  gelu,
  identity,
  Lambda,
  lambda,
  leakyRelu,
  logSoftmax,
  relu,
  sigmoid,
  silu,
  softmax,
  tanh,
} from './activations.js'
export { ModuleList, moduleList, Sequential, sequential } from './containers.js'
export { Conv2d, type ConvolutionOptions, conv2d, type Pair } from './convolution.js'
export { Embedding, embedding } from './embedding.js'
export { Linear, linear } from './linear.js'
export { Module } from './module.js'
export {
  BatchNorm,
  type BatchNormOptions,
  batchNorm1d,
  batchNorm2d,
  LayerNorm,
  layerNorm,
} from './normalization.js'
export { Buffer, buffer, Parameter, parameter } from './parameter.js'
export { adaptiveAvgPool2d, avgPool2d, maxPool2d } from './pooling.js'
