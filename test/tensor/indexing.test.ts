import test from 'ava'
import { arange, type IndexEntry, noGrad, type Tensor, tensor, tidy, zeros } from '../../src/tensor/index.js'
import fc from '../properties.js'

/** What the property tests draw: an index of which every dimension has a known list of places. */
type Entry =
  | { readonly kind: 'place'; readonly place: number }
  | { readonly kind: 'range'; readonly range: readonly [number | null, number | null, number] }
  | { readonly kind: 'list'; readonly places: readonly number[] }
  | { readonly kind: 'axis' }

const count = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1)

/** The places of a range, one step after the other, as Python's slices have them. */
function placesOf(
  [start, end, step]: readonly [number | null, number | null, number],
  size: number,
): number[] {
  const wrap = (place: number) => (place < 0 ? place + size : place)
  const limit = (place: number, low: number, high: number) => Math.min(Math.max(place, low), high)
  const places: number[] = []
  if (step > 0) {
    const last = end === null ? size : limit(wrap(end), 0, size)
    for (let k = start === null ? 0 : limit(wrap(start), 0, size); k < last; k += step) places.push(k)
  } else {
    const last = end === null ? -1 : limit(wrap(end), -1, size - 1)
    for (let k = start === null ? size - 1 : limit(wrap(start), -1, size - 1); k > last; k += step)
      places.push(k)
  }
  return places
}

/** The reference: flat places of the elements that the index names, and the shape they come in. */
function expected(shape: readonly number[], index: readonly Entry[]): { shape: number[]; places: number[] } {
  const result: number[] = []
  let places = [0]
  let dim = 0
  const along = (chosen: readonly number[]) => {
    const size = shape[dim++]!
    places = places.flatMap((place) => chosen.map((each) => place * size + (each < 0 ? each + size : each)))
  }
  for (const entry of index) {
    if (entry.kind === 'axis') result.push(1)
    else if (entry.kind === 'place') along([entry.place])
    else {
      const chosen = entry.kind === 'list' ? entry.places : placesOf(entry.range, shape[dim]!)
      along(chosen)
      result.push(chosen.length)
    }
  }
  while (dim < shape.length) {
    result.push(shape[dim]!)
    along(Array.from({ length: shape[dim]! }, (_, k) => k))
  }
  return { shape: result, places }
}

const bound = fc.option(fc.integer({ min: -7, max: 7 }))
const step = fc.integer({ min: -3, max: 3 }).filter((each) => each !== 0)
const rangeEntry = fc.record({
  kind: fc.constant('range' as const),
  range: fc.tuple(bound, bound, step) as fc.Arbitrary<[number | null, number | null, number]>,
})

/** A shape and an index that fits; at most one list of places, whose meaning nobody disputes. */
const cases = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 }).chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    index: fc
      .tuple(
        ...shape.map((size) => {
          const place = { min: -size, max: size - 1 }
          return fc.oneof(
            rangeEntry,
            ...(size === 0
              ? []
              : [fc.integer(place).map((each) => ({ kind: 'place' as const, place: each }))]),
          ) as fc.Arbitrary<Entry>
        }),
      )
      .chain((entries) =>
        fc
          .record({
            used: fc.integer({ min: 0, max: shape.length }),
            list: fc.option(fc.integer({ min: 0, max: shape.length - 1 })),
            axis: fc.option(fc.integer({ min: 0, max: shape.length })),
            seed: fc.nat(1000),
          })
          .map(({ used, list, axis, seed }) => {
            const index: Entry[] = entries.slice(0, used)
            const size = list === null ? 0 : shape[list]!
            if (list !== null && list < used && size > 0) {
              const places = [seed % size, (seed % size) - size, (seed >> 2) % size]
              index[list] = { kind: 'list', places }
            }
            if (axis !== null && axis <= used) index.splice(axis, 0, { kind: 'axis' })
            return index
          }),
      ),
  }),
)

const written = (index: readonly Entry[]): IndexEntry<Tensor>[] =>
  index.map((entry) => {
    if (entry.kind === 'place') return entry.place
    if (entry.kind === 'range') return entry.range
    return entry.kind === 'list' ? tensor(entry.places.map(BigInt)) : null
  })

test('at() takes the elements that the plain reference names, in its shape', (t) => {
  fc.assert(
    fc.property(cases, ({ shape, index }) =>
      tidy(() => {
        const found = arange(count(shape))
          .reshape(shape)
          .at(...written(index))
        const wanted = expected(shape, index)
        t.deepEqual([...found.shape], wanted.shape)
        t.deepEqual(Array.from(found.toTypedArray(), Number), wanted.places)
      }),
    ),
    { numRuns: 1000 },
  )
})

test('setAt() writes those elements and no other', (t) => {
  fc.assert(
    fc.property(cases, ({ shape, index }) =>
      tidy(() => {
        const wanted = expected(shape, index)
        // Where a place is named twice, which value wins is open.
        if (new Set(wanted.places).size < wanted.places.length) return
        const target = zeros(shape)
        const values = wanted.places.map((_, k) => k + 1)
        target.setAt(written(index), tensor(Float32Array.from(values), { shape: wanted.shape }))
        const plain = new Float32Array(count(shape))
        for (const [k, place] of wanted.places.entries()) plain[place] = k + 1
        t.deepEqual(target.toTypedArray(), plain)
      }),
    ),
    { numRuns: 1000 },
  )
})

test('an ellipsis stands for the dimensions left, a mask for as many as it has', (t) => {
  const a = arange(24).reshape(2, 3, 4)
  t.deepEqual(a.at('...', 1).toArray(), a.select(2, 1).toArray())
  t.deepEqual(a.at(1, '...').toArray(), a.select(0, 1).toArray())
  t.deepEqual(a.at(a.gt(20)).toArray(), [21, 22, 23])
  const rows = tensor([
    [true, false, false],
    [false, true, false],
  ])
  t.deepEqual(a.at(rows).toArray(), [
    [0, 1, 2, 3],
    [16, 17, 18, 19],
  ])
  t.deepEqual(a.at(':', [], 0).toArray(), [
    [0, 4, 8],
    [12, 16, 20],
  ])
})

test('what at() gives without lists and backward steps is a view', (t) => {
  const a = zeros([3, 4])
  noGrad(() => a.at([1, null], -1).fill_(7))
  t.deepEqual(a.at(':', 3).toArray(), [0, 7, 7])
})

test('gradients flow through at() to the elements taken, twice where taken twice', (t) => {
  const a = tensor([1, 2, 3, 4], { requiresGrad: true })
  a.at(tensor([3n, 0n, 3n]))
    .sum()
    .add(a.at([null, null, -3]).sum())
    .backward()
  t.deepEqual(a.grad!.toArray(), [2, 0, 0, 3])
})

test('an index that does not fit is a typed error', (t) => {
  const a = zeros([2, 3])
  for (const index of [
    [2],
    [-3],
    [0, 0, 0],
    ['...', '...'],
    [[0, 2, 0]],
    [[0.5, 2]],
    ['x'],
    [{}],
    [[1, 2, 3, 4]],
    [tensor([5n])],
    [tensor([0.5])],
    [tensor([true, false, true])],
    [undefined],
  ]) {
    const error = t.throws(() => a.at(...(index as never[])), undefined, JSON.stringify(index))
    t.regex((error as { code?: string }).code ?? error.message, /^ERR_TENSOR_/, JSON.stringify(index))
  }
})
