import type { TroupeError } from '../errors.js'
import type { DataSplits } from './dataset.js'
import { DatasetError } from './errors.js'
import type { GateSource } from './gate.js'
import { allocateBatches, type BatchMemory } from './layout.js'
import { Places } from './places.js'
import type { BatchPlan } from './plan.js'
import { Pool } from './pool.js'
import { type FunctionSource, sharedSplit } from './protocol.js'

/** How often a block of batches is tried again after its worker died or hung. */
const MOST_ATTEMPTS = 3

/** How long a lost worker's thread is given to exit before its batches are prepared elsewhere. */
const EXIT_MS = 5_000

export interface LoaderOptions {
  readonly plan: BatchPlan
  readonly splits: DataSplits
  readonly seed: number
  /** The first step to prepare; default 0. */
  readonly firstStep?: number
  /** The step after the last one. */
  readonly endStep: number
  readonly gate: GateSource
  /** Needed for datasets of functions, `augment` and `collate`. */
  readonly functions?: FunctionSource | undefined
  /** Longest that one sample (of a task's functions) or one batch may take; default 60,000 ms. */
  readonly stallMs?: number
  /** Aborting it before the loader is ready ends its workers, wherever they are, and `start` rejects with its reason. */
  readonly signal?: AbortSignal | undefined
}

/** The test split, collated once: batch i lies in place i and has `counts[i]` rows. */
export interface EvaluationBatches {
  readonly memory: BatchMemory
  readonly counts: readonly number[]
}

/** What agents need to read batches; structured-cloneable. */
export interface SharedBatches {
  readonly train: BatchMemory
  readonly evaluation?: EvaluationBatches | undefined
}

/**
 * Prepares batches ahead, in a pool of data workers, straight into shared memory.
 *
 * Lives on the main thread, which owns the memory: keep the loader until all agents have exited. Batches of
 * step t are announced through the gate; their buffers are filled again once t is committed. What goes wrong in a
 * worker settles `failed`; a worker that dies or hangs is replaced, and its batches are prepared again elsewhere.
 */
export class Loader {
  readonly shared: SharedBatches
  /** Settles with the first failure; never rejects, and stays open when all goes well. */
  readonly failed: Promise<TroupeError>

  readonly #options: LoaderOptions
  readonly #pool: Pool
  readonly #places: Places
  #fail!: (error: TroupeError) => void
  #next: number
  #closing = false
  readonly #pumps: Promise<void>[] = []

  private constructor(options: LoaderOptions) {
    const { plan, splits, seed, gate, functions, stallMs = 60_000 } = options
    this.#options = options
    this.#next = options.firstStep ?? 0
    this.failed = new Promise((resolve) => {
      this.#fail = resolve
    })
    const train = allocateBatches(plan.layout, plan.places)
    const planned = plan.evaluation
    const memory = planned && allocateBatches(planned.layout, planned.batches)
    const evaluation = memory && { memory, counts: countsOf(splits.test!.length, memory.layout.rows) }
    this.shared = { train, evaluation }
    this.#places = new Places(plan.depth, plan.shards, plan.places)
    const { batch, shards, depth, workers } = plan
    this.#pool = new Pool({ workers, stallMs }, (control) => ({
      train: sharedSplit(splits.train),
      test: splits.test && sharedSplit(splits.test),
      functions,
      gate,
      seed,
      batch,
      shards,
      depth,
      memory: train,
      evaluation: memory,
      control,
    }))
  }

  /**
   * Starts the workers; ready when the evaluation batches are. Training batches are prepared from then on.
   * Errors: DatasetError, and DataFunctionError, DataWorkerDiedError, DataStalledError of the evaluation batches.
   */
  static async start(options: LoaderOptions): Promise<Loader> {
    const { train, test } = options.splits
    const functional = train.kind === 'function' || test?.kind === 'function'
    if (functional && options.functions === undefined) {
      throw new DatasetError(
        'a dataset made with get() is made again in data workers; it must come from a task module',
      )
    }
    const { signal } = options
    const loader = new Loader(options)
    const close = () => void loader.close()
    signal?.addEventListener('abort', close, { once: true })
    try {
      signal?.throwIfAborted()
      await loader.#evaluate()
      signal?.throwIfAborted()
    } catch (error) {
      await loader.close()
      throw error
    } finally {
      signal?.removeEventListener('abort', close)
    }
    for (let row = 0; row < options.plan.workers; row++) loader.#pumps.push(loader.#pump(row))
    return loader
  }

  /** Stops the workers. Idempotent; ready when all their threads have exited. */
  async close(): Promise<void> {
    this.#closing = true
    await this.#pool.close()
    await Promise.all(this.#pumps)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #evaluate(): Promise<void> {
    const count = this.shared.evaluation?.counts.length ?? 0
    const { workers } = this.#options.plan
    const share = Math.ceil(count / workers)
    const parts = Array.from({ length: workers }, async (_, row) => {
      const end = Math.min(count, (row + 1) * share)
      for (let attempt = 1; row * share < end; attempt++) {
        const result = await this.#pool.run({ kind: 'evaluation', row, first: row * share, end })
        if (result.outcome !== 'lost') {
          if (result.outcome === 'failed') throw result.error
          return
        }
        // The same places again, so the lost worker must be gone first.
        await result.exit
        if (attempt === MOST_ATTEMPTS) throw result.error(attempt)
      }
    })
    // All of them, so that none is left rejecting on its own.
    for (const part of await Promise.allSettled(parts)) if (part.status === 'rejected') throw part.reason
  }

  /**
   * One task at a time per worker: piscina's own queue stays empty. Otherwise a block that must be prepared again
   * would stand behind later ones, which wait for its steps to be committed.
   */
  async #pump(row: number): Promise<void> {
    const { plan, endStep } = this.#options
    while (!this.#closing && this.#next < endStep) {
      let step = this.#next
      let shard = 0
      const end = Math.min(endStep, step + plan.block)
      this.#next = end
      for (let attempt = 1; ; attempt++) {
        const places = this.#places.of(step, shard, end)
        const result = await this.#pool.run({ kind: 'training', row, step, shard, end, places })
        if (this.#closing || result.outcome === 'stopped') return
        if (result.outcome === 'done') break
        if (result.outcome === 'failed') return this.#fail(result.error)
        // What was published before stays where it is; the rest is prepared again from there.
        if (result.at !== undefined && result.at.step >= step) {
          step = result.at.step
          shard = result.at.shard
        }
        if (shard >= plan.shards) {
          step++
          shard = 0
        }
        if (step >= end) break
        // A thread that is being terminated may finish what it writes and even publish it: give it its time. One
        // that hangs on has its places quarantined.
        await Promise.race([result.exit, new Promise((resolve) => setTimeout(resolve, EXIT_MS).unref())])
        if (attempt === MOST_ATTEMPTS || !this.#places.replace(step, shard, end, result.exit)) {
          return this.#fail(result.error(attempt))
        }
      }
      this.#places.filled(end - 1)
    }
  }
}

function countsOf(samples: number, rows: number): number[] {
  return Array.from({ length: Math.ceil(samples / rows) }, (_, i) => Math.min(rows, samples - i * rows))
}
