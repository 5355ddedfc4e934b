import { Worker } from 'node:worker_threads'
import { decodeError, type ErrorRecord } from '../error-record.js'
import type { Exit, Program } from '../transport.js'

/** The worker's last word when something it didn't catch ends it; see bootstrap.ts. */
export interface Crash {
  readonly crash: ErrorRecord
}

/** Threads that were started before it was known for whom. */
export interface Supply {
  /** One of them that suits this program: from now on it is the caller's. */
  take(program: Program): Worker | undefined
  /** A thread of this transport was opened. */
  opened(program: Program): void
}

/** A worker thread that runs a program, whatever carries its envelopes. */
export interface Thread {
  readonly worker: Worker
  readonly exit: Promise<Exit>
  kill(): void
}

export interface ThreadStart {
  /** Entry module: connects the thread, then hands over to the program's module. */
  readonly bootstrap: URL
  readonly data: object
  readonly transfer?: readonly unknown[]
  /** What the thread posted on its own port, crashes aside. */
  onMessage(message: unknown): void
  /** Runs after the thread's last message and before `exit` settles. */
  onExit?(): void
}

/** Starts a worker thread, or takes one that was started ahead. stdout and stderr pass through. */
export function startThread(program: Program, start: ThreadStart, supply?: Supply): Thread {
  const data = { module: program.module.href, here: program.here, ...start.data }
  const transfer = start.transfer ?? []
  const { resourceLimits } = program
  const ready = supply?.take(program)
  ready?.removeAllListeners()
  ready?.ref()
  ready?.postMessage(data, transfer as never)
  const worker =
    ready ??
    new Worker(start.bootstrap, {
      name: program.name,
      workerData: data,
      transferList: [...transfer] as never,
      ...(resourceLimits ? { resourceLimits } : {}),
    })
  supply?.opened(program)
  let killed = false
  let error: Error | undefined
  const kill = () => {
    killed = true
    void worker.terminate()
  }
  worker.on('message', (message: object) => {
    if ('crash' in message) error = decodeError((message as Crash).crash)
    else start.onMessage(message)
  })
  // A worker that ran out of memory can't send its crash; Node's own error says so then.
  worker.on('error', (thrown) => {
    error ??= thrown instanceof Error ? thrown : new Error(String(thrown))
  })
  worker.on('messageerror', (thrown) => {
    error ??= thrown
  })
  const exit = new Promise<Exit>((resolve) => {
    // Node drains the worker's port before it emits `exit`: nothing the worker posted comes after this.
    worker.once('exit', (code) => {
      start.onExit?.()
      resolve({ code, killed, ...(error ? { error } : {}) })
    })
  })
  return { worker, exit, kill }
}
