import test from 'ava'
import { type Tensor, tensor, tidy } from '../../src/tensor/index.js'
import fc from '../properties.js'

// A plain reference: arrays of numbers with a shape, and index arithmetic.
interface Plain {
  shape: number[]
  data: number[]
}

const count = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1)

function broadcastShape(a: readonly number[], b: readonly number[]): number[] | undefined {
  const rank = Math.max(a.length, b.length)
  const shape: number[] = []
  for (let d = 1; d <= rank; d++) {
    const x = a[a.length - d] ?? 1
    const y = b[b.length - d] ?? 1
    if (x !== y && x !== 1 && y !== 1) return undefined
    shape.unshift(x === 1 ? y : x)
  }
  return shape
}

/** The element of `plain` that stands at a flat place of the broadcast shape. */
function at(plain: Plain, shape: readonly number[], place: number): number {
  let rest = place
  let offset = 0
  let stride = 1
  for (let d = 1; d <= shape.length; d++) {
    const size = shape[shape.length - d]!
    const index = rest % size
    rest = Math.floor(rest / size)
    const own = plain.shape[plain.shape.length - d]
    if (own === undefined) continue
    offset += (own === 1 ? 0 : index) * stride
    stride *= own
  }
  return plain.data[offset]!
}

const size = fc.integer({ min: 0, max: 4 })
const value = fc.integer({ min: -8, max: 8 }).map((n) => n / 4)
const plain = fc.array(size, { maxLength: 4 }).chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    data: fc.array(value, { minLength: count(shape), maxLength: count(shape) }),
  }),
)

/** A second operand whose shape mostly fits the first. */
const operands = plain.chain((first) =>
  fc
    .tuple(
      fc.integer({ min: 0, max: first.shape.length }),
      fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
      fc.boolean(),
    )
    .chain(([drop, ones, spoil]) => {
      const shape = first.shape.slice(drop).map((each, d) => (ones[d] ? 1 : each))
      if (spoil && shape.length > 0) shape[0] = shape[0]! + 1
      return fc.record({
        first: fc.constant(first),
        second: fc.record({
          shape: fc.constant(shape),
          data: fc.array(value, { minLength: count(shape), maxLength: count(shape) }),
        }),
      })
    }),
)

const make = ({ shape, data }: Plain): Tensor => tensor(Float32Array.from(data), { shape })

const operations: [string, (a: Tensor, b: Tensor) => Tensor, (a: number, b: number) => number][] = [
  ['add', (a, b) => a.add(b), (a, b) => a + b],
  ['sub', (a, b) => a.sub(b), (a, b) => a - b],
  ['mul', (a, b) => a.mul(b), (a, b) => a * b],
  ['maximum', (a, b) => a.maximum(b), (a, b) => Math.max(a, b)],
  ['lt', (a, b) => a.lt(b), (a, b) => Number(a < b)],
]

for (const [name, native, reference] of operations) {
  test(`${name} broadcasts as the plain reference does, and refuses what does not fit`, (t) => {
    fc.assert(
      fc.property(operands, ({ first, second }) =>
        tidy(() => {
          const shape = broadcastShape(first.shape, second.shape)
          if (shape === undefined) {
            t.throws(() => native(make(first), make(second)), { code: 'ERR_TENSOR_OPERATION' })
            return
          }
          const result = native(make(first), make(second))
          t.deepEqual([...result.shape], shape)
          const expected = Array.from({ length: count(shape) }, (_, k) =>
            reference(at(first, shape, k), at(second, shape, k)),
          )
          t.deepEqual(
            Array.from(result.toTypedArray() as Float32Array, (x) => Number(x) + 0),
            // -0 equals 0 here: which zero a product gives is not what is tested.
            expected.map((x) => x + 0),
          )
        }),
      ),
      { numRuns: 200 },
    )
  })
}

test('sums over any dimensions agree with the plain reference', (t) => {
  const cases = plain.chain((each) =>
    fc.record({
      each: fc.constant(each),
      mask: fc.array(fc.boolean(), { minLength: each.shape.length, maxLength: each.shape.length }),
      keepdim: fc.boolean(),
    }),
  )
  fc.assert(
    fc.property(cases, ({ each, mask, keepdim }) =>
      tidy(() => {
        const dims = mask.flatMap((on, d) => (on ? [d] : []))
        if (dims.length === 0) return
        const kept = each.shape.map((size, d) => (mask[d] ? 1 : size))
        const expected = new Array<number>(count(kept)).fill(0)
        const index: Plain = { shape: kept, data: expected.map((_, k) => k) }
        for (const [k, number] of each.data.entries()) expected[at(index, each.shape, k)]! += number
        const result = make(each).sum(dims, keepdim)
        t.deepEqual([...result.shape], keepdim ? kept : each.shape.filter((_, d) => !mask[d]))
        t.deepEqual(Array.from(result.toTypedArray() as Float32Array), expected)
      }),
    ),
    { numRuns: 200 },
  )
})
