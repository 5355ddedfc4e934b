import test from 'ava'
import { stepPhases } from '../../src/faults/points/index.js'
import { finish, small } from '../fixtures/tasks/run.js'

const base = { shards: 8, seed: 3, steps: 12 } as const

const reference = { adam: undefined, sgd: undefined } as Record<
  string,
  Awaited<ReturnType<typeof finish>> | undefined
>

test.before(async () => {
  for (const optimizer of ['adam', 'sgd']) {
    reference[optimizer] = await finish(small, { ...base, agents: 1, set: { optimizer } })
  }
})

const pick = (result: Awaited<ReturnType<typeof finish>>) => ({
  parametersSha256: result.parametersSha256,
  stateSha256: result.stateSha256,
  evaluation: result.evaluation,
  loss: result.loss,
})

for (const optimizer of ['adam', 'sgd']) {
  for (const agents of [2, 3, 4]) {
    test.serial(`${agents} agents end with the bits of one (${optimizer})`, async (t) => {
      // A shard of step 3 is kept for each of them, which so has to take part, whenever it gets a processor.
      const faults = Array.from(
        { length: agents },
        (_, agent) => `hang:agent=${agent},in=native,for=1ms@step=3,phase=forward`,
      ).join(';')
      const result = await finish(small, { ...base, agents, set: { optimizer }, faults })
      t.deepEqual(pick(result), pick(reference[optimizer]!))
      const total = Object.values(result.shardsByAgent).reduce((sum, n) => sum + n, 0)
      t.is(total, base.steps * base.shards, 'every shard counts once')
      t.is(Object.keys(result.shardsByAgent).length, agents)
      t.true(Object.values(result.shardsByAgent).every((shards) => shards > 0))
      t.is(result.incidents.length, 0)
    })
  }
}

test.serial('every evaluation on the way is the same for any number of agents', async (t) => {
  const evaluated = (result: Awaited<ReturnType<typeof finish>>) =>
    result.events.filter(({ event }) => event === 'evaluated')
  const result = await finish(small, { ...base, agents: 3 })
  t.deepEqual(evaluated(result), evaluated(reference.adam!))
  t.deepEqual(
    evaluated(result).map((event) => 'step' in event && event.step),
    [5, 10, 12],
  )
})

test.serial('another seed, S or batch gives other bits', async (t) => {
  const hashes = [reference.adam!.parametersSha256]
  for (const change of [{ seed: 4 }, { shards: 4 }, { batch: 64 }]) {
    hashes.push((await finish(small, { ...base, agents: 2, ...change })).parametersSha256)
  }
  t.is(new Set(hashes).size, hashes.length)
})

for (const phase of [...stepPhases, 'evaluate'] as const) {
  for (const agents of [1, 2]) {
    test.serial(`an agent killed in ${phase} changes nothing (${agents} agents)`, async (t) => {
      const agent = agents - 1
      const step = phase === 'evaluate' ? 5 : 6
      const result = await finish(small, {
        ...base,
        agents,
        faults: `kill:agent=${agent}@step=${step},phase=${phase}`,
      })
      t.deepEqual(pick(result), pick(reference.adam!))
      const [incident] = result.incidents
      t.like(incident, {
        agent,
        incarnation: 1,
        step,
        phase,
        attempt: 0,
        lostSteps: 0,
        lostSamples: 0,
        cause: 'killed',
      })
      // The addon's own counts: all that was begun, against what each incident says was begun again.
      t.is(result.shardsComputed, result.steps * base.shards + incident!.recomputedShards)
      // What it had published stays valid: at most its own range is computed again.
      t.true(incident!.recomputedShards <= base.shards / agents)
      if (phase === 'data' || stepPhases.indexOf(phase) > stepPhases.indexOf('publish')) {
        t.is(incident!.recomputedShards, 0)
      }
    })
  }
}

test.serial('all agents killed in one step change nothing', async (t) => {
  const faults = [0, 1, 2].map((agent) => `kill:agent=${agent}@step=7,phase=backward`).join(';')
  const result = await finish(small, { ...base, agents: 3, faults })
  t.deepEqual(pick(result), pick(reference.adam!))
  t.is(result.incidents.length, 3)
  const again = result.incidents.reduce((sum, { recomputedShards }) => sum + recomputedShards, 0)
  t.is(result.shardsComputed, result.steps * base.shards + again)
  for (const { recomputedShards } of result.incidents) t.true(recomputedShards <= 3)
})

test.serial('kills at random moments change nothing', async (t) => {
  const faults = 'kill:agent=0@step=2;kill:agent=1@step=5'
  const result = await finish(small, { ...base, agents: 2, faults })
  t.deepEqual(pick(result), pick(reference.adam!))
  t.deepEqual(
    result.incidents.map(({ agent, incarnation, step }) => ({ agent, incarnation, step })),
    [
      { agent: 0, incarnation: 1, step: 2 },
      { agent: 1, incarnation: 1, step: 5 },
    ],
  )
})

test.serial('an agent that throws is replaced and changes nothing', async (t) => {
  const result = await finish(small, {
    ...base,
    agents: 2,
    faults: 'throw:agent=1@step=4,phase=sum;throw:agent=0@step=6',
  })
  t.deepEqual(pick(result), pick(reference.adam!))
  t.regex(result.incidents[0]!.cause, /ERR_INJECTED/)
})

test.serial('spares take over, and agents beyond the shards stand by', async (t) => {
  const result = await finish(small, {
    ...base,
    agents: 10,
    restarts: 0,
    faults: 'kill:agent=7@step=3,phase=forward',
  })
  t.deepEqual(pick(result), pick(reference.adam!))
  t.like(result.events[0], { event: 'started', spares: 2 })
  t.true(result.events.some(({ event }) => event === 'rebalanced'))
})
