import { readFileSync } from 'node:fs'
import test from 'ava'
import { nn, noGrad, ones, Tensor, tensor, tidy } from '../../../src/tensor/index.js'
import { formula } from '../support/formula.js'
import { excess } from '../support/rows.js'

interface Reference {
  readonly state: readonly [name: string, shape: number[]][]
  readonly outputs: readonly { shape: number[]; values: number[] }[]
  readonly gradients: Readonly<Record<string, number[]>>
  readonly buffers: Readonly<Record<string, number[]>>
}
/** What tools/reference/modules.py recorded. */
const reference: Readonly<Record<string, Reference>> = JSON.parse(
  readFileSync(new URL('../../../../test/tensor/reference/modules.json', import.meta.url), 'utf8'),
).modules

type AnyModule = nn.Module<any[], any>
type Output = Tensor | null | readonly Output[]

const f = (shape: readonly number[], seed = 1): Tensor => formula(shape, 'float32', 900 + seed, -1, 1)
const i = (shape: readonly number[], high: number): Tensor => formula(shape, 'int64', 950, 0, high)
const called =
  (...inputs: unknown[]) =>
  (module: AnyModule): Output =>
    module.forward(...inputs)

const small = { dimFeedforward: 12, dropout: 0 }
const triangle = (): Tensor => ones([3, 3], { dtype: 'bool' }).triu(1)
const padding = (): Tensor =>
  tensor([
    [false, false, false, true, true],
    [false, true, false, false, false],
  ])

