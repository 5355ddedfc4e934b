import test from 'ava'
import { contentsOf, type DataSplits, datasets, layoutOf, openBatch } from '../../src/data/index.js'
import { allocateBatches } from '../../src/data/layout.js'

const batch = () => allocateBatches(layoutOf({ x: { dtype: 'float32', shape: [2] } }, 2), 1)
const of = (splits: DataSplits, train = batch()) => contentsOf(splits, { train, evaluation: undefined })
const columns = (data: Float32Array | Float64Array, shape = [2]) =>
  datasets.tensors({ train: { x: { data, shape } } }) as DataSplits

test('equal data have equal contents, and one other bit anywhere does not', (t) => {
  const data = Float32Array.from({ length: 600 }, (_, i) => Math.sin(i))
  const reference = of(columns(data))
  t.is(reference.train.samples, 300)
  t.is(reference.test, null)
  t.deepEqual(of(columns(data.slice())), reference)
  for (const at of [0, 299, 599]) {
    const changed = data.slice()
    changed[at] = -changed[at]! - 1
    t.not(of(columns(changed)).train.content, reference.train.content)
  }
})

test('the same bytes as another field type or shape are other data', (t) => {
  const data = Float32Array.from({ length: 8 })
  const contents = [columns(data), columns(data, [4]), columns(new Float64Array(data.buffer))]
  t.is(new Set(contents.map((splits) => of(splits).train.content)).size, 3)
})

test('of data that are computed, the batch that was rehearsed counts', (t) => {
  const splits: DataSplits = {
    train: { kind: 'function', length: 9, fields: { x: { dtype: 'float32', shape: [2] } }, get: () => {} },
  }
  const [one, other] = [batch(), batch()]
  t.deepEqual(of(splits, one), of(splits, other))
  openBatch(other, 0).x![3] = 1
  t.notDeepEqual(of(splits, one), of(splits, other))
})
