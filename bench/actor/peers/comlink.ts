// comlink over a worker thread: a proxy of an object with one method.
//
// usage: node comlink.js idle|busy SECONDS FOLDER    (FOLDER holds the node_modules with comlink)

import { createRequire } from 'node:module'
import { join } from 'node:path'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { busyAsk, idleAsk } from '../rates.js'

const folder = isMainThread ? process.argv[4]! : workerData.folder
const require = createRequire(join(folder, 'package.json'))
const comlink = require('comlink')
const nodeEndpoint = require('comlink/dist/umd/node-adapter.js')

if (isMainThread) {
  const [mode, seconds] = process.argv.slice(2)
  const worker = new Worker(new URL(import.meta.url), { workerData: { folder } })
  const remote = comlink.wrap(nodeEndpoint(worker))
  const measures: Record<string, typeof idleAsk> = { idle: idleAsk, busy: busyAsk }
  const value = await measures[mode!]!((argument) => remote.echo(argument), Number(seconds))
  console.log(JSON.stringify({ value }))
  await worker.terminate()
} else comlink.expose({ echo: (value: number) => value }, nodeEndpoint(parentPort))
