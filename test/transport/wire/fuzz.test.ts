import { spawnSync } from 'node:child_process'
import test from 'ava'
import { InvalidPayloadError } from '../../../src/transport/codec/errors.js'
import { InvalidFrameError } from '../../../src/transport/wire/errors.js'
import { EnvelopeReader } from '../../../src/transport/wire/reader.js'
import { frameVerifier } from '../../../src/transport/wire/verify.js'
import { compile, patienceMs } from '../../cpp/compile.js'
import { seed, times } from '../../scale.js'
import { mutate, Random } from './mutations.js'
import { codec, FakeRef, frameOf, samples } from './samples.js'

const frames = times(200_000, 10_000_000)
const start = seed(1)
const batch = 20_000

/** What only the receiver in JavaScript can judge: C++ lets these pass. */
const judgedInJavaScript = [
  'a name that was never defined',
  'a name out of order',
  'not a regular expression',
  'not an error',
  'nothing was handed over',
  'a reference to nothing',
  'a view beyond its buffer',
  'not a buffer',
  'an unknown kind of view',
  'a ref that means nothing here',
]

const payloads = codec()
const encoded = samples.map((sample) => payloads.pack(sample, 'sample').bytes)
const valid = encoded.map(frameOf)

/** A damaged frame; every other one has its envelope whole, so that the damage reaches the payload's decoder. */
function damaged(random: Random, index: number): Uint8Array {
  const which = random.below(valid.length)
  const other = random.below(valid.length)
  if (index % 2 === 0) return mutate(random, valid[which]!, valid[other]!)
  return frameOf(mutate(random, encoded[which]!, encoded[other]!), which)
}

/** The same answers as test/cpp/frames.cc gives, and the reason when there is one. */
function judge(frame: Uint8Array): { verdict: '0' | '1' | '2'; reason?: string; value?: unknown } {
  const reader = new EnvelopeReader()
  try {
    reader.read(frame, 0, frame.length)
  } catch (error) {
    if (!(error instanceof InvalidFrameError)) throw error
    return { verdict: '1', reason: error.fields.reason as string }
  }
  if (reader.payloadStart === reader.payloadEnd) return { verdict: '0' }
  try {
    return { verdict: '0', value: payloads.decode(frame, reader.payloadStart, reader.payloadEnd) }
  } catch (error) {
    if (!(error instanceof InvalidPayloadError)) throw error
    return { verdict: '2', reason: error.fields.reason as string }
  }
}

/** Only what plain data may be made of; not into refs, which a place makes by itself. */
function foreign(value: unknown, seen = new Set<unknown>()): boolean {
  if (typeof value === 'function' || typeof value === 'symbol') return true
  if (typeof value !== 'object' || value === null || value instanceof FakeRef || seen.has(value)) return false
  seen.add(value)
  if (Object.getPrototypeOf(value) !== Object.prototype && !Array.isArray(value)) return false
  return Object.values(value).some((inner) => foreign(inner, seen))
}

function native(program: string, batchOfFrames: readonly Uint8Array[]): string {
  const size = batchOfFrames.reduce((sum, frame) => sum + 4 + frame.length, 0)
  const input = Buffer.allocUnsafe(size)
  let at = 0
  for (const frame of batchOfFrames) {
    at = input.writeUInt32LE(frame.length, at)
    input.set(frame, at)
    at += frame.length
  }
  const run = spawnSync(program, { input, maxBuffer: 2 ** 24, timeout: patienceMs })
  if (run.status !== 0) throw new Error(`the verifier ended with ${run.signal ?? run.status}: ${run.stderr}`)
  return run.stdout.toString()
}

const program = () =>
  compile(
    'frames',
    ['test/cpp/frames.cc', 'cpp/core/frame.cc', 'cpp/core/frame_payload.cc'],
    ['-O1', '-g', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'],
  )

test.serial('every valid frame is valid for TypeScript and for C++', (t) => {
  t.timeout(2 * patienceMs)
  t.deepEqual(
    valid.map((frame) => judge(frame).verdict),
    valid.map(() => '0'),
  )
  t.is(native(program(), valid), '0'.repeat(valid.length))
})

test.serial('core.node refuses damaged frames and passes valid ones', (t) => {
  const verify = frameVerifier()
  for (const frame of valid) t.is(verify(frame), undefined)
  const cut = valid.map((frame) => frame.subarray(0, 40))
  for (const frame of cut) t.true(verify(frame) instanceof InvalidFrameError)
  const broken = encoded.map((payload, i) =>
    frameOf(
      payload.map((byte, at) => (at === 0 ? 0x20 : byte)),
      i,
    ),
  )
  for (const frame of broken) t.regex(verify(frame)!.message, /unknown version/)
})

test.serial('damaged frames meet typed errors, the same in TypeScript and C++, and little memory', (t) => {
  t.timeout(2 * patienceMs)
  const verifier = program()
  const random = new Random(start)
  // Stacks would take most of the time.
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  const before = process.resourceUsage().maxRSS
  const counts = { '0': 0, '1': 0, '2': 0 }
  for (let done = 0; done < frames; done += batch) {
    const made: Uint8Array[] = []
    for (let i = 0; i < Math.min(batch, frames - done); i++) made.push(damaged(random, i))
    const answers = native(verifier, made)
    for (const [i, frame] of made.entries()) {
      const { verdict, reason, value } = judge(frame)
      counts[verdict]++
      const agrees = answers[i] === verdict || judgedInJavaScript.includes(reason ?? '')
      if (agrees && !(verdict === '0' && foreign(value))) continue
      t.fail(
        `TROUPE_SEED=${start}, frame ${done + i}: C++ ${answers[i]}, TypeScript ${verdict} (${reason}): ${hex(frame)}`,
      )
      return
    }
  }
  Error.stackTraceLimit = stackTraceLimit
  const grown = process.resourceUsage().maxRSS - before
  t.true(grown < 256 * 1024, `${grown} KB more at the peak`)
  t.is(Object.getPrototypeOf({}), Object.prototype)
  t.is(({} as Record<string, unknown>).polluted, undefined)
  // Damage that never gets through, or always, would test one half of the decoder only.
  for (const count of Object.values(counts)) t.true(count > frames / 50, JSON.stringify(counts))
  t.log(
    `${frames} frames, TROUPE_SEED=${start}: ${counts['0']} valid, ${counts['1']} refused, ${counts['2']} payloads refused`,
  )
})

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
