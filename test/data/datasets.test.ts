import test from 'ava'
import { MAX_PLACES } from '../../src/data/gate.js'
import {
  BatchNotDivisibleError,
  DatasetError,
  datasets,
  defineDataset,
  planBatches,
  resolveData,
} from '../../src/data/index.js'
import { allocateBatches, layoutOf, openBatch } from '../../src/data/layout.js'
import { Places } from '../../src/data/places.js'
import { Preparer } from '../../src/data/preparer.js'
import { core } from '../../src/native/index.js'

const context = { dir: undefined, seed: 0, options: {} }

test('typed arrays are copied once to shared memory and not again', (t) => {
  const data = Float32Array.of(1, 2, 3, 4)
  const { train } = datasets.tensors({ train: { x: { data, shape: [2] } } })
  const { x } = train.columns
  t.is(train.length, 2)
  t.true(x!.data.buffer instanceof SharedArrayBuffer)
  t.is(defineDataset({ columns: { x: { data: x!.data, shape: [2] } } }).columns.x!.data, x!.data)
})

test('every stored type becomes every field type that can hold it', (t) => {
  for (const [data, dtype, expected] of [
    [Uint8Array.of(0, 255), 'float32', Float32Array.of(0, 255)],
    [Uint8Array.of(0, 255), 'float64', Float64Array.of(0, 255)],
    [Uint8Array.of(0, 255), 'int64', BigInt64Array.of(0n, 255n)],
    [Uint8Array.of(0, 255), 'int32', Int32Array.of(0, 255)],
    [Uint8Array.of(0, 255), 'uint8', Uint8Array.of(0, 255)],
    [Int32Array.of(-(2 ** 31), -1), 'int64', BigInt64Array.of(-(2n ** 31n), -1n)],
    [Int32Array.of(-2, 5), 'float32', Float32Array.of(-2, 5)],
    [BigInt64Array.of(-(2n ** 60n), 1n), 'int64', BigInt64Array.of(-(2n ** 60n), 1n)],
    [Float32Array.of(0.5, -1), 'float64', Float64Array.of(0.5, -1)],
    [Float64Array.of(0.1, -1), 'float32', Float32Array.of(0.1, -1)],
  ] as const) {
    const dataset = defineDataset({ columns: { x: { data: data as Uint8Array, dtype } } })
    const memory = allocateBatches(layoutOf(dataset.fields, 2), 1)
    const views = openBatch(memory, 0)
    new Preparer(dataset, 0, undefined, undefined, () => {}).fill(Uint32Array.of(1, 0), views, {
      step: 0,
      shard: 0,
    })
    t.deepEqual(views.x as unknown, expected.slice().reverse(), `${data.constructor.name} to ${dtype}`)
  }
})

test('columns that do not fit together are refused by name', (t) => {
  const x = Float32Array.of(1, 2, 3, 4)
  const refused = (columns: Record<string, object>, message: RegExp) =>
    t.throws(() => defineDataset({ columns: columns as never }), { instanceOf: DatasetError, message })
  refused({ x: { data: x, shape: [3] } }, /4 elements, which is no multiple of shape \[3\]/)
  refused({ x: { data: x }, y: { data: Int32Array.of(1) } }, /column y .* 1 sample .* 4; give all/)
  refused({ x: { data: [1, 2] } }, /not a Float32Array/)
  refused({ x: { data: x, dtype: 'int64' } }, /cannot become int64; use float32 or float64/)
  refused({ x: { data: x, dtype: 'float16' } }, /float16; use one of/)
  refused({ x: { data: x, shape: [0] } }, /shape \[0\]/)
  refused({ x: { data: Int32Array.of(1), scale: 2 } }, /only float fields/)
  refused({ x: { data: x, scale: Number.NaN } }, /finite/)
  refused({ x: { data: new Float32Array(0) } }, /length 0/)
  refused({}, /no fields/)
  t.throws(() => defineDataset({} as never), { message: /needs \{ columns \}/ })
})

test('splits with other fields than each other are refused', (t) => {
  const one = { x: { data: Float32Array.of(1) } }
  const message = /field x is float32 \[\] in the training split and float32 \[1\] in the test split/
  t.throws(() => datasets.tensors({ train: one, test: { x: { data: Float32Array.of(1), shape: [1] } } }), {
    message,
  })
})

test('what data() returns is checked before anything starts', async (t) => {
  const dataset = defineDataset({ columns: { x: { data: Float32Array.of(1) } } })
  t.is((await resolveData({ data: async () => ({ train: dataset }) }, context)).train, dataset)
  for (const wrong of [undefined, {}, { train: [1, 2] }, { train: dataset, test: 5 }]) {
    await t.throwsAsync(resolveData({ data: () => wrong as never }, context), {
      instanceOf: DatasetError,
      message: /data\(\)/,
    })
  }
})

