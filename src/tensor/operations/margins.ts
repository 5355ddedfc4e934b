import { f, floats, i, type Row, values } from './row.js'

const reduction = '`reduction`: the mean, the sum, or none'

/** Targets of -1 and 1. */
const signs = (count: number) =>
  values(
    [count],
    Array.from({ length: count }, (_, k) => (k % 3 === 1 ? -1 : 1)),
  )

/** Losses that compare inputs with one another, and the distances that they are made of. */
export const margins: readonly Row[] = [
  {
    signature: 'cosineSimilarity(x1: tensor, x2: tensor, dim: int = 1, eps: number = 1e-8)',
    cpp: 'at::cosine_similarity(x1, x2, dim, eps)',
    doc: 'The cosine of the angle between two tensors along `dim`, broadcast; norms count as at least `eps`.',
    on: ['F'],
    python: 'F.cosine_similarity',
    dtypes: floats,
    samples: [
      [f([3, 4]), f([3, 4]), 1, 1e-8],
      [f([2, 3, 2]), f([1, 3, 2]), 1, 1e-8],
      [f([5]), f([5]), 0, 1e-8],
    ],
  },
  {
    signature:
      'pairwiseDistance(x1: tensor, x2: tensor, p: number = 2, eps: number = 1e-6, keepdim: bool = false)',
    cpp: 'at::pairwise_distance(x1, x2, p, eps, keepdim)',
    doc: 'The p-norm of `x1 - x2 + eps` over the last dimension, broadcast.',
    on: ['F'],
    python: 'F.pairwise_distance',
    samples: [
      [f([3, 4]), f([3, 4], 1, 2), 2, 1e-6, false],
      [f([2, 5]), f([5], 1, 2), 1, 1e-6, true],
    ],
  },
  {
    signature:
      "cosineEmbeddingLoss(input1: tensor, input2: tensor, target: tensor, margin: number = 0, reduction: reduction = 'mean')",
    cpp: 'at::cosine_embedding_loss(input1, input2, target, margin, reduction)',
    doc: `For rows [n, d] and targets [n]: 1 - cosine where the target is 1, max(0, cosine - margin) where it is -1; ${reduction}.`,
    on: ['F'],
    constant: ['target'],
    python: 'lambda x, y, t, m, r: F.cosine_embedding_loss(x, y, t, margin=m, reduction=r)',
    samples: [
      [f([4, 3], 0.2, 1), f([4, 3], 0.2, 1), signs(4), 0, 'mean'],
      [f([5, 2], 0.2, 1), f([5, 2], 0.2, 1), signs(5), 0.3, 'none'],
    ],
  },
  {
    signature:
      "tripletMarginLoss(anchor: tensor, positive: tensor, negative: tensor, margin: number = 1, p: number = 2, eps: number = 1e-6, swap: bool = false, reduction: reduction = 'mean')",
    cpp: 'at::triplet_margin_loss(anchor, positive, negative, margin, p, eps, swap, reduction)',
    doc: `\`max(0, |anchor - positive| - |anchor - negative| + margin)\` of rows [n, d] in the p-norm; \`swap\` uses the positive's distance to the negative where that is smaller; ${reduction}.`,
    on: ['F'],
    python:
      'lambda a, x, y, m, p, e, s, r: F.triplet_margin_loss(a, x, y, margin=m, p=p, eps=e, swap=s, reduction=r)',
    samples: [
      [f([4, 3]), f([4, 3], 0.5, 2), f([4, 3], -2, -0.5), 1, 2, 1e-6, false, 'mean'],
      [f([4, 3]), f([4, 3], 0.5, 2), f([4, 3], -2, -0.5), 3, 1, 1e-6, true, 'none'],
    ],
  },
  {
    signature:
      "marginRankingLoss(input1: tensor, input2: tensor, target: tensor, margin: number = 0, reduction: reduction = 'mean')",
    cpp: 'at::margin_ranking_loss(input1, input2, target, margin, reduction)',
    doc: `\`max(0, -target * (input1 - input2) + margin)\`: a target of 1 wants the first to be larger, -1 the second; ${reduction}.`,
    on: ['F'],
    constant: ['target'],
    python: 'lambda x, y, t, m, r: F.margin_ranking_loss(x, y, t, margin=m, reduction=r)',
    dtypes: floats,
    samples: [
      [f([5]), f([5]), signs(5), 0.2, 'mean'],
      [f([4]), f([4]), signs(4), 0.1, 'none'],
    ],
  },
  {
    signature:
      "hingeEmbeddingLoss(input: tensor, target: tensor, margin: number = 1, reduction: reduction = 'mean')",
    cpp: 'at::hinge_embedding_loss(input, target, margin, reduction)',
    doc: `The input where the target is 1, \`max(0, margin - input)\` where it is -1; ${reduction}.`,
    on: ['F'],
    constant: ['target'],
    python: 'lambda x, t, m, r: F.hinge_embedding_loss(x, t, margin=m, reduction=r)',
    samples: [
      [f([5], -2, 2), signs(5), 1, 'mean'],
      [f([4], -2, 2), signs(4), 0.5, 'none'],
    ],
  },
  {
    signature: "softMarginLoss(input: tensor, target: tensor, reduction: reduction = 'mean')",
    cpp: 'at::soft_margin_loss(input, target, reduction)',
    doc: `\`log(1 + exp(-target * input))\` for targets of 1 and -1; ${reduction}.`,
    on: ['F'],
    constant: ['target'],
    python: 'lambda x, t, r: F.soft_margin_loss(x, t, reduction=r)',
    samples: [
      [f([5], -2, 2), signs(5), 'mean'],
      [f([4], -2, 2), signs(4), 'none'],
    ],
  },
  {
    signature:
      "multiMarginLoss(input: tensor, target: tensor, p: int = 1, margin: number = 1, weight: tensor?, reduction: reduction = 'mean')",
    cpp: 'at::multi_margin_loss(input, target, p, margin, weight, reduction)',
    doc: `Mean over the wrong classes of \`max(0, margin - score of the target + score) ** p\` (p 1 or 2) for scores [n, c] and int64 classes [n]; ${reduction}.`,
    on: ['F'],
    constant: ['weight'],
    python: 'lambda x, t, p, m, w, r: F.multi_margin_loss(x, t, p=p, margin=m, weight=w, reduction=r)',
    samples: [
      [f([4, 3]), i([4], 0, 3), 1, 1, null, 'mean'],
      [f([2, 5]), i([2], 0, 5), 2, 0.7, f([5], 0.5, 2), 'none'],
    ],
  },
  {
    signature:
      "multilabelSoftMarginLoss(input: tensor, target: tensor, weight: tensor?, reduction: reduction = 'mean')",
    cpp: 'multilabel_soft_margin_loss(input, target, weight, reduction)',
    doc: `Mean over the classes of the binary cross-entropy of scores [..., c] and targets of 0 and 1; ${reduction}.`,
    on: ['F'],
    constant: ['target', 'weight'],
    python: 'lambda x, t, w, r: F.multilabel_soft_margin_loss(x, t, weight=w, reduction=r)',
    samples: [
      [f([3, 4]), f([3, 4], 0, 1), null, 'mean'],
      [f([3, 4]), f([3, 4], 0, 1), f([4], 0.5, 2), 'none'],
    ],
  },
]
