import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import {
  type DataSplits,
  datasets,
  Loader,
  openBatch,
  placeOfWord,
  planBatches,
  resolveData,
  Sampler,
} from '../../src/data/index.js'
import type { FunctionSource } from '../../src/data/protocol.js'
import functions from '../fixtures/data/functions.js'
import { fakeGate } from '../fixtures/data/gate.js'

const dir = await mkdtemp(join(tmpdir(), 'troupe-loader-'))
test.after.always(() => rm(dir, { recursive: true }))

const module = new URL('../fixtures/data/functions.js', import.meta.url).href
const samples = 20

function columns(): DataSplits {
  const x = Uint8Array.from({ length: samples * 3 }, (_, i) => i)
  const y = Int32Array.from({ length: samples }, (_, i) => i - 10)
  const split = {
    x: { data: x, shape: [3], dtype: 'float32' as const, scale: 0.5, shift: -1 },
    y: { data: y, dtype: 'int64' as const },
  }
  return datasets.tensors({
    train: split,
    test: { x: { ...split.x, data: x.subarray(0, 21) }, y: { ...split.y, data: y.subarray(0, 7) } },
  })
}

interface Setting {
  splits?: DataSplits
  functions?: Partial<FunctionSource> & { mode?: string }
  workers?: number
  batch?: number
  shards?: number
  steps?: number
  stallMs?: number
}

/** Every batch of a run, in order, as plain values; a failure of the loader rejects. */
async function take(t: ExecutionContext, setting: Setting) {
  const { workers = 1, batch = 8, shards = 2, steps = 40, stallMs = 10_000 } = setting
  const options = { mode: setting.functions?.mode, flag: join(dir, t.title.replaceAll(/\W/g, '')) }
  const context = { dir: undefined, seed: 5, options }
  const source = setting.functions && {
    module,
    context,
    augment: false,
    collate: false,
    ...setting.functions,
  }
  const splits = setting.splits ?? (await resolveData(functions, context))
  const batchFields = source?.collate ? functions.batchFields : undefined
  const planned = planBatches({ splits, batch, shards, workers, batchFields, evaluationBatch: 3 })
  // A short ring, so that buffers are filled many times over.
  const plan = { ...planned, depth: 4, block: 2, places: 4 * shards + 4 * shards }
  const gate = fakeGate(plan.depth * shards)
  const loader = await Loader.start({
    plan,
    splits,
    seed: 5,
    endStep: steps,
    gate: gate.source,
    functions: source,
    stallMs,
  })
  t.teardown(() => loader.close())
  let failure: Error | undefined
  void loader.failed.then((error) => {
    failure = error
  })
  const batches: Record<string, unknown[]>[] = []
  for (let step = 0; step < steps; step++) {
    for (let shard = 0; shard < shards; shard++) {
      const index = (step % plan.depth) * shards + shard
      while (placeOfWord(Atomics.load(gate.handle.words, index)).step !== step) {
        if (failure !== undefined) throw failure
        await new Promise((resolve) => setImmediate(resolve))
      }
      const { place } = placeOfWord(Atomics.load(gate.handle.words, index))
      const views = openBatch(loader.shared.train, place)
      batches.push(Object.fromEntries(Object.entries(views).map(([name, view]) => [name, [...view]])))
    }
    Atomics.store(gate.handle.committed, 0, step)
    Atomics.notify(gate.handle.committed, 0)
  }
  return { batches, loader }
}

test("columns arrive converted, in the sampler's order, for any number of workers", async (t) => {
  const sampler = new Sampler(5, samples, 8, 2)
  for (const workers of [1, 2]) {
    const { batches } = await take(t, { splits: columns(), workers })
    batches.forEach(({ x, y }, i) => {
      const indices = [...sampler.indices(Math.floor(i / 2), i % 2)]
      t.deepEqual(
        y,
        indices.map((index) => BigInt(index - 10)),
      )
      t.deepEqual(
        x,
        indices.flatMap((index) => [0, 1, 2].map((e) => (index * 3 + e) * 0.5 - 1)),
      )
    })
  }
})

