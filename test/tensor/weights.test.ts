import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import {
  load,
  loadWeights,
  memory,
  nn,
  openSafetensors,
  save,
  saveNpz,
  tensor,
  WeightsMismatchError,
  zeros,
} from '../../src/tensor/index.js'

const folder = mkdtempSync(join(tmpdir(), 'weights-'))
test.after.always(() => rmSync(folder, { recursive: true, force: true }))
let files = 0
const fresh = (end = '.safetensors') => join(folder, `${files++}${end}`)

const net = () => nn.sequential(nn.linear(2, 3), nn.relu(), nn.linear(3, 1))
/** As PyTorch might call the same weights. */
const foreign = {
  'encoder.weight': tensor([
    [1, 2],
    [3, 4],
    [5, 6],
  ]),
  'encoder.bias': tensor([7, 8, 9], { dtype: 'float64' }),
  'head.weight': tensor([[1, 1, 1]], { dtype: 'float16' }),
  'head.bias': tensor([0.5]),
}
const rename = (name: string) => name.replace('encoder', '0').replace('head', '2')

test.serial('weights are loaded by renaming, from safetensors and from npz, in any dtype', (t) => {
  const paths = [fresh(), fresh('.npz')] as const
  save(paths[0], foreign)
  saveNpz(paths[1], foreign)
  for (const path of paths) {
    const model = net()
    const before = memory().tensors
    t.deepEqual(loadWeights(model, path, { rename }), { missing: [], unexpected: [] })
    t.is(memory().tensors, before, 'what was read is freed')
    const [weight, bias, head] = model.parameters()
    t.deepEqual(weight!.toArray(), foreign['encoder.weight'].toArray())
    t.deepEqual(bias!.toArray(), [7, 8, 9])
    t.is(bias!.dtype, 'float32')
    t.deepEqual(head!.toArray(), [[1, 1, 1]])
    t.true(weight!.requiresGrad)
  }
})

test.serial('layers have the names of PyTorch, and what only PyTorch counts is passed over', (t) => {
  const path = fresh()
  const norm = nn.batchNorm1d(2)
  save(path, {
    weight: zeros([2]),
    bias: zeros([2]),
    running_mean: tensor([1, 2]),
    running_var: zeros([2]),
    num_batches_tracked: tensor(5n),
  })
  t.deepEqual(loadWeights(norm, path), { missing: [], unexpected: [] })
  t.deepEqual(norm.namedBuffers().get('running_mean')!.toArray(), [1, 2])
})

test.serial('a record renames what differs, and null leaves out', (t) => {
  const path = fresh()
  save(path, {
    w: zeros([3, 2]),
    '0.bias': zeros([3]),
    '2.weight': zeros([1, 3]),
    '2.bias': zeros([1]),
    queue: zeros([9]),
  })
  const model = net()
  loadWeights(model, path, { rename: { w: '0.weight', queue: null } })
  t.is(model.parameters()[0]!.square().sum().item(), 0)
})

test.serial('one error lists all that does not fit, and nothing is changed', (t) => {
  const path = fresh()
  save(path, {
    '0.weight': zeros([2, 3]),
    '0.bias': zeros([3]),
    bias: zeros([3]),
    extra: zeros([1]),
    '2.bias': zeros([1]),
  })
  const model = net()
  const before = model.parameters().map((each) => each.toArray())
  const error = t.throws(() => loadWeights(model, path, { rename: { bias: '0.bias' } }), {
    instanceOf: WeightsMismatchError,
  })
  t.is(error.code, 'ERR_WEIGHTS_MISMATCH')
  t.deepEqual(error.missing, ['2.weight'])
  t.deepEqual(error.unexpected, ['extra'])
  t.deepEqual(error.misshaped, [{ name: '0.weight', found: [2, 3], needed: [3, 2] }])
  t.deepEqual(error.doubled, ['0.bias'])
  t.regex(
    error.message,
    /missing: 2\.weight; unexpected: extra; of another shape: 0\.weight \[2, 3\] instead of \[3, 2\]; twice after renaming: 0\.bias/,
  )
  t.deepEqual(
    model.parameters().map((each) => each.toArray()),
    before,
  )
})

