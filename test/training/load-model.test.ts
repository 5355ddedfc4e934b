import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { loadModel, noGrad, tensor, train } from '../../src/index.js'
import { scratch } from '../fixtures/tasks/run.js'

const text = `
import { datasets, defineTask, F, nn, optim } from 'troupe'
import { width } from './width.js'

const columns = { x: { data: new Float32Array(64).fill(1), shape: [4] }, y: { data: new Float32Array(16), shape: [1] } }
export default defineTask({
  model: () => nn.linear(width, 1),
  optimizer: (parameters) => optim.sgd(parameters, { lr: 0.1 }),
  data: () => datasets.tensors({ train: columns }),
  batch: 8,
  steps: 3,
  loss: (model, { x, y }) => F.mseLoss(model.forward(x), y),
})
`

/** A TypeScript task in a folder where no package is installed. */
function makeTask(): { task: string; width: string; run: string } {
  const folder = scratch()
  mkdirSync(join(folder, 'tasks'))
  const task = join(folder, 'tasks', 'tiny.ts')
  const width = join(folder, 'tasks', 'width.ts')
  writeFileSync(task, text)
  writeFileSync(width, 'export const width: number = 4\n')
  return { task, width, run: join(folder, 'run') }
}

test.serial(
  'a TypeScript task outside any project trains, and its model predicts when loaded again',
  async (t) => {
    const { task, run } = makeTask()
    const { model, parametersSha256 } = await (await train(task, { run, agents: 1 })).done
    const loaded = await loadModel(run)
    const x = tensor([[1, 2, 3, 4]])
    const predict = (module: typeof model) => noGrad(() => module.forward(x).toArray())
    t.deepEqual(predict(loaded.model), predict(model))
    t.is(loaded.record.status, 'finished')
    t.is((loaded.record.result as { parametersSha256: string }).parametersSha256, parametersSha256)
  },
)

test.serial('a task file that is gone or changed is refused, and the kept copy loads', async (t) => {
  const { task, width, run } = makeTask()
  await (await train(task, { run, agents: 1 })).done
  writeFileSync(width, 'export const width: number = 5\n')
  await t.throwsAsync(() => loadModel(run), { code: 'ERR_TASK_CHANGED', message: /width\.ts has changed/ })
  writeFileSync(width, 'export const width: number = 4\n')
  rmSync(task)
  await t.throwsAsync(() => loadModel(run), { code: 'ERR_TASK_GONE', message: /tiny\.ts/ })
  await t.notThrowsAsync(() => loadModel(run, { task: 'kept' }))
})

test.serial('what is no run directory is refused in one line', async (t) => {
  await t.throwsAsync(() => loadModel(scratch()), {
    code: 'ERR_RUN_NOT_FOUND',
    message: /is no run directory/,
  })
  const { task, run } = makeTask()
  await (await train(task, { run, agents: 1 })).done
  rmSync(join(run, 'model.safetensors'))
  await t.throwsAsync(() => loadModel(run), { code: 'ERR_RUN_NOT_FOUND', message: /has no model/ })
  writeFileSync(join(run, 'run.json'), readFileSync(join(run, 'run.json'), 'utf8').slice(0, 40))
  await t.throwsAsync(() => loadModel(run), { code: 'ERR_RUN_NOT_FOUND', message: /cannot be read/ })
})
