import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import test from 'ava'
import * as flatbuffers from 'flatbuffers'
import { PACKAGE_ROOT } from '../../../src/native/index.js'
import { ByteSink } from '../../../src/transport/codec/sink.js'
import { InvalidFrameError } from '../../../src/transport/wire/errors.js'
import { Kind, Lane, maxNames } from '../../../src/transport/wire/layout.js'
import { EnvelopeReader } from '../../../src/transport/wire/reader.js'
import { EnvelopeWriter } from '../../../src/transport/wire/writer.js'
import { Envelope } from './generated/envelope.js'
import { Kind as GeneratedKind } from './generated/kind.js'
import { Lane as GeneratedLane } from './generated/lane.js'

interface Fields {
  lane: Lane
  kind: Kind
  fromPlace: number
  toPlace: number
  actor: number
  id: number
  parcel: number
  name: string
  fromNode?: string | undefined
  toNode?: string | undefined
  payload: Uint8Array
}

const plain: Fields = {
  lane: Lane.user,
  kind: Kind.tell,
  fromPlace: 1,
  toPlace: 2,
  actor: 5,
  id: 0,
  parcel: 0,
  name: 'add',
  payload: Uint8Array.of(0x10, 1),
}

const various: Fields[] = [
  plain,
  { ...plain, name: '' },
  { ...plain, name: 'żółw 漢字' },
  {
    ...plain,
    lane: Lane.control,
    kind: Kind.cancel,
    actor: 2 ** 53 - 1,
    id: 2 ** 53 - 1,
    parcel: 2 ** 32 - 1,
  },
  { ...plain, fromPlace: 2 ** 32 - 1, toPlace: 2 ** 31, fromNode: 'one', toNode: 'another-node' },
  { ...plain, kind: Kind.reply, name: '', toNode: 'n', payload: new Uint8Array(1001).fill(9) },
  { ...plain, payload: new Uint8Array(0), parcel: 3 },
]

function write(writer: EnvelopeWriter, fields: Fields, sink = new ByteSink(32)): Uint8Array {
  sink.reset()
  const { lane, kind, fromPlace, toPlace, actor, id, name, fromNode, toNode } = fields
  writer.open(sink, lane, kind, fromPlace, toPlace, actor, id, name, fromNode, toNode)
  sink.append(fields.payload)
  const length = writer.close(sink, fields.parcel)
  return sink.bytes.slice(0, length)
}

function read(reader: EnvelopeReader, frame: Uint8Array): Fields {
  reader.read(frame, 0, frame.length)
  const { lane, kind, fromPlace, toPlace, actor, id, parcel, name, fromNode, toNode } = reader
  const payload = frame.slice(reader.payloadStart, reader.payloadEnd)
  return { lane, kind, fromPlace, toPlace, actor, id, parcel, name, fromNode, toNode, payload }
}

const complete = (fields: Fields) => ({ fromNode: undefined, toNode: undefined, ...fields })

/** The same envelope by FlatBuffers' own builder, which leaves out defaults and writes from the end to the start. */
function built(fields: Fields, nameId: number): Uint8Array {
  const builder = new flatbuffers.Builder(16)
  const [name, fromNode, toNode] = [fields.name || undefined, fields.fromNode, fields.toNode].map((text) =>
    text === undefined ? 0 : builder.createString(text),
  )
  builder.startVector(1, fields.payload.length, 8)
  for (let i = fields.payload.length - 1; i >= 0; i--) builder.addInt8(fields.payload[i]!)
  const payload = builder.endVector()
  const { lane, kind, fromPlace, toPlace, parcel } = fields
  const [actor, id] = [BigInt(fields.actor), BigInt(fields.id)]
  builder.finish(
    Envelope.createEnvelope(
      builder,
      lane,
      kind,
      nameId,
      fromPlace,
      toPlace,
      parcel,
      actor,
      id,
      payload,
      name!,
      fromNode!,
      toNode!,
    ),
  )
  return builder.asUint8Array().slice()
}

test('generated code reads what the writer wrote', (t) => {
  for (const fields of various) {
    const frame = write(new EnvelopeWriter(), fields)
    const envelope = Envelope.getRootAsEnvelope(new flatbuffers.ByteBuffer(frame))
    t.is(frame.length % 8, 0)
    t.deepEqual(
      {
        lane: envelope.lane() as Lane,
        kind: envelope.kind() as Kind,
        fromPlace: envelope.fromPlace(),
        toPlace: envelope.toPlace(),
        actor: Number(envelope.actor()),
        id: Number(envelope.id()),
        parcel: envelope.parcel(),
        name: envelope.name() ?? '',
        fromNode: envelope.fromNode() ?? undefined,
        toNode: envelope.toNode() ?? undefined,
        payload: envelope.payloadArray()!.slice(),
      },
      complete(fields),
    )
    t.is(envelope.payloadArray()!.byteOffset % 8, 0)
  }
})

test('the reader reads what generated code wrote', (t) => {
  for (const fields of various)
    t.deepEqual(read(new EnvelopeReader(), built(fields, fields.name === '' ? 0 : 1)), complete(fields))
})

test('lanes and kinds have the numbers of the schema', (t) => {
  const numbers = (names: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(names).filter(([, value]) => typeof value === 'number'))
  t.deepEqual({ ...Kind } as Record<string, unknown>, numbers(GeneratedKind))
  t.deepEqual({ ...Lane } as Record<string, unknown>, numbers(GeneratedLane))
})

const flatc = (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'flatc')))
const whereFlatcIs = flatc ? test : test.skip

