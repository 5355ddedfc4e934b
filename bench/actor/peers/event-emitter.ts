// EventEmitter: a synchronous call of a listener, without a mailbox. Events a second.
//
// usage: node event-emitter.js one-way SECONDS

import { EventEmitter } from 'node:events'
import { oneWay } from '../rates.js'

const seconds = Number(process.argv[3])
const emitter = new EventEmitter()
let seen = 0
emitter.on('add', (by: number) => {
  seen += by
})
const send = (count: number) => {
  for (let i = 0; i < count; i++) emitter.emit('add', 1)
}
console.log(JSON.stringify({ value: await oneWay(send, async () => seen, seconds, 1000) }))
