import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import test from 'ava'
import {
  type Dtype,
  loadNpy,
  loadNpz,
  NumpyError,
  nn,
  openNpz,
  saveNpy,
  saveNpz,
  type Tensor,
  tensor,
  zeros,
} from '../../src/tensor/index.js'
import { numpyFiles } from './support/numpy-files.js'

const folder = mkdtempSync(join(tmpdir(), 'numpy-'))
test.after.always(() => rmSync(folder, { recursive: true, force: true }))
let files = 0
const fresh = (bytes?: Uint8Array) => {
  const path = join(folder, `${files++}`)
  if (bytes !== undefined) writeFileSync(path, bytes)
  return path
}
const file = (name: string) => fresh(numpyFiles.get(name)!)

const signed = [
  [-1, 0, 1],
  [2, 3, 4],
]
const unsigned = [
  [0, 1, 2],
  [3, 4, 5],
]
const read: [string, Dtype, unknown][] = [
  ['f2', 'float16', signed],
  ['f4', 'float32', signed],
  ['f8', 'float64', signed],
  ['i1', 'int32', signed],
  ['i2', 'int32', signed],
  ['i4', 'int32', signed],
  ['i8', 'int64', signed],
  ['u1', 'uint8', unsigned],
  ['u2', 'int32', unsigned],
  ['u4', 'int64', unsigned],
  ['u8', 'int64', unsigned],
  ['b1', 'bool', unsigned.map((row) => row.map(Boolean))],
  ['big endian', 'int32', signed],
  ['big endian, fortran order', 'float64', unsigned],
  ['version 2', 'float32', unsigned],
  ['version 3', 'float32', unsigned],
  ['scalar', 'float32', 7],
  ['vector', 'float32', [1.5]],
  ['empty', 'float32', []],
]
for (const [name, dtype, values] of read) {
  test(`an array that numpy wrote is read: ${name}`, (t) => {
    const array = loadNpy(file(name))
    t.is(array.dtype, dtype)
    t.deepEqual(array.toArray(), values as never)
  })
}

test('an array in Fortran order of three dimensions comes out in row-major order', (t) => {
  const array = loadNpy(file('fortran order'))
  t.deepEqual(array.shape, [2, 3, 4])
  t.deepEqual(
    [...array.toTypedArray()],
    Array.from({ length: 24 }, (_, k) => k),
  )
})

const refused: [string, RegExp][] = [
  ['objects', /Python objects \(a pickle\)/],
  ['complex', /'<c8', which no dtype holds/],
  ['structured', /which no dtype holds/],
  ['text', /'<U2', which no dtype holds/],
  ['beyond int64', /9223372036854775808, which int64 does not/],
]
for (const [name, message] of refused) {
  test(`an array that no tensor can hold is refused: ${name}`, (t) => {
    t.throws(() => loadNpy(file(name)), { instanceOf: NumpyError, code: 'ERR_NUMPY', message })
  })
}

const every: Record<string, Tensor> = {
  f32: tensor([
    [1.5, Number.NaN],
    [-Infinity, 0],
  ]),
  f64: tensor([0.1], { dtype: 'float64' }),
  f16: tensor([0.5], { dtype: 'float16' }),
  i64: tensor([-(2n ** 62n)]),
  i32: tensor([-5], { dtype: 'int32' }),
  u8: tensor([255], { dtype: 'uint8' }),
  bool: tensor([true, false]),
  scalar: tensor(3),
  empty: zeros([0, 4]),
  'a/b.\u00e4': tensor([1]),
  transposed: tensor([
    [1, 2],
    [3, 4],
  ]).t(),
}

test('tensors of every dtype that numpy has come back as they were saved', (t) => {
  for (const each of Object.values(every)) {
    const path = fresh()
    saveNpy(path, each)
    const back = loadNpy(path)
    t.is(back.dtype, each.dtype)
    t.deepEqual(back.shape, each.shape)
    t.deepEqual(back.toTypedArray(), each.toTypedArray())
  }
})

