// A fast source, a limiter and a reader, chained by streams. Nobody tells the source to slow down: it makes a reading
// only when there is credit for one, so the slowest stage sets the pace and nothing piles up.
import { ActorSystem } from 'troupe/actor'
import Limiter from './limiter.js'
import Source from './source.js'

const count = 120
const perSecond = 100

await using system = await ActorSystem.start()
const source = await system.spawn(Source, undefined, { name: 'source', placement: 'thread' })
const limiter = await system.spawn(Limiter, { source, perSecond }, { name: 'limiter', placement: 'thread' })

const started = performance.now()
let taken = 0
let inOrder = true
let furthest = 0
for await (const { number, fahrenheit } of limiter.stream('fahrenheit', count, {
  timeoutMs: 30_000,
  credits: 4,
})) {
  inOrder &&= number === ++taken
  const ahead = (await source.ask('made', undefined, { timeoutMs: 30_000 })) - taken
  furthest = Math.max(furthest, ahead)
  if (taken % 30 === 0)
    console.log(`reading ${number}: ${fahrenheit.toFixed(1)} °F, the source is ${ahead} ahead`)
}

const seconds = (performance.now() - started) / 1000
console.log(`${taken} readings ${inOrder ? 'in order' : 'OUT OF ORDER'} in ${seconds.toFixed(2)} s`)
console.log(`limit ${perSecond} a second; the source was never more than ${furthest} ahead`)
