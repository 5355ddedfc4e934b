/**
 * `node goodput.js SECONDS TIMES`: the CNN with its default shards, an agent killed at the beginning of each of TIMES
 * windows of SECONDS, with calm ones between them. Prints which share of a minute with one kill is left for steps:
 * a kill's cost in calm steps, over 60 s. Windows of 60 s are those minutes.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { median } from '../rows.js'
import { type Watched, watch } from './watched.js'

export interface GoodputFigures {
  readonly goodput: number
  /** Seconds of a calm run's work that a kill costs. */
  readonly cost: number
}

const SHARDS = 8
const BATCH = 256
/** A calm window need not be longer to be known well. */
const CALM_SECONDS = 15

async function goodput(watched: Watched, seconds: number, times: number): Promise<GoodputFigures> {
  const calmSeconds = Math.min(seconds, CALM_SECONDS)
  await watched.calm(1000)
  const costs: number[] = []
  let before = await rate(watched, calmSeconds)
  for (let i = 0; i < times; i++) {
    void watched.run.agents[i % 2]!.kill()
    const killed = await rate(watched, seconds)
    const after = await rate(watched, calmSeconds)
    costs.push(seconds * (1 - killed / ((before + after) / 2)))
    before = after
  }
  const cost = median(costs)
  return { goodput: 1 - cost / 60, cost }
}

/** Steps a second, from one border to another. */
async function rate(watched: Watched, seconds: number): Promise<number> {
  const from = await watched.border()
  await sleep(seconds * 1000)
  const to = await watched.border()
  return ((to.step - from.step) * 1000) / (to.at - from.at)
}

const [seconds, times] = process.argv.slice(2).map(Number) as [number, number]
await watch('cnn', SHARDS, { batch: BATCH }, (watched) => goodput(watched, seconds, times))
process.exit(0)
