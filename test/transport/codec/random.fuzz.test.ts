import { deepStrictEqual } from 'node:assert/strict'
import test from 'ava'
import fc from '../../properties.js'
import { times } from '../../scale.js'
import { codec } from '../wire/samples.js'

const payloads = codec()
const through = (value: unknown) => payloads.unpack(payloads.pack(value, 'random'))

/** Node's deepStrictEqual takes two invalid dates for different, so they have a test of their own. */
function holdsInvalidDate(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (value instanceof Date) return Number.isNaN(value.getTime())
  const inner =
    value instanceof Map ? [...value].flat() : value instanceof Set ? [...value] : Object.values(value)
  return inner.some(holdsInvalidDate)
}

const runs = times(2000, 200_000)

test('any data arrives as structured clone would deliver it', (t) => {
  const anything = fc.anything({
    withBigInt: true,
    withBoxedValues: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withSparseArray: true,
    withNullPrototype: true,
    withUnicodeString: true,
    maxDepth: 5,
  })
  fc.assert(
    fc.property(anything, (value) => {
      fc.pre(!holdsInvalidDate(value))
      deepStrictEqual(through(value), structuredClone(value))
    }),
    { numRuns: runs },
  )
  t.pass()
})

test('any graph of objects arrives with the same identities', (t) => {
  // Edge i says from which node to which, under which key: circles, diamonds and loops to itself.
  const edges = fc.array(fc.tuple(fc.nat(29), fc.nat(29), fc.nat(3)), { maxLength: 60 })
  fc.assert(
    fc.property(edges, (list) => {
      const nodes = Array.from({ length: 30 }, (_, i) => ({ i }) as Record<string, unknown>)
      for (const [from, to, key] of list) nodes[from]![`k${key}`] = nodes[to]
      deepStrictEqual(through(nodes), structuredClone(nodes))
      const copies = through(nodes) as Record<string, unknown>[]
      for (const [i, node] of nodes.entries())
        for (const key of ['k0', 'k1', 'k2', 'k3'])
          if (key in node) t.is(copies[i]![key], copies[nodes.indexOf(node[key] as never)])
    }),
    { numRuns: runs / 20 },
  )
  t.pass()
})

test('any string arrives with every code unit', (t) => {
  const unit = fc.integer({ min: 0, max: 0xffff })
  const strings = fc.array(fc.oneof(unit, fc.integer({ min: 0, max: 255 })), { maxLength: 200 })
  fc.assert(
    fc.property(strings, (units) => {
      const text = String.fromCharCode(...units)
      return through(text) === text && Object.keys(through({ [text]: 1 }) as object)[0] === text
    }),
    { numRuns: runs },
  )
  t.pass()
})
