import { check, optionsOf, positive, told } from '../arguments.js'
import { noGrad } from '../autograd/modes.js'
import { tensor } from '../creation.js'
import { TensorArgumentError } from '../errors.js'
import { Module } from '../nn/module.js'
import { tidy } from '../scope.js'
import { Tensor } from '../tensor.js'

/** What gradients are read from: tensors, or all parameters of a module. */
type Trained = Iterable<Tensor> | Module<any[], any>

/** @internal The parameters of a module, or those given. @throws TensorArgumentError for anything else */
export function trainedOf<T extends Tensor>(operation: string, given: Iterable<T> | Module<any[], any>): T[] {
  if (given instanceof Module) return given.parameters() as Tensor[] as T[]
  const list = typeof given === 'object' && given?.[Symbol.iterator] ? [...given] : [given]
  for (const each of list) {
    if (each instanceof Tensor) continue
    throw new TensorArgumentError(
      operation,
      `it takes model.parameters(), or the model itself, not ${told(each)}`,
    )
  }
  return list as T[]
}

/**
 * Scales all gradients by min(1, maxNorm / (norm + 1e-6)), in place, as torch.nn.utils.clip_grad_norm_: their global
 * norm is then at most `maxNorm`. A task says `clipNorm` instead, which is the 2-norm.
 *
 * @param parameters tensors, or a module, which stands for its parameters
 * @param options.normType which p-norm: above 0, Infinity for the largest element. Default 2
 * @returns the norm before; not finite when a gradient is not
 */
export function clipGradNorm(
  parameters: Trained,
  maxNorm: number,
  options?: { readonly normType?: number },
): number {
  const trained = trainedOf('optim.clipGradNorm', parameters)
  check('optim.clipGradNorm', { maxNorm }, positive)
  const { normType } = optionsOf('optim.clipGradNorm', options, { normType: [positive, 2] })
  return tidy(() =>
    noGrad(() => {
      const gradients = trained.flatMap((each) => each.grad ?? [])
      const norm = normOf(gradients, normType)
      const factor = Math.min(1, maxNorm / (norm + 1e-6))
      if (factor !== 1) for (const gradient of gradients) gradient.mul_(factor)
      return norm
    }),
  )
}

/** The p-norm of all elements of all tensors. */
function normOf(tensors: readonly Tensor[], p: number): number {
  if (p === 2) {
    let squares = 0
    for (const each of tensors) squares += each.mul(each).sum().item()
    return Math.sqrt(squares)
  }
  // No element has no largest one.
  const norms = tensors.filter(({ numel }) => numel > 0).map((each) => each.norm(p).item())
  return norms.length === 0 ? 0 : tensor(norms, { dtype: 'float64' }).norm(p).item()
}

/**
 * Holds every element of every gradient within ±`limit`, as torch.nn.utils.clip_grad_value_. A task says `clipValue`
 * instead.
 */
export function clipGradValue(parameters: Trained, limit: number): void {
  const trained = trainedOf('optim.clipGradValue', parameters)
  check('optim.clipGradValue', { limit }, positive)
  tidy(() =>
    noGrad(() => {
      for (const each of trained) each.grad = each.grad?.clamp(-limit, limit) ?? null
    }),
  )
}
