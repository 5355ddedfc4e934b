import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import test from 'ava'
import { DatasetError, DatasetFileError, DatasetNotFoundError, datasets } from '../../src/data/index.js'
import { readIdx } from '../../src/data/readers/idx.js'
import fc from '../properties.js'

const dir = await mkdtemp(join(tmpdir(), 'troupe-idx-'))
test.after.always(() => rm(dir, { recursive: true }))

let files = 0
async function file(bytes: Uint8Array): Promise<string> {
  const path = join(dir, `f${files++}`)
  await writeFile(path, bytes)
  return path
}

function idxBytes(shape: readonly number[], body: Uint8Array, type = 8): Buffer {
  const header = Buffer.alloc(4 + 4 * shape.length)
  header.set([0, 0, type, shape.length])
  for (const [i, size] of shape.entries()) header.writeUInt32BE(size, 4 + 4 * i)
  return Buffer.concat([header, body])
}

const body = Uint8Array.from({ length: 2 * 3 * 4 }, (_, i) => i * 7)
const whole = idxBytes([2, 3, 4], body)

test('a plain and a gzipped file give the same bytes in shared memory', async (t) => {
  for (const bytes of [whole, gzipSync(whole)]) {
    const read = await readIdx(await file(bytes))
    t.deepEqual([...read.data], [...body])
    t.deepEqual(read.shape, [2, 3, 4])
    t.true(read.data.buffer instanceof SharedArrayBuffer)
  }
})

test('the other element types are read big-endian', async (t) => {
  const bytes = Buffer.alloc(16)
  bytes.writeInt32BE(-5, 0)
  bytes.writeFloatBE(1.5, 4)
  bytes.writeDoubleBE(-0.25, 8)
  const read = async (type: number, from: number, to: number) => [
    ...(await readIdx(await file(idxBytes([1], bytes.subarray(from, to), type)))).data,
  ]
  t.deepEqual(await read(12, 0, 4), [-5])
  t.deepEqual(await read(13, 4, 8), [1.5])
  t.deepEqual(await read(14, 8, 16), [-0.25])
  t.deepEqual(await read(9, 3, 4), [-5])
  t.deepEqual(await read(11, 2, 4), [-5])
})

test('a file cut off anywhere is refused by name, plain or gzipped', async (t) => {
  const zipped = gzipSync(whole)
  for (let length = 0; length < whole.length; length++) {
    const path = await file(whole.subarray(0, length))
    const error = await t.throwsAsync(readIdx(path), { instanceOf: DatasetFileError })
    t.true(error.message.includes(path))
  }
  for (let length = 0; length < zipped.length; length++) {
    await t.throwsAsync(readIdx(await file(zipped.subarray(0, length))), { instanceOf: DatasetFileError })
  }
})

test('a file whose header or gzip stream was changed is read as it says or refused, and nothing else', async (t) => {
  const zipped = gzipSync(whole)
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.nat(), fc.integer({ min: 1, max: 255 }), async (gzip, at, flip) => {
      const bytes = Uint8Array.from(gzip ? zipped : whole)
      const place = at % (gzip ? bytes.length : 16)
      bytes[place] = bytes[place]! ^ flip
      try {
        const { shape, data } = await readIdx(await file(bytes))
        return shape.reduce((a, b) => a * b, 1) === data.length
      } catch (error) {
        return error instanceof DatasetFileError
      }
    }),
    { numRuns: 150 },
  )
  t.pass()
})

// Serial: it looks at the process's memory.
test.serial(
  'a header that states more than its file can hold is refused before memory is taken',
  async (t) => {
    for (const shape of [
      [0xffff_ffff, 0xffff_ffff, 0xffff_ffff],
      [1 << 30, 8],
      Array.from({ length: 255 }, () => 0xffff_ffff),
    ]) {
      for (const bytes of [idxBytes(shape, body), gzipSync(idxBytes(shape, body))]) {
        const before = process.memoryUsage().arrayBuffers
        await t.throwsAsync(readIdx(await file(bytes)), {
          instanceOf: DatasetFileError,
          message: /cannot hold that|255 dimensions, and 8 are the most/,
        })
        t.true(process.memoryUsage().arrayBuffers - before < 8 << 20)
      }
    }
  },
)

test('a gzip bomb is not inflated past what its header states', async (t) => {
  // Cut short: had it been inflated to its end, the complaint would be about the gzip stream.
  const bomb = gzipSync(Buffer.concat([whole, Buffer.alloc(64 << 20)])).subarray(0, -100)
  await t.throwsAsync(readIdx(await file(bomb)), {
    instanceOf: DatasetFileError,
    message: /more than the 24 bytes/,
  })
})

test('what is no IDX file, an empty one, a folder or nothing at all is named', async (t) => {
  await t.throwsAsync(readIdx(await file(Buffer.from('hello, world'))), { message: /68656c6c/ })
  await t.throwsAsync(readIdx(await file(idxBytes([0, 28, 28], new Uint8Array()))), { message: /empty/ })
  await t.throwsAsync(readIdx(dir), { instanceOf: DatasetNotFoundError })
  await t.throwsAsync(readIdx(join(dir, 'absent')), { instanceOf: DatasetNotFoundError, message: /--data/ })
})

test('mnist reads the four files of a folder, normalised, labels as int64', async (t) => {
  const folder = await mkdtemp(join(dir, 'mnist-'))
  const images = idxBytes(
    [2, 28, 28],
    Uint8Array.from({ length: 2 * 784 }, (_, i) => i % 256),
  )
  const labels = idxBytes([2], Uint8Array.of(3, 9))
  for (const split of ['train', 't10k']) {
    await writeFile(join(folder, `${split}-images-idx3-ubyte.gz`), gzipSync(images))
    await writeFile(join(folder, `${split}-labels-idx1-ubyte`), labels)
  }
  const { train, test: held } = await datasets.mnist(folder)
  t.is(train.length, 2)
  t.is(held?.length, 2)
  t.deepEqual(train.fields, { x: { dtype: 'float32', shape: [1, 28, 28] }, y: { dtype: 'int64', shape: [] } })
  const { scale, shift } = train.columns.x!
  t.true(Math.abs(255 * scale + shift - (1 - 0.1307) / 0.3081) < 1e-12)
})

test('splits that do not belong together are refused', async (t) => {
  const images = await file(whole)
  const labels = await file(idxBytes([2], Uint8Array.of(1, 2)))
  const more = await file(idxBytes([3], Uint8Array.of(1, 2, 3)))
  const small = await file(idxBytes([2, 2, 2], new Uint8Array(8)))
  await t.throwsAsync(datasets.idx({ images, labels: more }), { message: /3 labels, but .* 2 images/ })
  await t.throwsAsync(datasets.idx({ images: labels, labels }), { message: /no height and width/ })
  await t.throwsAsync(datasets.idx({ images, labels: images }), { message: /no list of integer labels/ })
  await t.throwsAsync(datasets.idx({ images, labels, testImages: small, testLabels: labels }), {
    message: /\[1,2,2\]/,
  })
  await t.throwsAsync(datasets.idx({ images, labels, testImages: images }), { instanceOf: DatasetError })
  await t.throwsAsync(datasets.idx({ images, labels, std: 0 }), { instanceOf: DatasetError })
  await t.throwsAsync(datasets.mnist(undefined), { message: /--data DIR/ })
  await t.throwsAsync(datasets.mnist(dir), { instanceOf: DatasetNotFoundError, message: /train-images/ })
})
