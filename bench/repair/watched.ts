import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Incident, Run, TrainOptions } from '../../src/index.js'
import type { MemoryFile } from '../../src/state/index.js'
import { trainHere } from '../../src/train.js'
import { MeasurementError } from '../errors.js'
import type { Model } from '../ours.js'

/** More steps than anybody waits for: the measurement ends the run. */
const ENDLESS = 10_000_000
/** Nothing that is waited for here takes longer, or it never comes. */
const PATIENCE_MS = 60_000

/** A run that its measuring process looks at from outside while it trains: by what is published, and by events. */
export class Watched {
  readonly run: Run
  /** Shards of a step. */
  readonly shards: number
  readonly incidents: { readonly incident: Incident; readonly at: number }[] = []
  /** Of the last step event: a step's duration, and what computing one shard took. */
  stepMs = Number.NaN
  shardMs = Number.NaN
  #over: Error | undefined

  constructor(run: Run, shards: number) {
    this.run = run
    this.shards = shards
    void this.#listen()
  }

  async #listen(): Promise<void> {
    for await (const event of this.run.events()) {
      if (event.event === 'incident') this.incidents.push({ incident: event, at: performance.now() })
      if (event.event !== 'step') continue
      this.stepMs = event.stepMs
      this.shardMs = event.timeMs.compute / this.shards
    }
    this.#over = new MeasurementError('the run', 'ended before the measurement did.')
  }

  /** Shards that all agents have published together: each shard of each committed step, once. */
  get published(): number {
    return this.run.agents.reduce((sum, { shards }) => sum + shards, 0)
  }

  /** Waits until all agents compute, and then for so long. */
  async calm(ms: number): Promise<void> {
    await this.until('all agents run', () => this.run.agents.every(({ state }) => state === 'running'))
    await sleep(ms)
  }

  /** Looks every millisecond, which costs a thousandth of a processor, until `holds`. */
  async until(what: string, holds: () => boolean): Promise<void> {
    const end = performance.now() + PATIENCE_MS
    while (!holds()) {
      if (this.#over !== undefined) throw this.#over
      if (performance.now() > end) throw new MeasurementError('the run', `was waited for in vain: ${what}.`)
      await sleep(1)
    }
  }

  /** The moment at which a step's last shard is published, and how many steps that makes. */
  async border(): Promise<{ readonly at: number; readonly step: number }> {
    const done = () => Math.floor(this.published / this.shards)
    const before = done()
    await this.until('a step is done', () => done() !== before)
    return { at: performance.now(), step: done() }
  }
}

/**
 * Trains one of the benchmark's models with two agents while `look` measures, and prints what that gives.
 *
 * @param memory where a launcher would have the state kept; default: nowhere
 */
export async function watch(
  model: Model,
  shards: number,
  options: TrainOptions,
  look: (watched: Watched) => Promise<unknown>,
  memory?: MemoryFile,
): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'troupe-bench-'))
  try {
    const all: TrainOptions = {
      agents: 2,
      shards,
      steps: ENDLESS,
      seed: 1,
      threads: 1,
      restarts: 20,
      run: join(directory, 'run'),
      ...options,
    }
    const run = await trainHere(new URL(`../tasks/${model}.js`, import.meta.url), all, memory)
    const figures = await look(new Watched(run, shards))
    await run.stop()
    console.log(JSON.stringify(figures))
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}
