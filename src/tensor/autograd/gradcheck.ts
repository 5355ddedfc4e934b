import { callable, check, notNegative, optionsOf, positive, tensorList } from '../arguments.js'
import { TensorArgumentError } from '../errors.js'
import { tidy } from '../scope.js'
import type { Tensor } from '../tensor.js'
import { grad } from './grad.js'
import { noGrad } from './modes.js'

export interface GradcheckOptions {
  /** The difference that is made. Default 1e-6. */
  readonly eps?: number
  /** Default 1e-5. */
  readonly atol?: number
  /** Default 1e-3. */
  readonly rtol?: number
}

/** Where a gradient is not what finite differences say. */
export interface GradcheckMismatch {
  /** Which input, and which of its elements in row-major order. */
  readonly input: number
  readonly element: number
  readonly analytical: number
  readonly numerical: number
}

/**
 * Compares the gradients of a function with central differences, as torch.autograd.gradcheck: of the sum of its
 * results, each weighted differently so that mistakes do not cancel out.
 *
 * @param inputs float64 tensors; those that require gradients are checked, and are changed and restored meanwhile
 * @returns the worst element that is further off than `atol + rtol · |numerical|`, or undefined when none is
 */
export function gradcheck(
  fn: (...inputs: Tensor[]) => Tensor | readonly Tensor[],
  inputs: readonly Tensor[],
  options?: GradcheckOptions,
): GradcheckMismatch | undefined {
  check('gradcheck', { fn }, callable)
  check('gradcheck', { inputs }, tensorList)
  const { eps, atol, rtol } = optionsOf<GradcheckOptions>('gradcheck', options, {
    eps: [positive, 1e-6],
    atol: [notNegative, 1e-5],
    rtol: [notNegative, 1e-3],
  })
  const checked = inputs.filter((each) => each.requiresGrad)
  if (checked.length === 0) throw new TensorArgumentError('gradcheck', 'no input requires gradients')
  for (const each of checked) {
    if (each.dtype !== 'float64')
      throw new TensorArgumentError('gradcheck', `an input is ${each.dtype}; differences need float64`)
  }
  const total = () => weighted(fn(...inputs))
  const analytical = tidy(() =>
    grad(total(), checked, { allowUnused: true }).map(
      (each) => each?.toTypedArray() as Float64Array | undefined,
    ),
  )
  let worst: GradcheckMismatch | undefined
  let most = 0
  for (const [k, input] of checked.entries()) {
    const values = input.toTypedArray() as Float64Array
    const at = (element: number, value: number): number =>
      tidy(() => {
        const moved = values.slice()
        moved[element] = value
        input.copyFrom(moved)
        return noGrad(() => total().item())
      })
    try {
      for (let element = 0; element < values.length; element++) {
        const here = values[element]!
        const numerical = (at(element, here + eps) - at(element, here - eps)) / (2 * eps)
        const found = analytical[k]?.[element] ?? 0
        const excess = Math.abs(found - numerical) - atol - rtol * Math.abs(numerical)
        // NaN is further off than anything.
        if (!(excess <= most)) {
          most = Number.isNaN(excess) ? Number.POSITIVE_INFINITY : excess
          worst = { input: inputs.indexOf(input), element, analytical: found, numerical }
        }
      }
    } finally {
      input.copyFrom(values)
    }
  }
  return worst
}

/** One number of all results: each element times a weight of its own between 0.5 and 1.5. */
function weighted(results: Tensor | readonly Tensor[]): Tensor {
  const list = Array.isArray(results) ? (results as readonly Tensor[]) : [results as Tensor]
  check('gradcheck', { 'what fn returns': list }, tensorList)
  return list
    .map((each, k) => {
      const flat = each.reshape(-1)
      const weights = flat.detach().clone()
      weights.copyFrom(Float64Array.from({ length: flat.numel }, (_, i) => 1 + Math.sin(1 + i + 7 * k) / 2))
      return flat.mul(weights).sum()
    })
    .reduce((sum, each) => sum.add(each))
}
