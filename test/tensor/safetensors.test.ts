import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { load, loadWeights, nn, save, tensor } from '../../src/tensor/index.js'
import {
  readHeader,
  readSafetensors,
  SafetensorsDtypeError,
  SafetensorsError,
  writeSafetensors,
} from '../../src/tensor/safetensors/index.js'

const folder = mkdtempSync(join(tmpdir(), 'safetensors-'))
test.after.always(() => rmSync(folder, { recursive: true, force: true }))
let files = 0
const fresh = () => join(folder, `${files++}.safetensors`)

/** A file from a header (text) and data. */
function file(
  header: string,
  data: Uint8Array = new Uint8Array(),
  length = BigInt(Buffer.byteLength(header)),
): Buffer {
  const prefix = Buffer.alloc(8)
  prefix.writeBigUInt64LE(length)
  return Buffer.concat([prefix, Buffer.from(header), data])
}

const entry = (fields: object = {}) => ({ dtype: 'F32', shape: [2], data_offsets: [0, 8], ...fields })
const eight = new Uint8Array(8)

test('tensors of every dtype come back as they were saved, with the metadata', (t) => {
  const path = fresh()
  const state = {
    f32: tensor([
      [1.5, -2],
      [Number.NaN, Infinity],
    ]),
    f64: tensor([0.1], { dtype: 'float64' }),
    i64: tensor([2n ** 62n]),
    i32: tensor([-5], { dtype: 'int32' }),
    u8: tensor([255], { dtype: 'uint8' }),
    bool: tensor([true, false]),
    f16: tensor([0.5], { dtype: 'float16' }),
    bf16: tensor([2], { dtype: 'bfloat16' }),
    scalar: tensor(3),
    empty: tensor([]),
    'a "name" with \u00e4': tensor([1]),
  }
  save(path, state, { metadata: { note: 'hello' } })
  const loaded = load(path)
  t.deepEqual([...loaded.keys()], Object.keys(state))
  for (const [name, each] of Object.entries(state)) {
    const back = loaded.get(name)!
    t.is(back.dtype, each.dtype)
    t.deepEqual(back.shape, each.shape)
    t.deepEqual(back.toTypedArray(), each.toTypedArray())
  }
  t.deepEqual(readHeader(path).metadata, { note: 'hello' })
  t.is(readHeader(path).dataStart % 8, 0)
})

test('a module is saved and loaded by names', (t) => {
  const path = fresh()
  const model = nn.sequential(nn.linear(2, 2), nn.batchNorm1d(2))
  save(path, model)
  const other = nn.sequential(nn.linear(2, 2), nn.batchNorm1d(2))
  loadWeights(other, path)
  t.deepEqual(other.parameters()[0]!.toArray(), model.parameters()[0]!.toArray())
  t.throws(() => loadWeights(nn.linear(2, 2), path), { code: 'ERR_WEIGHTS_MISMATCH' })
})

test('writing leaves no partial file behind, whether it succeeds or not', (t) => {
  const path = fresh()
  save(path, { a: tensor([1]) })
  t.throws(() => save(join(folder, 'absent', 'x'), { a: tensor([1]) }), { code: 'ERR_FILE_ACCESS' })
  t.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith('.partial')),
    [],
  )
})

test("a missing file is a typed error with the system's cause", (t) => {
  const error = t.throws(() => load(join(folder, 'absent')), { code: 'ERR_FILE_ACCESS' })
  t.is(((error as Error).cause as NodeJS.ErrnoException).code, 'ENOENT')
})

