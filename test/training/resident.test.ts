import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { train } from '../../src/index.js'
import { scratch } from '../fixtures/tasks/run.js'

const tiny = new URL('../fixtures/tasks/tiny.js', import.meta.url)

/** Resident kilobytes of this process. */
function resident(): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))![1])
}

/** Trains 10,000 steps with two agents. @returns resident kilobytes after warming up, each time something is reported */
async function watch(leak: number): Promise<number[]> {
  const run = await train(tiny, { run: join(scratch(), 'run'), agents: 2, shards: 2, seed: 1, set: { leak } })
  const samples: number[] = []
  let last = 0
  for await (const event of run.events()) {
    // What is reported at the end comes when the agents' threads are gone, or are going.
    if (event.event !== 'step' || event.step === last) continue
    last = event.step
    if (last >= 1_000 && last < 10_000) samples.push(resident())
  }
  await run.done
  return samples
}

/** By how many percent it rose above its first value, and how far its extremes lie from each other. */
function judge(samples: readonly number[]): { rise: number; spread: number } {
  const most = Math.max(...samples)
  return {
    rise: 100 * (most / samples[0]! - 1),
    spread: 100 * (most / Math.min(...samples) - 1),
  }
}

test.serial('resident memory stays flat over ten thousand steps', async (t) => {
  const samples = await watch(0)
  t.true(samples.length >= 5, `${samples.length} samples`)
  const { rise, spread } = judge(samples)
  t.log(`rise ${rise.toFixed(1)} %, spread ${spread.toFixed(1)} %`)
  t.true(rise <= 5, `it rose by ${rise} %`)
  // 5 % to either side. It falls when V8 gives back what starting the run took.
  t.true(spread <= 10, `it moved within ${spread} %`)
})

test.serial('a leak of two kilobytes a shard is seen by the same measure', async (t) => {
  const { rise } = judge(await watch(2_048))
  t.log(`rise ${rise.toFixed(1)} %`)
  t.true(rise > 5, `it rose by ${rise} %`)
})
