import { isDeepStrictEqual } from 'node:util'
import { type ResourceLimits, Worker } from 'node:worker_threads'
import type { Program } from '../transport.js'
import type { SpareData } from './spares.js'
import type { Supply } from './thread.js'

export interface AheadOptions {
  readonly count: number
  /** Their program's module. */
  readonly module: URL
  /** What they load besides, by URL: nothing that needs what they are told only later. */
  readonly load: readonly string[]
  /** Of the programs that they are for: a thread gets its limits when it starts. */
  readonly resourceLimits: ResourceLimits
}

/**
 * Threads for programs that are sure to come. Whoever knows of them early, and has something else to wait for first,
 * has their start and their modules for nothing.
 */
export class ThreadsAhead implements Supply {
  readonly #options: AheadOptions
  readonly #idle = new Set<Worker>()

  constructor(bootstrap: URL, options: AheadOptions) {
    this.#options = options
    const { count, module, load, resourceLimits } = options
    const workerData: SpareData = { spare: true, module: module.href, load }
    for (let i = 0; i < count; i++) {
      const worker = new Worker(bootstrap, { name: 'ahead', workerData, resourceLimits })
      // Nothing to keep a process alive for. What is wrong with it is reported by a thread with a program.
      worker.unref()
      const lost = () => this.#idle.delete(worker)
      worker.on('error', lost).on('exit', lost)
      this.#idle.add(worker)
    }
  }

  take({ module, resourceLimits = {} }: Program): Worker | undefined {
    const { module: known, resourceLimits: limits } = this.#options
    if (module.href !== known.href || !isDeepStrictEqual(resourceLimits, limits)) return undefined
    const [worker] = this.#idle
    if (worker !== undefined) this.#idle.delete(worker)
    return worker
  }

  opened(): void {}

  /** Ends those that nobody took. */
  close(): void {
    for (const worker of this.#idle) void worker.terminate()
    this.#idle.clear()
  }
}
