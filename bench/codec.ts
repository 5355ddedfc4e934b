/**
 * What encoding and decoding a payload costs, beside the usual ways: `npm run build:ts && node dist/bench/codec.js`.
 * Nanoseconds of processor time, the lower quartile of 11 rounds, so that a busy machine shows little.
 */
import { deserialize, serialize } from 'node:v8'
import { PayloadCodec } from '../src/transport/codec/codec.js'
import { noRefs } from '../src/transport/codec/hooks.js'
import { ByteSink } from '../src/transport/codec/sink.js'
import { Kind, Lane } from '../src/transport/wire/layout.js'
import { EnvelopeReader } from '../src/transport/wire/reader.js'
import { EnvelopeWriter } from '../src/transport/wire/writer.js'

const payloads: Record<string, unknown> = {
  number: 1,
  'short string': 'hello world',
  'two fields': { x: 1, y: 2 },
  'four fields': { by: 2, from: 'worker-3', ok: true, at: 1234.5 },
  nested: { a: [1, 2, 3], b: { c: 'x' } },
  '16 doubles': new Float64Array(16),
  '4 KiB': new Uint8Array(4096),
}

/** Nanoseconds per call of `work`. */
function cost(work: () => unknown, calls = 50_000): number {
  const rounds = Array.from({ length: 11 }, () => {
    const before = process.cpuUsage()
    for (let i = 0; i < calls; i++) work()
    const { user, system } = process.cpuUsage(before)
    return ((user + system) * 1000) / calls
  })
  return Math.round(rounds.sort((a, b) => a - b)[2]!)
}

function main(): void {
  const codec = new PayloadCodec(noRefs)
  const sink = new ByteSink()
  const rows: Record<string, Record<string, number>> = {}
  // Twice: the first pass teaches the compiler that there are many shapes.
  for (let pass = 0; pass < 2; pass++) {
    for (const [name, value] of Object.entries(payloads)) {
      const encode = cost(() => {
        sink.reset()
        codec.encode(value, 'bench', sink)
      })
      const bytes = sink.bytes.slice(0, sink.length)
      const decode = cost(() => codec.decode(bytes, 0, bytes.length))
      const theirs = serialize(value)
      rows[name] = {
        encode,
        decode,
        bytes: bytes.length,
        'v8.serialize': cost(() => serialize(value), 10_000),
        'v8.deserialize': cost(() => deserialize(theirs), 10_000),
        structuredClone: cost(() => structuredClone(value), 10_000),
      }
    }
  }
  console.table(rows)

  const ring = new Uint8Array(new SharedArrayBuffer(4096))
  const view = new DataView(ring.buffer)
  const writer = new EnvelopeWriter()
  const reader = new EnvelopeReader()
  const write = () => {
    sink.aim(ring, view, 0, ring.length)
    writer.open(sink, Lane.user, Kind.tell, 1, 2, 5, 0, 'add')
    codec.encode(1, 'add', sink)
    return writer.close(sink)
  }
  reader.read(ring, 0, write())
  const length = write()
  const read = () => {
    reader.read(ring, 0, length)
    return codec.decode(ring, reader.payloadStart, reader.payloadEnd)
  }
  console.table({
    "a frame { name: 'add', payload: 1 }": { write: cost(write), read: cost(read), bytes: length },
  })
}

main()