for (const compressed of [false, true]) {
  test(`an archive comes back as it was saved, ${compressed ? 'deflated' : 'stored'}`, (t) => {
    const path = fresh()
    saveNpz(path, every, { compressed })
    const loaded = loadNpz(path)
    t.deepEqual([...loaded.keys()], Object.keys(every))
    for (const [name, each] of Object.entries(every)) {
      t.is(loaded.get(name)!.dtype, each.dtype)
      t.deepEqual(loaded.get(name)!.shape, each.shape)
      t.deepEqual(loaded.get(name)!.toTypedArray(), each.toTypedArray())
    }
  })
}

for (const name of ['npz', 'npz, deflated']) {
  test(`an archive that numpy wrote is read: ${name}`, (t) => {
    const opened = openNpz(file(name))
    t.deepEqual(opened.names, ['w', 'fc.bias'])
    t.deepEqual(opened.entries.get('w'), { dtype: 'float32', shape: [2, 3] })
    t.deepEqual(opened.tensor('w').toArray(), unsigned)
    t.deepEqual(opened.tensor('fc.bias').toArray(), [1, 2])
    t.throws(() => opened.tensor('absent'), { code: 'ERR_NUMPY', message: /no array 'absent'/ })
    opened.dispose()
    opened.dispose()
  })
}

test('a module is saved by its names', (t) => {
  const path = fresh()
  saveNpz(path, nn.linear(2, 2))
  t.deepEqual(openNpz(path).names, ['weight', 'bias'])
})

test('bfloat16 is refused before anything is written, because numpy has none', (t) => {
  const path = fresh()
  const narrow = tensor([1], { dtype: 'bfloat16' })
  t.throws(() => saveNpy(path, narrow), { code: 'ERR_NUMPY', message: /numpy has no bfloat16/ })
  t.throws(() => saveNpz(path, { narrow }), { code: 'ERR_NUMPY' })
  t.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith('.partial')),
    [],
  )
})

test('a file that was cut off at any byte is refused', (t) => {
  for (const name of ['f4', 'npz', 'npz, deflated']) {
    const path = file(name)
    for (let length = readFileSync(path).length - 1; length >= 0; length--) {
      truncateSync(path, length)
      const load = name === 'f4' ? loadNpy : loadNpz
      t.throws(() => load(path), { instanceOf: NumpyError })
    }
  }
})

/** An array file with another literal, and other elements. */
function npy(literal: string, elements = 8): Buffer {
  const head = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, 0, 0])
  head.writeUInt16LE(literal.length, 8)
  return Buffer.concat([head, Buffer.from(literal), Buffer.alloc(elements)])
}
const literal = (shape: string, more = '') =>
  `{'descr': '<f4', 'fortran_order': False, 'shape': ${shape}${more}}`

test('the fields of the literal may come in any order, without spaces, and with numbers of Python 2', (t) => {
  const text = `{"shape":(2L,),'fortran_order':True,'descr':'<f4'}`
  t.deepEqual(loadNpy(fresh(npy(text))).shape, [2])
})

const broken: [string, Buffer, RegExp][] = [
  ['no magic', Buffer.from('hello world, hello'), /does not begin like/],
  ['an unknown version', Buffer.from([0x93, ...Buffer.from('NUMPY'), 9, 0, 0, 0]), /version 9\.0/],
  ['a header beyond the file', npy(literal('(2,)')).subarray(0, 20), /claims \d+ bytes, but only 10/],
  [
    'a header of 4 GB',
    Buffer.from([0x93, ...Buffer.from('NUMPY'), 2, 0, 255, 255, 255, 255]),
    /at most 10000/,
  ],
  ['no literal', npy('import os'), /not the one literal/],
  ['a call in place of a shape', npy(literal('exit()')), /not the one literal/],
  ['a fourth field', npy(literal('(2,)', ", 'more': True")), /not the one literal/],
  ['two literals', npy(`${literal('(2,)')}${literal('(2,)')}`), /not the one literal/],
  ['a negative size', npy(literal('(-2,)')), /no tuple of sizes/],
  [
    'sizes that overflow',
    npy(literal('(9007199254740991, 9007199254740991)')),
    /needs .* bytes, but 8 follow/,
  ],
  ['a size beyond 2^53', npy(literal('(99999999999999999999,)')), /beyond every array/],
  ['too few elements', npy(literal('(3,)')), /needs 12 bytes, but 8 follow/],
  ['bytes behind the elements', npy(literal('(1,)')), /needs 4 bytes, but 8 follow/],
]
for (const [name, bytes, message] of broken) {
  test(`${name} is refused with a reason and the file's name`, (t) => {
    const path = fresh(bytes)
    const error = t.throws(() => loadNpy(path), { instanceOf: NumpyError, message })
    t.true(error.message.startsWith(path))
  })
}

