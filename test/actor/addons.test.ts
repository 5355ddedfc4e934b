import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { buildFolder } from '../../src/native/index.js'
import { runExample, runScript } from '../examples/run.js'

/** A folder where addons are looked for, with no others in it than those named. */
function addons(t: ExecutionContext, ...names: string[]): { TROUPE_BUILD_DIR: string } {
  const folder = mkdtempSync(join(tmpdir(), 'troupe-addons-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  mkdirSync(join(folder, 'Release'))
  for (const name of names) copyFileSync(join(buildFolder(), 'Release', name), join(folder, 'Release', name))
  return { TROUPE_BUILD_DIR: folder }
}

async function runProgram(env: NodeJS.ProcessEnv): Promise<unknown> {
  const { code, stdout, stderr } = await runScript('dist/test/fixtures/programs/addons.js', [], env)
  if (code !== 0) throw new Error(`exit code ${code}: ${stderr}`)
  return JSON.parse(stdout)
}

const outcome = { totals: [101, 101, 101], failure: 'TypeError' }

test('without libtorch actors run in threads over rings, and with it they do not load it', async (t) => {
  t.deepEqual(await runProgram(addons(t, 'core.node')), { ...outcome, loaded: ['core.node'] })
  t.deepEqual(await runProgram({}), { ...outcome, loaded: ['core.node'] })
})

test('without any addon actors run in threads over message ports', async (t) => {
  t.deepEqual(await runProgram(addons(t)), { ...outcome, loaded: [] })
})

test('examples run without any addon', async (t) => {
  for (const name of ['ping-pong', 'worker-pool']) {
    const { code, stdout, stderr } = await runExample(name, addons(t))
    t.deepEqual([code, stderr], [0, ''], name)
    t.regex(stdout, name === 'ping-pong' ? /^pong hit the ball 10000 times$/m : /100 of 100 jobs done once/)
  }
})
