// Four workers in two threads do a hundred jobs. Some jobs crash their worker, one takes a whole thread down.
// Supervision starts again what crashed, and whoever waits for an answer asks again: every job gets done, once.
import { ActorSystem } from 'troupe/actor'
import Worker from './worker.js'

let crashes = 0
await using system = await ActorSystem.start({
  onFailure: ({ path, error, decision }) => {
    crashes++
    if (crashes <= 3 || error.message.includes('exited'))
      console.log(`${path}: ${error.message} → ${decision}`)
  },
})

const pool = await system.pool({ threads: 2 })
const workers = await system.router(Worker, () => undefined, {
  name: 'worker',
  size: 4,
  strategy: 'least-loaded',
  placement: { pool },
  supervise: {
    strategy: 'one-for-one',
    maxRestarts: 20,
    withinMs: 10_000,
    backoff: { minMs: 1, maxMs: 100 },
  },
})

/** A crash rejects the ask with its error: the same worker starts afresh, and the job is given out again. */
async function done(number: number): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await workers.ask('run', { number, attempt }, { timeoutMs: 30_000 })
    } catch (error) {
      if (attempt === 5) throw error
    }
  }
}

// Eight jobs are under way at a time; whoever is done takes the next one.
const results = new Map<number, number[]>()
let next = 1
const takeJobs = async () => {
  while (next <= 100) {
    const number = next++
    const primes = await done(number)
    results.set(number, [...(results.get(number) ?? []), primes])
  }
}
await Promise.all(Array.from({ length: 8 }, takeJobs))

const once = [...results.values()].filter((answers) => answers.length === 1).length
console.log(`${crashes} crashes, ${once} of 100 jobs done once, ${results.get(100)} primes below 10000`)
