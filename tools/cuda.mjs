#!/usr/bin/env node
/**
 * `npm run build:cuda`: builds the addon for CUDA in build-native-cuda, with the compiler, the runtime and the libtorch
 * of Python's package index, so that no CUDA needs to be installed. To use it: `TROUPE_BUILD_DIR=build-native-cuda`.
 */
import { mainly } from './native/remedy.mjs'
import { CUDA, TORCH, virtualEnvironment } from './setup/python.mjs'
import { ROOT, setUp } from './setup.mjs'

const TOOLKIT = ['cuda-runtime', 'cuda-cupti', 'cuda-nvcc', 'cuda-crt', 'nvvm', 'cuda-cccl']

await mainly(async () => {
  const say = (line) => console.log(`troupe: ${line}`)
  await setUp({ native: false })
  const packages = [TORCH, ...TOOLKIT.map((name) => `nvidia-${name}==${CUDA}`)]
  const cudaVenv = await virtualEnvironment(ROOT, '.venv-cuda', packages, say)
  process.env.TROUPE_BUILD_DIR ??= 'build-native-cuda'
  const { build } = await import('./native/build.mjs')
  await build({ cudaVenv, say })
  say(`built; check with: TROUPE_BUILD_DIR=${process.env.TROUPE_BUILD_DIR} npx troupe devices`)
})
