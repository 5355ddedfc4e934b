import test from 'ava'
import { leastSquares } from '../../src/tasks/least-squares.js'

test('data on a plane gives that plane back', (t) => {
  const x = Float32Array.of(1, 0, 0, 1, 1, 1, 2, 5, 3, -1)
  const y = Float32Array.from({ length: 5 }, (_, i) => 3 * x[2 * i]! - 2 * x[2 * i + 1]! + 0.5)
  const [a, b, intercept] = leastSquares(x, y, 2)
  t.true(Math.abs(a! - 3) < 1e-9)
  t.true(Math.abs(b! + 2) < 1e-9)
  t.true(Math.abs(intercept! - 0.5) < 1e-9)
})

test('the residual is orthogonal to every feature', (t) => {
  const x = Float32Array.from({ length: 30 }, (_, i) => Math.sin(3 * i + 1))
  const y = Float32Array.from({ length: 15 }, (_, i) => Math.cos(7 * i))
  const [a, b, intercept] = leastSquares(x, y, 2)
  const residual = Array.from(y, (value, i) => value - a! * x[2 * i]! - b! * x[2 * i + 1]! - intercept!)
  const along = (of: (i: number) => number) => residual.reduce((sum, r, i) => sum + r * of(i), 0)
  for (const of of [(i: number) => x[2 * i]!, (i: number) => x[2 * i + 1]!, () => 1])
    t.true(Math.abs(along(of)) < 1e-9)
})