/** The same modules as in tools/reference/modules.py. */
const modules: Readonly<Record<string, readonly [() => AnyModule, (module: any) => Output]>> = {
  linear: [() => nn.linear(3, 4), called(f([2, 3]))],
  bilinear: [() => nn.bilinear(3, 2, 4), called(f([5, 3]), f([5, 2], 2))],
  prelu: [() => nn.prelu(3), called(f([2, 3, 4]))],
  conv1d: [() => nn.conv1d(4, 6, 3, { padding: 'same', groups: 2 }), called(f([2, 4, 7]))],
  conv2d: [
    () => nn.conv2d(2, 3, [3, 2], { stride: 2, padding: [1, 0], bias: false }),
    called(f([2, 2, 6, 5])),
  ],
  convReflect: [
    () => nn.conv2d(2, 3, 3, { padding: [2, 1], paddingMode: 'reflect' }),
    called(f([2, 2, 5, 4])),
  ],
  convReplicate: [
    () => nn.conv1d(2, 3, 4, { padding: 'same', paddingMode: 'replicate' }),
    called(f([2, 2, 5])),
  ],
  convCircular: [
    () => nn.conv3d(1, 2, 2, { padding: 1, paddingMode: 'circular' }),
    called(f([1, 1, 3, 2, 4])),
  ],
  conv3d: [() => nn.conv3d(2, 3, 2, { dilation: [1, 2, 1] }), called(f([1, 2, 4, 5, 3]))],
  convTranspose1d: [() => nn.convTranspose1d(4, 2, 3, { stride: 2, outputPadding: 1 }), called(f([2, 4, 5]))],
  convTranspose2d: [() => nn.convTranspose2d(2, 4, 2, { padding: 1, groups: 2 }), called(f([1, 2, 4, 4]))],
  convTranspose3d: [
    () => nn.convTranspose3d(2, 3, [1, 2, 2], { stride: [1, 2, 1] }),
    called(f([1, 2, 2, 3, 2])),
  ],
  batchNorm1d: [() => nn.batchNorm1d(3), called(f([4, 3]))],
  batchNorm2d: [() => nn.batchNorm2d(3, { momentum: 0.3 }), called(f([4, 3, 2, 2]))],
  batchNorm3d: [() => nn.batchNorm3d(2, { affine: false }), called(f([2, 2, 2, 2, 2]))],
  batchNormMean: [() => nn.batchNorm1d(3, { momentum: null }), called(f([4, 3]))],
  instanceNorm2d: [
    () => nn.instanceNorm2d(3, { affine: true, trackRunningStats: true }),
    called(f([2, 3, 2, 3])),
  ],
  layerNorm: [() => nn.layerNorm([3, 4]), called(f([2, 3, 4]))],
  layerNormNoBias: [() => nn.layerNorm(4, { bias: false }), called(f([2, 3, 4]))],
  rmsNorm: [() => nn.rmsNorm(4), called(f([2, 3, 4]))],
  groupNorm: [() => nn.groupNorm(2, 4), called(f([2, 4, 3]))],
  embedding: [() => nn.embedding(6, 3, { paddingIdx: 0 }), called(i([2, 4], 6))],
  embeddingBag: [() => nn.embeddingBag(6, 3, { mode: 'sum' }), called(i([2, 4], 6))],
  rnn: [() => nn.rnn(3, 4, { nonlinearity: 'relu', bidirectional: true }), called(f([5, 2, 3]))],
  lstm: [() => nn.lstm(3, 4, { numLayers: 2, bidirectional: true, batchFirst: true }), called(f([2, 5, 3]))],
  lstmState: [() => nn.lstm(3, 4, { bias: false }), called(f([5, 2, 3]), [f([1, 2, 4], 2), f([1, 2, 4], 3)])],
  lstmSingle: [() => nn.lstm(3, 4), called(f([5, 3]))],
  lstmProjected: [
    () => nn.lstm(3, 5, { numLayers: 2, bidirectional: true, projSize: 2 }),
    called(f([4, 2, 3])),
  ],
  lstmProjectedState: [
    () => nn.lstm(3, 4, { projSize: 2, bias: false }),
    called(f([4, 2, 3]), [f([1, 2, 2], 2), f([1, 2, 4], 3)]),
  ],
  gru: [() => nn.gru(3, 4, { numLayers: 2 }), called(f([5, 2, 3]))],
  gruState: [() => nn.gru(3, 4), called(f([5, 3]), f([1, 4], 2))],
  rnnCell: [() => nn.rnnCell(3, 4), called(f([2, 3]))],
  lstmCell: [() => nn.lstmCell(3, 4), called(f([2, 3]), [f([2, 4], 2), f([2, 4], 3)])],
  gruCellSingle: [() => nn.gruCell(3, 4), called(f([3]), f([4], 2))],
  lstmCellSingle: [() => nn.lstmCell(3, 4), called(f([3]))],
  instanceNormSingle: [() => nn.instanceNorm1d(3, { affine: true }), called(f([3, 4]))],
  constantPad: [() => nn.constantPad2d([1, -1, 2, 0], 0.5), called(f([1, 2, 3, 4]))],
  zeroPad: [() => nn.zeroPad1d(2), called(f([2, 3]))],
  reflectionPad: [() => nn.reflectionPad2d([1, 2, 0, 1]), called(f([1, 2, 3, 4]))],
  replicationPad: [() => nn.replicationPad3d(1), called(f([1, 2, 2, 2, 3]))],
  circularPad: [() => nn.circularPad1d([2, 1]), called(f([1, 2, 4]))],
  unfold: [() => nn.unfold([2, 3], { padding: 1, stride: [1, 2] }), called(f([2, 2, 4, 5]))],
  fold: [() => nn.fold([4, 5], 2, { dilation: [1, 2] }), called(f([1, 8, 9]))],
  gruCell: [() => nn.gruCell(3, 4, { bias: false }), called(f([2, 3]), f([2, 4], 2))],
  attention: [
    () => nn.multiheadAttention(4, 2),
    (module: nn.MultiheadAttention) => {
      const x = f([3, 2, 4])
      return module.forward(x, x, x, { attnMask: triangle(), needWeights: true, averageAttnWeights: false })
    },
  ],
  attentionPadded: [
    () => nn.multiheadAttention(4, 2, { batchFirst: true }),
    (module: nn.MultiheadAttention) => {
      const memory = f([2, 5, 4], 2)
      return module.forward(f([2, 3, 4]), memory, memory, { keyPaddingMask: padding(), needWeights: true })
    },
  ],
  attentionWidths: [
    () => nn.multiheadAttention(4, 2, { kdim: 3, vdim: 5, bias: false }),
    called(f([3, 2, 4]), f([6, 2, 3], 2), f([6, 2, 5], 3), { needWeights: true }),
  ],
  encoderLayer: [() => nn.transformerEncoderLayer(4, 2, small), called(f([3, 2, 4]))],
  encoderLayerFirst: [
    () =>
      nn.transformerEncoderLayer(4, 2, {
        ...small,
        activation: 'gelu',
        normFirst: true,
        batchFirst: true,
        bias: false,
      }),
    called(f([2, 3, 4])),
  ],
  decoderLayer: [() => nn.transformerDecoderLayer(4, 2, small), called(f([3, 2, 4]), f([5, 2, 4], 2))],
  decoderLayerFirst: [
    () => nn.transformerDecoderLayer(4, 2, { ...small, normFirst: true }),
    called(f([3, 2, 4]), f([5, 2, 4], 2)),
  ],
  attentionAdded: [
    () => nn.multiheadAttention(4, 2, { batchFirst: true }),
    (module: nn.MultiheadAttention) => {
      const x = f([2, 3, 4])
      return module.forward(x, x, x, { attnMask: f([4, 3, 3], 4), needWeights: true })
    },
  ],
  encoderMasked: [
    () => nn.transformerEncoderLayer(4, 2, { ...small, batchFirst: true }),
    called(f([2, 3, 4]), {
      mask: triangle(),
      srcKeyPaddingMask: tensor([
        [false, false, true],
        [false, false, false],
      ]),
    }),
  ],
  decoder: [
    () =>
      nn.transformerDecoder(
        () => nn.transformerDecoderLayer(4, 2, { ...small, normFirst: true }),
        2,
        nn.layerNorm(4),
      ),
    called(f([3, 2, 4]), f([5, 2, 4], 2), { tgtIsCausal: true, memoryKeyPaddingMask: padding() }),
  ],
  encoder: [
    () => nn.transformerEncoder(() => nn.transformerEncoderLayer(4, 2, small), 2, nn.layerNorm(4)),
    called(f([3, 2, 4])),
  ],
  transformer: [
    () => nn.transformer({ dModel: 4, nhead: 2, numEncoderLayers: 1, numDecoderLayers: 2, ...small }),
    called(f([3, 2, 4]), f([2, 2, 4], 2)),
  ],
}

