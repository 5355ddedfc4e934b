import { f, floats, i, type Row } from './row.js'

const reduction = '`reduction`: the mean, the sum, or none'

function elementwise(name: string, cpp: string, doc: string, python: string): Row {
  return {
    signature: `${name}(input: tensor, target: tensor, reduction: reduction = 'mean')`,
    cpp: `${cpp}(input, target, reduction)`,
    doc: `${doc}; ${reduction}.`,
    on: ['F'],
    python: `lambda x, y, r: ${python}(x, y, reduction=r)`,
    dtypes: floats,
    samples: [
      [f([2, 3]), f([2, 3], -1, 1), 'mean'],
      [f([4]), f([4]), 'sum'],
      [f([4]), f([4]), 'none'],
    ],
  }
}

export const losses: readonly Row[] = [
  {
    signature:
      "crossEntropy(input: tensor, target: tensor, weight: tensor?, ignoreIndex: int = -100, reduction: reduction = 'mean', labelSmoothing: number = 0)",
    cpp: 'cross_entropy(input, target, weight, reduction, ignoreIndex, labelSmoothing)',
    doc: `Negative log-likelihood of softmax scores [n, c, ...] at int64 classes [n, ...] (or probabilities of the input's shape); ${reduction}.`,
    on: ['F'],
    constant: ['weight'],
    python:
      'lambda x, y, w, g, r, s: F.cross_entropy(x, y, w, ignore_index=g, reduction=r, label_smoothing=s)',
    dtypes: floats,
    samples: [
      [f([4, 3], -2, 2), i([4], 0, 3), null, -100, 'mean', 0],
      [f([4, 3]), i([4], 0, 3), f([3], 0.5, 2), 1, 'mean', 0.1],
      [f([2, 3, 2]), i([2, 2], 0, 3), null, -100, 'none', 0],
      [f([2, 3]), f([2, 3], 0.1, 0.6), null, -100, 'sum', 0],
    ],
  },
  {
    signature:
      "nllLoss(input: tensor, target: tensor, weight: tensor?, ignoreIndex: int = -100, reduction: reduction = 'mean')",
    cpp: 'at::nll_loss_nd(input, target, weight, reduction, ignoreIndex)',
    doc: `Minus the log-probabilities [n, c, ...] at int64 classes [n, ...]; ${reduction}.`,
    on: ['F'],
    constant: ['weight'],
    python: 'lambda x, y, w, g, r: F.nll_loss(x, y, w, ignore_index=g, reduction=r)',
    samples: [
      [f([4, 3], -3, 0), i([4], 0, 3), null, -100, 'mean'],
      [f([4, 3], -3, 0), i([4], 0, 3), f([3], 0.5, 2), -100, 'sum'],
    ],
  },
  elementwise('mseLoss', 'at::mse_loss', 'Squared difference', 'F.mse_loss'),
  elementwise('l1Loss', 'at::l1_loss', 'Absolute difference', 'F.l1_loss'),
  {
    signature: "smoothL1Loss(input: tensor, target: tensor, reduction: reduction = 'mean', beta: number = 1)",
    cpp: 'at::smooth_l1_loss(input, target, reduction, beta)',
    doc: `Squared difference / (2 beta) below \`beta\`, absolute difference - beta / 2 above; ${reduction}.`,
    on: ['F'],
    python: 'lambda x, y, r, b: F.smooth_l1_loss(x, y, reduction=r, beta=b)',
    dtypes: floats,
    samples: [
      [f([2, 3], -3, 3), f([2, 3]), 'mean', 1],
      [f([4], -3, 3), f([4]), 'sum', 0.5],
    ],
  },
  {
    signature:
      "binaryCrossEntropyWithLogits(input: tensor, target: tensor, weight: tensor?, posWeight: tensor?, reduction: reduction = 'mean')",
    cpp: 'at::binary_cross_entropy_with_logits(input, target, weight, posWeight, reduction)',
    doc: `Cross-entropy of sigmoid scores and targets in [0, 1], without overflow; ${reduction}.`,
    on: ['F'],
    constant: ['weight', 'posWeight'],
    python: 'lambda x, y, w, p, r: F.binary_cross_entropy_with_logits(x, y, w, pos_weight=p, reduction=r)',
    dtypes: floats,
    samples: [
      [f([2, 3], -2, 2), f([2, 3], 0, 1), null, null, 'mean'],
      [f([2, 3]), f([2, 3], 0, 1), f([3], 0.5, 2), f([3], 0.5, 2), 'sum'],
    ],
  },
  {
    signature: "huberLoss(input: tensor, target: tensor, reduction: reduction = 'mean', delta: number = 1)",
    cpp: 'at::huber_loss(input, target, reduction, delta)',
    doc: `Half the squared difference below \`delta\`, \`delta * (absolute difference - delta / 2)\` above; ${reduction}.`,
    on: ['F'],
    python: 'lambda x, y, r, d: F.huber_loss(x, y, reduction=r, delta=d)',
    dtypes: floats,
    samples: [
      [f([2, 3], -3, 3), f([2, 3]), 'mean', 1],
      [f([4], -3, 3), f([4]), 'none', 0.5],
    ],
  },
  {
    signature:
      "binaryCrossEntropy(input: tensor, target: tensor, weight: tensor?, reduction: reduction = 'mean')",
    cpp: 'at::binary_cross_entropy(input, target, weight, reduction)',
    doc: `Cross-entropy of probabilities and targets, both in [0, 1]; logarithms count as at least -100; ${reduction}. From scores, binaryCrossEntropyWithLogits is more exact.`,
    on: ['F'],
    constant: ['weight', 'target'],
    python: 'lambda x, y, w, r: F.binary_cross_entropy(x, y, w, reduction=r)',
    samples: [
      [f([2, 3], 0.1, 0.9), f([2, 3], 0, 1), null, 'mean'],
      [f([4], 0.1, 0.9), f([4], 0, 1), f([4], 0.5, 2), 'sum'],
      [f([3, 1], 0.1, 0.9), f([3, 1], 0, 1), null, 'none'],
    ],
  },
  {
    signature:
      "klDiv(input: tensor, target: tensor, reduction: 'mean'|'sum'|'none'|'batchmean' = 'mean', logTarget: bool = false)",
    cpp: 'kl_div(input, target, reduction, logTarget)',
    doc: 'Kullback-Leibler divergence `target * (log(target) - input)` of log-probabilities `input` from probabilities `target` (their logarithms with `logTarget`). `batchmean` divides the sum by the first size and is the divergence per sample; `mean`, the default, divides by the number of elements.',
    on: ['F'],
    python: 'lambda x, y, r, l: F.kl_div(x, y, reduction=r, log_target=l)',
    dtypes: floats,
    samples: [
      [f([2, 3], -3, -0.1), f([2, 3], 0.1, 0.9), 'batchmean', false],
      [f([2, 3], -3, -0.1), f([2, 3], -3, -0.1), 'sum', true],
      [f([4], -3, -0.1), f([4], 0.1, 0.9), 'mean', false],
      [f([4], -3, -0.1), f([4], 0.1, 0.9), 'none', false],
    ],
  },
  {
    signature:
      "poissonNllLoss(input: tensor, target: tensor, logInput: bool = true, full: bool = false, eps: number = 1e-8, reduction: reduction = 'mean')",
    cpp: 'at::poisson_nll_loss(input, target, logInput, full, eps, reduction)',
    doc: `Negative log-likelihood of counts \`target\` under Poisson rates: \`exp(input) - target * input\`, or with \`logInput\` false \`input - target * log(input + eps)\`; \`full\` adds Stirling's approximation of log(target!); ${reduction}.`,
    on: ['F'],
    constant: ['target'],
    python: 'lambda x, y, l, f, e, r: F.poisson_nll_loss(x, y, log_input=l, full=f, eps=e, reduction=r)',
    samples: [
      [f([2, 3]), f([2, 3], 0, 5), true, false, 1e-8, 'mean'],
      [f([5], 0.5, 3), f([5], 0, 5), false, true, 1e-8, 'sum'],
    ],
  },
  {
    signature:
      "gaussianNllLoss(input: tensor, target: tensor, variance: tensor, full: bool = false, eps: number = 1e-6, reduction: reduction = 'mean')",
    cpp: 'gaussian_nll_loss(input, target, variance, full, eps, reduction)',
    doc: `Negative log-likelihood of \`target\` under normal distributions of means \`input\` and the given variances (of the same shape, or with a last size of 1 or none), which count as at least \`eps\`; \`full\` adds the constant log(2π) / 2; ${reduction}.`,
    on: ['F'],
    python: 'lambda x, y, v, f, e, r: F.gaussian_nll_loss(x, y, v, full=f, eps=e, reduction=r)',
    samples: [
      [f([2, 3]), f([2, 3]), f([2, 3], 0.5, 2), false, 1e-6, 'mean'],
      [f([2, 3]), f([2, 3]), f([2], 0.5, 2), true, 1e-6, 'sum'],
      [f([2, 3]), f([2, 3]), f([2, 1], 0.5, 2), false, 1e-6, 'none'],
    ],
  },
  {
    signature:
      "ctcLoss(logProbs: tensor, targets: tensor, inputLengths: tensor, targetLengths: tensor, blank: int = 0, reduction: reduction = 'mean', zeroInfinity: bool = false)",
    cpp: 'checked_ctc_loss(logProbs, targets, inputLengths, targetLengths, blank, reduction, zeroInfinity)',
    doc: 'Connectionist temporal classification (Graves et al., ICML 2006) of log-probabilities [t, n, c] (or [t, c]) and int64 classes [n, s] (or all of them one after the other); `mean` divides each loss by its target length first. A target longer than its input gives infinity, or 0 with `zeroInfinity`.',
    on: ['F'],
    python: 'lambda x, y, i, t, b, r, z: F.ctc_loss(x, y, i, t, blank=b, reduction=r, zero_infinity=z)',
    noDifferences: 'libtorch gives the gradient by what logSoftmax was of, as if it were its backward too',
    samples: [
      [f([6, 2, 4], -3, -0.5), i([2, 3], 1, 4), i([2], 5, 7), i([2], 2, 4), 0, 'mean', false],
      [f([5, 1, 3], -3, -0.5), i([1, 2], 0, 2), i([1], 5, 6), i([1], 2, 3), 2, 'none', true],
      [f([6, 2, 4], -3, -0.5), i([2, 3], 1, 4), i([2], 6, 7), i([2], 3, 4), 0, 'sum', false],
    ],
  },
  {
    signature: 'accuracy(input: tensor, target: tensor)',
    cpp: 'accuracy(input, target)',
    doc: "Share of rows of the scores [n, c, ...] whose largest is at the target's class [n, ...]; a float32 scalar.",
    on: ['F'],
    differentiable: false,
    python: 'lambda x, y: (x.argmax(1) == y).float().mean()',
    samples: [[f([6, 3]), i([6], 0, 3)]],
  },
]
