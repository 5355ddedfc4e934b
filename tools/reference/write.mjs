#!/usr/bin/env node
/**
 * `npm run reference [-- room…]`: asks PyTorch 2.x for its answers to the table's samples and writes them to
 * test/tensor/reference/operations; without rooms also what the other scripts beside this one record of autocast,
 * modules, their initial values and optimizers; and of losses where `TROUPE_TEXT` names Tiny Shakespeare, which some of
 * them are of. `TROUPE_PYTHON` names a Python that has one; default python3.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const cwd = fileURLToPath(new URL('../..', import.meta.url))
const python = process.env.TROUPE_PYTHON ?? 'python3'
const version = spawnSync(python, ['-c', 'import torch; print(torch.__version__)'], { encoding: 'utf8' })
/** Runs a script of this folder with the samples; its output, if it writes none itself. */
function ask(script, ...rest) {
  const run = spawnSync(python, [`tools/reference/${script}.py`, ...rest], {
    cwd,
    input: samples,
    maxBuffer: 2 ** 26,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  if (run.status !== 0) process.exit(run.status ?? 1)
  return run.stdout
}

if (!(Number.parseInt(version.stdout, 10) >= 2)) {
  console.error(`${python} has no PyTorch 2.x; set TROUPE_PYTHON to one that does`)
  process.exit(1)
}
const rooms = process.argv.slice(2)
const samples = execFileSync(process.execPath, ['dist/tools/dump-samples.js', ...rooms], {
  cwd,
  maxBuffer: 2 ** 26,
})
ask('operations', 'test/tensor/reference/operations')
for (const name of rooms.length > 0 ? [] : ['autocast', 'initial', 'modules', 'optimizers']) {
  write(name)
}
const text = process.env.TROUPE_TEXT
if (rooms.length === 0 && text !== undefined) write('losses', resolve(text))

function write(name, ...rest) {
  writeFileSync(`${cwd}/test/tensor/reference/${name}.json`, ask(name, ...rest))
}
