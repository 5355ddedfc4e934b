import { Worker } from 'node:worker_threads'
import type { Program } from '../transport.js'
import type { Supply } from './thread.js'

/** How long no thread may have been opened before a spare is made: a program that starts has better things to do. */
const calmMs = 200
/** How long a spare is kept when there is no other thread: the one that ended last may be about to come back. */
const keepMs = 1000

/** What a spare finds in its workerData: everything else comes when it is taken. */
export interface SpareData {
  readonly spare: true
  readonly module: string
  /** What else is loaded meanwhile; default: what the program's module says. */
  readonly load?: readonly string[]
}

/**
 * One thread that is started ahead, with the program's module loaded, waiting to be told who it is. Starting a
 * thread and loading modules takes about 100 ms: with a spare the actor of a lost thread is back in a tenth of
 * that. Without threads there is no spare, and one that is taken is replaced when things are calm again.
 */
export class Spares implements Supply {
  readonly #bootstrap: URL
  #worker: Worker | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(bootstrap: URL) {
    this.#bootstrap = bootstrap
  }

  opened({ module }: Program): void {
    this.#later(calmMs, () => this.#worker ?? this.#start(module))
  }

  /** The last thread ended. */
  unused(): void {
    this.#later(keepMs, () => this.#end())
  }

  take({ resourceLimits }: Program): Worker | undefined {
    const worker = this.#worker
    if (worker && !resourceLimits) this.#worker = undefined
    return resourceLimits ? undefined : worker
  }

  #end(): void {
    void this.#worker?.terminate()
    this.#worker = undefined
  }

  /** A spare is nothing to keep a process alive for. */
  #later(delayMs: number, act: () => void): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(act, delayMs).unref()
  }

  #start(module: URL): void {
    const workerData: SpareData = { spare: true, module: module.href }
    const worker = new Worker(this.#bootstrap, { name: 'spare', workerData })
    worker.unref()
    const lost = () => {
      if (this.#worker === worker) this.#worker = undefined
    }
    // What is wrong with it shows, and is reported, when a thread is started for its own sake.
    worker.on('error', lost).on('exit', lost)
    this.#worker = worker
  }
}
