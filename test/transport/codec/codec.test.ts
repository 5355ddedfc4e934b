import { deepStrictEqual } from 'node:assert/strict'
import { MessageChannel } from 'node:worker_threads'
import test from 'ava'
import { ByteSink } from '../../../src/transport/codec/sink.js'
import { NotEncodableError } from '../../../src/transport/errors.js'
import { codec, FakeRef, samples } from '../wire/samples.js'

const payloads = codec()
const through = (value: unknown) => payloads.unpack(payloads.pack(value, 'sample'))

class Point {
  x = 1
  readonly #secret = 2
  get sum(): number {
    return this.x + this.#secret
  }
}

test('samples of every kind arrive as structured clone would deliver them', (t) => {
  for (const sample of samples) {
    if (sample instanceof Error || sample instanceof FakeRef) continue
    deepStrictEqual(through(sample), structuredClone(sample))
  }
  t.pass()
})

test('an invalid date stays one', (t) => {
  const copy = through([new Date(Number.NaN)]) as [Date]
  t.true(copy[0] instanceof Date)
  t.is(copy[0].getTime(), Number.NaN)
})

test('instances of classes arrive as plain objects of their own properties', (t) => {
  const copy = through(Object.assign(new Point(), { y: 2 })) as object
  deepStrictEqual(copy, { x: 1, y: 2 })
  t.is(Object.getPrototypeOf(copy), Object.prototype)
})

test('what an aborted signal throws arrives as the DOMException that it is', (t) => {
  const cause = new DOMException('given up', 'AbortError')
  const copy = through(new Error('outer', { cause })) as { cause: DOMException }
  t.true(copy.cause instanceof DOMException)
  t.like(copy.cause, { name: 'AbortError', code: 20, message: 'given up', stack: cause.stack! })
})

test('the path to what is too deep ends where nothing is sent any more, and is found at once', (t) => {
  let deep: object = {}
  for (let i = 0; i < 100_000; i++) deep = { d: deep }
  const error = t.throws(() => payloads.pack(deep, 'sample'), { instanceOf: NotEncodableError })
  t.true(error!.message.length < 500)
})

test('errors arrive with class, code, fields and cause, refs as refs', (t) => {
  const cause = new RangeError('inner')
  const error = Object.assign(new TypeError('outer', { cause }), { code: 'E_X', at: { row: 3 } })
  const copy = through({ error }) as { error: typeof error }
  t.true(copy.error instanceof TypeError)
  t.like(copy.error, { message: 'outer', code: 'E_X', at: { row: 3 }, stack: error.stack! })
  t.true(copy.error.cause instanceof RangeError)
  const ref = new FakeRef({ node: 'n', place: 1, uid: 2 ** 50, path: '/a', capacity: 9, gauge: undefined })
  const [one, two] = through([ref, { ref }]) as [FakeRef, { ref: FakeRef }]
  t.deepEqual(one.record, ref.record)
  t.is(one, two.ref)
})

test('a view brings its own bytes only, a Buffer becomes a Uint8Array', (t) => {
  const pool = new Float32Array(1000).fill(7)
  const copy = through(pool.subarray(10, 12)) as Float32Array
  t.deepEqual(copy, new Float32Array([7, 7]))
  t.is(copy.buffer.byteLength, 8)
  const bytes = through(Buffer.from('hi')) as Uint8Array
  t.is(Object.getPrototypeOf(bytes), Uint8Array.prototype)
})

test('shared memory and what is transferred are handed over, each once', (t) => {
  const shared = new SharedArrayBuffer(64)
  const moved = new ArrayBuffer(16)
  const { port1, port2 } = new MessageChannel()
  const value = {
    shared,
    words: new Int32Array(shared, 8, 4),
    again: [shared],
    moved,
    half: new Uint8Array(moved, 8),
    port1,
  }
  const packed = payloads.pack(value, 'share', [moved, port1])
  t.deepEqual(packed.handed, [shared, moved, port1])
  const copy = payloads.unpack(packed) as typeof value
  t.is(copy.shared, shared)
  t.is(copy.words.buffer, shared)
  t.is(copy.words.byteOffset, 8)
  t.is(copy.words.length, 4)
  t.is(copy.again[0], shared)
  t.is(copy.half.buffer, moved)
  t.is(copy.port1, port1)
  port1.close()
  port2.close()
})

test('what is not data is refused with its path, and the sink is as before', (t) => {
  const { port1 } = new MessageChannel()
  const getter = {
    get bad(): never {
      throw new Error('no')
    },
  }
  const cases: [unknown, string][] = [
    [() => 1, 'add'],
    [{ items: [1, 2, 3, { onDone() {} }] }, 'add.items[3].onDone'],
    [{ s: Symbol('s') }, 'add.s'],
    [[Promise.resolve()], 'add[0]'],
    [new Map([['k', new WeakMap()]]), 'add.get(k)'],
    [new Set([new WeakRef({})]), 'add.values()'],
    [{ port: port1 }, 'add.port'],
    [{ a: getter }, 'add.a.bad'],
    [[new Proxy(new Point(), {})], 'add[0]'],
    [{ n: 2n ** 600_000n }, 'add.n'],
  ]
  const sink = new ByteSink(64)
  sink.append(new Uint8Array(8))
  for (const [value, path] of cases) {
    const error = t.throws(() => payloads.encode(value, 'add', sink), { instanceOf: NotEncodableError })
    t.is(error?.fields.path, path)
    t.is(sink.length, 8)
  }
  port1.close()
})

test('a payload that outgrows lent memory moves to the sink and stays whole', (t) => {
  const lent = new Uint8Array(new SharedArrayBuffer(256))
  const view = new DataView(lent.buffer)
  const value = {
    text: 'x'.repeat(100),
    list: Array.from({ length: 100 }, (_, i) => ({ i })),
    a: new Float64Array(9),
  }
  const sink = new ByteSink(64)
  for (let room = 8; room <= 256; room += 8) {
    sink.aim(lent, view, 0, room)
    payloads.encode(value, 'add', sink)
    t.true(sink.moved)
    t.deepEqual(payloads.decode(sink.bytes, sink.start, sink.position), value)
  }
  t.is(lent[255], 0)
})
