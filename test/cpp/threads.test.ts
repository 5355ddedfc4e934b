import { spawnSync } from 'node:child_process'
import test from 'ava'
import { compile, patienceMs } from './compile.js'

const SOURCES = [
  'test/cpp/threads.cc',
  'cpp/arena/tree_sum.cc',
  'cpp/arena/optimizers.cc',
  ...['adam', 'adaptive', 'descent', 'lamb', 'rmsprop'].map((family) => `cpp/arena/kernels/${family}.cc`),
]

for (const [name, flags] of [
  ['optimised', ['-O2']],
  ['ThreadSanitizer', ['-O1', '-g', '-fsanitize=thread']],
  ['AddressSanitizer', ['-O1', '-g', '-fsanitize=address,undefined', '-fno-sanitize-recover=all']],
] as const) {
  test.serial(`agents that die on real threads do not change a bit: ${name}`, (t) => {
    t.timeout(2 * patienceMs)
    const program = compile(`threads-${name}`, SOURCES, flags)
    const run = spawnSync(program, { encoding: 'utf8', timeout: patienceMs })
    t.is(run.stderr, '')
    t.is(run.stdout, '18 runs, the same bits\n')
    t.is(run.status, 0)
  })
}