test('evaluation batches are fixed, in order, the last one smaller', async (t) => {
  const { loader } = await take(t, { splits: columns(), steps: 1, workers: 2 })
  const { memory, counts } = loader.shared.evaluation!
  t.deepEqual(counts, [3, 3, 1])
  const labels = counts.flatMap((count, place) => [...openBatch(memory, place, count).y!])
  t.deepEqual(
    labels,
    [0, 1, 2, 3, 4, 5, 6].map((i) => BigInt(i - 10)),
  )
})

test('a dataset of functions is made again in the workers; what get() leaves out is zero', async (t) => {
  const { batches } = await take(t, { functions: {} })
  const sampler = new Sampler(5, samples, 8, 2)
  batches.forEach(({ x }, i) => {
    const indices = [...sampler.indices(Math.floor(i / 2), i % 2)]
    t.deepEqual(
      x,
      indices.flatMap((index) => [index, 0, 0]),
    )
  })
})

test('augmentation and collation are the same for any number of workers, and new each epoch', async (t) => {
  const one = await take(t, { functions: { augment: true, collate: true } })
  const two = await take(t, { functions: { augment: true, collate: true }, workers: 2 })
  t.deepEqual(one.batches, two.batches)
  const sums = new Map<unknown, Set<unknown>>()
  for (const { index, sum } of one.batches) {
    for (const [i, sample] of index!.entries()) {
      sums.set(sample, (sums.get(sample) ?? new Set()).add(sum![i]))
    }
  }
  // 40 steps of 8 are 16 epochs of 20.
  for (const seen of sums.values()) t.is(seen.size, 16)
})

test('augmentation does not depend on how the batch is cut into shards', async (t) => {
  const flat = async (shards: number) =>
    (await take(t, { functions: { augment: true }, shards })).batches.flatMap(({ x }) => x!)
  t.deepEqual(await flat(1), await flat(4))
})

for (const [mode, code, fields] of [
  ['get throws', 'ERR_DATA_FUNCTION', { during: 'get', index: 7 }],
  ['nan', 'ERR_DATA_FUNCTION', { during: 'get', index: 7, field: 'x' }],
  ['too long', 'ERR_DATA_FUNCTION', { during: 'get' }],
  ['unstable', 'ERR_DATA_FUNCTION', { during: 'data' }],
  ['augment throws', 'ERR_DATA_FUNCTION', { during: 'augment', step: 0 }],
] as const) {
  test(`a task whose data functions misbehave (${mode}) fails the loader by name`, async (t) => {
    const error = await t.throwsAsync(take(t, { functions: { mode, augment: true } }))
    t.like(error, { code, fields })
    t.regex(error!.message, new RegExp(fields.during))
  })
}

test('a worker that dies is replaced and its batches are the same as without the death', async (t) => {
  const plain = await take(t, { functions: { augment: true } })
  const once = await take(t, { functions: { augment: true, mode: 'exit once' }, workers: 2 })
  t.deepEqual(once.batches, plain.batches)
})

test('a worker that hangs is replaced and its batches are the same as without the hang', async (t) => {
  const plain = await take(t, { functions: { augment: true } })
  const once = await take(t, { functions: { augment: true, mode: 'hang once' }, stallMs: 2000 })
  t.deepEqual(once.batches, plain.batches)
})

test('workers that die each time fail the loader instead of being replaced for ever', async (t) => {
  const error = await t.throwsAsync(take(t, { functions: { mode: 'exit' } }))
  t.like(error, { code: 'ERR_DATA_WORKER_DIED', fields: { attempts: 3 } })
})

test('workers that hang each time fail the loader and name the sample', async (t) => {
  const error = await t.throwsAsync(take(t, { functions: { mode: 'hang' }, stallMs: 300 }))
  t.like(error, { code: 'ERR_DATA_STALLED', fields: { attempts: 3, stallMs: 300 } })
  t.regex(error!.message, /sample \d+/)
})

test('closing ends workers that wait for a commit, twice is once, and no thread is left', async (t) => {
  const { loader } = await take(t, { splits: columns(), steps: 3 })
  await loader.close()
  await loader.close()
  t.pass()
})
