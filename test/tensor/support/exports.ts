import * as library from '../../../src/tensor/index.js'

const { init, nn, ones, optim, random, rand, tensor, zeros } = library
type Tensor = library.Tensor
type Fn = (...values: any[]) => unknown

const layer = () => nn.linear(2, 2)
const nothing = () => []

/** Right arguments of every function of `nn`, without the options. */
export const factories: Readonly<Record<string, () => readonly unknown[]>> = {
  ...Object.fromEntries(
    [
      ...['relu', 'relu6', 'sigmoid', 'tanh', 'selu', 'silu', 'mish', 'softsign', 'hardswish', 'hardsigmoid'],
      ...[
        'logSigmoid',
        'tanhshrink',
        'identity',
        'transformer',
        'crossEntropyLoss',
        'nllLoss',
        'mseLoss',
        'l1Loss',
      ],
      ...[
        'smoothL1Loss',
        'huberLoss',
        'bceLoss',
        'bceWithLogitsLoss',
        'klDivLoss',
        'poissonNllLoss',
        'ctcLoss',
      ],
      ...[
        'gaussianNllLoss',
        'hingeEmbeddingLoss',
        'softMarginLoss',
        'multiMarginLoss',
        'multilabelSoftMarginLoss',
      ],
      ...['cosineEmbeddingLoss', 'marginRankingLoss', 'tripletMarginLoss', 'upsample'],
    ].map((name) => [name, nothing]),
  ),
  ...Object.fromEntries(
    ['leakyRelu', 'elu', 'celu', 'softshrink', 'hardshrink', 'dropout', 'dropout1d', 'dropout2d', 'dropout3d']
      .concat('alphaDropout')
      .map((name) => [name, () => [0.5]]),
  ),
  ...Object.fromEntries(
    ['glu', 'softmax', 'logSoftmax', 'softmin', 'batchNorm1d', 'batchNorm2d', 'batchNorm3d', 'instanceNorm1d']
      .concat('instanceNorm2d', 'instanceNorm3d', 'layerNorm', 'rmsNorm', 'pixelShuffle', 'pixelUnshuffle')
      .concat(
        [1, 2, 3].flatMap((d) =>
          ['maxPool', 'avgPool', 'adaptiveAvgPool', 'adaptiveMaxPool'].map((p) => `${p}${d}d`),
        ),
      )
      .map((name) => [name, () => [2]]),
  ),
  ...Object.fromEntries(
    [1, 2, 3].flatMap((d) => [
      [`conv${d}d`, () => [2, 2, 3]],
      [`convTranspose${d}d`, () => [2, 2, 3]],
      [`lpPool${d}d`, () => [2, 2]],
      [`constantPad${d}d`, () => [1, 2]],
      ...['zero', 'reflection', 'replication', 'circular'].map((kind) => [`${kind}Pad${d}d`, () => [1]]),
    ]),
  ),
  ...Object.fromEntries(
    [
      'linear',
      'embedding',
      'embeddingBag',
      'rnn',
      'lstm',
      'gru',
      'rnnCell',
      'lstmCell',
      'gruCell',
      'groupNorm',
    ]
      .concat('multiheadAttention', 'transformerEncoderLayer', 'transformerDecoderLayer')
      .map((name) => [name, () => [2, 2]]),
  ),
  gelu: () => ['none'],
  softplus: () => [1, 20],
  hardtanh: () => [-1, 1],
  threshold: () => [0, 1],
  rrelu: () => [0.1, 0.3],
  prelu: () => [1, 0.25],
  lambda: () => [(x: unknown) => x],
  bilinear: () => [2, 2, 2],
  flatten: () => [1, -1],
  unflatten: () => [1, [1, 2]],
  unfold: () => [2],
  fold: () => [4, 2],
  localResponseNorm: () => [3, 1e-4, 0.75, 1],
  cosineSimilarity: () => [1, 1e-8],
  pairwiseDistance: () => [2, 1e-6, false],
  parameter: () => [zeros([2])],
  buffer: () => [zeros([2])],
  sequential: () => [layer()],
  moduleList: () => [[layer()]],
  moduleDict: () => [{ a: layer() }],
  parameterList: () => [[nn.parameter(zeros([2]))]],
  parameterDict: () => [{ a: nn.parameter(zeros([2])) }],
  transformerEncoder: () => [() => nn.transformerEncoderLayer(2, 1), 1, null],
  transformerDecoder: () => [() => nn.transformerDecoderLayer(2, 1), 1, null],
}

