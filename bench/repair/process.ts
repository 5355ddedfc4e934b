/**
 * `node process.js N`: N times `troupe train` on the MLP, whose process is killed from outside. Prints the median of
 * the seconds until steps are told again, and of the steps that were done again.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { RunEvent } from '../../src/index.js'
import { MeasurementError } from '../errors.js'
import { median } from '../rows.js'

export interface ProcessFigures {
  readonly seconds: number
  readonly recomputedSteps: number
}

/** Nothing that is waited for here takes longer, or it never comes. */
const PATIENCE_MS = 60_000

/** A `troupe train --json`, and what it has told. */
class Launched {
  readonly #launcher: ChildProcess
  /** When the last step was told. */
  toldAt = 0
  readonly redone: number[] = []

  constructor(run: string) {
    const main = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url))
    const task = fileURLToPath(new URL('../tasks/mlp.js', import.meta.url))
    const options = ['--agents', '2', '--shards', '2', '--steps', '10000000', '--run', run]
    this.#launcher = spawn(process.execPath, [main, 'train', task, ...options, '--json'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    createInterface({ input: this.#launcher.stdout! }).on('line', (line) => this.#told(JSON.parse(line)))
  }

  #told(event: RunEvent): void {
    if (event.event === 'step') this.toldAt = performance.now()
    if (event.event === 'incident') this.redone.push(event.recomputedSteps)
  }

  /** The process that trains: the launcher's only child. */
  get process(): number | undefined {
    const { pid } = this.#launcher
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    return children === '' ? undefined : Number.parseInt(children, 10)
  }

  async until(what: string, holds: () => boolean): Promise<void> {
    const end = performance.now() + PATIENCE_MS
    while (!holds()) {
      if (this.#launcher.exitCode !== null || performance.now() > end)
        throw new MeasurementError('troupe train', `was waited for in vain: ${what}.`)
      await sleep(1)
    }
  }

  async end(): Promise<void> {
    const ended = new Promise((resolve) => this.#launcher.once('exit', resolve))
    this.#launcher.kill('SIGTERM')
    await ended
  }
}

/** Seconds from a SIGKILL to the first step that is told by the next process. */
async function kill(launched: Launched): Promise<number> {
  const victim = launched.process!
  const begin = performance.now()
  process.kill(victim, 'SIGKILL')
  // What the dead one had told is read before its successor is there.
  await launched.until('a successor', () => ![undefined, victim].includes(launched.process))
  const there = performance.now()
  await launched.until('a step', () => launched.toldAt > there)
  return (launched.toldAt - begin) / 1000
}

/** A run of its own for every kill: a process that dies twice within a minute is started again only after a while. */
async function once(delayMs: number): Promise<ProcessFigures> {
  const directory = mkdtempSync(join(tmpdir(), 'troupe-bench-'))
  try {
    const launched = new Launched(join(directory, 'run'))
    await launched.until('a step', () => launched.toldAt > 0)
    await sleep(delayMs) // memory checkpoints and steps at their usual pace
    const seconds = await kill(launched)
    await launched.until('the incident', () => launched.redone.length > 0)
    const recomputedSteps = launched.redone[0]!
    await launched.end()
    return { seconds, recomputedSteps }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

const all: ProcessFigures[] = []
for (let i = 0; i < Number(process.argv[2]); i++) all.push(await once(1000 + 37 * i))
const figures: ProcessFigures = {
  seconds: median(all.map(({ seconds }) => seconds)),
  recomputedSteps: median(all.map(({ recomputedSteps }) => recomputedSteps)),
}
console.log(JSON.stringify(figures))
