import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { PACKAGE_ROOT } from '../../src/native/index.js'

const tool = (path: string) => import(join(PACKAGE_ROOT, 'tools', path))
const { installCommand, missingDebianPackages } = await tool('setup/system.mjs')
const { missingPackages } = await tool('setup/npm.mjs')
const { hashFiles, isCacheOf, isFresh, writeStamp } = await tool('native/stamp.mjs')

test('root gets the packages installed without a question', (t) => {
  const command = installCommand(['cmake', 'libtorch-dev'], { uid: 0, hasApt: true })
  t.is(command.join(' '), 'apt-get install -y --no-install-recommends cmake libtorch-dev')
})

test('anybody else is told the exact command', (t) => {
  const error = t.throws(() => installCommand(['cmake'], { uid: 1000, hasApt: true }))
  t.regex(error!.message, /sudo apt-get update && sudo apt-get install -y --no-install-recommends cmake$/)
})

test('a machine without apt-get is told what it lacks', (t) => {
  t.throws(() => installCommand(['g++'], { uid: 0, hasApt: false }), { message: /lacks g\+\+.*no apt-get/ })
})

test('a libtorch of one’s own asks for no libtorch and no BLAS of the system', (t) => {
  const root = mkdtempSync(join(tmpdir(), 'troupe-libtorch-'))
  const include = join(root, 'include/torch/csrc/api/include/torch')
  mkdirSync(include, { recursive: true })
  mkdirSync(join(root, 'lib'))
  writeFileSync(join(include, 'torch.h'), '')
  const version = ['MAJOR 2', 'MINOR 9', 'PATCH 0'].map((part) => `#define TORCH_VERSION_${part}\n`).join('')
  writeFileSync(join(include, 'version.h'), version)
  writeFileSync(join(root, 'lib/libtorch_cpu.so'), '')
  const missing = missingDebianPackages({ ...process.env, LIBTORCH: root })
  t.false(missing.includes('libtorch-dev') || missing.includes('libopenblas0-openmp'))
})

test('set-up ends with one line and exit 2 when a named libtorch is none', async (t) => {
  const env = { ...process.env, LIBTORCH: '/nonexistent' }
  const outcome = await new Promise<{ code: unknown; stderr: string }>((resolve) => {
    execFile(
      process.execPath,
      [join(PACKAGE_ROOT, 'tools/setup.mjs')],
      { env, timeout: 240_000 },
      (error, _, stderr) => resolve({ code: error?.code, stderr }),
    )
  })
  t.is(outcome.code, 2)
  t.regex(outcome.stderr, /^troupe: LIBTORCH names \/nonexistent, which is not a folder; .*\n$/)
})

test('packages are missing when npm’s record lacks them or has another version, optional ones aside', (t) => {
  const root = mkdtempSync(join(tmpdir(), 'troupe-npm-'))
  const wanted = {
    '': {},
    'node_modules/here': { version: '1.0.0' },
    'node_modules/old': { version: '2.0.0' },
    'node_modules/gone': { version: '3.0.0' },
    'node_modules/elsewhere': { version: '4.0.0', optional: true },
  }
  const there = { 'node_modules/here': { version: '1.0.0' }, 'node_modules/old': { version: '1.9.0' } }
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: wanted }))
  t.deepEqual(missingPackages(root), ['here', 'old', 'gone'])
  mkdirSync(join(root, 'node_modules'))
  writeFileSync(join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages: there }))
  t.deepEqual(missingPackages(root), ['old', 'gone'])
})

test('a hash over files sees a change, an addition and a new name', (t) => {
  const root = mkdtempSync(join(tmpdir(), 'troupe-hash-'))
  const [a, b] = [join(root, 'a'), join(root, 'b')]
  writeFileSync(a, 'one')
  const first = hashFiles([a])
  writeFileSync(b, 'one')
  t.not(hashFiles([b]), first)
  t.not(hashFiles([a, b]), first)
  writeFileSync(a, 'two')
  t.not(hashFiles([a]), first)
})

test('a build is fresh only with its stamp and with every addon there', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'troupe-fresh-'))
  mkdirSync(join(folder, 'Release'))
  writeFileSync(join(folder, 'Release/core.node'), '')
  t.false(isFresh(folder, 'key', false))
  writeStamp(folder, 'key')
  t.true(isFresh(folder, 'key', false))
  t.false(isFresh(folder, 'key', true))
  t.false(isFresh(folder, 'another key', false))
})

test('a build folder that came from another place starts from a clean one', (t) => {
  const cache = join(mkdtempSync(join(tmpdir(), 'troupe-build-')), 'CMakeCache.txt')
  t.false(isCacheOf(cache, '/here'))
  writeFileSync(cache, '# of CMake\nCMAKE_HOME_DIRECTORY:INTERNAL=/here/too\nOTHER:STRING=1\n')
  t.true(isCacheOf(cache, '/here/too'))
  t.false(isCacheOf(cache, '/here'))
})
