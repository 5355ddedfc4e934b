import test from 'ava'
import { InvalidPayloadError } from '../../../src/transport/codec/errors.js'
import * as tag from '../../../src/transport/codec/tags.js'
import { codec } from '../wire/samples.js'

const payloads = codec()
const decode = (bytes: Uint8Array, handed?: unknown[]) => payloads.decode(bytes, 0, bytes.length, handed)

/** A payload from parts: numbers are bytes, strings are short strings, `u32(n)` four bytes. */
const raw = (...parts: (number | string | number[])[]) =>
  Uint8Array.from([tag.HEAD, ...parts.flatMap((part) => (typeof part === 'string' ? short(part) : part))])
const withBack = (...parts: Parameters<typeof raw>) => raw(...parts).fill(tag.HEAD_WITH_BACK, 0, 1)
const short = (text: string) => [tag.SHORT_STRING | text.length, ...Buffer.from(text, 'latin1')]
const u32 = (n: number) => [n & 0xff, (n >>> 8) & 0xff, (n >>> 16) & 0xff, n >>> 24]
const f64 = (n: number) => [...new Uint8Array(new Float64Array([n]).buffer)]

const refused = (reason: string) => ({ instanceOf: InvalidPayloadError, message: new RegExp(reason) })

test('keys named __proto__, constructor and prototype are own data at any depth', (t) => {
  const inner = [tag.OBJECT, ...short('__proto__'), tag.OBJECT, ...short('polluted'), tag.TRUE, tag.END]
  const names = [...short('constructor'), 1, ...short('prototype'), 2]
  const bytes = raw(tag.OBJECT, 'a', tag.SHORT_ARRAY | 1, [...inner, ...names, tag.END], tag.END)
  const { a } = decode(bytes) as { a: [Record<string, unknown>] }
  t.is(Object.getPrototypeOf(a[0]), Object.prototype)
  t.deepEqual(Object.keys(a[0]), ['__proto__', 'constructor', 'prototype'])
  t.is(a[0].polluted, undefined)
  t.is(({} as Record<string, unknown>).polluted, undefined)
})

test('an error with hostile fields gets them as own data', (t) => {
  const own = JSON.parse('{"__proto__":{"polluted":true},"toString":1}')
  const record = { name: '__proto__', message: 'm', stack: 's', troupe: false, own }
  const { bytes } = payloads.pack({ record }, 'hostile')
  // The record alone, behind the tag of an error.
  const error = decode(raw(tag.ERROR, [...bytes.subarray(bytes.indexOf(tag.OBJECT, 2), -1)])) as Error
  t.true(error instanceof Error)
  t.is(Object.getPrototypeOf(error), Error.prototype)
  t.false('polluted' in error)
})

test('an error whose gathered errors are itself is refused before it multiplies', (t) => {
  const fields = [
    ...short('name'),
    ...short('E'),
    ...short('message'),
    ...short(''),
    ...short('stack'),
    ...short(''),
  ]
  const back = [tag.BACK, ...u32(1)]
  const many = [tag.ARRAY, ...u32(1000), ...Array.from({ length: 1000 }, () => back).flat()]
  const rest = [...short('own'), tag.OBJECT, tag.END, ...short('errors'), ...many]
  t.throws(
    () => decode(withBack(tag.ERROR, tag.OBJECT, [...fields, ...rest], tag.END)),
    refused('not an error'),
  )
})

test('nesting beyond the limit is refused, whatever it is made of', (t) => {
  const deep = (open: number[], n = 200_000) => raw(Array.from({ length: n }, () => open).flat())
  const array = [tag.SHORT_ARRAY | 1]
  const object = [tag.OBJECT, ...short('a')]
  const map = [tag.MAP]
  const set = [tag.SET]
  const error = [tag.ERROR]
  const boxed = [tag.BOXED]
  const ref = [tag.REF]
  const view = [tag.VIEW_OF, 1, ...f64(0), ...f64(0)]
  const sparse = [tag.SPARSE, ...u32(9)]
  for (const open of [array, object, map, set, error, boxed, ref, view, sparse])
    t.throws(() => decode(deep(open)), refused('more than 100 levels'))
})

