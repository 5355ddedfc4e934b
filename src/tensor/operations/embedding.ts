import { f, floats, i, type Row, values } from './row.js'

/**
 * Weights for samples of gradients by frequency, which are no derivatives: a NaN in the last row, which the sample does
 * not look up, keeps finite differences away.
 */
const scaledRows = values([4, 2], [0.5, -1, 0.25, 2, -0.75, 1, 'NaN', 'NaN'])

export const embeddings: readonly Row[] = [
  {
    signature: 'embedding(input: tensor, weight: tensor, paddingIdx: int?, scaleGradByFreq: bool = false)',
    cpp: 'embedding(input, weight, paddingIdx, scaleGradByFreq)',
    doc: "Rows of `weight` [n, d] at the indices `input` (int64 or int32) [...] → [..., d]. Row `paddingIdx` gets no gradient; `scaleGradByFreq` divides a row's gradient by how often it was looked up.",
    on: ['F'],
    python: 'lambda x, w, p, s: F.embedding(x, w, p, scale_grad_by_freq=s)',
    dtypes: floats,
    samples: [
      [i([2, 3], 0, 5), f([5, 4]), null, false],
      [i([6], 2, 5), f([5, 2]), 1, false],
      [i([9], 0, 3), f([4, 2]), -1, false],
      [i([9], 0, 3), scaledRows, 1, true],
      [i([0], 0, 3), f([3, 2]), null, false],
    ],
  },
  {
    signature:
      "embeddingBag(input: tensor, weight: tensor, offsets: tensor?, mode: 'sum'|'mean'|'max' = 'mean', perSampleWeights: tensor?, paddingIdx: int?, includeLastOffset: bool = false, scaleGradByFreq: bool = false)",
    cpp: 'embedding_bag(input, weight, offsets, mode, perSampleWeights, paddingIdx, includeLastOffset, scaleGradByFreq)',
    doc: "The sum, mean or maximum of rows of `weight` [n, d], bag by bag → [bags, d]. Bags are the rows of `input` [bags, k], or what of `input` [k] begins at each of the int64 `offsets` [bags], which ascend from 0. `perSampleWeights`, of the input's shape, go with sum only; indices `paddingIdx` are left out.",
    on: ['F'],
    constant: ['offsets'],
    python:
      'lambda x, w, o, m, p, i, l, s: F.embedding_bag(x, w, o, mode=m, per_sample_weights=p, padding_idx=i, include_last_offset=l, scale_grad_by_freq=s)',
    samples: [
      [i([3, 4], 0, 6), f([6, 3]), null, 'mean', null, null, false, false],
      [i([3, 2], 0, 6), f([6, 3]), null, 'sum', f([3, 2]), null, false, false],
      [i([7], 0, 5), f([5, 2]), i([1], 0, 1), 'max', null, null, false, false],
      [i([2, 5], 0, 4), f([4, 3]), null, 'sum', null, 1, false, false],
      [i([3, 5], 0, 3), scaledRows, null, 'mean', null, null, false, true],
      [i([2, 6], 0, 3), scaledRows, null, 'mean', null, 1, false, true],
      [i([7], 0, 3), scaledRows, values([4], [0, 2, 2, 5], 'int64'), 'sum', f([7]), null, false, true],
      [i([7], 0, 3), scaledRows, values([4], [0, 3, 3, 7], 'int64'), 'sum', null, null, true, true],
    ],
  },
]
