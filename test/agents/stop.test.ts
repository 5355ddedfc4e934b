import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { systemClock } from '../../src/actor/clock.js'
import { Ledger } from '../../src/arena/index.js'
import { type TrainCallOptions, train } from '../../src/index.js'
import { Settlement } from '../../src/supervision/settlement.js'
import { finish, scratch, small } from '../fixtures/tasks/run.js'

const base = { shards: 4, seed: 3, steps: 100_000, checkpointEvery: 50_000 } as const

/**
 * A run whose stop comes as late as it can: it is told to be over while its agents work on, and what it looks at when it
 * ends has changed by another step, at least, when they are told.
 *
 * @param until commits that are waited for then; one more by default
 */
async function stopLate(t: ExecutionContext, options: TrainCallOptions, until = 0) {
  const { stopAt, abort } = Ledger.prototype
  const { settle } = Settlement.prototype
  const { now } = systemClock
  let settlement: Settlement | undefined
  let over = false
  let seen = 0
  Settlement.prototype.settle = function (this: Settlement) {
    settlement = this
    settle.call(this)
  }
  Ledger.prototype.stopAt = function (this: Ledger, step: number) {
    if (over) return stopAt.call(this, step)
    over = true
    settlement!.finish()
    // Its agents come to no end by themselves: as if the wait for them were over.
    systemClock.now = () => now() + 60_000
    settlement!.finishWhenDue()
    systemClock.now = now
  }
  Ledger.prototype.abort = function (this: Ledger) {
    const wanted = Math.max(until, this.round().step + 1)
    const end = performance.now() + 20_000
    while (this.round().step < wanted && performance.now() < end);
    seen = this.round().step
    abort.call(this)
  }
  try {
    const run = await train(small, { ...base, run: join(scratch(), 'run'), ...options })
    for await (const { event } of run.events())
      if (event === 'step' && settlement !== undefined && !over) void run.stop()
    const result = await run.done
    t.true(over && result.steps >= seen && seen > 0)
    return result
  } finally {
    Object.assign(Ledger.prototype, { stopAt, abort })
    Settlement.prototype.settle = settle
  }
}

test.serial('steps that agents begin while a run stops count, to the same bits', async (t) => {
  for (const agents of [1, 3]) {
    const stopped = await stopLate(t, { agents })
    t.is(stopped.status, 'stopped')
    const { steps, parametersSha256, stateSha256, loss } = stopped
    t.like(await finish(small, { ...base, agents: 1, steps }), { parametersSha256, stateSha256, loss })
    const more = { agents: 2, steps: steps + 7 }
    const resumed = await finish(small, { resume: stopped.runDirectory, ...more })
    t.like(resumed.events[0], { event: 'started', resumed: { step: steps } })
    t.is(resumed.stateSha256, (await finish(small, { ...base, ...more })).stateSha256)
  }
})

test.serial('a step that is left out while a run stops is told', async (t) => {
  const stopped = await stopLate(t, {
    agents: 1,
    onNonfinite: 'skip',
    faults: 'nan:agent=0,persistent@step=3',
    set: { hidden: 512 },
  })
  const left = stopped.incidents.filter(({ lostSteps }) => lostSteps === 1).map(({ step }) => step)
  t.deepEqual(
    left,
    Array.from({ length: stopped.steps - 3 }, (_, i) => i + 3),
  )
})
