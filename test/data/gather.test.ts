import test from 'ava'
import { core } from '../../src/native/index.js'

test('rows of any width are copied in the order asked for, twice if asked twice', (t) => {
  for (const kind of [Float32Array, Int32Array, Uint8Array, Float64Array]) {
    const from = new kind([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    const into = new kind(9).fill(99)
    core().gatherRows(from, Uint32Array.of(3, 0, 3), into.subarray(0, 9), 3 * kind.BYTES_PER_ELEMENT)
    t.deepEqual([...into], [9, 10, 11, 0, 1, 2, 9, 10, 11])
  }
})

test('a row outside its column, or more rows than the batch holds, is refused', (t) => {
  const from = new Float32Array(12)
  const gather = (rows: number[], room: number, width: number) => () =>
    core().gatherRows(from, Uint32Array.from(rows), new Float32Array(room), width)
  const refused = { instanceOf: RangeError, code: 'ERR_GATHER' }
  t.throws(gather([4], 3, 12), refused)
  t.throws(gather([0, 1], 5, 12), refused)
  t.throws(gather([0], 3, 0), refused)
  t.notThrows(gather([], 0, 12))
})
