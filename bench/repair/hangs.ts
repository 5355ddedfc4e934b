/**
 * `node hangs.js js|native N`: agents of the MLP hang N times. Prints for how long nothing moved each time (median,
 * the hung agent's shard included), and ten median steps.
 */
import { performance } from 'node:perf_hooks'
import { median } from '../rows.js'
import { type Watched, watch } from './watched.js'

export interface HangFigures {
  readonly stillMs: number
  readonly tenStepsMs: number
}

const SHARDS = 2
/** Steps before the first hang, and between two: a second or so of work for one agent, which is all there is after one. */
const APART = 800

async function hangs(watched: Watched, times: number): Promise<HangFigures> {
  const still: number[] = []
  const steps: number[] = []
  for (let i = 0; i < times; i++) {
    let last = { at: performance.now(), published: watched.published }
    let longest = 0
    await watched.until('a hang is noticed', () => {
      const { published } = watched
      const at = performance.now()
      // Before the first step, threads only start.
      if (last.published > 0) longest = Math.max(longest, at - last.at)
      if (published !== last.published) last = { at, published }
      if (watched.incidents.length === i) steps.push(watched.stepMs)
      return watched.incidents.length > i
    })
    still.push(longest)
  }
  return { stillMs: median(still), tenStepsMs: 10 * median(steps.filter((ms) => ms > 0)) }
}

const times = Number(process.argv[3])
// It would go on by itself after this; in native code it goes on for so long, whatever becomes of it.
const faults = Array.from(
  { length: times },
  (_, i) => `hang:agent=${i % 2},in=${process.argv[2]},for=3s@step=${APART * (i + 1)}`,
)
await watch('mlp', SHARDS, { faults: faults.join(';') }, (watched) => hangs(watched, times))
process.exit(0)
