// Two processes talk over TCP: refs work in both, and the death of one is heard in the other.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { ActorSystem, type HandlersOf } from 'troupe/actor'
import Counter from './counter.js'
import Watcher from './watcher.js'

const timeoutMs = 60_000
const other = fork(fileURLToPath(new URL('./other.js', import.meta.url)))
const [port] = await once(other, 'message', { signal: AbortSignal.timeout(timeoutMs) })

await using system = await ActorSystem.start({
  onFailure: ({ path, error }) => console.log(`${path} failed: ${(error as { code?: string }).code}`),
})
const peer = await system.connect({ port, timeoutMs, reconnect: false })

// An actor that lives there already is found by its name …
const hits = (await peer.lookup<HandlersOf<typeof Counter>>('hits'))!
hits.tell('add', 2)
// … and one that the other side has listed can be started there, supervised from here.
const child = await system.spawn(Counter, { from: 40 }, { name: 'child', placement: { peer } })
child.tell('add', 2)

const found = await hits.ask('get', undefined, { timeoutMs })
const spawned = await child.ask('get', undefined, { timeoutMs })
const elsewhere = found.pid === other.pid && spawned.pid === other.pid
console.log(`hits is ${found.n}, child is ${spawned.n}, both in ${elsewhere ? 'the other' : 'this'} process`)

const watcher = await system.spawn(Watcher, undefined, { name: 'watcher' })
const ending = watcher.ask('ending', child, { timeoutMs })
const killed = performance.now()
other.kill('SIGKILL')
console.log(`the other process is killed: child is ${await ending}`)
console.log(`noticed after ${Math.round(performance.now() - killed)} ms`)
const failure = await child.ask('get', undefined, { timeoutMs }).catch((error) => error)
console.log(`asking it fails with ${failure.code}`)