const broken: [string, Buffer, RegExp][] = [
  ['an empty file', Buffer.alloc(0), /0 bytes, fewer than the 8/],
  ['half a length', Buffer.alloc(5), /5 bytes/],
  ['a header beyond the file', file('{}', eight, 1000n), /claims 1000 bytes/],
  ['a header of 2^63 bytes', file('{}', eight, 2n ** 63n), /claims/],
  ['no JSON', file('{"a"'), /no JSON/],
  ['bad UTF-8', Buffer.concat([file('', new Uint8Array(), 1n), Buffer.from([0xff])]), /no JSON/],
  ['a list', file('[]'), /no JSON object/],
  ['an unknown dtype', file(JSON.stringify({ a: entry({ dtype: 'F7' }) }), eight), /dtype F7/],
  [
    "an object's own property as dtype",
    file(JSON.stringify({ a: entry({ dtype: 'toString' }) }), eight),
    /dtype toString/,
  ],
  ['a missing field', file('{"a":{"dtype":"F32","shape":[2]}}', eight), /'a': data_offsets/],
  ['a further field', file(JSON.stringify({ a: entry({ more: 1 }) }), eight), /'a'/],
  ['a negative size', file(JSON.stringify({ a: entry({ shape: [-2] }) }), eight), /shape/],
  ['a fraction of a size', file(JSON.stringify({ a: entry({ shape: [0.5] }) }), eight), /shape/],
  [
    'sizes that overflow',
    file(JSON.stringify({ a: entry({ shape: [2 ** 52, 2 ** 52] }) }), eight),
    /needs .* bytes and has 8/,
  ],
  [
    'too few bytes for the shape',
    file(JSON.stringify({ a: entry({ shape: [3] }) }), eight),
    /needs 12 bytes and has 8/,
  ],
  [
    'offsets beyond the data',
    file(JSON.stringify({ a: entry({ data_offsets: [8, 16] }) }), eight),
    /8–16 of 8 bytes/,
  ],
  ['offsets the wrong way round', file(JSON.stringify({ a: entry({ data_offsets: [8, 0] }) }), eight), /8–0/],
  ['overlapping tensors', file(JSON.stringify({ a: entry(), b: entry() }), eight), /overlaps/],
  [
    'a gap',
    file(JSON.stringify({ a: entry({ data_offsets: [4, 12] }) }), new Uint8Array(12)),
    /0–4 of the data belong to no tensor/,
  ],
  ['trailing bytes', file(JSON.stringify({ a: entry() }), new Uint8Array(9)), /1 bytes follow/],
  ['metadata that are no texts', file(JSON.stringify({ __metadata__: { a: 1 } })), /__metadata__/],
]
for (const [name, bytes, reason] of broken) {
  test(`${name} is refused with a reason and the file's name`, (t) => {
    const path = fresh()
    writeFileSync(path, bytes)
    const error = t.throws(() => readSafetensors(path), { instanceOf: SafetensorsError, message: reason })
    t.true(error.message.startsWith(path))
    t.is(error.code, 'ERR_SAFETENSORS')
  })
}

for (const [dtype, closest] of [
  ['I16', 'I32 or I64'],
  ['U32', 'I64'],
  ['F8_E4M3', 'BF16, F16 or F32'],
]) {
  test(`a file with ${dtype} is called valid, and what to convert it to is said`, (t) => {
    const size = { I16: 4, U32: 2, F8_E4M3: 8 }[dtype!]!
    const path = fresh()
    writeFileSync(path, file(JSON.stringify({ a: entry({ dtype, shape: [size] }) }), eight))
    const error = t.throws(() => load(path), { instanceOf: SafetensorsDtypeError })
    t.like(error, { code: 'ERR_SAFETENSORS_DTYPE', tensor: 'a', dtype, closest })
    t.regex(error.message, /which the format allows and troupe has no tensors of/)
    writeFileSync(path, file(JSON.stringify({ a: entry({ dtype, shape: [size + 1] }) }), eight))
    t.throws(() => load(path), { instanceOf: SafetensorsError, message: /needs \d+ bytes and has 8/ })
  })
}

test('a file that was cut off at any byte is refused', (t) => {
  const path = fresh()
  writeSafetensors(
    path,
    new Map([['a', { dtype: 'float32', shape: [4], data: Float32Array.of(1, 2, 3, 4) }]]),
  )
  for (let length = readFileSync(path).length - 1; length >= 0; length--) {
    truncateSync(path, length)
    t.throws(() => readSafetensors(path), { instanceOf: SafetensorsError })
  }
})
