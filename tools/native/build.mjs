#!/usr/bin/env node
/**
 * Builds the addon: `node tools/native/build.mjs [--libtorch DIR] [--cuda VENV] [--install] [--force]`.
 * The one place that calls cmake-js; binding.gyp, `troupe build` and the set-up all come here.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { explain, run } from './command.mjs'
import { requirePrograms } from './compiler.mjs'
import { cudaToolkit } from './cuda.mjs'
import { findLibtorch, INSTALL } from './libtorch.mjs'
import { mainly, Remedy } from './remedy.mjs'
import { isCacheOf, isFresh, removeStamp, sourceKey, writeStamp } from './stamp.mjs'

export const ROOT = resolve(fileURLToPath(import.meta.url), '../../..')

/** Where the addon is built and loaded from; one libtorch at a time lives in one folder. */
export function buildFolder(env = process.env) {
  return resolve(ROOT, env.TROUPE_BUILD_DIR || 'build-native')
}

const describe = (libtorch) =>
  libtorch === undefined
    ? 'core only, no libtorch found'
    : `libtorch ${libtorch.version} of ${libtorch.from === 'system' ? 'the system' : `${libtorch.root}, named by ${libtorch.from}`}`

/** Tells CMake about the choice; paths are lists in CMake's sense. */
function definitions(libtorch, cuda) {
  const define = {
    TROUPE_TORCH: libtorch === undefined ? 'OFF' : 'ON',
    TROUPE_TORCH_INCLUDE: libtorch?.include.join(';') ?? '',
    TROUPE_TORCH_LIB: libtorch?.lib ?? '',
    TROUPE_TORCH_ABI: String(libtorch?.abi ?? 1),
    TROUPE_CUDA: cuda === undefined ? 'OFF' : 'ON',
    TROUPE_CUDA_INCLUDE: cuda?.include.join(';') ?? '',
    TROUPE_CUDA_LIB: cuda?.lib ?? '',
    TROUPE_NVCC: cuda?.nvcc ?? '',
  }
  return Object.entries(define).map(([name, value]) => `--CD${name}=${value}`)
}

/** make's own variables would make the inner build wait for job tokens of an outer make (node-gyp's). */
function cleanEnvironment() {
  const env = { ...process.env }
  for (const name of ['MAKEFLAGS', 'MAKELEVEL', 'MFLAGS', 'MAKE_TERMOUT', 'MAKE_TERMERR']) delete env[name]
  return env
}

/**
 * Builds what is out of date. Returns the choice that was made.
 * `install`: npm's install script asks; a missing libtorch is then no failure, because `troupe/actor` works without.
 */
export async function build({ option, cudaVenv, force = false, say = console.log } = {}) {
  const cuda = cudaVenv === undefined ? undefined : cudaToolkit(cudaVenv)
  const libtorch = findLibtorch({ option: cuda?.torch ?? option })
  const folder = buildFolder()
  const key = sourceKey(ROOT, { libtorch, cuda })
  if (!force && isFresh(folder, key, libtorch !== undefined)) {
    say(`addon: up to date (${describe(libtorch)})`)
    return libtorch
  }
  const programs = requirePrograms()
  say(`addon: building in ${folder} (${describe(libtorch)}); the first time takes some minutes`)
  mkdirSync(folder, { recursive: true })
  const choice = JSON.stringify(
    {
      libtorch: libtorch ?? null,
      cuda: cuda ?? null,
      generator: /ninja$/.test(programs.ninja) ? 'Ninja' : 'Unix Makefiles',
    },
    null,
    2,
  )
  const record = join(folder, 'libtorch.json')
  const cache = join(folder, 'CMakeCache.txt')
  const changed = !existsSync(record) || readFileSync(record, 'utf8') !== choice || !isCacheOf(cache, ROOT)
  // A cache keeps the generator and compiler of its first day; another choice starts from a clean one.
  if (changed) rmSync(cache, { force: true })
  if (changed) rmSync(join(folder, 'CMakeFiles'), { force: true, recursive: true })
  if (changed && libtorch === undefined) rmSync(join(folder, 'Release/torch.node'), { force: true })
  const log = join(folder, 'build.log')
  rmSync(log, { force: true })
  // From here until the end the folder holds a mixture.
  removeStamp(folder)
  const cmakeJs = join(createRequire(import.meta.url).resolve('cmake-js/package.json'), '../bin/cmake-js')
  const common = [
    '-d',
    ROOT,
    '-O',
    folder,
    '-B',
    'Release',
    '-G',
    JSON.parse(choice).generator,
    ...definitions(libtorch, cuda),
  ]
  const steps = [
    ...(changed ? [['configure', ...common]] : []),
    ['build', ...common, '-p', String(availableParallelism())],
  ]
  for (const args of steps) {
    const code = await run(process.execPath, [cmakeJs, ...args], { cwd: ROOT, env: cleanEnvironment(), log })
    if (code !== 0)
      throw new Remedy(`the addon did not build (${describe(libtorch)}); the log is ${log}:\n${explain(log)}`)
  }
  writeFileSync(record, choice)
  writeStamp(folder, key)
  return libtorch
}

async function main() {
  const options = {
    libtorch: { type: 'string' },
    cuda: { type: 'string' },
    install: { type: 'boolean' },
    force: { type: 'boolean' },
  }
  const { values } = parseArgs({ options })
  try {
    const libtorch = await build({ option: values.libtorch, cudaVenv: values.cuda, force: values.force })
    if (libtorch === undefined)
      throw new Remedy(
        `no libtorch found, so tensors and training are not available; run: ${INSTALL} && npx troupe build`,
      )
  } catch (error) {
    // An install that fails for want of a compiler would take `troupe/actor`, and the remedy, away with it.
    if (!values.install || !(error instanceof Remedy)) throw error
    console.error(`troupe: ${error.message}`)
  }
  return 0
}

if (process.argv[1] && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) await mainly(main)
