import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository; tests run from dist/. */
export const root = fileURLToPath(new URL('../../../../', import.meta.url))

const minor = (version: string) => version.split('.', 2).join('.')

/** The version of PyTorch that the reference comes from, without its last part. Others have other names and defaults. */
export const recordedTorch = minor(
  JSON.parse(readFileSync(join(root, 'test/tensor/reference/autocast.json'), 'utf8')).torch,
)

let found: { readonly python: string | undefined } | undefined

/** A Python with that PyTorch: the one that TROUPE_PYTHON names, or what the benchmarks compare with. */
export function pythonWithTorch(): string | undefined {
  const places = [process.env.TROUPE_PYTHON, join(root, '.venv-bench/bin/python'), 'python3']
  found ??= {
    python: places.find((python) => {
      if (python === undefined || (python.includes('/') && !existsSync(python))) return false
      const asked = spawnSync(python, ['-c', 'import torch; print(torch.__version__)'], {
        encoding: 'utf8',
        timeout: 240_000,
      })
      return asked.status === 0 && minor(asked.stdout) === recordedTorch
    }),
  }
  return found.python
}
