/**
 * `node kills.js N`: kills one of two agents N times, by turns, while they train the MLP in two shards of 64. Prints
 * how long until the step after the one it died in was at work, seen from outside, and what the incidents say.
 */
import { performance } from 'node:perf_hooks'
import { median } from '../rows.js'
import { type Watched, watch } from './watched.js'

export interface KillFigures {
  /** Seconds from the kill to the first published shard of the next step. */
  readonly seconds: number
  /** The same without what the dead agent's shards took to be computed again, in milliseconds. */
  readonly beyondMs: number
  /** What the incidents give as `totalMs`: to the commit, or to the last repair where that came later. */
  readonly totalMs: number
}

const SHARDS = 2

async function kills(watched: Watched, times: number): Promise<KillFigures> {
  const all: KillFigures[] = []
  await watched.calm(1000)
  for (let i = 0; i < times; i++) {
    await watched.calm(250 + 37 * i) // not in step with anything
    all.push(await kill(watched, i % 2))
  }
  const middle = (pick: (one: KillFigures) => number) => median(all.map(pick))
  return {
    seconds: middle(({ seconds }) => seconds),
    beyondMs: middle(({ beyondMs }) => beyondMs),
    totalMs: middle(({ totalMs }) => totalMs),
  }
}

async function kill(watched: Watched, agent: number): Promise<KillFigures> {
  const { incidents, shardMs } = watched
  const before = incidents.length
  const seen: { readonly at: number; readonly published: number }[] = []
  const begin = performance.now()
  void watched.run.agents[agent]!.kill()
  const told = () => incidents[before]?.incident
  const next = () => seen.find(({ published }) => published > SHARDS * (told()!.step + 1))
  await watched.until('the next step', () => {
    seen.push({ at: performance.now(), published: watched.published })
    return told() !== undefined && next() !== undefined
  })
  const { totalMs, recomputedShards } = told()!
  const outside = next()!.at - begin
  return { seconds: outside / 1000, beyondMs: outside - recomputedShards * shardMs, totalMs }
}

await watch('mlp', SHARDS, {}, (watched) => kills(watched, Number(process.argv[2])))
process.exit(0)
