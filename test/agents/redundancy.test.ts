import test, { type ExecutionContext } from 'ava'
import { Ledger } from '../../src/arena/index.js'
import { type Incident, train } from '../../src/index.js'
import { finish, scratch, small } from '../fixtures/tasks/run.js'

const base = { shards: 8, seed: 3, steps: 6 } as const
const all = base.steps * base.shards
type Finished = Awaited<ReturnType<typeof finish>>
const pick = ({ parametersSha256, stateSha256, evaluation, loss }: Finished) => ({
  parametersSha256,
  stateSha256,
  evaluation,
  loss,
})

let reference: Finished
test.before(async () => {
  reference = await finish(small, { ...base, agents: 1 })
})

const shape = { agents: 1, seats: 1, shards: 8, chunks: 1, evaluations: 0, depth: 1, faults: 0 } as const

/** Which shards of a run are computed twice, step by step. */
function twice(share: number): number[][] {
  const ledger = new Ledger({ ...shape, scalars: 8, metrics: 0 }, 6, 0, 0, 0, { share, seed: base.seed })
  const shards = Array.from({ length: base.shards }, (_, shard) => shard)
  return Array.from({ length: base.steps }, (_, step) => shards.filter((s) => ledger.redundant(step, s)))
}

/** The bits are kept, nothing was lost, and what was begun again is what the incidents say. */
function unharmed(t: ExecutionContext, result: Finished) {
  t.deepEqual(pick(result), pick(reference))
  for (const { lostSteps, lostSamples } of result.incidents) t.deepEqual([lostSteps, lostSamples], [0, 0])
  const again = result.incidents.reduce((sum, { recomputedShards }) => sum + recomputedShards, 0)
  t.is(result.shardsComputed, all + again)
}

test('which shards are computed twice is a share of all that the seed chooses', (t) => {
  t.deepEqual(twice(0).flat(), [])
  t.is(twice(1).flat().length, all)
  const half = twice(0.5)
  t.deepEqual(half, twice(0.5))
  t.true(half.flat().length > all / 4 && half.flat().length < (3 * all) / 4)
  t.true(half.some((shards, step) => step > 0 && `${shards}` !== `${half[0]}`))
})

for (const agents of [1, 2, 3]) {
  for (const redundancy of [0.5, 1]) {
    test.serial(
      `computing twice changes nothing and blames nobody (${agents} agents, ${redundancy})`,
      async (t) => {
        const result = await finish(small, { ...base, agents, redundancy })
        unharmed(t, result)
        t.deepEqual(result.incidents, [])
        t.is(result.shardsComputed, all)
        t.is(result.shardsChecked, twice(redundancy).flat().length)
      },
    )
  }
}

const cases = [
  { agents: 2, agent: 1, step: 3, check: false },
  { agents: 2, agent: 0, step: 0, check: false },
  { agents: 2, agent: 1, step: 5, check: true },
  { agents: 3, agent: 2, step: 2, check: false },
  { agents: 3, agent: 0, step: 4, check: true },
  { agents: 1, agent: 0, step: 3, check: false },
]
for (const { agents, agent, step, check } of cases) {
  const which = check ? 'second' : 'first'
  test.serial(
    `a bit flipped in the ${which} computation of agent ${agent} of ${agents} in step ${step} is found, and it is named`,
    async (t) => {
      const faults = `bitflip:agent=${agent},of=gradient${check ? ',check' : ''}@step=${step}`
      const result = await finish(small, { ...base, agents, redundancy: 1, faults })
      unharmed(t, result)
      t.is(result.incidents.length, 1)
      t.like(result.incidents[0], { agent, incarnation: 1, step, attempt: 0, phase: 'backward' })
      const cause = check
        ? /^wrong result: the gradient of 0\.weight in shard \d when it was computed again; the two others agree$/
        : /^wrong result: the gradient of 0\.weight in shard \d; the two others agree$/
      t.regex(result.incidents[0]!.cause, cause)
      t.is(result.incidents[0]!.recomputedShards, base.shards, 'a new attempt computes all of the step')
    },
  )
}

test.serial(
  'with half of the shards, a flip is found where it hits one of them, and only there',
  async (t) => {
    const half = twice(0.5)
    const options = { ...base, agents: 2, redundancy: 0.5 }
    // The fault keeps shard 4 for agent 1.
    const found = half.findIndex((shards) => shards.includes(4))
    const missed = half.findIndex((shards) => !shards.includes(4))
    const one = await finish(small, { ...options, faults: `bitflip:agent=1,of=gradient@step=${found}` })
    unharmed(t, one)
    t.like(one.incidents, [{ agent: 1, step: found }])
    const other = await finish(small, { ...options, faults: `bitflip:agent=1,of=gradient@step=${missed}` })
    t.deepEqual(other.incidents, [])
    t.not(other.parametersSha256, reference.parametersSha256)
  },
)

test.serial('without redundancy a flipped bit changes the result, and nobody notices', async (t) => {
  const result = await finish(small, { ...base, agents: 2, faults: 'bitflip:agent=1,of=gradient@step=3' })
  t.deepEqual(result.incidents, [])
  t.not(result.parametersSha256, reference.parametersSha256)
})

test.serial('a NaN that one agent alone computes is a wrong result like any other', async (t) => {
  const result = await finish(small, { ...base, agents: 2, redundancy: 1, faults: 'nan:agent=1@step=3' })
  unharmed(t, result)
  t.like(result.incidents, [{ agent: 1, step: 3 }])
  t.regex(result.incidents[0]!.cause, /^wrong result/)
})

