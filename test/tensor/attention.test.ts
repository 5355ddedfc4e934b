import test from 'ava'
import { F, grad, gradcheck, ones, randn, type Tensor, tidy, zeros } from '../../src/tensor/index.js'

const { scaledDotProductAttention: attend } = F
type Three = [query: Tensor, key: Tensor, value: Tensor]

/** Attention as its definition has it, in operations that can be differentiated as often as one likes. */
function spelled(query: Tensor, key: Tensor, value: Tensor, causal: boolean): Tensor {
  const scores = query.matmul(key.transpose(-2, -1)).div(Math.sqrt(query.size(-1)))
  const later = ones([query.size(-2), key.size(-2)], { dtype: 'bool' }).triu(1)
  const seen = causal ? scores.maskedFill(later, Number.NEGATIVE_INFINITY) : scores
  return seen.softmax(-1).matmul(value)
}

const draw = (shape: number[], dtype: 'float32' | 'float64' = 'float64') =>
  randn(shape, { dtype, requiresGrad: true })

/** Gradients of a function's squared sum, and gradients of their squared sum. */
function both(fn: (...inputs: Three) => Tensor, inputs: Three): Tensor[] {
  const output = fn(...inputs)
  const first = grad(output.mul(output).sum(), inputs, { createGraph: true }) as Tensor[]
  const length = first.map((each) => each.mul(each).sum()).reduce((a, b) => a.add(b))
  return [output, ...first, ...(grad(length, inputs) as Tensor[])]
}

const apart = (a: Tensor, b: Tensor): number => a.sub(b).abs().max().item()

for (const causal of [false, true]) {
  test(`attention, its gradients and theirs are those of its definition${causal ? ', causal' : ''}`, (t) => {
    tidy(() => {
      for (const [l, s] of [
        [5, 5],
        [3, 7],
        [7, 3],
        [1, 1],
      ] as const) {
        const inputs: Three = [draw([2, 3, l, 4]), draw([2, 3, s, 4]), draw([2, 3, s, 4])]
        const found = both((q, k, v) => attend(q, k, v, null, 0, causal), inputs)
        const expected = both((q, k, v) => spelled(q, k, v, causal), inputs)
        for (const [k, each] of found.entries()) t.true(apart(each, expected[k]!) < 1e-10, `${l}, ${s}: ${k}`)
      }
    })
  })
}

test('one tensor as query, key and value gets the three gradients added up, and so do their gradients', (t) => {
  tidy(() => {
    const x = draw([1, 2, 4, 3])
    // The key is made from the query besides.
    const gradients = (fn: (...inputs: Three) => Tensor) => {
      const y = fn(x, x.mul(2), x)
      const [first] = grad(y.mul(y).sum(), [x], { createGraph: true }) as [Tensor]
      return [first, grad(first.mul(first).sum(), [x])[0]!]
    }
    const found = gradients((q, k, v) => attend(q, k, v, null, 0, true))
    const expected = gradients((q, k, v) => spelled(q, k, v, true))
    for (const [k, each] of found.entries()) t.true(apart(each, expected[k]!) < 1e-10)
  })
})

test('attention passes a check by finite differences, whichever of its inputs want gradients', (t) => {
  tidy(() => {
    const inputs = [draw([1, 2, 3, 4]), draw([1, 2, 5, 4]), draw([1, 2, 5, 4])] as const
    t.notThrows(() => gradcheck((q, k, v) => attend(q, k, v), [...inputs]))
    const [q, k, v] = inputs.map((each) => each.detach()) as Three
    t.notThrows(() => gradcheck((value) => attend(q, k, value, null, 0, true), [inputs[2]]))
    t.notThrows(() => gradcheck((query) => attend(query, k, v), [inputs[0]]))
    t.false(attend(q, k, v).requiresGrad)
  })
})

test('attention has the same bits wherever its inputs lie', (t) => {
  tidy(() => {
    const shape = [2, 3, 37, 20]
    const count = shape.reduce((a, b) => a * b)
    const values = [0, 1, 2].map(() => randn([count], { dtype: 'float32' }))
    const results = [0, 1, 3, 8].map((offset) => {
      const inputs = values.map((each) => {
        const place = zeros([count + offset]).narrow(0, offset, count)
        place.copy_(each)
        const input = place.view(shape)
        input.requiresGrad = true
        return input
      }) as Three
      const output = attend(...inputs, null, 0, true)
      return [output, ...grad(output.mul(output).sum(), inputs)].map((each) => [
        ...each!.flatten().toTypedArray(),
      ])
    })
    for (const each of results) t.deepEqual(each, results[0])
  })
})
