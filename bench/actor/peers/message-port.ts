// A bare worker thread over its MessagePort, with the least protocol that can do the same work.
//
// usage: node message-port.js one-way|idle|busy SECONDS

import { parentPort, Worker } from 'node:worker_threads'
import { busyAsk, idleAsk, oneWay } from '../rates.js'

interface Request {
  readonly id: number
  readonly name: string
  readonly payload: number
}

if (parentPort === null) await main(process.argv[2]!, Number(process.argv[3]))
else {
  const port = parentPort
  let seen = 0
  port.on('message', ({ id, name, payload }: Request) => {
    if (name === 'add') seen += payload
    else port.postMessage({ id, payload: name === 'seen' ? seen : payload })
  })
}

async function main(mode: string, seconds: number): Promise<void> {
  const worker = new Worker(new URL(import.meta.url))
  const waiting = new Map<number, (payload: number) => void>()
  let next = 1
  worker.on('message', ({ id, payload }) => {
    waiting.get(id)!(payload)
    waiting.delete(id)
  })
  const request = (name: string, payload?: number) =>
    new Promise<number>((resolve) => {
      const id = next++
      waiting.set(id, resolve)
      worker.postMessage({ id, name, payload })
    })
  const send = (count: number) => {
    for (let i = 0; i < count; i++) worker.postMessage({ id: 0, name: 'add', payload: 1 })
  }
  const ask = (value: number) => request('echo', value)
  const measures: Record<string, () => Promise<number>> = {
    'one-way': () => oneWay(send, () => request('seen'), seconds, 1000),
    idle: () => idleAsk(ask, seconds),
    busy: () => busyAsk(ask, seconds),
  }
  console.log(JSON.stringify({ value: await measures[mode]!() }))
  await worker.terminate()
}
