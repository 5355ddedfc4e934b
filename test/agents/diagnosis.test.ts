import { join } from 'node:path'
import test from 'ava'
import { Ledger } from '../../src/arena/index.js'
import { type RunEvent, train } from '../../src/index.js'
import { finish, scratch, small } from '../fixtures/tasks/run.js'

const unruly = new URL('../fixtures/tasks/unruly.js', import.meta.url)
const base = { shards: 8, seed: 3, agents: 2 } as const

test.serial('a loss that loops is named by the stack in its incident', async (t) => {
  const reference = await finish(unruly, { ...base, steps: 40 })
  const result = await finish(unruly, {
    ...base,
    steps: 40,
    set: { loopAt: 20, once: join(scratch(), 'looped') },
  })
  t.is(result.parametersSha256, reference.parametersSha256)
  const [incident] = result.incidents
  t.regex(incident!.cause, /^hung in JavaScript in forward of shard \d$/)
  const { stack } = incident!.agents!.find(({ agent }) => agent === incident!.agent)!
  t.regex(stack![0]!, /^neverReturns \(.*unruly.*js:\d+:\d+\)$/)
  t.regex(stack![1]!, /^loss \(/)
  t.true(stack!.length <= 16)
})

test.serial('with nobody left after a hang, its stack is told before the run fails', async (t) => {
  const run = await train(unruly, {
    ...base,
    agents: 1,
    steps: 40,
    restarts: 0,
    run: join(scratch(), 'run'),
    set: { loopAt: 20, once: join(scratch(), 'looped') },
  })
  const events: RunEvent[] = []
  for await (const event of run.events()) events.push(event)
  await t.throwsAsync(run.done, { code: 'ERR_RESTARTS_SPENT' })
  const incidents = events.filter((event) => event.event === 'incident')
  t.is(incidents.length, 1)
  t.regex(incidents[0]!.agents![0]!.stack![0]!, /^neverReturns /)
  t.like(incidents[0], { step: 20, lostSteps: 1 })
})

test.serial('what a given-up agent publishes when it wakes up is refused, counted and told', async (t) => {
  // It sleeps right before it publishes, and goes on as if nothing had been.
  const faults = 'hang:agent=1,in=native,for=3s@step=20,phase=publish'
  const run = await train(small, { ...base, steps: 1_000_000, run: scratch(), faults })
  const warnings: string[] = []
  for await (const event of run.events()) {
    if (event.event !== 'warning') continue
    warnings.push(event.code)
    if (event.code !== 'ERR_AGENT_LATE') continue
    t.regex(
      event.message,
      /^agent 1 \(life 1\) got on after it had been given up, and \d+ results? of it came/,
    )
    run.stop()
  }
  t.true(warnings.includes('ERR_AGENT_LATE'))
  const stopped = await run.done
  t.true(stopped.refused > 0)
  const undisturbed = await finish(small, { ...base, agents: 1, steps: stopped.steps })
  t.is(stopped.parametersSha256, undisturbed.parametersSha256)
})

test.serial('an agent that cannot be started any more is given up, and the others go on', async (t) => {
  const run = await train(unruly, { ...base, steps: 1_000_000, run: scratch() })
  t.teardown(() => {
    delete process.env.TROUPE_TEST_NO_START
  })
  const events: RunEvent[] = []
  for await (const event of run.events()) {
    events.push(event)
    if (event.event === 'step' && process.env.TROUPE_TEST_NO_START === undefined) {
      process.env.TROUPE_TEST_NO_START = 'yes'
      t.true(await run.agents[1]!.kill())
    }
    if (event.event === 'rebalanced') run.stop()
  }
  const stopped = await run.done
  const warning = events.find((event) => event.event === 'warning' && event.code === 'ERR_DEVICE_RETIRED')
  t.truthy(warning)
  t.regex((warning as { message: string }).message, /agent 1 is not started again.*process\.exit\(\)/)
  const causes = stopped.incidents.map(({ agent, cause }) => `${agent} ${cause}`)
  t.is(causes[0], '1 killed')
  t.true(causes.length >= 4)
  t.true(causes.slice(1).every((cause) => cause.startsWith('1 did not start: ')))
  const { shards } = events.find((event) => event.event === 'rebalanced') as { shards: object }
  t.deepEqual(shards, { 0: 8 })
})

/**
 * Makes it look as if an agent were in the middle of a chunk's update, where no fault can hold it: its claim on that
 * chunk, in the agent's name. The table is found by what it holds once all other chunks are done: their marks of this
 * step, and the chunk's own of the last one. False while that is not so.
 */
function claimUpdate(ledger: Ledger, agent: number, chunk: number): boolean {
  const { view, shape } = ledger
  const words = new BigUint64Array(view.buffer, view.byteOffset, view.byteLength / 8)
  const { step } = ledger.round()
  const tagOf = (at: number) => BigInt(at + 1) << 6n
  const marked = (word: bigint, at: number) => word >> 30n === tagOf(at) && (word & 0xfffn) === 1n
  const at = words.findIndex((_, i) =>
    words.subarray(i, i + shape.chunks).every((word, c) => marked(word, c === chunk ? step - 1 : step)),
  )
  if (at < 0) return false
  const seats = Array.from({ length: shape.seats }, (_, seat) => ledger.counters(seat))
  const seat = seats.findIndex((row) => row.agent === agent && row.state === 'alive')
  Atomics.store(words, at + chunk, (tagOf(step) << 30n) | (BigInt(seat) << 22n) | (1n << 12n))
  return true
}

test.serial(
  'an agent that hangs in the middle of an update ends the run, and nothing half-changed is kept',
  async (t) => {
    let ledger: Ledger | undefined
    const open = Ledger.prototype.open
    Ledger.prototype.open = function (this: Ledger) {
      ledger = this
      open.call(this)
    }
    t.teardown(() => {
      Ledger.prototype.open = open
    })
    const path = join(scratch(), 'run')
    const faults = 'hang:agent=1,in=native,for=4s@step=20,phase=update'
    const run = await train(small, { ...base, steps: 1_000_000, run: path, faults, stallMs: 20_000 })
    const waiting = setInterval(() => {
      // Agent 1 of 2 begins with the chunk in the middle.
      if (ledger!.reached(0) && claimUpdate(ledger!, 1, Math.floor(ledger!.shape.chunks / 2)))
        clearInterval(waiting)
    }, 1)
    t.teardown(() => clearInterval(waiting))
    const events: RunEvent[] = []
    for await (const event of run.events()) events.push(event)
    await t.throwsAsync(run.done, {
      code: 'ERR_UPDATE_HUNG',
      message: /agent 1 hangs in native code.*step 20/,
    })
    t.like(events.at(-1), { event: 'failed', code: 'ERR_UPDATE_HUNG', resume: null })
    const incident = events.find((event) => event.event === 'incident')
    t.like(incident, { agent: 1, incarnation: 1, step: 20, phase: 'update', lostSteps: 1 })
    t.false(events.some((event) => event.event === 'checkpoint'))
  },
)
