import { type Dtype, type Tensor, tensor } from '../../../src/tensor/index.js'

const modulus = 2147483647

/** `count` numbers in [low, high): Lehmer's generator, as tools/reference/formula.py. */
export function floats(count: number, seed: number, low: number, high: number): Float64Array {
  let x = seed % modulus || 1
  for (let k = 0; k < 4; k++) x = (x * 16807) % modulus
  return Float64Array.from({ length: count }, () => {
    x = (x * 16807) % modulus
    return low + (high - low) * (x / modulus)
  })
}

/** The same tensor as formula.py's `tensor`. */
export function formula(
  shape: readonly number[],
  dtype: Dtype,
  seed: number,
  low: number,
  high: number,
): Tensor {
  const count = shape.reduce((product, size) => product * size, 1)
  const values = floats(count, seed, low, high)
  if (dtype === 'float64') return tensor(values, { shape })
  if (dtype.includes('float')) return tensor(Float32Array.from(values), { shape, dtype })
  return tensor(values.map(Math.floor), { shape, dtype })
}
