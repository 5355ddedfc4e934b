// The other process: says what may be started here and on which port it listens, then waits for orders.
import { ActorSystem } from 'troupe/actor'
import Counter from './counter.js'

const system = await ActorSystem.start()
await system.register('hits', await system.spawn(Counter, { from: 0 }, { name: 'hits' }))
const { port } = await system.listen({ name: 'other', actors: [Counter] })
process.send?.(port)
// It leaves with its parent, however that ends.
process.once('disconnect', () => system.stop())
