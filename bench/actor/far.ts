/**
 * The other process of the measurements between two: listens on the loopback, prints its port, ends with its stdin.
 *
 * usage: node far.js
 */
import { ActorSystem } from '../../src/actor/index.js'
import echo from './echo.js'

const system = await ActorSystem.start()
const ref = await system.spawn(echo, undefined)
await system.register('echo', ref)
const { port } = await system.listen({ name: 'far' })
console.log(port)
process.stdin.resume().once('end', () => process.exit())
