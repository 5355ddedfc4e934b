import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import test, { type ExecutionContext } from 'ava'
import { type RunEvent, type RunResult, type TrainCallOptions, train } from '../../src/index.js'
import { openCheckpoint } from '../../src/state/index.js'
import { finish, scratch, small } from '../fixtures/tasks/run.js'

const stateful = new URL('../fixtures/tasks/stateful.js', import.meta.url)
const base = { shards: 4, seed: 3 } as const

function same(t: ExecutionContext, result: RunResult, reference: RunResult, what?: string): void {
  for (const key of ['steps', 'loss', 'evaluation', 'parametersSha256', 'stateSha256'] as const)
    t.deepEqual(result[key], reference[key], what)
}

/** A warning, but for those that a machine gives cause for that is short of processors. */
const warns = (event: RunEvent): event is RunEvent & { event: 'warning' } =>
  event.event === 'warning' && !/^ERR_AGENT_(SUSPECT|SLOW)$/.test(event.code)

const checkpointsOf = (run: string) =>
  readdirSync(join(run, 'checkpoints')).filter((name) => name.startsWith('step-'))

for (const optimizer of ['sgd', 'adam']) {
  const set = { optimizer }
  let reference: RunResult | undefined
  // 12: past the best evaluation, with early stopping under way; 21 is never reached, because it ends the run.
  for (const [every, agents] of [
    [1, 2],
    [7, 1],
    [12, 3],
  ] as const) {
    test.serial(
      `from step ${every} on with ${agents} agents, ${optimizer}: as if never stopped`,
      async (t) => {
        reference ??= await finish(stateful, { ...base, agents: 2, set })
        t.is(reference.steps, 18, 'early stopping ends the run')
        const run = join(scratch(), 'run')
        const written = await finish(stateful, {
          ...base,
          agents: 2,
          set,
          run,
          checkpointEvery: every,
          keep: 100,
        })
        same(t, written, reference, 'checkpoints change nothing')
        const first = written.events.find(({ event }) => event === 'checkpoint')
        t.like(first, { step: every })
        // Options that decide over the result come from the run.
        const resumed = await finish(stateful, {
          agents,
          resume: (first as { path: string }).path,
          run: join(scratch(), 'run'),
        })
        same(t, resumed, reference)
        t.like(resumed.events[0], { event: 'started', resumed: { step: every } })
      },
    )
  }
}

test.serial('a checkpoint of a step is the same whoever computed it', async (t) => {
  const hashes = new Set<string>()
  for (const agents of [1, 2, 4]) {
    const run = join(scratch(), 'run')
    await finish(small, { ...base, agents, run, checkpointEvery: 5 })
    const manifest = join(run, 'checkpoints', 'step-00000005', 'manifest.json')
    const { step, sampler, random, parametersSha256, stateSha256 } = JSON.parse(
      readFileSync(manifest, 'utf8'),
    )
    t.like(
      { step, sampler, random },
      { step: 5, sampler: { seed: 3, cursor: 160 }, random: { seed: 3, step: 5 } },
    )
    hashes.add(`${parametersSha256} ${stateSha256}`)
  }
  t.is(hashes.size, 1)
})

test.serial('other data are refused, and the same data elsewhere are not', async (t) => {
  const task = new URL('../fixtures/tasks/from-file.js', import.meta.url)
  const numbers = Array.from({ length: 128 }, (_, i) => Math.sin(i))
  const dataWith = (values: readonly number[]) => {
    const data = scratch()
    writeFileSync(join(data, 'numbers.json'), JSON.stringify(values))
    return data
  }
  const run = join(scratch(), 'run')
  await finish(task, { ...base, agents: 1, shards: 2, run, data: dataWith(numbers), checkpointEvery: 5 })
  const elsewhere = await finish(task, { resume: run, run: join(scratch(), 'run'), data: dataWith(numbers) })
  t.is(elsewhere.steps, 12)
  const error = await t.throwsAsync(
    finish(task, {
      resume: run,
      data: dataWith(numbers.map((value, i) => (i === 77 ? 0.5 : value))),
      run: join(scratch(), 'run'),
    }),
    { code: 'ERR_IDENTITY' },
  )
  t.regex(error!.message, /data\.train\.content is "\w{64}", not "\w{64}"/)
})