const flat = (output: Output): Tensor[] =>
  output instanceof Tensor ? [output] : output === null ? [] : output.flatMap(flat)

test('the modules compared are those that PyTorch was asked about', (t) => {
  t.deepEqual(Object.keys(modules).sort(), Object.keys(reference).sort())
})

for (const [name, [make, call]] of Object.entries(modules)) {
  test(`${name} has PyTorch's state, and gives its outputs and gradients`, (t) => {
    const expected = reference[name]!
    const module = make()
    const state = [...module.stateDict()].map(([key, value]) => [key, [...value.shape]])
    // PyTorch counts the batches of every norm; only the plain mean needs it.
    const counted = [...module.stateDict().keys()].includes('num_batches_tracked')
    t.deepEqual(
      state,
      expected.state.filter(([key]) => counted || key !== 'num_batches_tracked') as unknown[],
    )
    tidy(() => {
      noGrad(() => {
        const parameters = [...module.namedParameters()].sort(([a], [b]) => (a < b ? -1 : 1))
        for (const [seed, [, parameter]] of parameters.entries())
          parameter.copy_(formula(parameter.shape, 'float32', 1 + seed, -0.5, 0.9))
      })
      const outputs = flat(call(module))
      t.deepEqual(
        outputs.map(({ shape }) => [...shape]),
        expected.outputs.map(({ shape }) => shape),
      )
      for (const [k, output] of outputs.entries()) {
        t.true(excess(output.toTypedArray(), expected.outputs[k]!.values, 5e-5, 5e-6) <= 0, `${output}`)
      }
      const total = outputs
        .map((each, k) => each.mul(formula(each.shape, 'float32', 77 + k, -1, 1)).sum())
        .reduce((sum, each) => sum.add(each))
      if (total.requiresGrad) total.backward()
      for (const [key, parameter] of module.namedParameters()) {
        const gradient = parameter.grad!.toTypedArray()
        t.true(excess(gradient, expected.gradients[key]!, 1e-4, 1e-5) <= 0, `${key}: ${parameter.grad}`)
      }
      for (const [key, buffer] of module.namedBuffers()) {
        t.true(excess(buffer.toTypedArray(), expected.buffers[key]!, 5e-5, 5e-6) <= 0, `${key}: ${buffer}`)
      }
    })
    module.dispose()
  })
}