test('huge counts are refused before anything is allocated for them', (t) => {
  const huge = u32(0xffffffff)
  t.throws(() => decode(raw(tag.ARRAY, huge)), refused('longer than its bytes'))
  for (const mark of [tag.LATIN1, tag.UTF16, tag.BUFFER])
    t.throws(() => decode(raw(mark, huge)), refused('too early'))
  for (const kind of tag.viewNames.keys()) {
    if (tag.viewClasses[kind] === undefined) continue
    t.throws(() => decode(raw(tag.VIEW, kind, huge)), refused('too early'))
  }
})

test('a sparse array of four billion holes takes no memory', (t) => {
  const before = process.resourceUsage().maxRSS
  const array = decode(raw(tag.SPARSE, u32(0xffffffff), tag.END)) as unknown[]
  t.is(array.length, 0xffffffff)
  t.deepEqual(Object.keys(array), [])
  const middling = decode(raw(tag.SPARSE, u32(30_000_000), 5, 1, tag.END)) as unknown[]
  t.is(middling.length, 30_000_000)
  t.true(process.resourceUsage().maxRSS - before < 64 * 1024)
})

test('indices of a sparse array that fall back or go beyond it are refused', (t) => {
  t.throws(() => decode(raw(tag.SPARSE, u32(9), 3, 1, 3, 1, tag.END)), refused('out of order'))
  t.throws(() => decode(raw(tag.SPARSE, u32(9), 9, 1, tag.END)), refused('out of order'))
  t.throws(() => decode(raw(tag.SPARSE, u32(9), 'length', 1, tag.END)), refused('out of order'))
})

test('lengths that lie are refused', (t) => {
  t.throws(() => decode(raw(tag.SHORT_STRING | 5, [1, 2])), refused('too early'))
  t.throws(() => decode(raw(tag.SHORT_ARRAY | 3, 1)), refused('longer than its bytes'))
  t.throws(() => decode(raw(tag.OBJECT, 'a')), refused('too early'))
  t.throws(() => decode(raw(1, 1)), refused('left over'))
  t.throws(() => payloads.decode(new Uint8Array(4), 0, 5), refused('no bytes'))
  t.throws(() => payloads.decode(new Uint8Array(4), 2, 2), refused('no bytes'))
})

test('circles come back as circles, and references to nothing are refused', (t) => {
  const circle = decode(withBack(tag.OBJECT, 'a', tag.BACK, u32(0), tag.END)) as { a: unknown }
  t.is(circle.a, circle)
  t.throws(() => decode(withBack(tag.BACK, u32(0))), refused('a reference to nothing'))
  t.throws(() => decode(withBack(tag.BOXED, tag.BACK, u32(0))), refused('a reference to nothing'))
  t.throws(() => decode(raw(tag.OBJECT, 'a', tag.BACK, u32(0), tag.END)), refused('a reference to nothing'))
})

test('typed arrays arrive whole wherever the payload lies in its memory', (t) => {
  const value = { tag: 'x', a: new Float64Array([1, 2]), b: new Int16Array([3]) }
  const { bytes } = payloads.pack(value, 'aligned')
  for (let shift = 0; shift < 8; shift++) {
    const memory = new Uint8Array(bytes.length + 8)
    memory.set(bytes, shift)
    t.deepEqual(payloads.decode(memory, shift, shift + bytes.length), value)
  }
})

test('a payload cut at any byte is refused', (t) => {
  const value = {
    s: 'żółw',
    n: [1.5, 300, 2n ** 80n],
    m: new Map([[1, new Float32Array(3)]]),
    e: new Error('x'),
  }
  const { bytes } = payloads.pack(value, 'cut')
  for (let end = 0; end < bytes.length; end++)
    t.throws(() => payloads.decode(bytes, 0, end), { instanceOf: InvalidPayloadError }, `cut at ${end}`)
})

test('any bytes are a string: there is no UTF-8 to be invalid, and lone surrogates survive', (t) => {
  t.is(decode(raw(tag.SHORT_STRING | 2, [0xc3, 0x28])), 'Ã(')
  t.is(decode(raw(tag.UTF16, u32(1), [0x00, 0xd8])), '\ud800')
})

