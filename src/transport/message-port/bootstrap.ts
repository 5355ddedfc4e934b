import { parentPort, workerData } from 'node:worker_threads'
import { encodeError } from '../error-record.js'
import type { Run } from '../transport.js'
import { MessagePortConnection } from './connection.js'
import type { Crash } from './place.js'

// Entry of every worker thread: connects, then hands over to the program's module.
const port = parentPort
if (port === null) throw new Error('bootstrap.js runs only as a worker thread of the message-port transport')

// Node would clone the error that ends the worker and lose its class, code and fields.
process.on('uncaughtExceptionMonitor', (error) => {
  port.postMessage({ crash: encodeError(error) } satisfies Crash)
})

const connection = new MessagePortConnection(port, () => port.close())
port.on('message', (envelope) => connection.deliver(envelope))
const { run } = (await import(workerData.module)) as { run: Run }
run(connection, undefined)
