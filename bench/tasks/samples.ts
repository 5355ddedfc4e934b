import { datasets } from 'troupe'

/** The same number as bench/peers/common.py. */
const SAMPLES = 8192

/**
 * Images of uniform noise with random labels, in memory: speed does not depend on what is in them, and the
 * benchmark needs no file. `shape` is that of one sample.
 */
export function samples(shape: readonly number[]) {
  const size = shape.reduce((product, length) => product * length, 1)
  // In shared memory from the start: datasets.tensors copies what is not.
  const x = new Float32Array(new SharedArrayBuffer(SAMPLES * size * 4))
  const y = new BigInt64Array(new SharedArrayBuffer(SAMPLES * 8))
  let state = 1
  // Numerical Recipes' linear congruential generator; its upper bits are random enough for noise.
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  for (let i = 0; i < x.length; i++) x[i] = next()
  for (let i = 0; i < SAMPLES; i++) y[i] = BigInt(Math.floor(next() * 10))
  return datasets.tensors({ train: { x: { data: x, shape: [...shape] }, y: { data: y, shape: [] } } })
}
