/**
 * troupe's own side of the training benchmarks: the one file here that calls `train()`.
 *
 * As a module it starts measurements; as a program (`node ours.js JSON`) it is one.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { train } from '../src/index.js'
import { torch } from '../src/native/index.js'
import { deadlineOf, type Pace } from './alternate.js'
import { measure } from './child.js'
import { compiled } from './places.js'

export type Model = 'mlp' | 'cnn'

/** One way to train: the options of `train()` by the same names. */
export interface Setting {
  readonly model: Model
  readonly agents: number
  readonly batch: number
  /** Default: train()'s own. */
  readonly shards?: number
  /** Default true. */
  readonly exact?: boolean
  /** Default: none. */
  readonly faults?: string
}

export interface OurFigures {
  readonly samplesPerSecond: number
  /** Resident bytes of the whole process while it trains, all agents and data workers included. */
  readonly rssBytes: number
}

/** Trains in a process of its own and says how fast, and in how much memory. */
export function ours(setting: Setting, pace: Pace): Promise<OurFigures> {
  const job = JSON.stringify({ ...setting, seconds: pace.seconds })
  return measure<OurFigures>(process.execPath, [compiled('ours.js'), job], { deadline: deadlineOf(pace) })
}

/** Version of the libtorch that the addon runs on, for example `1.13.1`. */
export function libtorchVersion(): string {
  return torch().libtorch().version
}

async function main(job: Setting & { readonly seconds: number }): Promise<void> {
  const { model, seconds, ...options } = job
  const directory = mkdtempSync(join(tmpdir(), 'troupe-bench-'))
  try {
    const task = new URL(`./tasks/${model}.js`, import.meta.url)
    // More steps than fit into the time: the clock below ends the run.
    const run = await train(task, {
      ...options,
      steps: 10_000_000,
      seed: 1,
      threads: 1,
      run: join(directory, 'run'),
    })
    // Events come a few times a second; between two of them the steps are counted exactly.
    let from: { step: number; at: number } | undefined
    let first: number | undefined
    for await (const event of run.events()) {
      if (event.event !== 'step') continue
      const now = performance.now()
      first ??= now
      if (now - first < (seconds * 1000) / 4) continue
      if (from === undefined) from = { step: event.step, at: now }
      else if (now - from.at >= seconds * 1000) {
        const samplesPerSecond = ((event.step - from.step) * job.batch * 1000) / (now - from.at)
        const figures: OurFigures = { samplesPerSecond, rssBytes: residentBytes() }
        await run.stop()
        console.log(JSON.stringify(figures))
        return
      }
    }
    await run.done // says why it ended too early
    throw new Error('the run ended before the measurement did')
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** VmRSS: anonymous, file-backed and shared pages, as the peers read it too. */
function residentBytes(): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
  return Number(kilobytes) * 1024
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(JSON.parse(process.argv[2]!))
  // The process is done when it has printed; a run that stopped by request may keep timers for a while.
  process.exit(0)
}
