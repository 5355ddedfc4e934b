import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { noGrad, OptionError, type RunEvent, tensor, train } from '../../src/index.js'
import { finish, scratch, small } from '../fixtures/tasks/run.js'
import { gone, processOf } from './command.js'

const options = { agents: 2, shards: 4, seed: 3, steps: 40 }

test.serial(
  'a program that trains isolated gets the same run, and survives the death of its process',
  async (t) => {
    const expected = await finish(small, options)
    const run = await train(small, {
      ...options,
      run: join(scratch(), 'run'),
      isolate: true,
      faults: 'kill:process@step=20',
    })
    const events: RunEvent[] = []
    for await (const event of run.events()) events.push(event)
    const result = await run.done
    t.is(result.parametersSha256, expected.parametersSha256)
    t.is(result.stateSha256, expected.stateSha256)
    t.deepEqual(result.evaluation, expected.evaluation)
    t.is(result.incidents.length, 1)
    t.like(result.incidents[0], { host: 0, agent: null, lostSteps: 0 })
    t.is(events.at(-1)!.event, 'finished')
    const x = tensor(new Float32Array(6), { shape: [1, 6] })
    const predict = (model: typeof result.model) => noGrad(() => model.forward(x).toArray())
    t.deepEqual(predict(result.model), predict(expected.model))
    t.is(processOf(process.pid), undefined)
  },
)

test.serial('an isolated run is operated as any other', async (t) => {
  const run = await train(small, { ...options, steps: 1_000_000, run: join(scratch(), 'run'), isolate: true })
  const pid = processOf(process.pid)!
  for await (const event of run.events()) if (event.event === 'step') break
  t.deepEqual(
    run.agents.map(({ agent }) => agent),
    [0, 1],
  )
  t.true(await run.agents[1]!.kill())
  for await (const event of run.events()) if (event.event === 'incident') break
  t.is(await run.spawnAgent(), 2)
  t.true(await run.stopAgent(2))
  await t.throwsAsync(run.resize(99), { code: 'ERR_NO_WORK' })
  const result = await run.stop()
  t.is(result.status, 'stopped')
  t.is(result.incidents[0]!.agent, 1)
  await gone(pid)
  const over = { code: 'ERR_PROCESS_GONE', message: /the run is over/ }
  await t.throwsAsync(run.spawnAgent(), over)
  await t.throwsAsync(run.resize(1), over)
  t.false(await run.agents[0]!.kill())
})

test.serial('a process that is started again has as many agents as there were', async (t) => {
  const shape = { ...options, steps: 1_000_000, spares: 1 }
  const run = await train(small, { ...shape, run: join(scratch(), 'run'), isolate: true })
  const states = () => run.agents.map(({ state }) => state).filter((state) => state !== 'retired')
  const untilRestarted = async (life: number) => {
    process.kill(processOf(process.pid)!, 'SIGKILL')
    for await (const event of run.events())
      if (event.event === 'incident' && event.host === 0 && event.incarnation === life) return
  }
  await run.resize(4)
  await untilRestarted(1)
  t.is(states().length, 4)
  t.true(await run.stopAgent(0))
  t.true(await run.stopAgent(1))
  await untilRestarted(2)
  t.is(states().length, 2)
  await run.stop()
})

test.serial('what is wrong is found before an isolated run starts, and nothing is left of it', async (t) => {
  const run = join(scratch(), 'run')
  await t.throwsAsync(train(small, { shards: 5, run, isolate: true }), { instanceOf: OptionError })
  await t.throwsAsync(train(small, { faults: 'kill:process@step=2', run }), {
    code: 'ERR_FAULT_CANNOT_FIRE',
    message: /isolate: true/,
  })
  const signal = AbortSignal.abort()
  await t.throwsAsync(train(small, { run, isolate: true, signal }), { code: 'ERR_RUN_ABORTED' })
  t.false(existsSync(run))
})

for (const isolate of [false, true])
  test.serial(`a run that cannot write down how it ended says so; isolated: ${isolate}`, async (t) => {
    const directory = join(scratch(), 'run')
    const run = await train(small, { ...options, steps: 1_000_000, run: directory, isolate })
    const events: RunEvent[] = []
    for await (const event of run.events()) {
      events.push(event)
      if (event.event !== 'step' || existsSync(join(directory, 'run.json.new'))) continue
      // The record cannot be replaced, as on a full disk.
      mkdirSync(join(directory, 'run.json.new'))
      run.stop().catch(() => {})
    }
    t.like(events.at(-1), { event: 'failed', code: 'ERR_RUN_DIRECTORY' })
    await t.throwsAsync(run.done, { code: 'ERR_RUN_DIRECTORY' })
  })
