import { spawnSync } from 'node:child_process'
import test from 'ava'
import { compile, patienceMs } from './compile.js'

for (const [name, flags] of [
  ['optimised', ['-O2']],
  ['ThreadSanitizer', ['-O1', '-g', '-fsanitize=thread']],
  ['AddressSanitizer', ['-O1', '-g', '-fsanitize=address,undefined', '-fno-sanitize-recover=all']],
] as const) {
  test.serial(
    `who hangs is found, who works is not, and monitors come and go under the watch: ${name}`,
    (t) => {
      t.timeout(2 * patienceMs)
      const program = compile(`watchdog-${name}`, ['test/cpp/watchdog.cc', 'cpp/core/watchdog.cc'], flags)
      const run = spawnSync(program, ['5'], { encoding: 'utf8', timeout: patienceMs })
      t.is(run.stderr, '')
      t.is(run.stdout, 'watched\n')
      t.is(run.status, 0)
    },
  )
}
