import { createRequire } from 'node:module'
import type { Worker } from 'node:worker_threads'
import type { Piscina } from 'piscina'
import { Awake } from '../awake.js'
import type { TroupeError } from '../errors.js'
import { DataFunctionError, type DataPlace, DataStalledError, DataWorkerDiedError } from './errors.js'
import {
  Activity,
  CONTROL_WORDS,
  Control,
  type LoaderTask,
  type TaskOutcome,
  type WorkerSetup,
} from './protocol.js'

const require = createRequire(import.meta.url)

/** How long a thread may take to start, import the task and make its datasets, however short the stall limit is. */
const START_MS = 60_000

export interface PoolOptions {
  readonly workers: number
  readonly stallMs: number
}

/** How a task ended; `lost`: its worker died or hung. */
export type PoolResult =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'stopped' }
  | { readonly outcome: 'failed'; readonly error: TroupeError }
  | {
      readonly outcome: 'lost'
      /** Step and first unpublished shard, where the worker got so far as to say them. */
      readonly at: { readonly step: number; readonly shard: number } | undefined
      /** Settles once the thread is gone, and with it whatever it might still write. */
      readonly exit: Promise<void>
      error(attempts: number): TroupeError
    }

/** The piscina pool of a loader, with a watch over workers that stand still. */
export class Pool {
  readonly #piscina: Piscina<LoaderTask, TaskOutcome>
  readonly #control: Int32Array
  readonly #exits = new Map<number, Promise<void>>()
  readonly #known = new WeakSet<Worker>()
  #closed: Promise<void> | undefined

  constructor(
    readonly options: PoolOptions,
    setupOf: (control: Int32Array) => WorkerSetup,
  ) {
    const { workers } = options
    this.#control = new Int32Array(new SharedArrayBuffer(workers * CONTROL_WORDS * 4))
    // Only here: every task imports this folder, and agents start no data workers.
    const piscina = require('piscina') as typeof import('piscina')
    this.#piscina = new piscina.Piscina({
      filename: new URL('./worker.js', import.meta.url).href,
      minThreads: workers,
      maxThreads: workers,
      // A task blocks its thread natively anyway; between tasks the thread sleeps in Atomics.wait.
      atomics: 'sync',
      recordTiming: false,
      // Its garbage is short-lived: a small nursery keeps a thread's resident memory small.
      resourceLimits: { maxYoungGenerationSizeMb: 3 },
      workerData: setupOf(this.#control),
    })
    // A thread that dies between two tasks is replaced; the next task will tell if that goes on.
    this.#piscina.on('error', () => {})
    this.#watchThreads()
  }

  /** Runs one task. At most one per row at a time, and no more rows than workers. Never rejects. */
  async run(task: LoaderTask): Promise<PoolResult> {
    const { row } = task
    for (const word of [Control.activity, Control.progress, Control.threadId]) this.#set(row, word, 0)
    this.#set(row, Control.step, -2)
    this.#watchThreads()
    const stalled = new AbortController()
    const stopWatch = this.#watch(row, () => stalled.abort())
    try {
      const result = await this.#piscina.run(task, { signal: stalled.signal })
      if (result.outcome !== 'failed') return result
      const cause = Object.assign(new Error(result.problem), { stack: result.stack })
      return { outcome: 'failed', error: new DataFunctionError(result.place, result.problem, cause) }
    } catch (cause) {
      if (this.#closed !== undefined) return { outcome: 'stopped' }
      this.#watchThreads()
      return this.#lost(task, stalled.signal.aborted, cause)
    } finally {
      stopWatch()
    }
  }

  /** Ends all threads. Waiting workers are told, so that none is terminated in a native wait without need. */
  close(): Promise<void> {
    this.#closed ??= (async () => {
      this.#set(0, Control.closing, 1)
      this.#watchThreads()
      await this.#piscina.destroy()
      await Promise.all(this.#exits.values())
    })()
    return this.#closed
  }

  #lost(task: LoaderTask, stalled: boolean, cause: unknown): PoolResult {
    const { row } = task
    const step = this.#get(row, Control.step)
    const shard = this.#get(row, Control.shard)
    const sample = this.#get(row, Control.sample)
    const exit = this.#exits.get(this.#get(row, Control.threadId)) ?? Promise.resolve()
    const named = step === -2 ? undefined : { step, shard }
    const place: DataPlace = {
      during: named === undefined ? 'data' : 'prepare',
      ...(named !== undefined && step >= 0 ? named : {}),
      ...(named !== undefined && sample >= 0 ? { index: sample } : {}),
    }
    const first = task.kind === 'training' ? Math.max(task.step, step) : undefined
    return {
      outcome: 'lost',
      at: named,
      exit,
      error: (attempts) =>
        stalled
          ? new DataStalledError(place, this.options.stallMs, attempts)
          : new DataWorkerDiedError(first, attempts, cause),
    }
  }

  /** Calls `onStall` when the row's worker neither progresses nor waits for a commit. */
  #watch(row: number, onStall: () => void): () => void {
    const { stallMs } = this.options
    const everyMs = Math.max(10, stallMs / 8)
    const awake = new Awake(2 * everyMs)
    let seen = -1
    let still = 0
    const timer = setInterval(() => {
      const passed = awake.look()
      const progress = this.#get(row, Control.progress)
      const activity = this.#get(row, Control.activity)
      const limit = activity === Activity.filling ? stallMs : Math.max(stallMs, START_MS)
      if (progress !== seen || activity === Activity.waiting) {
        seen = progress
        still = 0
      } else {
        still += passed
        if (still >= limit) onStall()
      }
    }, everyMs)
    timer.unref()
    return () => clearInterval(timer)
  }

  /** Remembers each thread's exit, by its id, before it can be lost. */
  #watchThreads(): void {
    for (const thread of this.#piscina.threads) {
      if (this.#known.has(thread)) continue
      this.#known.add(thread)
      const { threadId } = thread
      const exit = new Promise<void>((resolve) => thread.once('exit', () => resolve()))
      this.#exits.set(threadId, exit)
      void exit.then(() => this.#exits.delete(threadId))
    }
  }

  #get(row: number, word: number): number {
    return Atomics.load(this.#control, row * CONTROL_WORDS + word)
  }

  #set(row: number, word: number, value: number): void {
    Atomics.store(this.#control, row * CONTROL_WORDS + word, value)
  }
}
