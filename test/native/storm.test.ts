import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import test from 'ava'
import { PACKAGE_ROOT } from '../../src/native/index.js'
import { seed } from '../scale.js'

const run = promisify(execFile)

test('240 workers that are terminated, exit, throw and return leave the process alive', async (t) => {
  t.timeout(620_000)
  const start = seed(1)
  t.log(`TROUPE_SEED=${start}`)
  const storm = join(PACKAGE_ROOT, 'dist/test/fixtures/native/storm.js')
  // A process that dies of a signal or hangs rejects here, with what it wrote.
  const { stdout } = await run(process.execPath, [storm, String(start)], { timeout: 600_000 })
  const counts = JSON.parse(stdout)
  t.like(counts, { terminated: 120, returned: 40, exited: 40, threw: 40, unexpected: 0 })
  // The moments were spread: some before the addons were loaded, some after.
  t.true(counts.beforeLoaded > 0 && counts.beforeLoaded < 120, `${counts.beforeLoaded} before loading`)
})
