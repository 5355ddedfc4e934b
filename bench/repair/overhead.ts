/**
 * `node overhead.js mlp|cnn PAIRS`: what supervision, the watchdog, incidents and memory checkpoints cost together: two
 * agents train in two shards of 64, in pairs of blocks with and without all that. Prints the median of the pairs'
 * ratios as a percentage of the rate.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { MemoryFile } from '../../src/state/index.js'
import type { Model } from '../ours.js'
import { median } from '../rows.js'
import { Switch } from './switch.js'
import { type Watched, watch } from './watched.js'

export interface OverheadFigures {
  readonly percent: number
}

const SHARDS = 2
/** A block: two memory checkpoints, and some of the CNN's steps. */
const BLOCK_MS = 500

async function overhead(watched: Watched, looks: Switch, pairs: number): Promise<OverheadFigures> {
  await watched.calm(1500)
  const costs: number[] = []
  for (let i = 0; i < pairs; i++) {
    // By turns, so that a machine that gets slower all the time favours neither.
    const first = i % 2 === 0
    const one = await block(watched, looks, first)
    const other = await block(watched, looks, !first)
    costs.push(100 * (1 - (first ? one / other : other / one)))
  }
  looks.turn(true)
  return { percent: median(costs) }
}

/** Steps a millisecond, from one commit to another. */
async function block(watched: Watched, looks: Switch, on: boolean): Promise<number> {
  looks.turn(on)
  const from = await watched.border()
  await sleep(BLOCK_MS)
  const to = await watched.border()
  return (to.step - from.step) / (to.at - from.at)
}

const [model, pairs] = process.argv.slice(2) as [Model, string]
const looks = new Switch()
const look = (watched: Watched) => overhead(watched, looks, Number(pairs))
await watch(model, SHARDS, {}, look, MemoryFile.create())
process.exit(0)
