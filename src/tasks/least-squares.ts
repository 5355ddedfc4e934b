/**
 * Least squares with an intercept by the normal equations, in double precision.
 *
 * @param x row-major samples × features
 * @param y one value per sample
 * @returns the weights, then the intercept
 */
export function leastSquares(x: Float32Array, y: Float32Array, features: number): Float64Array {
  const size = features + 1
  const at = (row: number, column: number) => (column === features ? 1 : x[row * features + column]!)
  // The matrix XᵀX with Xᵀy as its last column.
  const rows = Array.from({ length: size }, (_, i) => {
    const row = new Float64Array(size + 1)
    for (let sample = 0; sample < y.length; sample++) {
      for (let j = 0; j < size; j++) row[j]! += at(sample, i) * at(sample, j)
      row[size]! += at(sample, i) * y[sample]!
    }
    return row
  })
  // Gauss–Jordan with row exchange; XᵀX of such data is well conditioned.
  for (let i = 0; i < size; i++) {
    let pivot = i
    for (let k = i + 1; k < size; k++) if (Math.abs(rows[k]![i]!) > Math.abs(rows[pivot]![i]!)) pivot = k
    ;[rows[i], rows[pivot]] = [rows[pivot]!, rows[i]!]
    for (let k = 0; k < size; k++) {
      if (k === i) continue
      const factor = rows[k]![i]! / rows[i]![i]!
      for (let j = i; j <= size; j++) rows[k]![j]! -= factor * rows[i]![j]!
    }
  }
  return Float64Array.from(rows, (row, i) => row[size]! / row[i]!)
}
