import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { type RunEvent, train } from '../../src/index.js'
import { seal, unseal } from '../../src/state/checkpoint/seal.js'
import { readRecord, writeRecord } from '../../src/state/index.js'
import { finish, scratch, small } from '../fixtures/tasks/run.js'

const base = { shards: 4, seed: 3, steps: 8, agents: 2 } as const
type Finished = Awaited<ReturnType<typeof finish>>
const pick = ({ steps, parametersSha256, stateSha256, evaluation, loss }: Finished) => ({
  steps,
  parametersSha256,
  stateSha256,
  evaluation,
  loss,
})
const refused =
  /^did not start: ERR_ADMISSION_REFUSED agent \d was refused by the admission probe: the gradient of the built-in batch/

let reference: Finished
test.before(async () => {
  reference = await finish(small, base)
})

test.serial('a replacement that computes wrongly is refused, and the one after it goes on', async (t) => {
  const faults = 'kill:agent=0@step=3,phase=backward;nan:agent=0@step=3,phase=join'
  // Alone, so that the run cannot end before.
  const result = await finish(small, { ...base, agents: 1, faults })
  t.deepEqual(pick(result), pick(reference))
  t.is(result.incidents.length, 2)
  t.like(result.incidents[0], { cause: 'killed', agent: 0, incarnation: 1 })
  const [, incident] = result.incidents
  t.like(incident, { agent: 0, incarnation: 2, phase: 'join', step: 3, lostSteps: 0, recomputedShards: 0 })
  t.regex(incident!.cause, refused)
})

test.serial('an agent that computes wrongly from the start is outvoted before the first step', async (t) => {
  const result = await finish(small, { ...base, agents: 3, faults: 'nan:agent=1@step=0,phase=join' })
  t.deepEqual(pick(result), pick(reference))
  t.is(result.incidents.length, 1)
  t.like(result.incidents[0], {
    agent: 1,
    incarnation: 1,
    step: 0,
    phase: 'join',
    lostSteps: 0,
    recomputedShards: 0,
  })
  t.regex(result.incidents[0]!.cause, refused)
  t.is(result.shardsComputed, base.steps * base.shards, 'it began no shard of the run')
})

test.serial(
  'where one that was outvoted has no other life, the run is announced before its shards move',
  async (t) => {
    const faults = 'nan:agent=1@step=0,phase=join'
    const result = await finish(small, { ...base, agents: 3, restarts: 0, faults })
    t.deepEqual(pick(result), pick(reference))
    t.is(result.events[0]!.event, 'started')
    t.like(result.events[1], { event: 'rebalanced', shards: { 0: 2, 2: 2 } })
  },
)

test.serial('a run whose first agents disagree without a majority does not start', async (t) => {
  const run = join(scratch(), 'run')
  await t.throwsAsync(train(small, { ...base, run, faults: 'nan:agent=1@step=0,phase=join' }), {
    code: 'ERR_ADMISSION_SPLIT',
    message: /agent 0 against agent 1/,
  })
})

test.serial('a spare and a newcomer go through the probe as well', async (t) => {
  const run = await train(small, {
    ...base,
    agents: 2,
    spares: 1,
    steps: 1_000_000,
    run: join(scratch(), 'run'),
    faults: 'nan:agent=2@step=0,phase=join;nan:agent=3@step=1,phase=join',
  })
  const wrong: (number | null)[] = []
  for await (const event of run.events()) {
    if (event.event === 'step' && event.step > 1 && run.agents.length === 3) await run.spawnAgent()
    if (event.event === 'incident' && event.cause.includes('ERR_ADMISSION_REFUSED')) {
      wrong.push(event.agent)
      if (wrong.length === 2) void run.stop()
    }
  }
  t.is((await run.done).status, 'stopped')
  // Nobody waits for a spare: its probe may come later than the newcomer's.
  t.deepEqual(wrong.sort(), [2, 3])
})

