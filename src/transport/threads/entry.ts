import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { encodeError } from '../error-record.js'
import type { Run } from '../transport.js'
import type { Whereabouts } from '../whereabouts.js'
import type { Crash } from './thread.js'

/** What every thread finds in its workerData. */
export interface ThreadData {
  readonly module: string
  readonly here: Whereabouts
}

/** The start of a bootstrap module: the thread's own port, its data, and its last word should it crash. */
export function enter<D extends ThreadData>(): { port: MessagePort; data: D; load: () => Promise<Run> } {
  const port = parentPort
  if (port === null) throw new Error('a bootstrap module runs only as the entry of a worker thread')
  const data = workerData as D
  // Node would clone the error that ends the worker and lose its class, code and fields.
  process.on('uncaughtExceptionMonitor', (error) => {
    port.postMessage({ crash: encodeError(error) } satisfies Crash)
  })
  return { port, data, load: async () => ((await import(data.module)) as { run: Run }).run }
}
