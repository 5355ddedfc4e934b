import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { explain, run, which } from '../native/command.mjs'
import { Remedy } from '../native/remedy.mjs'

/** PyTorch from Python's package index: what the second libtorch of the tests is, and what CUDA builds are made against. */
export const TORCH = 'torch==2.15.0'
export const CUDA = '13.2.*'

/**
 * Makes a virtual environment with exactly these packages, without what they depend on unless `dependencies`:
 * libtorch_cpu.so needs two of the twenty wheels that `import torch` would, which is 1.2 GB instead of 8.
 */
export async function virtualEnvironment(root, name, packages, say, { dependencies = false } = {}) {
  const folder = join(root, name)
  const stamp = join(folder, 'stamp')
  const key = [...packages, dependencies].join('\n')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === key) {
    say(`${name}: up to date`)
    return folder
  }
  const python = which('python3')
  if (python === undefined) throw new Remedy('python3 is missing; run: apt-get install python3-venv')
  const log = join(root, '.cache/setup', `${name}.log`)
  mkdirSync(join(root, '.cache/setup'), { recursive: true })
  rmSync(folder, { recursive: true, force: true })
  say(`${name}: making a virtual environment`)
  if ((await run(python, ['-m', 'venv', folder], { log })) !== 0) {
    throw new Remedy(
      `python3 makes no virtual environment here; run: apt-get install python3-venv (log: ${log})`,
    )
  }
  say(`${name}: installing ${packages.join(' ')} (pip; a large download)`)
  const pip = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    ...(dependencies ? [] : ['--no-deps']),
    ...packages,
  ]
  if ((await run(join(folder, 'bin/python3'), pip, { log })) !== 0) {
    throw new Remedy(`pip install failed; the log is ${log}:\n${explain(log, 15)}`)
  }
  writeFileSync(stamp, key)
  return folder
}

/** The torch package of such an environment. */
export function torchOf(venv) {
  const python = readdirSync(join(venv, 'lib')).find((name) => name.startsWith('python3'))
  return join(venv, 'lib', python ?? 'python3', 'site-packages/torch')
}
