import { spawnSync } from 'node:child_process'
import test from 'ava'
import { differences } from '../tensor/support/differences.js'
import { pythonWithTorch, recordedTorch, root } from '../tensor/support/python.js'
import { recorded } from '../tensor/support/training.js'

test('losses.json is what its script gives, where there is the PyTorch it comes from', (t) => {
  t.timeout(600_000)
  const python = pythonWithTorch()
  if (python === undefined) {
    t.log(`no PyTorch ${recordedTorch}: compared nothing`)
    t.pass()
    return
  }
  // Those of the text that TROUPE_TEXT names only where it names one.
  const text = process.env.TROUPE_TEXT
  const run = spawnSync(python, ['tools/reference/losses.py', ...(text === undefined ? [] : [text])], {
    cwd: root,
    encoding: 'utf8',
    timeout: 570_000,
    maxBuffer: 2 ** 24,
  })
  t.is(run.status, 0, run.stderr)
  const again = Object.entries(JSON.parse(run.stdout)).filter(([name]) => name !== 'torch')
  const expected = Object.keys(recorded).filter((name) => text !== undefined || !name.includes('shakespeare'))
  t.deepEqual(
    again.map(([name]) => name),
    expected.filter((name) => name !== 'torch'),
  )
  for (const [name, losses] of again) t.deepEqual(differences(losses, recorded[name]), [], name)
})
