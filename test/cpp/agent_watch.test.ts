import { spawnSync } from 'node:child_process'
import test from 'ava'
import { compile, patienceMs } from './compile.js'

test('hung agents are fenced; slow, standing and starved ones are not', (t) => {
  t.timeout(2 * patienceMs)
  const flags = ['-O1', '-g', '-fsanitize=address,undefined', '-fno-sanitize-recover=all']
  const program = compile('agent_watch', ['test/cpp/agent_watch.cc'], flags)
  const run = spawnSync(program, [], { encoding: 'utf8', timeout: patienceMs })
  t.is(run.stderr, '')
  t.is(run.stdout, 'watched\n')
  t.is(run.status, 0)
})
