import { PayloadCodec } from '../../../src/transport/codec/codec.js'
import type { CodecHooks, RefRecord } from '../../../src/transport/codec/hooks.js'
import { type Limits, remoteLimits } from '../../../src/transport/codec/limits.js'
import { ByteSink } from '../../../src/transport/codec/sink.js'
import { EnvelopeWriter } from '../../../src/transport/wire/writer.js'

/** Stands for the actor layer's refs. */
export class FakeRef {
  constructor(readonly record: RefRecord) {}
}

export const fakeRefs: CodecHooks = {
  isRef: (value) => value instanceof FakeRef,
  encodeRef: (ref) => (ref as FakeRef).record,
  decodeRef: (record) => new FakeRef(record),
}

export const codec = (limits: Limits = remoteLimits) => new PayloadCodec(fakeRefs, limits)

function circle(): object {
  const circle: Record<string, unknown> = { list: [1, 'two'] }
  circle.self = circle
  circle.again = circle.list
  return circle
}

/** Payloads that use every tag of the format, and the sizes at which another one is chosen. */
export const samples: readonly unknown[] = [
  undefined,
  null,
  true,
  1,
  -1,
  -0,
  127,
  128,
  2 ** 31,
  0.1,
  Number.NaN,
  '',
  'add',
  'a'.repeat(63),
  'a'.repeat(64),
  'é'.repeat(70),
  'żółw',
  '\ud800',
  '漢字'.repeat(40),
  10n,
  -(2n ** 63n),
  2n ** 63n,
  -(2n ** 200n),
  [],
  [1, 2, 3],
  Array.from({ length: 40 }, (_, i) => i),
  // biome-ignore lint/suspicious/noSparseArray: holes are what it is for
  [1, , 3],
  new Array(2000),
  {},
  { by: 2, from: 'worker-3', ok: true, at: 1234.5 },
  { rows: [{ x: 1, y: [2, { z: null }] }, { x: 2 }], when: new Date(0) },
  JSON.parse('{"__proto__":{"polluted":true},"constructor":1,"prototype":[]}'),
  new Map<unknown, unknown>([
    [{ key: 1 }, 'object'],
    ['text', new Map()],
  ]),
  new Set([1, 'a', [2]]),
  new Date(1e12),
  /a(b)?/giu,
  Object(true),
  Object('boxed'),
  new Uint8Array([1, 2, 3]),
  new Float64Array([1.5, -2]),
  new Float32Array(40).fill(3),
  new BigInt64Array([1n]),
  new DataView(new ArrayBuffer(5)),
  new ArrayBuffer(9),
  { weights: new Float32Array(8), bias: new Float64Array(3) },
  new RangeError('too far', { cause: new TypeError('wrong') }),
  new AggregateError([new Error('one'), 'two'], 'all'),
  new FakeRef({ node: 'n'.repeat(22), place: 3, uid: 2 ** 40 + 7, path: '/a/b', capacity: 1024, gauge: 12 }),
  new FakeRef({ node: '', place: 0, uid: 1, path: '/', capacity: 1 }),
  circle(),
]

const names = ['add', 'get', '', 'żółw', 'a-much-longer-name-of-a-message']

/** One frame of a lane of its own, so that it defines the name it uses. */
export function frameOf(payload: Uint8Array, index: number): Uint8Array {
  const sink = new ByteSink(128)
  const node = index % 7 === 0 ? 'node-of-somebody' : undefined
  const actor = index % 3 === 0 ? 2 ** 40 + index : index
  new EnvelopeWriter().open(
    sink,
    index % 2 === 0 ? 0 : 1,
    (index % 7) as 0,
    index,
    index + 1,
    actor,
    index,
    names[index % names.length]!,
    node,
    node,
  )
  const start = sink.length
  sink.append(payload)
  sink.view.setUint32(start - 4, payload.length, true)
  sink.pad(8, 0)
  return sink.bytes.slice(0, sink.length)
}
