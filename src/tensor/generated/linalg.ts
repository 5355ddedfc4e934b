// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
import { native } from '../addon.js'
import { handlesOf } from '../passing.js'
import { type Product } from '../shape.js'
import { Tensor } from '../tensor.js'

/** The inverse. Matrices may be stacked: [..., n, m]. */
export function inv(input: Tensor): Tensor {
  return new Tensor(native().inv(input?.handle))
}

/** The Moore-Penrose inverse; singular values below `rcond` times the largest count as 0. Matrices may be stacked: [..., n, m]. */
export function pinv(input: Tensor, rcond = 1e-15): Tensor {
  return new Tensor(native().pinv(input?.handle, rcond))
}

/** X in `input @ X = other`, for a vector or the columns of a matrix. Matrices may be stacked: [..., n, m]. */
export function solve(input: Tensor, other: Tensor): Tensor {
  return new Tensor(native().solve(input?.handle, other?.handle))
}

/** X in `input @ X = other` (`X @ input` unless `left`) for a triangular input, whose other half is not read. Matrices may be stacked: [..., n, m]. */
export function solveTriangular(input: Tensor, other: Tensor, upper: boolean, left = true, unitriangular = false): Tensor {
  return new Tensor(native().solveTriangular(input?.handle, other?.handle, upper, left, unitriangular))
}

/** X that makes `input @ X - other` smallest in the 2-norm. Matrices may be stacked: [..., n, m]. */
export function lstsq(input: Tensor, other: Tensor): Tensor {
  return new Tensor(native().lstsq(input?.handle, other?.handle))
}

/** The determinant. Matrices may be stacked: [..., n, m]. */
export function det(input: Tensor): Tensor {
  return new Tensor(native().det(input?.handle))
}

/** Sign and logarithm of the absolute value of the determinant. Matrices may be stacked: [..., n, m]. */
export function slogdet(input: Tensor): { sign: Tensor; logabsdet: Tensor } {
  const [sign, logabsdet] = native().slogdet(input?.handle)
    return { sign: new Tensor(sign!), logabsdet: new Tensor(logabsdet!) }
}

/** The lower triangular L with `L @ L.t()` = the input, which is symmetric and positive definite; its lower half is read. Matrices may be stacked: [..., n, m]. */
export function cholesky(input: Tensor): Tensor {
  return new Tensor(native().cholesky(input?.handle))
}

/** X in `input @ input.t() @ X = other` for a lower triangular input. Matrices may be stacked: [..., n, m]. */
export function choleskySolve(input: Tensor, other: Tensor): Tensor {
  return new Tensor(native().choleskySolve(input?.handle, other?.handle))
}

/** Q with orthonormal columns and the upper triangular R with `Q @ R` = the input. Matrices may be stacked: [..., n, m]. */
export function qr(input: Tensor): { q: Tensor; r: Tensor } {
  const [q, r] = native().qr(input?.handle)
    return { q: new Tensor(q!), r: new Tensor(r!) }
}

/** U, the singular values S in falling order and Vh with `U @ diag(S) @ Vh` = the input. Matrices may be stacked: [..., n, m]. */
export function svd(input: Tensor, fullMatrices = true): { u: Tensor; s: Tensor; vh: Tensor } {
  const [u, s, vh] = native().svd(input?.handle, fullMatrices)
    return { u: new Tensor(u!), s: new Tensor(s!), vh: new Tensor(vh!) }
}

/** The singular values in falling order. Matrices may be stacked: [..., n, m]. */
export function svdvals(input: Tensor): Tensor {
  return new Tensor(native().svdvals(input?.handle))
}

/** Eigenvalues in rising order and eigenvectors (columns) of a symmetric matrix, one half of which is read. Matrices may be stacked: [..., n, m]. */
export function eigh(input: Tensor, upLo: 'L' | 'U' = 'L'): { values: Tensor; vectors: Tensor } {
  const [values, vectors] = native().eigh(input?.handle, upLo)
    return { values: new Tensor(values!), vectors: new Tensor(vectors!) }
}

/** Eigenvalues of a symmetric matrix in rising order. Matrices may be stacked: [..., n, m]. */
export function eigvalsh(input: Tensor, upLo: 'L' | 'U' = 'L'): Tensor {
  return new Tensor(native().eigvalsh(input?.handle, upLo))
}

/** The n-th power of a square matrix; of its inverse for negative n. Matrices may be stacked: [..., n, m]. */
export function matrixPower(input: Tensor, n: number): Tensor {
  return new Tensor(native().matrixPower(input?.handle, n))
}

/** The exponential of a square matrix. Matrices may be stacked: [..., n, m]. */
export function matrixExp(input: Tensor): Tensor {
  return new Tensor(native().matrixExp(input?.handle))
}

/** How many singular values are not (nearly) 0; int64. Matrices may be stacked: [..., n, m]. */
export function matrixRank(input: Tensor): Tensor {
  return new Tensor(native().matrixRank(input?.handle))
}

/** The Frobenius norm of matrices, or with 'nuc' the sum of their singular values. Matrices may be stacked: [..., n, m]. */
export function matrixNorm(input: Tensor, ord: 'fro' | 'nuc' = 'fro', dim: number | readonly number[] = [-2,-1], keepdim = false): Tensor {
  return new Tensor(native().matrixNorm(input?.handle, ord, dim, keepdim))
}

/** Product of several matrices in the order that multiplies least. Matrices may be stacked: [..., n, m]. */
export function multiDot(tensors: readonly Tensor[]): Tensor {
  return new Tensor(native().multiDot(handlesOf(tensors)))
}

/** Powers of each element of a vector from 0 to `n` - 1 (its length when left out). Matrices may be stacked: [..., n, m]. */
export function vander(input: Tensor, n: number | null = null): Tensor {
  return new Tensor(native().vander(input?.handle, n))
}
