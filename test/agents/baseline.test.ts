import { getEventListeners } from 'node:events'
import { join } from 'node:path'
import test from 'ava'
import { hasAbandoned, type RunEvent, train } from '../../src/index.js'
import { everything, moreThan, threadsAndFiles } from '../fixtures/held.js'
import { scratch, small } from '../fixtures/tasks/run.js'

const base = { shards: 8, seed: 3, steps: 1_000_000, restarts: 50, checkpointEvery: 1000 } as const
/** One of each: an agent lost in every way, and a replacement that is refused. It is alone, so each is waited for. */
const faults = [
  'kill:agent=0@step=6,phase=backward',
  'throw:agent=0@step=9,phase=sum',
  'nan:agent=0@step=12,phase=join',
  'exit:agent=0@step=15,phase=backward',
  'hang:agent=0,in=js,for=60s@step=30,phase=forward',
  'hang:agent=0,in=native,for=3s@step=40,phase=publish',
  'oom:agent=0,of=heap@step=60',
  'oom:agent=0,of=tensor@step=80',
]
const causes = [
  /^killed$/,
  /ERR_INJECTED/,
  /ERR_ADMISSION_REFUSED/,
  /^exited with code 1/,
  /^hung in JavaScript/,
  /^hung in native code/,
  // A machine that is short of processors may find it collecting garbage for too long.
  /ERR_WORKER_OUT_OF_MEMORY|^hung in JavaScript/,
  /ERR_TENSOR_MEMORY/,
]

/** What has not happened. */
const missing = (told: readonly string[]) => causes.filter((cause) => !told.some((each) => cause.test(each)))

/** A run through all of them, which is stopped when everything has happened. */
async function disturbed(signal: AbortSignal): Promise<string[]> {
  const options = { ...base, agents: 1, faults: faults.join(';'), signal }
  const run = await train(small, { ...options, run: join(scratch(), 'run') })
  const told: string[] = []
  for await (const event of run.events()) {
    if (event.event === 'incident') told.push(event.cause)
    // More than is planned where a machine is so busy that an agent looks as if it hung.
    if (told.length >= faults.length && missing(told).length === 0) run.stop()
  }
  await run.done
  return told
}

test.serial('what a run through deaths of every kind has taken is given back with its end', async (t) => {
  const { signal } = new AbortController()
  const listeners = () => getEventListeners(signal, 'abort').length
  const held = () => everything(listeners)
  const first = await disturbed(signal)
  t.deepEqual(missing(first), [])
  // What is made once for a process is there now, and all of a run is to go.
  t.deepEqual(await moreThan({ ...held(), ledgers: 0, 'listeners of the signal': 0 }, held), {})
  const before = held()
  t.deepEqual(missing(await disturbed(signal)), [])
  t.deepEqual(await moreThan(before, held), {})
  t.false(hasAbandoned())
})

test.serial('a replaced agent leaves no thread and no descriptor to the rest of its run', async (t) => {
  const run = await train(small, { ...base, agents: 2, run: join(scratch(), 'run') })
  const events = run.events()
  const next = async (what: (event: RunEvent) => boolean) => {
    for (;;) {
      const { value } = await events.next()
      if (value === undefined || what(value)) return value
    }
  }
  await next(({ event }) => event === 'step')
  const before = threadsAndFiles()
  for (let life = 1; life <= 6; life++) {
    const victim = life % 2
    await next(() => run.agents[victim]!.state === 'running')
    t.true(await run.agents[victim]!.kill())
    t.like(await next(({ event }) => event === 'incident'), { cause: 'killed' })
    t.deepEqual(await moreThan(before, threadsAndFiles), {}, `after death ${life}`)
  }
  await run.stop()
})
