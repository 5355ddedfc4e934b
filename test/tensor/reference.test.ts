import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { type Case, excess, reference } from './support/rows.js'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const python = process.env.TROUPE_PYTHON ?? 'python3'

test('the committed reference is what the script gives, where there is a PyTorch', (t) => {
  const samples = spawnSync(process.execPath, ['dist/tools/dump-samples.js'], {
    cwd: root,
    encoding: 'utf8',
    timeout: 30_000,
  })
  t.is(samples.status, 0, samples.stderr)
  if (spawnSync(python, ['-c', 'import torch'], { timeout: 60_000 }).status !== 0) {
    t.log(`no PyTorch in ${python}: compared nothing`)
    return
  }
  const run = spawnSync(python, ['tools/reference/operations.py'], {
    cwd: root,
    encoding: 'utf8',
    input: samples.stdout,
    timeout: 120_000,
    maxBuffer: 2 ** 24,
  })
  t.is(run.status, 0, run.stderr)
  const again: Record<string, Case[]> = JSON.parse(run.stdout).operations
  t.deepEqual(Object.keys(again), Object.keys(reference))
  // Another processor or version of PyTorch may differ in the last bits.
  const plain = (cases: Case[]) => cases.flatMap(({ outputs, gradients = [] }) => [...outputs, ...gradients])
  for (const [name, cases] of Object.entries(again)) {
    const committed = plain(reference[name]!)
    for (const [k, each] of plain(cases).entries()) {
      t.deepEqual(each?.shape, committed[k]?.shape, name)
      if (each !== null) t.true(excess(each.values, committed[k]!.values, 1e-5, 1e-6) <= 0, name)
    }
  }
})
