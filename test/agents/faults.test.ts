import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { train } from '../../src/index.js'
import { finish, scratch, small } from '../fixtures/tasks/run.js'

const base = { shards: 8, seed: 3, steps: 40, agents: 2 } as const

type Result = Awaited<ReturnType<typeof finish>>
let reference: Result

test.before(async () => {
  reference = await finish(small, { ...base, agents: 1 })
})

const pick = ({ parametersSha256, stateSha256, evaluation, loss }: Result) => ({
  parametersSha256,
  stateSha256,
  evaluation,
  loss,
})

/** The bits are kept, nothing was lost, and what was computed again is what the incidents say. */
function unharmed(t: ExecutionContext, result: Result) {
  t.deepEqual(pick(result), pick(reference))
  for (const { lostSteps, lostSamples } of result.incidents) t.deepEqual([lostSteps, lostSamples], [0, 0])
  const again = result.incidents.reduce((sum, { recomputedShards }) => sum + recomputedShards, 0)
  t.is(result.shardsComputed, result.steps * base.shards + again)
}

test.serial('an agent that calls process.exit() is replaced', async (t) => {
  const result = await finish(small, { ...base, faults: 'exit:agent=1@step=9,phase=backward' })
  unharmed(t, result)
  t.like(result.incidents[0], { agent: 1, incarnation: 1, step: 9, agents: null })
  t.regex(result.incidents[0]!.cause, /^exited with code 1/)
})

test.serial(
  'an incident is told once its step is committed, and not only when the run is polled',
  async (t) => {
    const { setInterval } = globalThis
    t.teardown(() => Object.assign(globalThis, { setInterval }))
    let polls = 0
    // The run is never polled: its process might be gone by then.
    const without = (run: () => void, ms: number) =>
      setInterval(ms === 100 && ++polls > 0 ? () => {} : run, ms)
    Object.assign(globalThis, { setInterval: without })
    const directory = join(scratch(), 'run')
    const run = await train(small, { ...base, steps: 1e9, run: directory, faults: 'kill:agent=1@step=5' })
    t.is(polls, 1)
    for await (const event of run.events()) {
      t.not(event.event, 'step', 'only a poll tells of steps')
      if (event.event === 'incident') break
    }
    const { status, incidents } = await run.stop()
    t.is(status, 'stopped')
    t.like(incidents, { length: 1, 0: { agent: 1, step: 5, lostSteps: 0 } })
  },
)

