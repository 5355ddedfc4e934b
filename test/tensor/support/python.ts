import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository; tests run from dist/. */
export const root = fileURLToPath(new URL('../../../../', import.meta.url))

/** A Python with PyTorch 2.x: the one that TROUPE_PYTHON names, or what the benchmarks compare with. */
export function pythonWithTorch(): string | undefined {
  const places = [process.env.TROUPE_PYTHON, join(root, '.venv-bench/bin/python'), 'python3']
  return places.find((python) => {
    if (python === undefined || (python.includes('/') && !existsSync(python))) return false
    const asked = spawnSync(python, ['-c', 'import torch; print(torch.__version__)'], {
      encoding: 'utf8',
      timeout: 120_000,
    })
    return Number.parseInt(asked.stdout, 10) >= 2
  })
}
