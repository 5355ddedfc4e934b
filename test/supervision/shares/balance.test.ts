import test from 'ava'
import { Balance, divideBySpeed, type Work } from '../../../src/supervision/index.js'

test('shards go to whoever is done first, and everybody keeps one', (t) => {
  t.deepEqual(divideBySpeed(8, [1, 1]), [4, 4])
  t.deepEqual(divideBySpeed(8, [1, 3]), [6, 2])
  t.deepEqual(divideBySpeed(8, [1, 100, 1]), [4, 1, 3])
  t.deepEqual(divideBySpeed(2, [1, 100]), [1, 1])
})

/** Two agents whose shards take so many milliseconds, looked at every 100 ms for `ms`. */
function watch(share: readonly [number, number], msPerShard: readonly [number, number], ms: number) {
  let now = 0
  const balance = new Balance(() => now)
  for (; now <= ms; now += 100) {
    const work = share.map((share, agent): Work => {
      const begun = Math.floor(now / msPerShard[agent]!)
      return { agent, incarnation: 1, share, begun, computeMs: begun * msPerShard[agent]! }
    })
    const shares = balance.look(work, share[0] + share[1])
    if (shares !== undefined) return { at: now, shares }
  }
  return undefined
}

test('a slow agent loses shards after two measurements that say so', (t) => {
  t.deepEqual(watch([4, 4], [10, 30], 2000), { at: 1000, shares: [6, 2] })
})

test('agents of nearly the same speed keep what they have', (t) => {
  t.is(watch([4, 4], [10, 11], 5000), undefined)
  t.is(watch([6, 2], [10, 30], 5000), undefined)
})

test('an agent that has hardly begun a shard is not judged', (t) => {
  t.is(watch([4, 4], [10, 900], 1500), undefined)
})