/** Name, function, and right arguments without the options, of what takes options elsewhere. */
export function withOptions(): readonly (readonly [string, Fn, readonly unknown[]])[] {
  const x = ones([2, 3], { requiresGrad: true })
  const list: readonly Tensor[] = [x]
  const parameters = () => layer().parameters()
  const y = () => x.mul(2).sum()
  const optimizers = [
    'sgd',
    'adam',
    'adamW',
    'nadam',
    'rmsprop',
    'adagrad',
    'adadelta',
    'lion',
    'lamb',
  ] as const
  const { schedules } = optim
  return [
    ...optimizers.map((name) => [name, optim[name] as Fn, [parameters()]] as const),
    ...(['cosine', 'oneCycle', 'polynomial'] as const).map(
      (name) => [name, schedules[name] as Fn, []] as const,
    ),
    ['gradScaler', optim.gradScaler, []],
    ['scheduler', optim.scheduler, [optim.sgd(parameters()), schedules.cosine()]],
    ['kaimingUniform', init.kaimingUniform, [zeros([2, 2])]],
    ['kaimingNormal', init.kaimingNormal, [zeros([2, 2])]],
    ['grad', library.grad, [y(), list]],
    ['backward', library.backward, [[y()], [null]]],
    ['Tensor.backward', (...given) => y().backward(...given), [null]],
    [
      'gradcheck',
      library.gradcheck,
      [(v: Tensor) => v, [zeros([1], { dtype: 'float64', requiresGrad: true })]],
    ],
    ['tensor', tensor, [[1]]],
    ['zeros', zeros, [[1]]],
    ['ones', ones, [[1]]],
    ['empty', library.empty, [[1]]],
    ['emptyLike', library.emptyLike, [x]],
    ['full', library.full, [[1], 1]],
    ['eye', library.eye, [2, 2]],
    ['rand', rand, [[1]]],
    ['randn', library.randn, [[1]]],
    ['linspace', library.linspace, [0, 1, 2]],
    ['logspace', library.logspace, [0, 1, 2, 10]],
    ['arange', library.arange, [2]],
    ['to', (...given) => x.to(...(given as [any])), []],
    ['save', library.save, ['options.safetensors', { x }]],
    ['saveNpz', library.saveNpz, ['options.npz', { x }]],
    ['loadWeights', library.loadWeights, [layer(), 'options.npz']],
    ['loadStateDict', (...given) => (layer() as any).loadStateDict(...given), [layer().stateDict()]],
    ['random.run', (key) => random.run({ seed: 1, ...key }, () => 1), []],
  ]
}

/** What has methods that people call. */
export const objects: readonly (() => object)[] = [
  () => layer(),
  () => nn.sequential(layer(), nn.relu()),
  () => nn.moduleList([layer()]),
  () => nn.moduleDict({ a: layer() }),
  () => nn.parameterList([nn.parameter(zeros([2]))]),
  () => nn.parameterDict({ a: nn.parameter(zeros([2])) }),
  () => nn.conv2d(2, 2, 3, { paddingMode: 'reflect', padding: 1 }),
  () => nn.convTranspose2d(2, 2, 3),
  () => nn.batchNorm2d(3),
  () => nn.instanceNorm2d(3),
  () => nn.layerNorm(3),
  () => nn.groupNorm(1, 3),
  () => nn.rmsNorm(3),
  () => nn.embedding(4, 2),
  () => nn.embeddingBag(4, 2),
  () => nn.bilinear(2, 2, 2),
  () => nn.prelu(),
  () => nn.dropout(),
  () => nn.lstm(2, 2),
  () => nn.gru(2, 2),
  () => nn.rnn(2, 2),
  () => nn.lstmCell(3, 3),
  () => nn.gruCell(3, 3),
  () => nn.rnnCell(3, 3),
  () => nn.multiheadAttention(2, 1),
  () => nn.transformerEncoderLayer(2, 1),
  () => nn.transformerDecoderLayer(2, 1),
  () => nn.transformerEncoder(() => nn.transformerEncoderLayer(2, 1), 1),
  () => nn.transformer({ dModel: 2, nhead: 1, numEncoderLayers: 1, numDecoderLayers: 1 }),
  () => nn.crossEntropyLoss(),
  () => optim.adam(layer().parameters()),
  () => optim.scheduler(optim.sgd(layer().parameters()), optim.schedules.exponential({ gamma: 0.9 })),
  () => optim.scheduler(optim.sgd(layer().parameters()), optim.plateau({ metric: 'x' })),
  () => optim.plateau({ metric: 'x' }),
  () => optim.gradScaler(),
  () => optim.ema(layer(), { decay: 0.9 }),
  () => random.currentStream(),
  () => {
    library.save('one.safetensors', { a: zeros([2]) })
    return library.openSafetensors('one.safetensors')
  },
  () => {
    library.saveNpz('one.npz', { a: zeros([2]) })
    return library.openNpz('one.npz')
  },
  () => ones([2, 3]),
]