test.serial(
  'stopped and resumed again and again, with any number of agents, it ends with the same bits',
  async (t) => {
    const options = { ...base, steps: 300 }
    const reference = await finish(small, { ...options, agents: 2 })
    const path = join(scratch(), 'run')
    let result: RunResult | undefined
    for (let life = 0; life < 6 && result?.status !== 'finished'; life++) {
      const resume: TrainCallOptions = life === 0 ? options : { resume: path }
      const run = await train(small, { ...resume, run: path, agents: 1 + (life % 3) })
      const events = run.events()
      for await (const event of events) if (event.event === 'step' && life < 5) break
      result = life < 5 ? await run.stop() : await run.done
      if (result.status === 'stopped') t.true(existsSync(join(path, 'checkpoints', 'latest')))
    }
    same(t, result!, reference)
  },
)

test.serial(
  'with nobody left the run fails with its cause and a checkpoint of what is committed',
  async (t) => {
    const reference = await finish(small, { ...base, agents: 1 })
    // In `update` even steps are hit before a chunk is claimed, odd ones after one was marked.
    for (const [phase, step] of [
      ['backward', 6],
      ['update', 6],
      ['update', 7],
      ['commit', 7],
    ] as const) {
      const path = join(scratch(), 'run')
      const faults = `kill:agent=0@step=${step},phase=${phase}`
      const run = await train(small, { ...base, agents: 1, restarts: 0, faults, run: path })
      await t.throwsAsync(run.done, { code: 'ERR_RESTARTS_SPENT', message: /killed/ })
      const events: RunEvent[] = []
      for await (const event of run.events()) events.push(event)
      t.like(events.at(-1), { event: 'failed', code: 'ERR_RESTARTS_SPENT', resume: path })
      // What was decided is applied to its end, natively, by main.
      const applied = phase === 'update' || phase === 'commit' ? step + 1 : step
      const incidents = events.filter(({ event }) => event === 'incident')
      t.like(incidents, { length: 1, 0: { step, phase, lostSteps: applied > step ? 0 : 1 } })
      t.deepEqual(checkpointsOf(path), [`step-0000000${applied}`], `${phase} ${step}`)
      same(
        t,
        await finish(small, { resume: path, run: path, agents: 2, restarts: 5 }),
        reference,
        `${phase} ${step}`,
      )
    }
  },
)

test.serial(
  'a place that takes no checkpoints is warned of once, and again when it takes them',
  async (t) => {
    const path = join(scratch(), 'run')
    const blocked = join(path, 'checkpoints')
    mkdirSync(path)
    writeFileSync(blocked, 'in the way')
    const run = await train(small, { ...base, agents: 2, steps: 1_000_000, run: path, checkpointEvery: 1 })
    const told: string[] = []
    let step = 0
    let unblockAt = Number.POSITIVE_INFINITY
    for await (const event of run.events()) {
      if (warns(event)) {
        t.is(event.code, 'ERR_CHECKPOINT_WRITE')
        told.push(event.message)
        if (told.length > 1) void run.stop()
        // Enough steps for many attempts.
        else unblockAt = step + 300
      }
      if (event.event === 'checkpoint') told.push('checkpoint')
      if (event.event === 'step') step = event.step
      if (step < unblockAt) continue
      unblockAt = Number.POSITIVE_INFINITY
      rmSync(blocked)
    }
    t.regex(told[0]!, /a part of the path is a file/)
    t.regex(told[1]!, /written again, after \d+ failed attempts?\.$/)
    t.deepEqual(new Set(told.slice(2)), new Set(['checkpoint']))
    const { steps, parametersSha256 } = await run.done
    t.is((await finish(small, { ...base, agents: 1, steps })).parametersSha256, parametersSha256)
  },
)

