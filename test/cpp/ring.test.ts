import { spawnSync } from 'node:child_process'
import test from 'ava'
import { compile, patienceMs } from './compile.js'

for (const [name, flags, records] of [
  ['optimised', ['-O2'], 200_000],
  ['ThreadSanitizer', ['-O1', '-g', '-fsanitize=thread'], 20_000],
  ['AddressSanitizer', ['-O1', '-g', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'], 50_000],
] as const) {
  test.serial(
    `records pass whole, in order and without a lost wake-up, and garbage is refused: ${name}`,
    (t) => {
      t.timeout(2 * patienceMs)
      const program = compile(`ring-${name}`, ['test/cpp/ring.cc'], flags)
      const run = spawnSync(program, [String(records), '20000'], { encoding: 'utf8', timeout: patienceMs })
      t.is(run.stderr, '')
      t.is(run.stdout, 'whole\n')
      t.is(run.status, 0)
    },
  )
}