test.serial('without strictness names that only one side has are returned, but shapes must fit', (t) => {
  const path = fresh()
  save(path, { '0.bias': tensor([1, 2, 3]), extra: zeros([1]) })
  const model = net()
  t.deepEqual(loadWeights(model, path, { strict: false }), {
    missing: ['0.weight', '2.weight', '2.bias'],
    unexpected: ['extra'],
  })
  t.deepEqual(model.parameters()[1]!.toArray(), [1, 2, 3])
  save(path, { '0.bias': zeros([4]) })
  t.throws(() => loadWeights(model, path, { strict: false }), { code: 'ERR_WEIGHTS_MISMATCH' })
})

test.serial('one tensor is read at a time, and the file can be read until it is closed', (t) => {
  const path = fresh()
  save(path, foreign, { metadata: { format: 'pt' } })
  const before = memory().tensors
  const file = openSafetensors(path)
  t.deepEqual([...file.entries.keys()], Object.keys(foreign))
  t.is(memory().tensors, before, 'nothing is read yet')
  t.deepEqual(file.tensor('head.bias').toArray(), [0.5])
  t.is(file.metadata.format, 'pt')
  t.throws(() => file.tensor('absent'), { code: 'ERR_SAFETENSORS', message: /no tensor 'absent'/ })
  file.dispose()
  file.dispose()
})

test.serial('a bool that is neither 0 nor 1 in the file becomes 1', (t) => {
  const path = fresh()
  save(path, { b: tensor([true, false, true]) })
  const bytes = readFileSync(path)
  bytes[bytes.length - 1] = 7
  writeFileSync(path, bytes)
  t.deepEqual([...load(path).get('b')!.toTypedArray()], [1, 0, 1])
})

test.serial('a view that is not in row-major order is saved as it reads', (t) => {
  const path = fresh()
  const matrix = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ])
  save(path, { t: matrix.t(), column: matrix.select(1, 1) })
  const loaded = load(path)
  t.deepEqual(loaded.get('t')!.toArray(), matrix.t().toArray())
  t.deepEqual(loaded.get('column')!.toArray(), [2, 5])
})

test.serial('a state above the limit is saved as several files with an index, and loaded by it', (t) => {
  const place = mkdtempSync(join(folder, 'shards-'))
  const model = net()
  const index = save(join(place, 'model.safetensors'), model, { maxShardBytes: 30 })
  t.is(index, join(place, 'model.safetensors.index.json'))
  t.deepEqual(readdirSync(place).sort(), [
    'model-00001-of-00002.safetensors',
    'model-00002-of-00002.safetensors',
    'model.safetensors.index.json',
  ])
  const parsed = JSON.parse(readFileSync(index, 'utf8'))
  t.is(parsed.metadata.total_size, 52)
  t.is(parsed.weight_map['2.weight'], 'model-00002-of-00002.safetensors')
  const other = net()
  loadWeights(other, index)
  for (const [k, each] of other.parameters().entries())
    t.deepEqual(each.toArray(), model.parameters()[k]!.toArray())
  t.deepEqual([...load(index).keys()], [...model.stateDict().keys()])
  t.is(save(fresh(), model, { maxShardBytes: 100 }).endsWith('.safetensors'), true, 'one file is enough')
  t.throws(() => save(fresh(), model, { maxShardBytes: 0 }), { code: 'ERR_TENSOR_ARGUMENT' })
})

const shard = 'model-00001-of-00001.safetensors'
const indices: [string, unknown, RegExp, string?][] = [
  ['is no JSON', '{', /no JSON/],
  ['has no map', {}, /no weight_map/],
  [
    'names a file outside its folder',
    { weight_map: { a: '../model.safetensors' } },
    /no name of a neighbour/,
  ],
  ['names an absolute path', { weight_map: { a: '/etc/passwd' } }, /no name of a neighbour/],
  ['expects a tensor where it is not', { weight_map: { b: shard } }, /'b' is not in model-00001/],
  ['names a file that is missing', { weight_map: { a: 'absent' } }, /ENOENT/, 'ERR_FILE_ACCESS'],
]
for (const [name, value, message, code = 'ERR_SAFETENSORS'] of indices) {
  test.serial(`an index that ${name} is refused`, (t) => {
    save(join(folder, shard), { a: zeros([1]) })
    const path = fresh('.index.json')
    writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value))
    t.throws(() => load(path), { code, message })
  })
}
