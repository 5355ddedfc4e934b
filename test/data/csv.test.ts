import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { CsvError, DatasetError, DatasetNotFoundError, datasets } from '../../src/data/index.js'

const dir = await mkdtemp(join(tmpdir(), 'troupe-csv-'))
test.after.always(() => rm(dir, { recursive: true }))

let files = 0
async function file(text: string): Promise<string> {
  const path = join(dir, `f${files++}.csv`)
  await writeFile(path, text)
  return path
}

const flowers = 'width,height,kind\n1,2.5,rose\n-3,4e1,"lily, white"\n5,6,rose\n7,8,aster\n'

test('a label column becomes class numbers, the others become features', async (t) => {
  const read = await datasets.csv(await file(flowers), { label: 'kind', testFraction: 0 })
  t.deepEqual(read.classes, ['aster', 'lily, white', 'rose'])
  t.deepEqual(read.features, ['width', 'height'])
  t.deepEqual([...read.train.columns.x!.data], [1, 2.5, -3, 40, 5, 6, 7, 8])
  t.deepEqual([...read.train.columns.y!.data], [2, 1, 2, 0])
  t.deepEqual(read.train.fields, { x: { dtype: 'float32', shape: [2] }, y: { dtype: 'int64', shape: [] } })
  t.is(read.test, undefined)
})

test('target columns become float32, columns can be chosen, without a header by number', async (t) => {
  const path = await file('1;2;3;4\r\n5;6;7;8\r\n')
  const read = await datasets.csv(path, {
    targets: [3, 0],
    features: [1],
    delimiter: ';',
    header: false,
    testFraction: 0,
  })
  t.deepEqual([...read.train.columns.x!.data], [2, 6])
  t.deepEqual([...read.train.columns.y!.data], [4, 1, 8, 5])
})

test('the test split is a fixed part of the rows, drawn by the seed, and nothing is lost', async (t) => {
  const path = await file(`v,y\n${Array.from({ length: 50 }, (_, i) => `${i},${i}`).join('\n')}`)
  const values = (split: { columns: Readonly<Record<string, { data: unknown }>> } | undefined) => [
    ...(split!.columns.x!.data as Float32Array),
  ]
  const a = await datasets.csv(path, { targets: ['y'] })
  const b = await datasets.csv(path, { targets: ['y'] })
  const c = await datasets.csv(path, { targets: ['y'], seed: 1 })
  t.deepEqual(values(a.test), values(b.test))
  t.notDeepEqual(values(a.test), values(c.test))
  t.is(a.test?.length, 10)
  t.deepEqual(
    [...values(a.train), ...values(a.test)].sort((p, q) => p - q),
    Array.from({ length: 50 }, (_, i) => i),
  )
})

test('standardised features have mean 0 and deviation 1; a constant one becomes 0', async (t) => {
  const path = await file('a,b,y\n1,5,0\n3,5,0\n')
  const read = await datasets.csv(path, { targets: ['y'], standardize: true, testFraction: 0 })
  t.deepEqual([...read.train.columns.x!.data], [-1, 0, 1, 0])
})

test('a bad cell is named with its line and column', async (t) => {
  for (const cell of ['x', '', 'NaN', 'Infinity', '1e99', '1 2']) {
    const path = await file(`a,b\n1,2\n3,${cell}\n`)
    const error = await t.throwsAsync(datasets.csv(path, { targets: ['a'] }), { instanceOf: CsvError })
    t.like(error.fields, { file: path, line: 3, column: 'b' }, cell)
  }
  const label = await file('a,b\n1,rose\n2,\n')
  await t.throwsAsync(datasets.csv(label, { label: 'b' }), {
    message: /line 3, column "b": the label is empty/,
  })
})

test('ragged rows, open quotes, endless rows and empty tables are refused with their line', async (t) => {
  const read = async (text: string, options = {}) =>
    datasets.csv(await file(text), { targets: [0], ...options })
  await t.throwsAsync(read('a,b\n1,2\n3\n'), { instanceOf: CsvError, message: /line 3: it has 1 cell / })
  await t.throwsAsync(read('a,b\n1,2\n3,4,5\n'), { instanceOf: CsvError, message: /line 3: it has 3 cells/ })
  await t.throwsAsync(read('a,b\n1,"2\n3,4\n'), { instanceOf: CsvError })
  await t.throwsAsync(read(`a,b\n${'1'.repeat(5000)},2\n`, { maxRowBytes: 1000 }), { instanceOf: CsvError })
  await t.throwsAsync(read('a,b\n'), { instanceOf: CsvError, message: /no rows/ })
  await t.throwsAsync(read(''), { instanceOf: CsvError, message: /no rows/ })
})

test('unknown columns, contradicting options and absent files say what to do', async (t) => {
  const path = await file(flowers)
  await t.throwsAsync(datasets.csv(path, { label: 'sort' }), {
    message: /no column "sort"; it has width, height, kind/,
  })
  await t.throwsAsync(datasets.csv(path, {}), { message: /one of label and targets/ })
  await t.throwsAsync(datasets.csv(path, { label: 0, targets: [1] }), { instanceOf: DatasetError })
  await t.throwsAsync(datasets.csv(path, { label: 0, testFraction: 1 }), { message: /testFraction/ })
  await t.throwsAsync(datasets.csv(path, { label: 0, colour: 1 } as never), { message: /colour/ })
  await t.throwsAsync(datasets.csv(join(dir, 'absent'), { label: 0 }), { instanceOf: DatasetNotFoundError })
  await t.throwsAsync(datasets.csv(dir, { label: 0 }), { instanceOf: DatasetNotFoundError })
})

test('two columns of one name, and a split that leaves no test row, are refused', async (t) => {
  await t.throwsAsync(datasets.csv(await file('a,b,a\n1,2,3\n'), { label: 'b' }), {
    instanceOf: CsvError,
    message: /column "a": two columns have this name/,
  })
  const one = await file('a,b\n1,2\n')
  await t.throwsAsync(datasets.csv(one, { targets: ['b'] }), {
    instanceOf: CsvError,
    message: /1 row of data leaves none for a test split of 0\.2.*set it to 0/,
  })
  t.is((await datasets.csv(one, { targets: ['b'], testFraction: 0 })).train.length, 1)
})
