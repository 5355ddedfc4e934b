import { spawnSync } from 'node:child_process'
import test from 'ava'
import { seed, times } from '../scale.js'
import { compile } from './compile.js'

for (const [name, flags] of [
  ['optimised', ['-O2']],
  ['AddressSanitizer', ['-O1', '-g', '-fsanitize=address,undefined', '-fno-sanitize-recover=all']],
] as const) {
  test.serial(
    `a writer that is killed at any moment leaves a whole bank, and damage is noticed: ${name}`,
    (t) => {
      const kills = times(60, 1000)
      const sources = ['test/cpp/memory_banks.cc', 'cpp/core/memory_writer.cc']
      const run = spawnSync(compile(`memory-banks-${name}`, sources, flags), [`${kills}`, `${seed(1)}`], {
        encoding: 'utf8',
        timeout: 120_000,
      })
      t.is(run.stderr, '')
      t.is(run.stdout, `${3 * kills} kills\n`)
      t.is(run.status, 0)
    },
  )
}
