import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { troupe } from '../fixtures/cli/troupe.js'
import { scratch } from '../fixtures/tasks/run.js'

const small = fileURLToPath(new URL('../fixtures/tasks/small.js', import.meta.url))

test.serial(
  'a thread that never returns from native code keeps neither the run nor the process',
  async (t) => {
    const args = ['train', small, '--agents', '2', '--shards', '8', '--steps', '40', '--json']
    const events = async (...more: string[]) => {
      const { code, stdout, stderr } = await troupe([...args, '--run', join(scratch(), 'run'), ...more])
      t.is(code, 0, stderr)
      return stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line))
    }
    const hung = await events('--faults', 'hang:agent=1,in=native,for=600s@step=20,phase=backward')
    const plain = await events()
    t.is(hung.at(-1).stateSha256, plain.at(-1).stateSha256)
    t.true(hung.some(({ code }) => code === 'ERR_AGENT_ABANDONED'))
    const incident = hung.find(({ event }) => event === 'incident')
    t.like(incident, { agent: 1, step: 20, phase: 'backward', lostSteps: 0, lostSamples: 0 })
    t.regex(incident.cause, /^hung in native code/)
  },
)