test.serial('a thread that writes checkpoints is replaced when it dies, and training goes on', async (t) => {
  const writers: Worker[] = []
  // The one thread of a run that is made with this limit.
  const watch = (worker: Worker) => {
    if (worker.resourceLimits?.maxYoungGenerationSizeMb === 8) writers.push(worker)
  }
  process.on('worker', watch)
  t.teardown(() => process.off('worker', watch))
  const path = join(scratch(), 'run')
  const options = { ...base, agents: 2, checkpointEvery: 1, keep: 2 }
  const run = await train(small, { ...options, steps: 1_000_000, run: path })
  const warnings: RunEvent[] = []
  let written = 0
  for await (const event of run.events()) {
    if (warns(event)) warnings.push(event)
    if (event.event !== 'checkpoint') continue
    written++
    // With one a step there is one being written all the time.
    if (written === 2) void writers[0]!.terminate()
    if (warnings.length > 0) void run.stop()
  }
  t.is(writers.length, 2, 'it has a successor')
  t.like(warnings[0], { code: 'ERR_CHECKPOINT_WRITE' })
  const { steps, parametersSha256 } = await run.done
  const reference = await finish(small, { ...base, agents: 1, steps })
  t.is(parametersSha256, reference.parametersSha256)
  const resumed = await finish(small, { resume: path, run: join(scratch(), 'run'), agents: 1, steps })
  same(t, resumed, reference)
})

test.serial(
  'an agent killed while it opens a checkpoint changes nothing, and the checkpoint is written',
  async (t) => {
    const reference = await finish(small, { ...base, agents: 2 })
    for (const agents of [1, 2]) {
      const run = join(scratch(), 'run')
      const faults = `kill:agent=${agents - 1}@step=7,phase=checkpoint`
      const result = await finish(small, { ...base, agents, run, checkpointEvery: 8, faults })
      same(t, result, reference)
      // It has done its part of the step by then: others may be further already when it dies.
      t.like(result.incidents[0], { agent: agents - 1, phase: 'checkpoint', cause: 'killed' })
      t.deepEqual(checkpointsOf(run), ['step-00000008'])
      same(t, await finish(small, { resume: run, run: join(scratch(), 'run'), agents: 1 }), reference)
    }
  },
)

test.serial('an agent that dies while the others already end the run is told of', async (t) => {
  const steps = 8
  const reference = await finish(small, { ...base, agents: 2, steps })
  for (let round = 0; round < 5; round++) {
    const faults = `kill:agent=1@step=${steps - 1},phase=checkpoint`
    const result = await finish(small, { ...base, agents: 2, steps, checkpointEvery: steps, faults })
    same(t, result, reference)
    t.like(result.incidents, { length: 1, 0: { agent: 1, phase: 'checkpoint', cause: 'killed' } })
  }
})

test.serial('an agent that hangs while the others already end the run is told of', async (t) => {
  const steps = 8
  const faults = `hang:agent=1,in=js,for=600s@step=${steps - 1},phase=checkpoint`
  const result = await finish(small, { ...base, agents: 2, steps, checkpointEvery: steps, faults })
  same(t, result, await finish(small, { ...base, agents: 2, steps }))
  t.like(result.incidents, { length: 1, 0: { agent: 1, phase: 'checkpoint' } })
  t.regex(result.incidents[0]!.cause, /^hung in JavaScript in checkpoint/)
})

test.serial('a disk without space is told of, and keeps what was acknowledged', async (t) => {
  const run = join(scratch(), 'run')
  const disk = join(run, 'checkpoints')
  mkdirSync(disk, { recursive: true })
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=300k', 'tmpfs', disk])
  if (mounted.status !== 0) {
    t.log('skipped: only root can mount a small disk')
    t.pass()
    return
  }
  t.teardown(() => spawnSync('umount', [disk]))
  const options = { ...base, agents: 2, steps: 1_000_000, checkpointEvery: 2, keep: 1000 }
  const training = await train(small, { ...options, run })
  const [acknowledged, warnings]: [string[], string[]] = [[], []]
  let [step, stopAt] = [0, Number.POSITIVE_INFINITY]
  for await (const event of training.events()) {
    if (event.event === 'step') step = event.step
    if (event.event === 'checkpoint') acknowledged.push(event.path)
    if (warns(event)) {
      t.is(event.code, 'ERR_CHECKPOINT_WRITE')
      warnings.push(event.message)
      // Enough steps for many attempts.
      if (warnings.length === 1) stopAt = step + 200
    }
    if (step > stopAt) void training.stop()
  }
  const { steps, parametersSha256 } = await training.done
  const reference = await finish(small, { ...base, agents: 1, steps })
  t.is(parametersSha256, reference.parametersSha256)
  t.true(acknowledged.length > 0)
  t.is(warnings.length, 2, 'the first attempt that failed, and the one at the end of the run')
  for (const warning of warnings) t.regex(warning, /no space is left/)
  for (const path of acknowledged) t.notThrows(() => openCheckpoint(path))
  const resumed = await finish(small, { resume: run, run: join(scratch(), 'run'), agents: 1, steps })
  same(t, resumed, reference)
})

