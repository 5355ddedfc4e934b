import { createHash } from 'node:crypto'
import test from 'ava'
import {
  identityDifferences,
  parametersSha256,
  requireSameIdentity,
  stateSha256,
} from '../../src/state/index.js'

const a = Float32Array.of(1, 2, 3)
const b = Float32Array.of(-0.5)

test('the parameters hash is over the sorted names bytes only', (t) => {
  const expected = createHash('sha256').update(a).update(b).digest('hex')
  t.is(
    parametersSha256(
      new Map([
        ['b', b],
        ['a', a],
      ]),
    ),
    expected,
  )
})

test('padding between views does not count', (t) => {
  const room = new Float32Array(40)
  room.fill(7)
  room.set(a, 0)
  room.set(b, 16)
  const views = new Map([
    ['a', room.subarray(0, 3)],
    ['b', room.subarray(16, 17)],
  ])
  t.is(
    parametersSha256(views),
    parametersSha256(
      new Map([
        ['a', a],
        ['b', b],
      ]),
    ),
  )
})

test('names sort by code unit, not by locale', (t) => {
  const upper = createHash('sha256').update(b).update(a).digest('hex')
  t.is(
    parametersSha256(
      new Map([
        ['a', a],
        ['B', b],
      ]),
    ),
    upper,
  )
})

test('every part of the state changes its hash', (t) => {
  const state = {
    parameters: new Map([['w', a]]),
    optimizer: new Map([['w.momentum', a]]),
    running: [0.9],
    buffers: new Map([['mean', b]]),
    cursor: 10,
  }
  const hashes = [
    stateSha256(state),
    stateSha256({ ...state, cursor: 11 }),
    stateSha256({ ...state, running: [0.8] }),
    stateSha256({ ...state, buffers: new Map() }),
    stateSha256({ ...state, optimizer: new Map([['w.momentum', b]]) }),
    stateSha256({ ...state, parameters: new Map([['v', a]]) }),
  ]
  t.is(new Set(hashes).size, hashes.length)
})

test('another identity is refused with the differences', (t) => {
  const identity = { seed: 1, device: { libtorch: '1.13', threads: 1 } }
  t.deepEqual(identityDifferences(identity, { device: { threads: 1, libtorch: '1.13' }, seed: 1 }), [])
  t.throws(
    () => requireSameIdentity('agent 2', identity, { ...identity, device: { libtorch: '2.1', threads: 1 } }),
    {
      code: 'ERR_IDENTITY',
      message: /device\.libtorch is "2\.1", not "1\.13"/,
    },
  )
})
