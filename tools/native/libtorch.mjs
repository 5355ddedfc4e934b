import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { which } from './command.mjs'
import { Remedy } from './remedy.mjs'

export const INSTALL = 'apt-get install libtorch-dev libopenblas0-openmp'

/**
 * @typedef {object} Libtorch one installation of libtorch, as the build and `troupe doctor` need it
 * @property {'option' | 'LIBTORCH' | 'Torch_DIR' | 'virtual environment' | 'python3' | 'system'} from who named it
 * @property {string} root the folder that was named or found
 * @property {string} version e.g. `1.13.1`
 * @property {string[]} include header folders
 * @property {string} lib the folder of libtorch_cpu.so
 * @property {0 | 1} abi `_GLIBCXX_USE_CXX11_ABI` it was built with
 * @property {boolean} cuda whether libtorch_cuda.so lies beside it
 * @property {boolean} system a distribution's own, whose BLAS is the system's libblas.so.3
 */

/** Reads the version from the headers; every libtorch since 1.8 has one of these, no Python needed. */
function versionOf(includes) {
  for (const include of includes) {
    for (const header of ['torch/headeronly/version.h', 'torch/version.h']) {
      const file = join(include, header)
      if (!existsSync(file)) continue
      const text = readFileSync(file, 'utf8')
      const part = (name) =>
        /\d+/.exec(new RegExp(`define TORCH_VERSION_${name}\\s+\\d+`).exec(text)?.[0] ?? '')?.[0]
      const parts = ['MAJOR', 'MINOR', 'PATCH'].map(part)
      if (parts.every((value) => value !== undefined)) return parts.join('.')
    }
  }
  return undefined
}

/** The old ABI is written down only where it was used: wheels before 2.6. */
function abiOf(root) {
  const config = join(root, 'share/cmake/Torch/TorchConfig.cmake')
  if (!existsSync(config)) return 1
  return /_GLIBCXX_USE_CXX11_ABI=0/.test(readFileSync(config, 'utf8')) ? 0 : 1
}

/** Looks at one folder that holds `include` and `lib`, as wheels and PyTorch's own archives do. */
function inspect(root, from) {
  const include = [join(root, 'include'), join(root, 'include/torch/csrc/api/include')]
  const lib = join(root, 'lib')
  if (!existsSync(join(lib, 'libtorch_cpu.so')) || !existsSync(join(include[1], 'torch/torch.h')))
    return undefined
  const version = versionOf([include[1], include[0]])
  if (version === undefined) return undefined
  return {
    from,
    root,
    version,
    include,
    lib,
    abi: abiOf(root),
    cuda: existsSync(join(lib, 'libtorch_cuda.so')),
    system: false,
  }
}

/** A distribution's own: headers in /usr/include, libraries in the folder of its architecture. */
export function systemLibtorch() {
  const triples = existsSync('/usr/lib')
    ? readdirSync('/usr/lib').filter((name) => name.endsWith('-linux-gnu'))
    : []
  const include = ['/usr/include/torch/csrc/api/include']
  const version = versionOf(include)
  for (const lib of [...triples.map((name) => `/usr/lib/${name}`), '/usr/lib64', '/usr/lib']) {
    if (version === undefined || !existsSync(`${lib}/libtorch_cpu.so`)) continue
    return {
      from: 'system',
      root: '/usr',
      version,
      include,
      lib,
      abi: 1,
      cuda: existsSync(`${lib}/libtorch_cuda.so`),
      system: true,
    }
  }
  return undefined
}

/** The torch package that this Python would import, found by looking at its path: importing it takes seconds. */
function pythonLibtorch(python, from) {
  let path
  try {
    const options = { encoding: 'utf8', timeout: 10_000, stdio: ['ignore', 'pipe', 'ignore'] }
    path = execFileSync(python, ['-c', 'import sys; print("\\n".join(sys.path))'], options)
  } catch {
    return undefined
  }
  // The first torch on the path is the one Python means, so a 1.x there (Debian's python3-torch) ends the search.
  const package_ = path
    .split('\n')
    .find((folder) => folder !== '' && existsSync(join(folder, 'torch/version.py')))
  const found = package_ === undefined ? undefined : inspect(join(package_, 'torch'), from)
  return found !== undefined && Number.parseInt(found.version, 10) >= 2 ? found : undefined
}

/** What somebody named must be there: falling back to another one would build what nobody asked for. */
function named(folder, from, name) {
  const root = resolve(folder)
  // `Torch_DIR` is CMake's: <root>/share/cmake/Torch. A site-packages folder is meant as its torch.
  const roots = [root, join(root, '../../..'), join(root, 'torch')]
  if (root === '/usr' || root === '/usr/lib') {
    const system = systemLibtorch()
    if (system !== undefined) return { ...system, from }
  }
  for (const candidate of roots) {
    const found = inspect(candidate, from)
    if (found !== undefined) return found
  }
  const there = existsSync(root) && statSync(root).isDirectory()
  throw new Remedy(
    `${name} names ${root}, which ${there ? 'holds no lib/libtorch_cpu.so with headers beside it' : 'is not a folder'}; ` +
      'give the folder that holds include/ and lib/ (of a wheel: …/site-packages/torch)',
  )
}

/**
 * Finds libtorch, in this order: `--libtorch`, `LIBTORCH`, `Torch_DIR`, the active virtual environment, the
 * torch 2.x of `python3`, the distribution's. Undefined when there is none; a `Remedy` when one was named wrongly
 * or is too old.
 * @returns {Libtorch | undefined}
 */
export function findLibtorch({ option, env = process.env } = {}) {
  const found = search(option, env)
  if (
    found !== undefined &&
    (Number.parseInt(found.version, 10) < 1 || /^1\.([0-9]|1[0-2])\./.test(found.version))
  ) {
    throw new Remedy(`libtorch ${found.version} in ${found.root} is too old; install 1.13 or 2.x: ${INSTALL}`)
  }
  return found
}

function search(option, env) {
  if (option) return named(option, 'option', '--libtorch')
  if (env.LIBTORCH) return named(env.LIBTORCH, 'LIBTORCH', 'LIBTORCH')
  if (env.Torch_DIR) return named(env.Torch_DIR, 'Torch_DIR', 'Torch_DIR')
  if (env.VIRTUAL_ENV) {
    const found = pythonLibtorch(join(env.VIRTUAL_ENV, 'bin/python3'), 'virtual environment')
    if (found !== undefined) return found
  }
  const python = which('python3', env.PATH)
  const found = python === undefined ? undefined : pythonLibtorch(python, 'python3')
  return found ?? systemLibtorch()
}