test.serial('damaged checkpoints are told of, and the last good one gives the same bits', async (t) => {
  const run = join(scratch(), 'run')
  const reference = await finish(stateful, {
    ...base,
    agents: 2,
    run,
    checkpointEvery: 2,
    set: { pauseMs: 20 },
  })
  const [newest] = checkpointsOf(run).sort().reverse()
  const file = join(run, 'checkpoints', newest!, 'optimizer.safetensors')
  const bytes = readFileSync(file)
  bytes[bytes.length >> 1]! ^= 16
  writeFileSync(file, bytes)
  const resumed = await finish(stateful, { resume: run, run, agents: 1 })
  same(t, resumed, reference)
  t.like(
    resumed.events.find(({ event }) => event === 'warning'),
    { code: 'ERR_CHECKPOINT_DAMAGED' },
  )
})

test.serial('a finished run can be finished again, and a longer one goes on from it', async (t) => {
  const [short, long] = [join(scratch(), 'run'), join(scratch(), 'run')]
  const reference = await finish(small, { ...base, agents: 1, run: short, checkpointEvery: 12 })
  t.deepEqual(checkpointsOf(short), ['step-00000012'])
  same(t, await finish(small, { resume: short, run: long, agents: 2 }), reference)
  const longer = await finish(small, { ...base, agents: 1, steps: 20 })
  same(t, await finish(small, { resume: short, run: short, agents: 2, steps: 20 }), longer)
})

test.serial('a run that was killed before its first checkpoint starts again, and says so', async (t) => {
  const path = join(scratch(), 'run')
  const reference = await finish(small, { ...base, agents: 2, run: path })
  const again = await finish(small, { resume: path, run: path, agents: 1 })
  same(t, again, reference)
  t.like(again.events[0], { event: 'started', resumed: null })
  t.like(again.events[1], { event: 'warning', code: 'ERR_NO_CHECKPOINT' })
  await t.throwsAsync(train(small, { resume: path, run: path, seed: 9 }), { code: 'ERR_IDENTITY' })
})

test.serial('without a record the options are not known, which is said when others are given', async (t) => {
  for (const record of [undefined, '{']) {
    const path = join(scratch(), 'run')
    const reference = await finish(small, { ...base, agents: 1, run: path, checkpointEvery: 5 })
    if (record === undefined) rmSync(join(path, 'run.json'))
    else writeFileSync(join(path, 'run.json'), record)
    const error = await t.throwsAsync(train(small, { resume: path, run: path }), { code: 'ERR_RUN_RECORD' })
    t.regex(error!.message, /run has no run\.json that can be read.*seed is 3, not 1.*along with --resume/)
    same(t, await finish(small, { ...base, resume: path, run: path, agents: 2 }), reference)
  }
})

test.serial('what cannot go on is refused in one line that says why', async (t) => {
  const path = join(scratch(), 'run')
  const run = await train(stateful, { ...base, steps: 10_000, run: path, agents: 1, set: { peak: 5000 } })
  await run.stop()
  const resume = (options: TrainCallOptions) =>
    train(stateful, { resume: path, run: join(scratch(), 'r'), ...options })
  await t.throwsAsync(resume({ seed: 4 }), { code: 'ERR_IDENTITY', message: /seed is 3, not 4/ })
  await t.throwsAsync(resume({ set: { peak: 1 } }), {
    code: 'ERR_IDENTITY',
    message: /settings\.peak is 5000, not 1/,
  })
  await t.throwsAsync(resume({ steps: 20_000 }), {
    code: 'ERR_IDENTITY',
    message: /steps is 10000, not 20000, and the sch/,
  })
  await t.throwsAsync(train(small, { resume: path, run: join(scratch(), 'r') }), {
    code: 'ERR_OPTION',
    message: /unknown option 'peak'/,
  })
  await t.throwsAsync(resume({ resume: scratch() }), {
    code: 'ERR_OPTION',
    message: /neither a run directory nor/,
  })
  await t.throwsAsync(train(stateful, { ...base, run: path }), { code: 'ERR_RUN_DIRECTORY' })
})
