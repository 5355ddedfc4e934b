import test from 'ava'
import { HashRing } from '../../../src/actor/router/hash-ring.js'

const name = (member: string) => member
const keys = Array.from({ length: 10_000 }, (_, i) => `key-${i}`)

test('keys spread over the members: the fullest has at most 1.5 times its share', (t) => {
  const members = Array.from({ length: 10 }, (_, i) => `/workers-${i}`)
  const ring = new HashRing(members, name)
  const load = new Map<string, number>()
  for (const key of keys) load.set(ring.find(key)!, (load.get(ring.find(key)!) ?? 0) + 1)
  t.is(load.size, 10)
  t.true(Math.max(...load.values()) < 1500, `${[...load.values()]}`)
})

test('without one member only its keys move, and a member that comes takes keys but moves none between others', (t) => {
  const members = ['/a', '/b', '/c', '/d']
  const full = new HashRing(members, name)
  const less = new HashRing(['/a', '/c', '/d'], name)
  for (const key of keys) {
    const before = full.find(key)
    if (before !== '/b') t.is(less.find(key), before)
  }
})

test('the order in which members are listed makes no difference, and an empty ring finds nobody', (t) => {
  const one = new HashRing(['/a', '/b', '/c'], name)
  const other = new HashRing(['/c', '/a', '/b'], name)
  for (const key of keys.slice(0, 500)) t.is(one.find(key), other.find(key))
  t.is(new HashRing([], name).find('x'), undefined)
})
