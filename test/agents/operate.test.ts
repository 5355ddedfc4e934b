import { join } from 'node:path'
import test from 'ava'
import { train } from '../../src/index.js'
import { finish, scratch, small } from '../fixtures/tasks/run.js'

const options = () => ({ shards: 4, seed: 3, steps: 400, run: join(scratch(), 'run') })
/** Whatever is done to it comes before its end, however late it comes. */
const endless = () => ({ ...options(), steps: 1_000_000 })

test.serial('agents that come and go while it runs change nothing', async (t) => {
  const run = await train(small, { ...endless(), agents: 2 })
  t.is(await run.spawnAgent(), 2)
  t.true(await run.agents[0]!.kill())
  for await (const event of run.events()) if (event.event === 'incident') break
  const result = await run.stop()
  const reference = await finish(small, { ...options(), agents: 1, steps: result.steps })
  t.is(result.parametersSha256, reference.parametersSha256)
  t.is(result.stateSha256, reference.stateSha256)
  t.is(result.incidents.length, 1)
})

test.serial(
  'nobody computes before the run looks: the shortest run has all its events, in order',
  async (t) => {
    for (let i = 0; i < 3; i++) {
      const { events } = await finish(small, { ...options(), agents: 2, steps: 3, checkpointEvery: 1 })
      const order = events.map(({ event }) => event).filter((event) => event !== 'checkpoint')
      t.is(order[0], 'started')
      t.is(order.filter((event) => event === 'evaluated').length, 1)
      t.is(order.at(-1), 'finished')
    }
  },
)

test.serial('agents that are let go leave at a step border, and nothing is computed twice', async (t) => {
  const run = await train(small, { ...endless(), agents: 3 })
  t.true(await run.stopAgent(1))
  t.false(await run.stopAgent(1))
  await run.resize(1)
  t.false(await run.stopAgent(run.agents.find(({ state }) => state === 'running')!.agent))
  await run.resize(3)
  const result = await run.stop()
  const reference = await finish(small, { ...options(), agents: 1, steps: result.steps })
  t.is(result.parametersSha256, reference.parametersSha256)
  t.is(result.stateSha256, reference.stateSha256)
  t.is(result.shardsComputed, result.steps * 4)
  t.deepEqual(result.incidents, [])
})

test.serial('more agents than shards cannot be spawned', async (t) => {
  const run = await train(small, { ...endless(), agents: 4 })
  await t.throwsAsync(() => run.spawnAgent(), { code: 'ERR_NO_WORK' })
  await run.stop()
})

test.serial('stop ends at a step border with the model of that step', async (t) => {
  const run = await train(small, { ...endless(), agents: 2 })
  const result = await run.stop()
  t.is(result.status, 'stopped')
  t.true(result.steps < 1_000_000)
  const again = await finish(small, { ...options(), agents: 1, steps: Math.max(1, result.steps) })
  if (result.steps > 0) t.is(result.parametersSha256, again.parametersSha256)
})

test.serial('an aborted signal stops the run, and one that was aborted before starts none', async (t) => {
  const controller = new AbortController()
  const run = await train(small, { ...endless(), signal: controller.signal })
  controller.abort()
  t.is((await run.done).status, 'stopped')
  await t.throwsAsync(train(small, { ...options(), signal: AbortSignal.abort() }), {
    code: 'ERR_RUN_ABORTED',
  })
})

test.serial('the budget spent with nobody left fails the run with its cause', async (t) => {
  const run = await train(small, { ...endless(), agents: 1, restarts: 0 })
  await run.agents[0]!.kill()
  const error = await t.throwsAsync(run.done, { code: 'ERR_RESTARTS_SPENT' })
  t.regex(error!.message, /killed/)
  let last: unknown
  for await (const event of run.events()) last = event
  t.like(last, { event: 'failed', code: 'ERR_RESTARTS_SPENT' })
})

test.serial('a run in which nobody moves any more fails instead of hanging', async (t) => {
  const hanging = new URL('../fixtures/tasks/hanging.js', import.meta.url)
  const run = await train(hanging, { ...options(), agents: 1, shards: 1, stallMs: 2000 })
  const error = await t.throwsAsync(run.done, { code: 'ERR_STALLED' })
  t.like(error, { fields: { step: 2, limitMs: 2000 } })
})

test.serial('an event loop that only listens sees the same end', async (t) => {
  const { events, runDirectory } = await finish(small, { ...options(), steps: 12, agents: 2 })
  t.is(events[0]!.event, 'started')
  t.like(events.at(-1), { event: 'finished', runDirectory })
})