test('of duplicate keys the last one counts', (t) => {
  t.deepEqual(decode(raw(tag.OBJECT, 'a', 1, 'a', 2, tag.END)), { a: 2 })
})

test('a key that is no string is refused', (t) => {
  t.throws(() => decode(raw(tag.OBJECT, 1, 1, tag.END)), refused('not a string'))
  t.throws(() => decode(raw(tag.OBJECT, tag.OBJECT, tag.END, 1, tag.END)), refused('not a string'))
})

test('a huge bigint is refused', (t) => {
  const megabyte = new Array(2 ** 20).fill(0xff)
  t.throws(() => decode(raw(tag.BIGINT, 0, u32(2 ** 20), megabyte)), refused('impossible length'))
  t.throws(() => decode(raw(tag.BIGINT, 0, u32(0))), refused('impossible length'))
})

test('a view that does not fit its buffer is refused', (t) => {
  const buffer = new SharedArrayBuffer(64)
  const shared = [buffer]
  const view = (offset: number, length: number, kind = 8) =>
    raw(tag.VIEW_OF, kind, f64(offset), f64(length), tag.HANDED, u32(0))
  t.is((decode(view(8, 7), shared) as Float64Array).buffer, buffer)
  for (const [offset, length] of [
    [4, 1],
    [8, 8],
    [-8, 1],
    [0, -1],
    [Number.NaN, 1],
    [2 ** 60, 1],
    [0, 0.5],
  ] as const)
    t.throws(() => decode(view(offset, length), shared), refused('beyond its buffer'))
  t.throws(() => decode(view(0, 1, 200), shared), refused('unknown kind'))
  t.throws(() => decode(view(0, 1), ['no buffer']), refused('not a buffer'))
})

test('what was not handed over is refused', (t) => {
  t.throws(() => decode(raw(tag.HANDED, u32(0))), refused('nothing was handed over'))
  t.throws(() => decode(raw(tag.HANDED, u32(1)), [{}]), refused('nothing was handed over'))
})

test('regular expressions, refs and boxes that are none are refused', (t) => {
  t.throws(() => decode(raw(tag.REGEXP, '(', 'g')), refused('not a regular expression'))
  t.throws(() => decode(raw(tag.REGEXP, 'a', 'gg')), refused('not a regular expression'))
  t.throws(
    () => decode(raw(tag.REF, 'node', [tag.INT32, 255, 255, 255, 255], 1, '/', 1, tag.UNDEFINED)),
    refused('not a ref'),
  )
  t.throws(
    () => decode(raw(tag.REF, 'node', 1, [tag.FLOAT64, ...f64(1.5)], '/', 1, tag.UNDEFINED)),
    refused('not a ref'),
  )
  t.throws(() => decode(raw(tag.BOXED, tag.NULL)), refused('not a primitive'))
})

test('more objects or bytes than the limits allow are refused on both sides', (t) => {
  const small = codec({ maxBytes: 1000, maxDepth: 100, maxObjects: 50 })
  const objects = Array.from({ length: 60 }, () => ({}))
  const refusal = { code: 'ERR_NOT_ENCODABLE' }
  t.throws(() => small.pack(objects, 'add'), { ...refusal, message: /more than 50 objects/ })
  t.throws(() => small.pack('x'.repeat(2000), 'add'), { ...refusal, message: /more than 1000 bytes/ })
  t.throws(() => small.unpack(payloads.pack(objects, 'add')), refused('more than 50 objects'))
  t.throws(() => small.unpack(payloads.pack('x'.repeat(2000), 'add')), refused('more than 1000 bytes'))
})

test('a codec that refused something decodes the next payload as ever', (t) => {
  t.throws(() => decode(withBack(tag.OBJECT, 'a', tag.OBJECT)))
  t.throws(() => payloads.pack({ a: { b: () => 1 } }, 'add'))
  const value = { a: 1, b: [{ c: 2 }] }
  t.deepEqual(payloads.unpack(payloads.pack(value, 'add')), value)
})
