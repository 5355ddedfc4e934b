#!/usr/bin/env node
/**
 * `npm run test:libtorch2 [-- ava's arguments]`: the whole suite against PyTorch 2.x's libtorch, built in a folder
 * of its own so that the usual build stays. `LIBTORCH`, when set, names the one to use; else a light virtual
 * environment is made.
 */
import { join } from 'node:path'
import { run } from './native/command.mjs'
import { findLibtorch } from './native/libtorch.mjs'
import { mainly, Remedy } from './native/remedy.mjs'
import { CUDA, TORCH, torchOf, virtualEnvironment } from './setup/python.mjs'
import { ROOT } from './setup.mjs'

const PACKAGES = [TORCH, `nvidia-cuda-runtime==${CUDA}`, `nvidia-cuda-cupti==${CUDA}`]

await mainly(async () => {
  const say = (line) => console.log(`troupe: ${line}`)
  const given = process.env.LIBTORCH
  const torch = given ?? torchOf(await virtualEnvironment(ROOT, '.venv-libtorch2', PACKAGES, say))
  const { version } = findLibtorch({ option: torch })
  if (Number.parseInt(version, 10) < 2)
    throw new Remedy(`LIBTORCH names libtorch ${version}, and this is the suite for 2.x`)
  const env = { ...process.env, LIBTORCH: torch, TROUPE_BUILD_DIR: 'build-native-libtorch2' }
  return run(process.execPath, [join(ROOT, 'tools/test.mjs'), ...process.argv.slice(2)], { cwd: ROOT, env })
})
