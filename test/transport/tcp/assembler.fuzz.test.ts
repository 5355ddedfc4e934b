import test from 'ava'
import { FrameAssembler } from '../../../src/transport/tcp/assembler.js'
import { FrameError } from '../../../src/transport/tcp/errors.js'
import { type FrameKind, frame, frameKinds, headerBytes } from '../../../src/transport/tcp/frame.js'
import { seed, times } from '../../scale.js'

/** mulberry32: a small generator with a seed that can be printed. */
function randomFrom(start: number): () => number {
  let a = start
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

const below = (random: () => number, n: number) => Math.floor(random() * n)
const maxBody = 4096

function randomFrames(random: () => number): { kind: FrameKind; body: Uint8Array }[] {
  const kinds = Object.values(frameKinds)
  return Array.from({ length: 1 + below(random, 20) }, () => {
    const length = random() < 0.1 ? below(random, maxBody + 1) : below(random, 40)
    const body = Uint8Array.from({ length }, () => below(random, 256))
    return { kind: kinds[below(random, kinds.length)]!, body }
  })
}

function* cuts(random: () => number, stream: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < stream.length; ) {
    const length = random() < 0.5 ? 1 + below(random, 9) : 1 + below(random, 500)
    yield stream.subarray(at, at + length)
    at += length
  }
}

test('frames arrive whole and in order, however the stream is cut', (t) => {
  const start = seed(4711)
  const random = randomFrom(start)
  for (let round = 0; round < times(2000, 200_000); round++) {
    const sent = randomFrames(random)
    const got: { kind: FrameKind; body: Uint8Array }[] = []
    const assembler = new FrameAssembler(maxBody, (kind, body) => got.push({ kind, body }))
    const stream = Buffer.concat(sent.map(({ kind, body }) => frame(kind, body)))
    for (const chunk of cuts(random, stream)) assembler.push(chunk)
    if (Buffer.compare(Buffer.concat(got.map((f) => f.body)), Buffer.concat(sent.map((f) => f.body))) !== 0) {
      t.fail(`bodies differ, TROUPE_SEED=${start}`)
      return
    }
    t.is(got.map((f) => f.kind).join(), sent.map((f) => f.kind).join())
    t.is(assembler.waiting, 0)
  }
})

test('a mutated stream ends in a named error or in frames within the bounds, and memory follows what arrived', (t) => {
  const start = seed(815)
  const random = randomFrom(start)
  let refused = 0
  for (let round = 0; round < times(5000, 500_000); round++) {
    const stream = Buffer.concat(randomFrames(random).map(({ kind, body }) => frame(kind, body)))
    for (let i = below(random, 6); i >= 0; i--) stream[below(random, stream.length)] = below(random, 256)
    let arrived = 0
    const assembler = new FrameAssembler(maxBody, (kind, body) => {
      if (kind < 1 || kind > 7 || body.length > maxBody) t.fail(`out of bounds, TROUPE_SEED=${start}`)
    })
    try {
      for (const chunk of cuts(random, stream)) {
        arrived += chunk.length
        assembler.push(chunk)
        if (assembler.allocated > 2 * arrived + 256) t.fail(`too much memory, TROUPE_SEED=${start}`)
      }
    } catch (error) {
      if (!(error instanceof FrameError)) throw error
      refused++
    }
  }
  t.true(refused > 0)
})

test('a header that announces more than is allowed is refused before its body comes', (t) => {
  const assembler = new FrameAssembler(100, () => t.fail())
  const header = frame(frameKinds.envelope).slice(0, headerBytes)
  new DataView(header.buffer).setUint32(4, 0xffffffff, true)
  const error = t.throws(() => assembler.push(header), { instanceOf: FrameError })
  t.is(error?.fields.reason, 'length')
})

test('a long frame that comes in small pieces costs memory only for what has come', (t) => {
  const whole = 16 * 1024 * 1024
  let got = 0
  const assembler = new FrameAssembler(whole, (_, body) => {
    got = body.length
  })
  const stream = frame(frameKinds.envelope, new Uint8Array(whole))
  assembler.push(stream.subarray(0, 100))
  t.true(assembler.allocated < 1000)
  for (let at = 100; at < stream.length; at += 1000) {
    assembler.push(stream.subarray(at, at + 1000))
    t.true(assembler.allocated <= 2 * (at + 1000))
  }
  t.is(got, whole)
})

test('after stop nothing is delivered, not even from the same chunk', (t) => {
  let got = 0
  const assembler: FrameAssembler = new FrameAssembler(100, () => {
    got++
    assembler.stop()
  })
  assembler.push(Buffer.concat([frame(frameKinds.beat), frame(frameKinds.beat)]))
  assembler.push(frame(frameKinds.beat))
  t.is(got, 1)
})