whereFlatcIs('the generated code is what flatc makes of the schema', async (t) => {
  const tool = pathToFileURL(join(PACKAGE_ROOT, 'tools/generate-frames.mjs')).href
  const made: Map<string, string> = (await import(tool)).generateFrames()
  const folder = join(PACKAGE_ROOT, 'test/transport/wire/generated')
  const committed = readdirSync(folder).map(
    (name) => [name, readFileSync(join(folder, name), 'utf8')] as const,
  )
  t.deepEqual(new Map(committed), made)
})

test('a name travels as text once, and as a number after that', (t) => {
  const writer = new EnvelopeWriter()
  const reader = new EnvelopeReader()
  const first = write(writer, plain)
  const second = write(writer, plain)
  t.true(second.length < first.length)
  t.is(second.length, 88)
  for (const frame of [first, second, write(writer, { ...plain, name: 'get' }), write(writer, plain)])
    t.true(['add', 'get'].includes(read(reader, frame).name))
  t.throws(() => read(new EnvelopeReader(), second), { instanceOf: InvalidFrameError })
})

test('a name whose frame was taken back is defined again', (t) => {
  const writer = new EnvelopeWriter()
  const reader = new EnvelopeReader()
  read(reader, write(writer, plain))
  write(writer, { ...plain, name: 'lost' })
  writer.takeBack()
  t.is(read(reader, write(writer, { ...plain, name: 'other' })).name, 'other')
  t.is(read(reader, write(writer, { ...plain, name: 'lost' })).name, 'lost')
  t.is(read(reader, write(writer, { ...plain, name: 'other' })).name, 'other')
  // A frame that defined nothing takes nothing back.
  write(writer, plain)
  writer.takeBack()
  t.is(read(reader, write(writer, plain)).name, 'add')
})

test('names beyond the last number travel as text', (t) => {
  const writer = new EnvelopeWriter()
  const reader = new EnvelopeReader()
  const sink = new ByteSink(256)
  for (let round = 0; round < 2; round++)
    for (let i = 0; i < maxNames + 10; i++) {
      const frame = write(writer, { ...plain, name: `name-${i}` }, sink)
      if (read(reader, frame).name !== `name-${i}`) t.fail(`name-${i}`)
    }
  t.pass()
})

test('a name that is too long is refused at both ends', (t) => {
  const writer = new EnvelopeWriter()
  const name = 'x'.repeat(1025)
  t.throws(() => write(writer, { ...plain, name }), { instanceOf: RangeError })
  t.throws(() => read(new EnvelopeReader(), built({ ...plain, name }, 1)), { message: /too long/ })
  t.is(read(new EnvelopeReader(), write(writer, plain)).name, 'add')
})

test('a frame cut at any byte is refused or loses nothing but its padding', (t) => {
  for (const fields of various) {
    const frame = write(new EnvelopeWriter(), fields)
    for (let end = 0; end < frame.length; end++) {
      try {
        t.deepEqual(read(new EnvelopeReader(), frame.slice(0, end)), complete(fields))
        t.true(frame.length - end < 8)
      } catch (error) {
        t.true(error instanceof InvalidFrameError)
      }
    }
  }
})

const damaged = (change: (view: DataView) => void): Uint8Array => {
  const frame = write(new EnvelopeWriter(), { ...plain, fromNode: 'node' })
  change(new DataView(frame.buffer))
  return frame
}

for (const [title, reason, change] of [
  ['an unknown lane', /unknown lane/, (view) => view.setUint8(36, 2)],
  ['an unknown kind', /unknown kind/, (view) => view.setUint8(37, 7)],
  ['an actor beyond 2^53', /2\^53/, (view) => view.setUint32(44, 2 ** 21, true)],
  ['an ask beyond 2^53', /2\^53/, (view) => view.setUint32(52, 2 ** 32 - 1, true)],
  ['a root beyond its end', /\broot\b/, (view) => view.setUint32(0, 2 ** 32 - 4, true)],
  ['a root between words', /\broot\b/, (view) => view.setUint32(0, 33, true)],
  ['a vtable before its start', /vtable/, (view) => view.setInt32(32, 36, true)],
  ['a vtable behind its end', /vtable/, (view) => view.setInt32(32, -(2 ** 31), true)],
  ['a vtable of odd size', /vtable/, (view) => view.setUint16(4, 27, true)],
  ['a table longer than it', /table/, (view) => view.setUint16(6, 0xffff, true)],
  ['a field beyond its table', /field/, (view) => view.setUint16(20, 0xfff8, true)],
  ['a field that is not aligned', /aligned/, (view) => view.setUint16(20, 12, true)],
  ['a name that leads to itself', /offset/, (view) => view.setUint32(72, 0, true)],
  ['a name beyond its end', /offset/, (view) => view.setUint32(72, 2 ** 31, true)],
  ['a name longer than it', /too long|longer/, (view) => view.setUint32(88, 1000, true)],
  ['a name that is not UTF-8', /UTF-8/, (view) => view.setUint8(92, 0xff)],
  ['a name out of order', /order/, (view) => view.setUint16(38, 9, true)],
  ['a payload beyond its end', /payload|offset/, (view) => view.setUint32(68, 2 ** 31, true)],
  [
    'a payload that is not aligned',
    /aligned/,
    (view) => view.setUint32(68, view.getUint32(68, true) - 4, true),
  ],
] as [string, RegExp, (view: DataView) => void][]) {
  test(`a frame with ${title} is refused`, (t) => {
    t.throws(() => read(new EnvelopeReader(), damaged(change)), {
      instanceOf: InvalidFrameError,
      message: reason,
    })
  })
}
