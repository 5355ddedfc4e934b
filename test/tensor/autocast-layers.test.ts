import test from 'ava'
import { autocast, F, nn, noGrad, randn, random, Tensor, tensor, tidy } from '../../src/tensor/index.js'

type Output = Tensor | null | readonly Output[]
const x = (...shape: number[]): Tensor => random.run({ seed: 7 }, () => randn(shape))
/** What a product before the layer gives it. */
const low = (...shape: number[]): Tensor => x(...shape).to('bfloat16')
const classes = (): Tensor => tensor([0n, 2n])
const both = (): [Tensor, Tensor] => [low(2, 4), x(2, 4)]

/** Layers as they follow a product or a convolution: their input is bfloat16, their weights float32. */
const layers: Readonly<Record<string, () => Output>> = {
  ...Object.fromEntries(
    (
      [
        ...['relu', 'relu6', 'sigmoid', 'tanh', 'selu', 'silu', 'mish', 'softsign', 'hardswish'],
        ...['hardsigmoid', 'logSigmoid', 'tanhshrink', 'gelu', 'leakyRelu', 'elu', 'celu', 'softplus'],
        ...['hardtanh', 'softshrink', 'hardshrink', 'glu', 'prelu', 'identity'],
      ] as 'relu'[]
    ).map((name) => [name, () => nn[name]().forward(low(2, 4))]),
  ),
  softmax: () => nn.softmax(1).forward(low(2, 4)),
  logSoftmax: () => nn.logSoftmax(1).forward(low(2, 4)),
  threshold: () => nn.threshold(0, 1).forward(low(2, 4)),
  linear: () => nn.linear(4, 3).forward(low(2, 4)),
  bilinear: () => nn.bilinear(4, 4, 3).forward(low(2, 4), x(2, 4)),
  conv1d: () => nn.conv1d(2, 3, 3).forward(low(2, 2, 6)),
  conv2d: () => nn.conv2d(2, 3, 3, { padding: 1 }).forward(low(2, 2, 6, 6)),
  conv3d: () => nn.conv3d(2, 3, 3).forward(low(2, 2, 4, 4, 4)),
  convTranspose1d: () => nn.convTranspose1d(2, 3, 3).forward(low(2, 2, 6)),
  convTranspose2d: () => nn.convTranspose2d(2, 3, 3).forward(low(2, 2, 6, 6)),
  convTranspose3d: () => nn.convTranspose3d(2, 3, 2).forward(low(2, 2, 3, 3, 3)),
  batchNorm1d: () => nn.batchNorm1d(4).forward(low(2, 4)),
  batchNorm2d: () => nn.batchNorm2d(2).forward(low(2, 2, 3, 3)),
  instanceNorm2d: () => nn.instanceNorm2d(2, { affine: true }).forward(low(2, 2, 3, 3)),
  layerNorm: () => nn.layerNorm(4).forward(low(2, 4)),
  rmsNorm: () => nn.rmsNorm(4).forward(low(2, 4)),
  groupNorm: () => nn.groupNorm(2, 4).forward(low(2, 4, 3)),
  localResponseNorm: () => nn.localResponseNorm(2).forward(low(2, 4, 3)),
  maxPool2d: () => nn.maxPool2d(2).forward(low(2, 2, 4, 4)),
  avgPool2d: () => nn.avgPool2d(2).forward(low(2, 2, 4, 4)),
  adaptiveAvgPool2d: () => nn.adaptiveAvgPool2d(1).forward(low(2, 2, 4, 4)),
  dropout: () => nn.dropout(0.5).forward(low(2, 4)),
  upsample: () => nn.upsample({ scaleFactor: 2 }).forward(low(2, 2, 3, 3)),
  embedding: () => nn.embedding(4, 3).forward(classes()),
  embeddingBag: () => nn.embeddingBag(4, 3).forward(classes().unsqueeze(0)),
  lstm: () => nn.lstm(4, 3, { numLayers: 2, bidirectional: true, dropout: 0.5 }).forward(low(5, 2, 4)),
  gru: () => nn.gru(4, 3).forward(low(5, 2, 4)),
  rnn: () => nn.rnn(4, 3).forward(low(5, 2, 4)),
  lstmCell: () => nn.lstmCell(4, 3).forward(low(2, 4)),
  gruCell: () => nn.gruCell(4, 3).forward(low(2, 4)),
  rnnCell: () => nn.rnnCell(4, 3).forward(low(2, 4)),
  attention: () =>
    nn.multiheadAttention(4, 2).forward(low(3, 2, 4), x(5, 2, 4), x(5, 2, 4), { needWeights: true }),
  encoder: () => nn.transformerEncoderLayer(4, 2).forward(low(3, 2, 4), { isCausal: true }),
  decoder: () => nn.transformerDecoderLayer(4, 2, { normFirst: true }).forward(low(3, 2, 4), x(5, 2, 4)),
  crossEntropy: () => F.crossEntropy(low(2, 4), classes()),
  nllLoss: () => F.nllLoss(low(2, 4), classes()),
  mseLoss: () => F.mseLoss(...both()),
  l1Loss: () => F.l1Loss(...both()),
  smoothL1Loss: () => F.smoothL1Loss(...both()),
  huberLoss: () => F.huberLoss(...both()),
  bce: () => F.binaryCrossEntropyWithLogits(low(2, 4), x(2, 4).sigmoid()),
  klDiv: () => F.klDiv(low(2, 4).logSoftmax(1), x(2, 4).softmax(1)),
  norm: () => low(2, 4).norm(),
  residual: () => nn.linear(4, 4).forward(x(2, 4)).add(x(2, 4)),
  cat: () => nn.linear(4, 4).forward(x(2, 4)).add(1),
}

for (const [name, run] of Object.entries(layers)) {
  test(`${name} takes bfloat16 and float32 together, forward and backward`, (t) => {
    tidy(() => {
      const flat = (output: Output): Tensor[] =>
        output instanceof Tensor ? [output] : output === null ? [] : output.flatMap(flat)
      const outputs = flat(autocast('bf16', run))
      const total = outputs.map((each) => each.to('float32').sum()).reduce((sum, each) => sum.add(each))
      if (total.requiresGrad) total.backward()
      t.true(noGrad(() => Number.isFinite(total.item())))
    })
  })
}
