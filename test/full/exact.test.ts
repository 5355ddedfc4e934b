import { resolve } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { stepPhases } from '../../src/faults/points/index.js'
import type { RunResult } from '../../src/index.js'
import { finish } from '../fixtures/tasks/run.js'

/** The folder of the four IDX files, as in mnist.test.ts. */
const folder = process.env.TROUPE_MNIST
const withData = folder === undefined ? test.skip : test.serial

interface Case {
  readonly agents: number
  readonly faults?: string
}

const AT = 20
const kill = (agent: number, phase?: string): string =>
  `kill:agent=${agent}@step=${AT}${phase === undefined ? '' : `,phase=${phase}`}`

/** Everything that must not change a bit: numbers of agents, and deaths in every phase. */
const CASES: readonly Case[] = [
  { agents: 2 },
  { agents: 3 },
  { agents: 4 },
  ...stepPhases.flatMap((phase) => [
    { agents: 2, faults: kill(1, phase) },
    { agents: 1, faults: kill(0, phase) },
  ]),
  { agents: 3, faults: [0, 1, 2].map((agent) => kill(agent, 'backward')).join(';') },
  { agents: 2, faults: kill(0) },
  { agents: 4, faults: `${kill(1)};${kill(3)}` },
]

async function matrix(t: ExecutionContext, task: string, optimizer: string): Promise<void> {
  t.timeout(60 * 60_000)
  const run = (options: Case & { seed?: number; shards?: number; batch?: number }) =>
    finish(task, { data: resolve(folder!), steps: 30, seed: 1, set: { optimizer }, ...options })
  const bits = ({ parametersSha256, stateSha256, evaluation }: RunResult) => ({
    parametersSha256,
    stateSha256,
    evaluation,
  })
  const alone = await run({ agents: 1 })
  for (const each of CASES) {
    const result = await run(each)
    const what = `${each.agents} agents, ${each.faults ?? 'no fault'}`
    t.deepEqual(bits(result), bits(alone), what)
    const faults = each.faults?.split(';').length ?? 0
    t.is(result.incidents.length, faults, what)
    for (const incident of result.incidents) {
      t.like(incident, { cause: 'killed', step: AT, lostSteps: 0, lostSamples: 0 }, what)
      t.true(incident.recomputedShards <= 4 / Math.min(each.agents, 4) || each.agents === 3, what)
    }
    const again = result.incidents.reduce((sum, { recomputedShards }) => sum + recomputedShards, 0)
    t.is(result.shardsComputed, 30 * 4 + again, what)
    t.is(Object.keys(result.shardsByAgent).length, each.agents, what)
    for (const shards of Object.values(result.shardsByAgent)) t.true(shards > 0, what)
  }
  for (const other of [{ seed: 2 }, { shards: 2 }, { batch: 64 }]) {
    const result = await run({ agents: 2, ...other })
    t.not(result.parametersSha256, alone.parametersSha256, JSON.stringify(other))
  }
}

for (const task of ['mnist-mlp', 'mnist']) {
  for (const optimizer of ['adam', 'sgd']) {
    withData(`${task} with ${optimizer} gives the same bits whoever computed it and whatever died`, (t) =>
      matrix(t, task, optimizer),
    )
  }
}