test('batch buffers and their fields start on 64 bytes and do not overlap', (t) => {
  const layout = layoutOf({ x: { dtype: 'uint8', shape: [3] }, y: { dtype: 'int64', shape: [] } }, 5)
  t.deepEqual(
    layout.fields.map(({ offset }) => offset),
    [0, 64],
  )
  t.is(layout.stride, 128)
  const memory = allocateBatches(layout, 3)
  for (let place = 0; place < 3; place++) {
    for (const view of Object.values(openBatch(memory, place))) {
      t.is(core().misalignment(new Uint8Array(view.buffer, view.byteOffset, view.byteLength)), 0)
    }
  }
})

test('plans stay within their memory and the places that a batch word can name', (t) => {
  const split = (width: number) =>
    defineDataset({ columns: { x: { data: new Uint8Array(width * 10), shape: [width] } } })
  for (const [width, batch, shards] of [
    [1, 1, 1],
    [784, 128, 4],
    [1 << 16, 4096, 8],
    [4, 1024, 1024],
  ] as const) {
    const plan = planBatches({ splits: { train: split(width) }, batch, shards, workers: 2 })
    t.true(plan.depth >= 2 && plan.block >= 1)
    t.true(plan.places <= MAX_PLACES && plan.places >= (plan.depth + plan.block) * shards)
    t.true(plan.depth * shards * plan.layout.stride <= 64 << 20 || plan.depth === 2)
  }
  const plan = (shards: number) => planBatches({ splits: { train: split(1) }, batch: 4096, shards })
  t.throws(() => plan(3), { instanceOf: BatchNotDivisibleError })
  t.throws(() => plan(4096), { instanceOf: DatasetError })
})

test('the places of a lost worker come back only after its exit and once around the ring', async (t) => {
  const places = new Places(2, 1, 4)
  let exited = () => {}
  const exit = new Promise<void>((resolve) => {
    exited = resolve
  })
  t.deepEqual(places.of(0, 0, 2), [0, 1])
  t.true(places.replace(0, 0, 2, exit))
  t.deepEqual(places.of(0, 0, 2), [2, 3])
  places.filled(9)
  t.false(places.replace(2, 0, 3, exit), 'its thread lives')
  exited()
  await exit
  places.filled(3)
  t.false(places.replace(2, 0, 3, exit), 'step 3 is within the ring')
  places.filled(4)
  t.true(places.replace(4, 0, 6, exit))
  t.deepEqual(places.of(4, 0, 6), [0, 1])
})

test('a shape of all samples together gets a hint', (t) => {
  const x = { data: new Float32Array(8), shape: [4, 2] }
  const y = { data: new Float32Array(4) }
  const message = /shape is that of one sample: \[2\] instead of \[4,2\]/
  t.throws(() => datasets.tensors({ train: { x, y } }), { instanceOf: DatasetError, message })
  t.throws(() => datasets.tensors({ train: { y, x } }), { instanceOf: DatasetError, message })
})

test('such a shape in every column is warned of: it might be one sample after all', async (t) => {
  const message = /has one sample.*begin with 4/
  // Node may have warnings of its own.
  const warned = new Promise<void>((resolve) => {
    const listen = (warning: Error) => {
      if (!message.test(warning.message)) return
      process.off('warning', listen)
      resolve()
    }
    process.on('warning', listen)
  })
  const x = { data: new Float32Array(8), shape: [4, 2] }
  t.is(datasets.tensors({ train: { x, y: { data: new Float32Array(4), shape: [4] } } }).train.length, 1)
  await warned
  t.pass()
})

test('a batch out of all proportion is refused, one that goes round the data a few times is not', (t) => {
  const small = datasets.tensors({ train: { x: { data: new Float32Array(256) } } })
  t.notThrows(() => planBatches({ splits: small, batch: 1024, shards: 8 }))
  for (const batch of [1e9, 2 ** 17]) {
    t.throws(() => planBatches({ splits: small, batch, shards: 8 }), {
      code: 'ERR_BATCH_TOO_LARGE',
      message: /more than 16 times the 256/,
    })
  }
  const wide = { length: 2 ** 30, fields: { x: { dtype: 'float32', shape: [4096] } } } as const
  const train = defineDataset({ ...wide, get: () => {} })
  t.throws(() => planBatches({ splits: { train }, batch: 2 ** 30, shards: 1 }), {
    code: 'ERR_BATCH_TOO_LARGE',
    message: /needs 32768\.0 GiB for its buffers/,
  })
})
