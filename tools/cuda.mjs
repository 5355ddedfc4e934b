#!/usr/bin/env node
/**
 * `npm run build:cuda`: builds the addon for CUDA in build-native-cuda, with the compiler, the runtime and the
 * libtorch of Python's package index, so that no CUDA needs to be installed. As it stands that compiles and links;
 * `-- --full` also installs the libraries that libtorch_cuda.so loads (cuBLAS, cuDNN and the like, 8 GB), which
 * running it takes. To use it: `TROUPE_BUILD_DIR=build-native-cuda`.
 */
import { mainly } from './native/remedy.mjs'
import { CUDA, TORCH, virtualEnvironment } from './setup/python.mjs'
import { ROOT, setUp } from './setup.mjs'

const TOOLKIT = ['cuda-runtime', 'cuda-cupti', 'cuda-nvcc', 'cuda-crt', 'nvvm', 'cuda-cccl']

await mainly(async () => {
  const say = (line) => console.log(`troupe: ${line}`)
  await setUp({ native: false })
  const packages = [TORCH, ...TOOLKIT.map((name) => `nvidia-${name}==${CUDA}`)]
  const cudaVenv = await virtualEnvironment(ROOT, '.venv-cuda', packages, say, {
    dependencies: process.argv.includes('--full'),
  })
  process.env.TROUPE_BUILD_DIR ??= 'build-native-cuda'
  const { build } = await import('./native/build.mjs')
  await build({ cudaVenv, say })
  say(
    `built; with the full environment (-- --full) try: TROUPE_BUILD_DIR=${process.env.TROUPE_BUILD_DIR} npx troupe devices`,
  )
})