test.serial('a replacement that is killed while it joins has a successor', async (t) => {
  const faults = [3, 3].map((step, i) => `kill:agent=0@step=${step},phase=${i === 0 ? 'backward' : 'join'}`)
  // Alone, so that the run cannot end before.
  const result = await finish(small, { ...base, agents: 1, faults: faults.join(';') })
  t.deepEqual(pick(result), pick(reference))
  const told = { agent: 0, cause: 'killed', step: 3, lostSteps: 0 }
  t.is(result.incidents.length, 2)
  t.like(result.incidents[0], { ...told, incarnation: 1, phase: 'backward' })
  t.like(result.incidents[1], { ...told, incarnation: 2, phase: 'join', recomputedShards: 0 })
})

test.serial('a newcomer that is killed while it joins has a successor, and the others go on', async (t) => {
  const run = await train(small, {
    ...base,
    steps: 1_000_000,
    run: join(scratch(), 'run'),
    faults: 'kill:agent=2@step=0,phase=join',
  })
  const lives = new Set<number>()
  for await (const event of run.events()) {
    if (event.event === 'step' && run.agents.length === 2) await run.spawnAgent()
    const newcomer = run.agents[2]
    if (newcomer?.state === 'running') lives.add(newcomer.incarnation)
    if (lives.size > 0) void run.stop()
  }
  t.deepEqual([...lives], [2], 'the first one never sat')
  const { status, incidents } = await run.done
  t.is(status, 'stopped')
  t.like(incidents[0], { agent: 2, incarnation: 1, phase: 'join', cause: 'killed', recomputedShards: 0 })
})

test.serial(
  'where all who join compute wrongly, the run fails with the cause and leaves a checkpoint',
  async (t) => {
    const run = join(scratch(), 'run')
    const faults = 'kill:agent=0@step=5,phase=forward;nan:agent=0,persistent@step=5,phase=join'
    const one = await train(small, { ...base, agents: 1, restarts: 2, run, faults })
    const failed = one.done.catch((error) => error)
    const events: RunEvent[] = []
    for await (const event of one.events()) events.push(event)
    t.like(await failed, { code: 'ERR_RESTARTS_SPENT' })
    t.regex((await failed).message, /ERR_ADMISSION_REFUSED/)
    const last = events.at(-1)
    t.like(last, { event: 'failed', code: 'ERR_RESTARTS_SPENT', resume: run })
    t.regex((last as { cause: string }).cause, /ERR_ADMISSION_REFUSED agent 0/)
    const resumed = await finish(small, { ...base, resume: run, run: join(scratch(), 'run') })
    t.deepEqual(pick(resumed), pick(reference))
    t.like(resumed.events[0], { event: 'started', resumed: { step: 5 } })
  },
)

test.serial(
  'the reference is kept in record and checkpoints, and a machine that differs is refused',
  async (t) => {
    const run = join(scratch(), 'run')
    await finish(small, { ...base, agents: 1, run, checkpointEvery: 4 })
    const { probe } = readRecord(run)
    t.regex(probe!.gradient, /^[0-9a-f]{64}$/)
    const [checkpoint] = readdirSync(join(run, 'checkpoints')).filter((name) => name.startsWith('step-'))
    const file = join('checkpoints', checkpoint!, 'manifest.json')
    const manifest = unseal(readFileSync(join(run, file))) as Record<string, unknown>
    t.deepEqual(manifest.probe, probe)
    t.deepEqual(readRecord(reference.runDirectory).probe, probe, 'whoever computed it')

    // As if this machine computed otherwise than the one on which the run began.
    const moved = join(scratch(), 'moved')
    cpSync(run, moved, { recursive: true })
    const foreign = { ...probe!, gradient: 'f'.repeat(64), update: 'e'.repeat(64) }
    writeFileSync(join(moved, file), seal({ ...manifest, probe: foreign }))
    writeRecord(moved, { ...readRecord(moved), probe: foreign })
    const resume = join(moved, 'checkpoints', checkpoint!)
    await t.throwsAsync(train(small, { resume, run: join(scratch(), 'run') }), {
      code: 'ERR_ADMISSION_REFERENCE',
      message: /the gradient of the built-in batch differs bit for bit/,
    })
  },
)
