import test from 'ava'
import { arm, divideShards } from '../../src/faults/lab/arming.js'
import { phaseNumber } from '../../src/faults/points/index.js'

const never = () => false

test('shards are divided evenly and completely', (t) => {
  t.deepEqual(divideShards(8, 2), [
    [0, 4],
    [4, 8],
  ])
  t.deepEqual(divideShards(4, 3), [
    [0, 1],
    [1, 2],
    [2, 4],
  ])
})

test('whoever is to merge is given two siblings', (t) => {
  const ranges = divideShards(4, 3, new Set([1]))
  t.deepEqual(ranges[1], [0, 2])
  t.deepEqual(ranges[0], [2, 3])
  t.deepEqual(ranges[2], [3, 4])
  t.deepEqual(divideShards(4, 2, new Set([0, 1])), divideShards(4, 2))
})

test('an armed fault reserves work that its target starts with', (t) => {
  const ground = { shards: 8, chunks: 10, evaluations: 3, ranges: divideShards(8, 2), redundant: never }
  const item = (phase: 'backward' | 'merge' | 'sum' | 'commit' | 'evaluate') =>
    arm({ kind: 'kill', agent: 1, step: 5, phase }, ground).item
  t.is(item('backward'), 4)
  t.is(item('merge'), 4)
  t.is(item('sum'), 5)
  t.is(item('commit'), 0)
  t.is(item('evaluate'), 1)
})

test('a kill without a phase holds its step open at the commit', (t) => {
  const ground = { shards: 1, chunks: 2, evaluations: 0, ranges: divideShards(1, 1), redundant: never }
  t.is(arm({ kind: 'kill', agent: 0, step: 5 }, ground).phase, phaseNumber('commit'))
  t.is(arm({ kind: 'throw', agent: 0, step: 5 }, ground).phase, phaseNumber('forward'))
})

test('hangs in native code happen there, and a slow agent only passes its point', (t) => {
  const ground = { shards: 8, chunks: 10, evaluations: 0, ranges: divideShards(8, 2), redundant: never }
  const base = { agent: 1, step: 5 }
  t.like(arm({ ...base, kind: 'hang', in: 'native', forMs: 300 }, ground), { act: 'sleep', ms: 300, item: 4 })
  t.like(arm({ ...base, kind: 'hang', in: 'js', forMs: 300 }, ground), { act: 'stand' })
  t.like(arm({ ...base, kind: 'slow', until: 9, factor: 2 }, ground), { act: 'pass' })
})
