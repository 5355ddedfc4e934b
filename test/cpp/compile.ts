import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { buildFolder, PACKAGE_ROOT } from '../../src/native/index.js'

/**
 * Longest that a compiler, or a program from here, may take. Half a minute of work, on one slow processor that others
 * use too; a test that may compile and then run has twice as long.
 */
export const patienceMs = 900_000

/** C++ that stands apart from Node: compiled once per content of its sources, so a second run of the tests is fast. */
export function compile(name: string, sources: readonly string[], flags: readonly string[]): string {
  const command = [
    '-std=c++20',
    '-Wall',
    '-Wextra',
    '-Werror',
    '-ffp-contract=off',
    '-fno-math-errno',
    '-pthread',
    `-I${join(PACKAGE_ROOT, 'cpp')}`,
    ...flags,
    ...sources.map((source) => join(PACKAGE_ROOT, source)),
  ]
  const hash = createHash('sha256').update(command.join('\n'))
  for (const folder of ['cpp/core', 'cpp/arena', 'test/cpp', 'test/cpp/explorer']) {
    for (const file of readdirSync(join(PACKAGE_ROOT, folder)).sort()) {
      if (/\.(h|cc)$/.test(file)) hash.update(readFileSync(join(PACKAGE_ROOT, folder, file)))
    }
  }
  const folder = join(buildFolder(), 'test')
  const program = join(folder, `${name}-${hash.digest('hex').slice(0, 16)}`)
  if (existsSync(program)) return program
  mkdirSync(folder, { recursive: true })
  // Linked under another name first: a test that is interrupted must not leave half a program behind.
  const partial = `${program}.${process.pid}`
  execFileSync(process.env.CXX ?? 'c++', [...command, '-o', partial], {
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: patienceMs,
  })
  renameSync(partial, program)
  return program
}
