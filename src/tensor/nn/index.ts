export {
  celu,
  elu,
  gelu,
  glu,
  hardshrink,
  hardsigmoid,
  hardswish,
  hardtanh,
  identity,
  Lambda,
  lambda,
  leakyRelu,
  logSigmoid,
  logSoftmax,
  mish,
  PReLU,
  prelu,
  relu,
  relu6,
  rrelu,
  selu,
  sigmoid,
  silu,
  softmax,
  softmin,
  softplus,
  softshrink,
  softsign,
  tanh,
  tanhshrink,
  threshold,
} from './activations.js'
export {
  type AttendOptions,
  MultiheadAttention,
  type MultiheadAttentionOptions,
  multiheadAttention,
} from './attention.js'
export {
  BatchNorm,
  type BatchNormOptions,
  batchNorm1d,
  batchNorm2d,
  batchNorm3d,
  InstanceNorm,
  instanceNorm1d,
  instanceNorm2d,
  instanceNorm3d,
} from './batch-norm.js'
export {
  ModuleDict,
  ModuleList,
  moduleDict,
  moduleList,
  ParameterDict,
  ParameterList,
  parameterDict,
  parameterList,
  Sequential,
  sequential,
} from './containers.js'
export {
  Convolution,
  type ConvolutionOptions,
  ConvolutionTransposed,
  conv1d,
  conv2d,
  conv3d,
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
  type Extent,
  type PaddingMode,
  type TransposedOptions,
} from './convolution.js'
export { alphaDropout, dropout, dropout1d, dropout2d, dropout3d } from './dropout.js'
export {
  Embedding,
  EmbeddingBag,
  type EmbeddingBagOptions,
  type EmbeddingOptions,
  embedding,
  embeddingBag,
} from './embedding.js'
export type { ForwardHook, ForwardPreHook, HookHandle } from './hooks.js'
export { Bilinear, bilinear, Linear, linear } from './linear.js'
export * from './losses.js'
export { Module } from './module.js'
export {
  GroupNorm,
  groupNorm,
  LayerNorm,
  type LayerNormOptions,
  layerNorm,
  localResponseNorm,
  RMSNorm,
  rmsNorm,
} from './normalization.js'
export * from './padding.js'
export { Buffer, buffer, Parameter, parameter } from './parameter.js'
export * from './pooling.js'
export {
  GRU,
  gru,
  LSTM,
  type LSTMOptions,
  lstm,
  Recurrent,
  type RecurrentOptions,
  RNN,
  type RNNOptions,
  rnn,
} from './recurrent.js'
export { GRUCell, gruCell, LSTMCell, lstmCell, RNNCell, rnnCell } from './recurrent-cells.js'
export {
  flatten,
  fold,
  pixelShuffle,
  pixelUnshuffle,
  type UpsampleOptions,
  unflatten,
  unfold,
  upsample,
} from './shapes.js'
export type { StateDifference } from './state-dict.js'
export {
  Transformer,
  TransformerDecoder,
  TransformerEncoder,
  type TransformerOptions,
  type TranslateOptions,
  transformer,
  transformerDecoder,
  transformerEncoder,
} from './transformer.js'
export {
  type DecodeOptions,
  type EncodeOptions,
  TransformerDecoderLayer,
  TransformerEncoderLayer,
  type TransformerLayerOptions,
  transformerDecoderLayer,
  transformerEncoderLayer,
} from './transformer-layers.js'