/** An archive of one member, whose directory may lie. */
function zip(
  data: Buffer,
  lie: {
    size?: number
    packed?: number
    method?: number
    flags?: number
    name?: string
    crc?: number
    twice?: boolean
  } = {},
): Buffer {
  const { method = 0, name = 'a.npy', flags = 0, twice = false } = lie
  const packed = method === 8 ? deflateRawSync(data) : data
  const common = (head: number, from: number) => {
    const bytes = Buffer.alloc(head + from)
    bytes.writeUInt16LE(flags, from + 2)
    bytes.writeUInt16LE(method, from + 4)
    bytes.writeUInt32LE(lie.crc ?? crc32(data), from + 10)
    bytes.writeUInt32LE(lie.packed ?? packed.length, from + 14)
    bytes.writeUInt32LE(lie.size ?? data.length, from + 18)
    bytes.writeUInt16LE(name.length, from + 22)
    return bytes
  }
  const local = common(26, 4)
  local.writeUInt32LE(0x04034b50)
  const central = common(40, 6)
  central.writeUInt32LE(0x02014b50)
  const record = Buffer.concat([central, Buffer.from(name)])
  const records = twice ? [record, record] : [record]
  const front = Buffer.concat([local, Buffer.from(name), packed])
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(records.length, 10)
  end.writeUInt32LE(records.length * record.length, 12)
  end.writeUInt32LE(front.length, 16)
  return Buffer.concat([front, ...records, end])
}
const good = npy(literal('(2,)'))

test('the archives below are good but for what is wrong with them', (t) => {
  t.deepEqual(
    loadNpz(fresh(zip(good)))
      .get('a')!
      .toArray(),
    [0, 0],
  )
  t.deepEqual(
    loadNpz(fresh(zip(good, { method: 8 })))
      .get('a')!
      .toArray(),
    [0, 0],
  )
})

const lying: [string, Buffer, RegExp][] = [
  [
    'a member larger than its bytes',
    zip(good, { size: 2 ** 30 }),
    /claims 1073741824 bytes, which its \d+ cannot hold/,
  ],
  ['a deflated member beyond what DEFLATE can', zip(good, { method: 8, size: 2 ** 31 }), /cannot hold/],
  [
    'a deflated member that holds more than it claims',
    zip(good, { method: 8, size: 20 }),
    /more than the 20 bytes/,
  ],
  [
    'a deflated member that holds less than it claims',
    zip(good, { method: 8, size: 200 }),
    /claims 200 bytes and holds/,
  ],
  ['a member beyond the file', zip(good, { packed: 10_000, size: 10_000 }), /lies outside the file/],
  ['an encrypted member', zip(good, { flags: 1 }), /encrypted/],
  ['an unknown method', zip(good, { method: 12 }), /method 12/],
  ['a wrong CRC-32', zip(good, { crc: 1 }), /another/],
  ['one name twice', zip(good, { twice: true }), /twice/],
  ['a member that is no array', zip(good, { name: 'notes.txt' }), /'notes.txt', which is no array/],
  [
    "PyTorch's own format",
    zip(good, { name: 'archive/data.pkl' }),
    /a pickle, which could run any code.*numpy\.savez/,
  ],
  ['no archive', Buffer.from('PK, but nothing else'), /no end of a ZIP archive/],
]
for (const [name, bytes, message] of lying) {
  test(`an archive with ${name} is refused`, (t) => {
    t.throws(() => loadNpz(fresh(bytes)), { instanceOf: NumpyError, message })
  })
}
