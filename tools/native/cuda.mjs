import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Remedy } from './remedy.mjs'

/**
 * The compiler and runtime of CUDA from wheels of Python's package index, next to a torch wheel of the same
 * CUDA version in one virtual environment (`npm run build:cuda` makes it).
 * @returns {{ torch: string, nvcc: string, include: string[], lib: string }}
 */
export function cudaToolkit(venv) {
  const lib = resolve(venv, 'lib')
  const python = existsSync(lib) ? readdirSync(lib).find((name) => name.startsWith('python3')) : undefined
  const packages = join(lib, python ?? 'python3', 'site-packages')
  const folder = existsSync(join(packages, 'nvidia'))
    ? readdirSync(join(packages, 'nvidia')).find((name) =>
        existsSync(join(packages, 'nvidia', name, 'bin/nvcc')),
      )
    : undefined
  if (folder === undefined) throw new Remedy(`${resolve(venv)} holds no nvcc; run: npm run build:cuda`)
  const toolkit = join(packages, 'nvidia', folder)
  return {
    torch: join(packages, 'torch'),
    nvcc: join(toolkit, 'bin/nvcc'),
    include: [join(toolkit, 'include'), join(toolkit, 'include/cccl')],
    lib: join(toolkit, 'lib'),
  }
}
