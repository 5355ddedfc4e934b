import { Worker } from 'node:worker_threads'
import type { Envelope } from '../envelope.js'
import { decodeError, type ErrorRecord } from '../error-record.js'
import type { Exit, Place, Program } from '../transport.js'
import { MessagePortConnection } from './connection.js'

/** The worker's last word when something it didn't catch ends it; see bootstrap.ts. */
export interface Crash {
  readonly crash: ErrorRecord
}

/** Starts a worker thread that runs the program's module. stdout and stderr pass through. */
export function openPlace(program: Program): Place {
  const worker = new Worker(new URL('./bootstrap.js', import.meta.url), {
    name: program.name,
    workerData: { module: program.module.href },
    ...(program.resourceLimits ? { resourceLimits: program.resourceLimits } : {}),
  })
  let killed = false
  let error: Error | undefined
  const kill = () => {
    killed = true
    void worker.terminate()
  }
  const connection = new MessagePortConnection(worker, kill)
  worker.on('message', (message: Envelope | Crash) => {
    if ('crash' in message) error = decodeError(message.crash)
    else connection.deliver(message)
  })
  // A worker that ran out of memory can't send its crash; Node's own error says so then.
  worker.on('error', (thrown) => {
    error ??= thrown instanceof Error ? thrown : new Error(String(thrown))
  })
  worker.on('messageerror', (thrown) => {
    error ??= thrown
  })
  const exit = new Promise<Exit>((resolve) => {
    // Node drains the worker's port before it emits `exit`: nothing the worker sent comes after this.
    worker.once('exit', (code) => resolve({ code, killed, ...(error ? { error } : {}) }))
  })
  return { connection, exit, kill }
}
