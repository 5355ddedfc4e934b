import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import test from 'ava'
import { rooms } from '../../src/tensor/operations/table.js'
import { operationsPage } from '../../tools/list-operations.js'
import { differences } from './support/differences.js'
import { pythonWithTorch, recordedTorch, root } from './support/python.js'
import { type Case, excess, readReference, tolerance, tolerances } from './support/rows.js'

const committed = new URL('../../../test/tensor/reference/operations/', import.meta.url)

/** The table's samples, as the scripts read them. */
const samples = () =>
  execFileSync(process.execPath, ['dist/tools/dump-samples.js'], {
    cwd: root,
    encoding: 'utf8',
    timeout: 240_000,
    maxBuffer: 2 ** 26,
  })

test('the committed reference is what the script gives, where there is the PyTorch it comes from', (t) => {
  t.timeout(900_000)
  const python = pythonWithTorch()
  if (python === undefined) {
    t.log(`no PyTorch ${recordedTorch}: compared nothing`)
    t.pass()
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'troupe-reference-'))
  try {
    const run = spawnSync(python, ['tools/reference/operations.py', folder], {
      cwd: root,
      encoding: 'utf8',
      input: samples(),
      timeout: 800_000,
    })
    t.is(run.status, 0, run.stderr)
    for (const room of Object.keys(rooms)) {
      const again = readReference(pathToFileURL(`${folder}/`), room)
      const before = readReference(committed, room)
      t.deepEqual(Object.keys(again), Object.keys(before), 'run npm run reference')
      for (const [name, cases] of Object.entries(again)) compare(name, plain(cases), plain(before[name]!))
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }

  function compare(name: string, again: Plains, before: Plains): void {
    t.is(again.length, before.length, name)
    for (const [k, each] of again.entries()) {
      t.deepEqual(each?.shape, before[k]?.shape, name)
      if (each === null) continue
      // Another processor may differ in the last bits.
      const [relative, absolute] = tolerances[each.dtype] ?? tolerance
      const size = (value: number | string) => Math.abs(Number(value))
      t.true(excess(each.values.map(size), before[k]!.values.map(size), relative, absolute) <= 0, name)
    }
  }
})

/** Other scripts of tools/reference, whose output is test/tensor/reference/<name>.json. */
for (const name of ['optimizers', 'modules', 'initial', 'autocast']) {
  test(`${name}.json is what its script gives, where there is the PyTorch it comes from`, (t) => {
    t.timeout(900_000)
    const python = pythonWithTorch()
    if (python === undefined) {
      t.log(`no PyTorch ${recordedTorch}: compared nothing`)
      t.pass()
      return
    }
    const run = spawnSync(python, [`tools/reference/${name}.py`], {
      cwd: root,
      encoding: 'utf8',
      input: name === 'autocast' ? samples() : '',
      timeout: 800_000,
      maxBuffer: 2 ** 26,
    })
    if (name === 'autocast' && run.status === 3) {
      t.log(`compared nothing: ${run.stderr}`)
      t.pass()
      return
    }
    t.is(run.status, 0, run.stderr)
    const before = JSON.parse(readFileSync(new URL(`../${name}.json`, committed), 'utf8'))
    t.deepEqual(differences({ ...JSON.parse(run.stdout), torch: '' }, { ...before, torch: '' }), [])
  })
}

test('docs/operations.md is what the names of PyTorch give, where there is the one it comes from', (t) => {
  t.timeout(900_000)
  const python = pythonWithTorch()
  if (python === undefined) {
    t.log(`no PyTorch ${recordedTorch}: compared nothing`)
    t.pass()
    return
  }
  const names = spawnSync(python, ['tools/reference/names.py'], {
    cwd: root,
    encoding: 'utf8',
    timeout: 800_000,
  })
  t.is(names.status, 0, names.stderr)
  const committed = readFileSync(join(root, 'docs/operations.md'), 'utf8')
  t.true(committed === operationsPage(JSON.parse(names.stdout)), 'run npm run list and commit the result')
})

const plain = (cases: Case[]) => cases.flatMap(({ outputs, gradients = [] }) => [...outputs, ...gradients])
type Plains = ReturnType<typeof plain>
