#!/usr/bin/env node
/**
 * `npm run reference [-- room…]`: asks PyTorch 2.x for its answers to the table's samples and writes them to
 * test/tensor/reference/operations. `TROUPE_PYTHON` names a Python that has one; default python3.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const cwd = fileURLToPath(new URL('../..', import.meta.url))
const python = process.env.TROUPE_PYTHON ?? 'python3'
const version = spawnSync(python, ['-c', 'import torch; print(torch.__version__)'], { encoding: 'utf8' })
if (Number.parseInt(version.stdout, 10) >= 2) {
  const samples = spawnSync(process.execPath, ['dist/tools/dump-samples.js', ...process.argv.slice(2)], {
    cwd,
    maxBuffer: 2 ** 26,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { status } = spawnSync(
    python,
    ['tools/reference/operations.py', 'test/tensor/reference/operations'],
    { cwd, input: samples.stdout, stdio: ['pipe', 'inherit', 'inherit'] },
  )
  process.exitCode = status ?? 1
} else {
  console.error(`${python} has no PyTorch 2.x; set TROUPE_PYTHON to one that does`)
  process.exitCode = 1
}
