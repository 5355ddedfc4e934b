import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import test from 'ava'
import {
  type CoreAddon,
  core,
  type DeviceAddon,
  identity,
  PACKAGE_ROOT,
  prepareThread,
  torch,
} from '../../src/native/index.js'

const run = promisify(execFile)
const native = join(PACKAGE_ROOT, 'dist/src/native/index.js')

/** Runs a program text in a process of its own, where the addons are not loaded yet; gives its last JSON line. */
async function inFreshProcess(program: string, env: Record<string, string> = {}): Promise<any> {
  const options = { env: { ...process.env, ...env }, timeout: 240_000 }
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program], options)
  return JSON.parse(stdout.trim().split('\n').at(-1)!)
}

/** What a program that asks for an addon is told. */
function failureOf(addon: 'core' | 'torch', env: Record<string, string>): Promise<any> {
  return inFreshProcess(
    `import * as native from ${JSON.stringify(native)}
     try { native.${addon}(); console.log('null') }
     catch ({ name, code, message }) { console.log(JSON.stringify({ name, code, message })) }`,
    env,
  )
}

test('core.node loads without libtorch', async (t) => {
  const loaded = await inFreshProcess(
    `import { core } from ${JSON.stringify(native)}
     console.log(JSON.stringify(core().libraries().map(({ path }) => path)))`,
  )
  t.true(loaded.some((path: string) => path.endsWith('core.node')))
  t.false(loaded.some((path: string) => /\/libtorch[^/]*$/.test(path)))
})

test('an addon that was never built is named with its remedy', async (t) => {
  const failure = await failureOf('core', { TROUPE_BUILD_DIR: mkdtempSync(join(tmpdir(), 'troupe-none-')) })
  t.is(failure.name, 'AddonMissingError')
  t.is(failure.code, 'ERR_ADDON_MISSING')
  t.regex(failure.message, /core\.node.*npx troupe build/)
})

test('an addon that does not load says why and what to do', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'troupe-broken-'))
  mkdirSync(join(folder, 'Release'))
  writeFileSync(join(folder, 'Release/core.node'), 'no library at all')
  const failure = await failureOf('core', { TROUPE_BUILD_DIR: folder })
  t.is(failure.code, 'ERR_ADDON_LOAD')
  t.regex(failure.message, /npx troupe build/)
})

test('the pins are in force before libtorch can read them', (t) => {
  torch()
  const [mkl, workspace] = (core() as CoreAddon).environment(['MKL_CBWR', 'CUBLAS_WORKSPACE_CONFIG'])
  t.is(mkl, 'AUTO')
  t.is(workspace, ':4096:8')
})

test('a pin that the environment sets already stands', async (t) => {
  const value = await inFreshProcess(
    `import { core, torch } from ${JSON.stringify(native)}
     torch(); console.log(JSON.stringify(core().environment(['MKL_CBWR'])))`,
    { MKL_CBWR: 'COMPATIBLE' },
  )
  t.deepEqual(value, ['COMPATIBLE'])
})

test('one BLAS is loaded, and it is not the one that ignores thread counts', (t) => {
  torch()
  const paths = (core() as CoreAddon).libraries().map(({ path }) => path)
  t.false(paths.some((path) => path.includes('openblas-pthread')))
  t.true(paths.filter((path) => /libblas\.so/.test(path)).length <= 1)
})

test('libtorch that a thread loads ahead comes after its pins, and is there once it is asked for', async (t) => {
  const [loaded, pins, paths] = await inFreshProcess(
    `import { core, loadTorchAhead, prepareThread } from ${JSON.stringify(native)}
     loadTorchAhead(); loadTorchAhead()
     const threads = prepareThread(1)
     const paths = core().libraries().map(({ path }) => path)
     console.log(JSON.stringify([threads, core().environment(['MKL_CBWR']), paths]))`,
  )
  t.is(loaded, 1)
  t.deepEqual(pins, ['AUTO'])
  t.false(paths.some((path: string) => path.includes('openblas-pthread')))
  t.true(paths.filter((path: string) => /libblas\.so/.test(path)).length <= 1)
})

test('a thread uses as many threads as it was prepared for', (t) => {
  t.is(prepareThread(2), 2)
  t.is((torch() as DeviceAddon).threads(), 2)
  t.is(prepareThread(1), 1)
})

test('a native entry leaves denormal numbers of JavaScript alone', (t) => {
  ;(torch() as DeviceAddon).measureMatmul(8, 1)
  t.is(Number.MIN_VALUE * 1, 5e-324)
})

test('a native failure is an error and not the end of the process', (t) => {
  const error = t.throws(() => (torch() as DeviceAddon).measureMatmul(-1, 1))
  t.regex(error!.message, /takes a size/)
})

test('the identity names versions, processor and the hashes of the libraries that compute', (t) => {
  const { libtorch, libc, cpuCapability, libraries } = identity()
  t.regex(libtorch, /^\d+\.\d+/)
  t.regex(libc, /^glibc \d/)
  t.not(cpuCapability, 'unknown')
  t.true(Object.keys(libraries).some((name) => name.startsWith('libtorch_cpu')))
  t.regex(libraries['torch.node']!, /^[0-9a-f]{16,}$/)
})
