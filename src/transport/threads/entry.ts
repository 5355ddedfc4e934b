import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { encodeError } from '../error-record.js'
import type { ProgramModule } from '../transport.js'
import type { Whereabouts } from '../whereabouts.js'
import type { SpareData } from './spares.js'
import type { Crash } from './thread.js'

/** What every thread finds in its workerData. */
export interface ThreadData {
  readonly module: string
  readonly here: Whereabouts
}

/**
 * The start of a bootstrap module: the thread's own port, its data, its last word should it crash, and the
 * program to run. A spare thread comes back from here when it is taken.
 */
export async function enter<D extends ThreadData>(): Promise<{
  port: MessagePort
  data: D
  load: () => Promise<ProgramModule>
}> {
  const port = parentPort
  if (port === null) throw new Error('a bootstrap module runs only as the entry of a worker thread')
  // Node would clone the error that ends the worker and lose its class, code and fields.
  process.on('uncaughtExceptionMonitor', (error) => {
    port.postMessage({ crash: encodeError(error) } satisfies Crash)
  })
  const given = workerData as D | SpareData
  const data = 'spare' in given ? await taken<D>(port, given) : given
  return { port, data, load: () => import(data.module) as Promise<ProgramModule> }
}

/** Loads what the program will need, then waits for its data. */
async function taken<D>(port: MessagePort, { module, load }: SpareData): Promise<D> {
  const data = new Promise<D>((resolve) => {
    port.once('message', resolve)
  })
  const program = (await import(module)) as ProgramModule
  if (load === undefined) await program.warm?.()
  else for (const url of load) await import(url)
  return data
}
