import test from 'ava'
import { finish } from '../fixtures/tasks/run.js'
import { small, troupeTrain } from './command.js'

const shape = { agents: 2, shards: 4, seed: 3, steps: 10_000 }
const flags = Object.entries(shape).flatMap(([name, value]) => [`--${name}`, String(value)])

let expected: Awaited<ReturnType<typeof finish>>
test.before(async () => {
  expected = await finish(small, shape)
})

for (const [what, phase] of [
  ['outside an update', 'backward'],
  ['in the middle of an update', 'update'],
] as const) {
  test.serial(
    `a process with a thread that hangs in native code ${what} is replaced by a fresh one`,
    async (t) => {
      const faults = `hang:agent=1,in=native,for=600s@step=40,phase=${phase}`
      const ended = await troupeTrain([small, ...flags, '--faults', faults])
      t.is(ended.code, 0, ended.err)
      t.like(ended.events.at(-1), {
        event: 'finished',
        parametersSha256: expected.parametersSha256,
        stateSha256: expected.stateSha256,
      })
      const recycled = ended.events.find(({ event, host }) => event === 'incident' && host === 0)!
      t.regex(recycled.cause, /^process was (recycled|ended): agent 1/)
      t.is(recycled.lostSteps, 0)
    },
  )
}
