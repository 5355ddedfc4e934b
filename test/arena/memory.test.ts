import test from 'ava'
import { giveBack, sharedBytes } from '../../src/arena/memory.js'

test('memory that is given back reads as zeros, and what lies beside it stays', (t) => {
  const [one, other] = [sharedBytes(1 << 20), sharedBytes(1 << 20)]
  one.fill(1)
  other.fill(2)
  giveBack(one)
  // Whole pages only: at both ends a part of one may be left.
  t.true(one.subarray(4096, -4096).every((byte) => byte === 0))
  t.true(other.every((byte) => byte === 2))
  one.fill(3)
  t.true(one.every((byte) => byte === 3))
})
