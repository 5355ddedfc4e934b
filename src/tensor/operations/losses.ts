import { f, i, type Row } from './row.js'

const reduction = '`reduction`: the mean, the sum, or none'

function elementwise(name: string, cpp: string, doc: string, python: string): Row {
  return {
    signature: `${name}(input: tensor, target: tensor, reduction: reduction = 'mean')`,
    cpp: `${cpp}(input, target, reduction)`,
    doc: `${doc}; ${reduction}.`,
    on: ['F'],
    python: `lambda x, y, r: ${python}(x, y, reduction=r)`,
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
    samples: [
      [f([2, 3], -2, 2), f([2, 3], 0, 1), null, null, 'mean'],
      [f([2, 3]), f([2, 3], 0, 1), f([3], 0.5, 2), f([3], 0.5, 2), 'sum'],
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
