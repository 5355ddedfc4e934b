import { b, f, floats, type Row } from './row.js'

export const attention: readonly Row[] = [
  {
    signature:
      'scaledDotProductAttention(query: tensor, key: tensor, value: tensor, attnMask: tensor?, dropoutP: number = 0, isCausal: bool = false, scale: number?, enableGqa: bool = false, stream: stream)',
    cpp: 'attention(lowered(query), lowered(key), lowered(value), lowered(attnMask), dropoutP, isCausal, scale, enableGqa, stream)',
    doc: '`softmax(query @ key.t() * scale + mask) @ value` for query [..., l, e], key [..., s, e] and value [..., s, v] → [..., l, v] (arXiv 1706.03762). The mask broadcasts to [..., l, s]: a bool one is true where a query may look, another is added; `isCausal` lets query i look at keys 0 to i. A query that may look nowhere gives 0. `scale` defaults to 1 / sqrt(e). `dropoutP` drops weights, also outside training. `enableGqa` shares each head of key and value (dimension -3) among several of the query.',
    on: ['F'],
    constant: ['attnMask'],
    python:
      'lambda q, k, v, m, p, c, s, g: F.scaled_dot_product_attention(q, k, v, m, p, c, scale=s, enable_gqa=g)',
    dtypes: floats,
    samples: [
      [f([2, 3, 4]), f([2, 5, 4]), f([2, 5, 6]), null, 0, false, null, false],
      [f([2, 2, 4, 3]), f([2, 2, 4, 3]), f([2, 2, 4, 3]), null, 0, true, null, false],
      [f([2, 3, 4]), f([2, 5, 4]), f([2, 5, 4]), b([3, 5]), 0, false, 0.3, false],
      [f([2, 2, 3, 4]), f([2, 2, 5, 4]), f([2, 2, 5, 4]), f([3, 5]), 0, false, null, false],
      [f([1, 4, 3, 2]), f([1, 2, 5, 2]), f([1, 2, 5, 2]), null, 0, false, null, true],
    ],
  },
]
