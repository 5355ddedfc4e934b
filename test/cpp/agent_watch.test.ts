import { spawnSync } from 'node:child_process'
import test from 'ava'
import { compile } from './compile.js'

test('hung agents are fenced; slow, standing and starved ones are not', (t) => {
  const flags = ['-O1', '-g', '-fsanitize=address,undefined', '-fno-sanitize-recover=all']
  const program = compile('agent_watch', ['test/cpp/agent_watch.cc'], flags)
  const run = spawnSync(program, [], { encoding: 'utf8', timeout: 240_000 })
  t.is(run.stderr, '')
  t.is(run.stdout, 'watched\n')
  t.is(run.status, 0)
})