for (const agents of [2, 3]) {
  for (const phase of ['data', 'forward', 'backward']) {
    test.serial(
      `a kill in the ${phase} of a second computation changes nothing (${agents} agents)`,
      async (t) => {
        const faults = `kill:agent=1,check@step=3,phase=${phase}`
        const result = await finish(small, { ...base, agents, redundancy: 1, faults })
        unharmed(t, result)
        t.like(result.incidents, [{ agent: 1, incarnation: 1, step: 3, phase, cause: 'killed' }])
      },
    )
  }
}

for (const agents of [2, 3]) {
  test.serial(
    `whoever was to find it is killed while it computes, and it is found (${agents} agents)`,
    async (t) => {
      const faults = 'bitflip:agent=0,of=gradient@step=3;kill:agent=1,check@step=3,phase=backward'
      const result = await finish(small, { ...base, agents, redundancy: 1, faults })
      unharmed(t, result)
      const causes = result.incidents.map(({ agent, cause }) => `${agent} ${cause.split(':')[0]}`)
      t.deepEqual(causes.sort(), ['0 wrong result', '1 killed'])
    },
  )

  test.serial(
    `the culprit is killed before it is named, and is named all the same (${agents} agents)`,
    async (t) => {
      const faults = 'bitflip:agent=0,of=gradient@step=3;kill:agent=0@step=3,phase=sum'
      const result = await finish(small, { ...base, agents, redundancy: 1, faults })
      unharmed(t, result)
      const causes = result.incidents.map(({ agent, incarnation, cause }) => {
        return `${agent}.${incarnation} ${cause.split(':')[0]}`
      })
      t.deepEqual(causes.sort(), ['0.1 killed', '0.1 wrong result'])
    },
  )
}

test.serial(
  'of two agents that are wrong in one step one is named, and the value of neither is used',
  async (t) => {
    const faults = 'bitflip:agent=0,of=gradient@step=3;bitflip:agent=2,of=gradient@step=3'
    const result = await finish(small, { ...base, agents: 3, redundancy: 1, faults })
    t.deepEqual(pick(result), pick(reference))
    // The other's is left behind with the attempt.
    t.is(result.incidents.length, 1)
    t.true([0, 2].includes(result.incidents[0]!.agent!))
  },
)

test.serial(
  'an agent that always flips a bit is asked again, replaced, and given up in the end',
  async (t) => {
    const run = await train(small, {
      ...base,
      agents: 2,
      steps: 1_000_000,
      redundancy: 1,
      run: scratch(),
      faults: 'bitflip:agent=1,persistent,of=gradient@step=3',
    })
    const incidents: Incident[] = []
    for await (const event of run.events()) {
      if (event.event === 'incident') incidents.push(event)
      if (event.event === 'warning' && event.code === 'ERR_DEVICE_RETIRED') run.stop()
    }
    const stopped = await run.done
    const undisturbed = await finish(small, { ...base, agents: 1, steps: stopped.steps })
    t.is(stopped.parametersSha256, undisturbed.parametersSha256)
    const wrong = incidents.filter(({ cause }) => cause.startsWith('wrong result:'))
    t.deepEqual(
      wrong.map(({ agent, incarnation, lostSteps }) => [agent, incarnation, lostSteps]),
      [
        [1, 1, 0],
        [1, 1, 0],
        [1, 2, 0],
      ],
    )
    t.deepEqual(
      wrong.slice(0, 2).map(({ step, attempt }) => [step, attempt]),
      [
        [3, 0],
        [3, 1],
      ],
      'it is asked again at once, and is wrong again',
    )
    t.deepEqual(
      incidents
        .filter(({ cause }) => cause.startsWith('wrong results:'))
        .map((one) => [one.agent, one.incarnation]),
      [
        [1, 1],
        [1, 2],
      ],
    )
  },
)

test.serial('a task that is not deterministic fails with that cause, and blames nobody', async (t) => {
  const run = await train(small, { ...base, agents: 2, redundancy: 1, set: { jitterAt: 3 }, run: scratch() })
  const incidents: Incident[] = []
  for await (const event of run.events()) if (event.event === 'incident') incidents.push(event)
  await t.throwsAsync(run.done, { code: 'ERR_RESULTS_DIFFER', message: /of step 3 .*Math\.random/ })
  t.is(incidents.length, 3)
  for (const { agent, cause } of incidents) {
    t.is(agent, null)
    t.regex(cause, /^results differ: .*three computations gave three results$/)
  }
})

test.serial(
  'a fault that cannot happen with redundancy is refused, and so is a share that is none',
  async (t) => {
    const options = { ...base, agents: 2, run: scratch() }
    const merge = { ...options, redundancy: 1, faults: 'kill:agent=1@step=3,phase=merge' }
    await t.throwsAsync(train(small, merge), { code: 'ERR_FAULT_CANNOT_FIRE', message: /computed twice/ })
    const check = { ...options, faults: 'bitflip:agent=1,of=gradient,check@step=3' }
    await t.throwsAsync(train(small, check), { code: 'ERR_FAULT_CANNOT_FIRE', message: /Raise redundancy/ })
    await t.throwsAsync(train(small, { ...options, redundancy: 1.5 }), {
      code: 'ERR_OPTION',
      message: /at most 1/,
    })
  },
)
