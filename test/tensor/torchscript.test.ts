import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import {
  F,
  loadTorchScript,
  loadWeights,
  memory,
  nn,
  optim,
  save,
  type Tensor,
  tensor,
  tidy,
} from '../../src/tensor/index.js'
import { readImports } from '../import-graph.js'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const file = (name: string) => join(root, 'test/tensor/reference', name)
const folder = mkdtempSync(join(tmpdir(), 'torchscript-'))
test.after.always(() => rmSync(folder, { recursive: true, force: true }))

const names = ['fc.0.weight', 'fc.0.bias', 'fc.1.weight', 'fc.1.bias', 'out.weight', 'out.bias']
const buffers = ['fc.1.running_mean', 'fc.1.running_var', 'fc.1.num_batches_tracked']

/** The same model, written here. */
const twin = () => {
  const model = nn.sequential(nn.linear(2, 3), nn.batchNorm1d(3), nn.relu(), nn.linear(3, 1))
  return model
}
const input = () =>
  tensor([
    [1, -2],
    [0.5, 3],
    [-1, 1],
  ])

test('a model that PyTorch saved has its parameters and buffers by PyTorch’s names', (t) => {
  const model = loadTorchScript(file('net.pt'), { trustItsCode: true })
  t.deepEqual([...model.namedParameters().keys()], names)
  t.deepEqual([...model.namedBuffers().keys()], buffers)
  t.deepEqual(model.namedParameters().get('fc.0.weight')!.shape, [3, 2])
  t.true(model.parameters().every((each) => each.requiresGrad && each.isLeaf))
})

test('inside another module its names come with a prefix, and the mode of that module counts', (t) => {
  class Wrapped extends nn.Module<[Tensor]> {
    body = loadTorchScript(file('net.pt'), { trustItsCode: true })
    forward(x: Tensor) {
      return this.body.forward(x)
    }
  }
  const model = new Wrapped()
  t.deepEqual(
    [...model.namedParameters().keys()],
    names.map((name) => `body.${name}`),
  )
  const mean = model.namedBuffers().get('body.fc.1.running_mean')!
  const before = mean.toArray()
  model.eval().forward(input())
  t.deepEqual(mean.toArray(), before)
  model.train().forward(input())
  t.notDeepEqual(mean.toArray(), before)
})

test('it trains to the same parameters as the same model written here', (t) => {
  const script = loadTorchScript(file('net.pt'), { trustItsCode: true })
  const model = twin()
  const path = join(folder, 'weights.safetensors')
  save(path, script)
  loadWeights(model, path, { rename: (name) => name.replace(/^fc\./, '').replace(/^out\./, '3.') })
  const losses = [script, model].map((each) => {
    const optimizer = optim.sgd(each.parameters(), { lr: 0.1, momentum: 0.9 })
    return Array.from({ length: 5 }, () =>
      tidy(() => {
        const loss = F.mseLoss(each.forward(input()), tensor([[1], [2], [3]]))
        optimizer.zeroGrad()
        loss.backward()
        optimizer.step()
        return loss.item()
      }),
    )
  })
  t.true(losses[0]![4]! < losses[0]![0]!)
  losses[0]!.forEach((loss, k) => {
    t.true(Math.abs(loss - losses[1]![k]!) < 1e-5, `${loss} and ${losses[1]![k]} at step ${k}`)
  })
})

test('dictionaries and lists of tensors come out as such, and belong to the scope', (t) => {
  type Parts = { readonly sum: [Tensor]; readonly both: [Tensor, Tensor] }
  const model = loadTorchScript<Parts>(file('parts.pt'), { trustItsCode: true })
  const before = memory().tensors
  tidy(() => {
    const { sum, both } = model.forward(tensor([1]), tensor([2]))
    t.deepEqual(sum[0].toArray(), [3])
    t.deepEqual(both[1].toArray(), [2])
  })
  t.is(memory().tensors, before)
})

test('what fails inside is one line about the operation, not a trace through its code', (t) => {
  const model = loadTorchScript(file('net.pt'), { trustItsCode: true })
  const error = t.throws(() => model.forward(tensor([[1, 2, 3]])), { code: 'ERR_TENSOR_OPERATION' })
  t.regex(error.message, /mat1 and mat2 shapes cannot be multiplied/)
  t.notRegex(error.message, /Traceback|\.py|\n/)
  t.throws(() => model.forward(), { code: 'ERR_TENSOR_OPERATION', message: /missing value for argument 'x'/ })
})

test('a file that is no TorchScript, or none at all, is a typed error with its name', (t) => {
  const path = join(folder, 'not.pt')
  writeFileSync(path, 'print("hello")')
  const error = t.throws(() => loadTorchScript(path, { trustItsCode: true }), { code: 'ERR_TORCHSCRIPT' })
  t.true(error.message.startsWith(path))
  t.notRegex(error.message, /\n/)
  t.throws(() => loadTorchScript(join(folder, 'absent'), { trustItsCode: true }), { code: 'ERR_FILE_ACCESS' })
})

test('after dispose() it says so', (t) => {
  const before = memory().tensors
  const model = loadTorchScript(file('net.pt'), { trustItsCode: true })
  model.dispose()
  t.is(memory().tensors, before)
  t.throws(() => model.forward(tensor([[1, 2]])), { code: 'ERR_TENSOR_DISPOSED' })
})

test('nothing is loaded without the word that its code is trusted', (t) => {
  const careless = loadTorchScript as (path: string, options?: object) => unknown
  for (const options of [undefined, {}, { trustItsCode: 'yes' }])
    t.throws(() => careless(file('net.pt'), options), {
      code: 'ERR_TENSOR_ARGUMENT',
      message: /is a program that would run in this process/,
    })
})

test('nothing in the package leads to the loader but the list of public names', (t) => {
  const naming = [...readImports(root, ['src', 'agents']).keys()].filter((path) =>
    /torchScript/i.test(readFileSync(join(root, path), 'utf8')),
  )
  t.deepEqual(
    naming.filter((path) => !path.startsWith('src/tensor/torchscript/')),
    ['src/tensor/addon.ts', 'src/tensor/index.ts'],
  )
})
