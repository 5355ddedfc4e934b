// Two actors, each in a thread of its own, play a ball to and fro.
import { ActorSystem } from 'troupe/actor'
import Ping from './ping.js'
import Pong from './pong.js'

const rounds = 10_000

await using system = await ActorSystem.start()
const pong = await system.spawn(Pong, undefined, { name: 'pong', placement: 'thread' })
const ping = await system.spawn(Ping, pong, { name: 'ping', placement: 'thread' })

const started = performance.now()
const played = await ping.ask('play', rounds, { timeoutMs: 60_000 })
const perRound = ((performance.now() - started) * 1000) / played

console.log(`${played} rounds between two threads, ${perRound.toFixed(1)} µs each`)
console.log(`pong hit the ball ${await pong.ask('hits', undefined, { timeoutMs: 60_000 })} times`)
// `await using` stops the system here: both threads end, and so does the program.
