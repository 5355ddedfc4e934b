import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import test from 'ava'
import { PACKAGE_ROOT } from '../../src/native/index.js'
import { troupe } from '../fixtures/cli/troupe.js'

const { findLibtorch } = await import(join(PACKAGE_ROOT, 'tools/native/libtorch.mjs'))

/** A folder that looks like an unpacked libtorch: its headers tell the version. */
function pretend(version: string, folder = mkdtempSync(join(tmpdir(), 'troupe-libtorch-'))): string {
  const [major, minor, patch] = version.split('.')
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const include = 'include/torch/csrc/api/include/torch'
  write(`${include}/torch.h`, '')
  write(
    `${include}/version.h`,
    `#define TORCH_VERSION_MAJOR ${major}\n#define TORCH_VERSION_MINOR ${minor}\n#define TORCH_VERSION_PATCH ${patch}\n`,
  )
  write('lib/libtorch_cpu.so', '')
  return folder
}

test('a libtorch is searched in the stated order', (t) => {
  const [option, libtorch, torchDir] = [pretend('2.9.0'), pretend('2.8.0'), pretend('2.7.0')]
  const cmake = join(torchDir, 'share/cmake/Torch')
  mkdirSync(cmake, { recursive: true })
  const env = { PATH: '', LIBTORCH: libtorch, Torch_DIR: cmake }
  t.like(findLibtorch({ option, env }), { from: 'option', version: '2.9.0' })
  t.like(findLibtorch({ env }), { from: 'LIBTORCH', version: '2.8.0' })
  t.like(findLibtorch({ env: { PATH: '', Torch_DIR: cmake } }), {
    from: 'Torch_DIR',
    version: '2.7.0',
    root: torchDir,
  })
})

test('a Python’s torch 2.x is found by path, and a 1.x of Python is passed over', (t) => {
  for (const [version, from] of [
    ['2.6.0', 'virtual environment'],
    ['1.13.0', undefined],
  ] as const) {
    const venv = mkdtempSync(join(tmpdir(), 'troupe-venv-'))
    const packages = join(venv, 'site-packages')
    pretend(version, join(packages, 'torch'))
    writeFileSync(join(packages, 'torch/version.py'), `__version__ = '${version}'`)
    mkdirSync(join(venv, 'bin'))
    // Stands for a Python: prints its path, as the search asks, and would fail at an import.
    writeFileSync(join(venv, 'bin/python3'), `#!/bin/sh\necho ${packages}\n`, { mode: 0o755 })
    const found = findLibtorch({ env: { PATH: '', VIRTUAL_ENV: venv } })
    t.not(found?.root === join(packages, 'torch'), from === undefined)
    if (from !== undefined) t.is(found.from, from)
  }
})

test('the ABI of an old wheel is read from what it tells CMake', (t) => {
  const old = pretend('2.1.0')
  mkdirSync(join(old, 'share/cmake/Torch'), { recursive: true })
  writeFileSync(
    join(old, 'share/cmake/Torch/TorchConfig.cmake'),
    'set(TORCH_CXX_FLAGS "-D_GLIBCXX_USE_CXX11_ABI=0")',
  )
  t.is(findLibtorch({ option: old }).abi, 0)
  t.is(findLibtorch({ option: pretend('2.9.0') }).abi, 1)
})

test('a libtorch that is too old is refused with the versions that work', (t) => {
  t.throws(() => findLibtorch({ option: pretend('1.9.0') }), { message: /too old; install 1\.13 or 2\.x/ })
})

test('build with a folder that is no libtorch exits 2 with one line and no stack', async (t) => {
  for (const folder of ['/nonexistent', mkdtempSync(join(tmpdir(), 'troupe-empty-'))]) {
    const { code, stderr } = await troupe(['build', '--libtorch', folder], {
      TROUPE_BUILD_DIR: join(tmpdir(), 'troupe-unused'),
    })
    t.is(code, 2)
    t.regex(stderr, /^troupe: --libtorch names .*give the folder that holds include\/ and lib\/.*\n$/)
  }
})
