import test from 'ava'
import { type Incident, type RunEvent, train } from '../../src/index.js'
import { finish, scratch, small } from '../fixtures/tasks/run.js'

const base = { shards: 8, seed: 3, steps: 6 } as const
type Finished = Awaited<ReturnType<typeof finish>>
const pick = ({ parametersSha256, stateSha256, evaluation, loss }: Finished) => ({
  parametersSha256,
  stateSha256,
  evaluation,
  loss,
})
const again = ({ incidents }: Finished) =>
  incidents.reduce((sum, { recomputedShards }) => sum + recomputedShards, 0)

let reference: Finished
test.before(async () => {
  reference = await finish(small, { ...base, agents: 1 })
})

for (const agents of [1, 2, 3]) {
  test.serial(
    `a NaN that comes once costs a new attempt and changes nothing (${agents} agents)`,
    async (t) => {
      const agent = agents - 1
      const result = await finish(small, { ...base, agents, faults: `nan:agent=${agent}@step=3` })
      t.deepEqual(pick(result), pick(reference))
      t.is(result.incidents.length, 1)
      t.like(result.incidents[0], {
        agent,
        incarnation: 1,
        step: 3,
        attempt: 0,
        phase: 'decide',
        lostSteps: 0,
      })
      t.regex(
        result.incidents[0]!.cause,
        /^not finite: the gradient of 0\.weight in shards? \d.*tried again$/,
      )
      t.is(result.incidents[0]!.recomputedShards, base.shards, 'a new attempt computes all of the step')
      t.is(result.shardsComputed, base.steps * base.shards + base.shards)
    },
  )
}

test.serial(
  'an agent that always computes NaN is passed over, replaced, and given up in the end',
  async (t) => {
    const run = await train(small, {
      ...base,
      agents: 2,
      steps: 1_000_000,
      run: scratch(),
      faults: 'nan:agent=1,persistent@step=3',
    })
    const incidents: Incident[] = []
    for await (const event of run.events()) {
      if (event.event === 'incident') incidents.push(event)
      // Its last life is over, and the other agent has all shards.
      if (event.event === 'rebalanced') run.stop()
    }
    const stopped = await run.done
    const undisturbed = await finish(small, { ...base, agents: 1, steps: stopped.steps })
    t.is(stopped.parametersSha256, undisturbed.parametersSha256)
    const retries = incidents.filter(({ cause }) => cause.startsWith('not finite'))
    t.true(retries.length >= 3)
    t.true(retries.every(({ agent, lostSteps, step }) => agent === 1 && lostSteps === 0 && step >= 3))
    const replaced = incidents.filter(({ cause }) => cause.startsWith('wrong results'))
    t.deepEqual(
      replaced.map(({ agent, incarnation }) => [agent, incarnation]),
      [
        [1, 1],
        [1, 2],
      ],
    )
  },
)

test.serial(
  'a NaN wherever it is computed is tried once more, then fails, and nobody is blamed',
  async (t) => {
    const events: { event: string; cause?: unknown; agent?: unknown; lostSteps?: unknown }[] = []
    const run = await train(small, {
      ...base,
      agents: 2,
      set: { nanAt: 3 },
      run: scratch(),
    })
    for await (const event of run.events()) events.push(event)
    await t.throwsAsync(run.done, { code: 'ERR_NON_FINITE', message: /the loss of step 3/ })
    const incidents = events.filter(({ event }) => event === 'incident')
    t.is(incidents.length, 1)
    t.like(incidents[0], { agent: null, lostSteps: 1 })
  },
)

test.serial(
  'a step that is not finite and fails the run at once has an incident with its cause',
  async (t) => {
    for (const agents of [1, 2]) {
      const events: RunEvent[] = []
      const options = { ...base, agents, onNonfinite: 'fail', set: { nanAt: 3 }, run: scratch() } as const
      const run = await train(small, options)
      for await (const event of run.events()) events.push(event)
      await t.throwsAsync(run.done, { code: 'ERR_NON_FINITE', message: /the loss of step 3/ })
      const incidents = events.filter(({ event }) => event === 'incident')
      const told = {
        agent: null,
        step: 3,
        attempt: 0,
        phase: 'decide',
        recomputedShards: 0,
        lostSteps: 1,
      } as const
      t.like(incidents, { length: 1, 0: told })
      t.regex((incidents[0] as Incident).cause, /^not finite: the loss.*; the run fails$/)
      t.like(events.at(-1), { event: 'failed', code: 'ERR_NON_FINITE' })
    }
  },
)

test.serial(
  'a step whose loss is NaN is skipped with a record, the same for any number of agents',
  async (t) => {
    const options = { ...base, onNonfinite: 'skip', set: { nanAt: 3 } } as const
    const one = await finish(small, { ...options, agents: 1 })
    const three = await finish(small, { ...options, agents: 3 })
    t.deepEqual(pick(three), pick(one))
    t.not(one.parametersSha256, reference.parametersSha256)
    for (const result of [one, three]) {
      t.is(result.steps, base.steps)
      t.is(result.incidents.length, 1)
      t.like(result.incidents[0], { step: 3, lostSteps: 1, lostSamples: 32, recomputedShards: 0 })
      t.regex(result.incidents[0]!.cause, /the loss.*skipped$/)
      t.is(result.shardsComputed, base.steps * base.shards)
      const used = Object.values(result.shardsByAgent).reduce((sum, n) => sum + n, 0)
      t.is(used, (base.steps - 1) * base.shards, 'what was skipped was not applied')
    }
  },
)

test.serial('a kill in the step that is tried again changes nothing', async (t) => {
  const faults = 'nan:agent=1@step=3;kill:agent=0@step=3,phase=backward;kill:agent=1@step=4,phase=update'
  const result = await finish(small, { ...base, agents: 3, faults })
  t.deepEqual(pick(result), pick(reference))
  t.is(result.incidents.length, 3)
  t.is(result.shardsComputed, result.steps * base.shards + again(result))
})