for (const phase of ['forward', 'publish', 'update', 'evaluate'] as const) {
  for (const where of ['js', 'native'] as const) {
    test.serial(
      `an agent that hangs in ${where} during ${phase} is fenced, and the step commits`,
      async (t) => {
        const step = phase === 'evaluate' ? 25 : 20
        // A thread that hangs in native code cannot be ended before that returns.
        const faults = `hang:agent=1,in=${where},for=${where === 'js' ? 60 : 3}s@step=${step},phase=${phase}`
        const result = await finish(small, { ...base, faults })
        unharmed(t, result)
        const [incident] = result.incidents
        t.is(result.incidents.length, 1)
        t.like(incident, { agent: 1, incarnation: 1, step, phase })
        t.regex(incident!.cause, where === 'js' ? /^hung in JavaScript/ : /^hung in native code \(stepper/)
        const sight = incident!.agents!.find(({ agent }) => agent === 1)!
        t.is(sight.phase, phase)
        t.is(sight.call === null, where === 'js')
        if (where === 'native') t.is(sight.stack, null)
        // Its debugger has a bound to answer within; diagnosis.test.ts is where there must be one.
        else if (sight.stack !== null) t.regex(sight.stack[0]!, /^carryOut \(\/.*acts\.js:\d+:\d+\)$/)
        const others = incident!.agents!.filter(({ agent }) => agent !== 1)
        t.true(others.every(({ stack }) => stack === null))
      },
    )
  }
}

test.serial('an agent that is slow for a while is named and keeps its life', async (t) => {
  const result = await finish(small, { ...base, faults: 'hang:agent=1,in=native,for=700ms@step=20' })
  unharmed(t, result)
  t.deepEqual(result.incidents, [])
  const codes = result.events.map((event) => (event.event === 'warning' ? event.code : ''))
  t.true(codes.includes('ERR_AGENT_SUSPECT'))
  t.true(codes.includes('ERR_AGENT_SLOW'))
})

test.serial('all agents that hang in one step are replaced', async (t) => {
  const faults = [0, 1].map((agent) => `hang:agent=${agent},in=js,for=60s@step=20,phase=backward`).join(';')
  const result = await finish(small, { ...base, faults })
  unharmed(t, result)
  t.is(result.incidents.length, 2)
})

test.serial('shards move from a slow agent to a fast one', async (t) => {
  const run = await train(small, {
    ...base,
    steps: 1_000_000,
    run: join(scratch(), 'run'),
    faults: 'slow:agent=0,factor=8@steps=5-999999',
  })
  // Where the fast one got no processor for a while, they may move to the slow one before.
  for await (const event of run.events())
    if (event.event === 'rebalanced' && event.shards[0]! < event.shards[1]!) void run.stop()
  const { status, steps, stateSha256, incidents } = await run.done
  t.is(status, 'stopped')
  t.is(stateSha256, (await finish(small, { ...base, steps, agents: 1 })).stateSha256)
  t.deepEqual(incidents, [])
})

test.serial('a slow agent changes nothing but the time', async (t) => {
  const result = await finish(small, { ...base, faults: 'slow:agent=0,factor=3@steps=5-30' })
  unharmed(t, result)
  t.deepEqual(result.incidents, [])
})

test.serial('an agent that is killed after its part of an update died in that step', async (t) => {
  const run = await train(small, {
    ...base,
    run: join(scratch(), 'run'),
    faults: 'kill:agent=1@step=3,phase=update',
  })
  // The supervisor hears late that it stands there: the other agent goes on meanwhile.
  for (const end = performance.now() + 300; performance.now() < end; );
  const { incidents } = await run.done
  t.like(incidents[0], { agent: 1, step: 3, phase: 'update', recomputedShards: 0, lostSteps: 0 })
})

test.serial('an error that a task throws in a timer is told with its place', async (t) => {
  const task = join(scratch(), 'stray.mjs')
  writeFileSync(
    task,
    `import { isMainThread } from 'node:worker_threads'
     import small from ${JSON.stringify(small.pathname)}
     function late() { throw new Error('stray') }
     let timer
     export default { ...small, name: 'stray', loss: (...all) => {
       if (!isMainThread && all[2].step === 2) timer ??= setTimeout(late)
       return small.loss(...all)
     } }`,
  )
  const { incidents } = await finish(task, { ...base, agents: 1, restarts: 1, steps: 4000 })
  t.regex(
    incidents[0]!.cause,
    /^failed: ERR_STRAY an error was thrown that nobody caught by .*late .*stray.*mjs:\d+:\d+.*Error: stray/,
  )
})

for (const of of ['heap', 'tensor'] as const) {
  test.serial(`an agent that runs out of ${of} memory is replaced`, async (t) => {
    // While the pace is unknown: a heap may take its time to fill, with all the garbage that is collected before.
    const result = await finish(small, { ...base, faults: `oom:agent=1,of=${of}@step=3` })
    unharmed(t, result)
    t.like(result.incidents[0], { agent: 1, incarnation: 1, step: 3 })
    const code = of === 'heap' ? /ERR_WORKER_OUT_OF_MEMORY/ : /ERR_TENSOR_MEMORY/
    t.regex(result.incidents[0]!.cause, code)
  })
}

test.serial('an agent may hold what agentMemory says', async (t) => {
  const result = await finish(small, {
    ...base,
    agentMemory: '64M',
    faults: 'oom:agent=1,of=tensor@step=9,phase=backward',
  })
  unharmed(t, result)
  t.regex(result.incidents[0]!.cause, /67108864 bytes/)
})
