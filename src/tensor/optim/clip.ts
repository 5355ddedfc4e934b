import { noGrad } from '../autograd/modes.js'
import { TensorArgumentError } from '../errors.js'
import { tidy } from '../scope.js'
import type { Tensor } from '../tensor.js'

const gradientsOf = (parameters: Iterable<Tensor>): Tensor[] =>
  [...parameters].flatMap((each) => each.grad ?? [])

/**
 * Scales all gradients by min(1, maxNorm / (norm + 1e-6)), in place, as torch.nn.utils.clip_grad_norm_: their global
 * 2-norm is then at most `maxNorm`. A task says `clipNorm` instead.
 *
 * @returns the norm before; not finite when a gradient is not
 */
export function clipGradNorm(parameters: Iterable<Tensor>, maxNorm: number): number {
  if (!(maxNorm > 0))
    throw new TensorArgumentError('optim.clipGradNorm', `maxNorm must be above 0, not ${maxNorm}`)
  return tidy(() =>
    noGrad(() => {
      const gradients = gradientsOf(parameters)
      let squares = 0
      for (const gradient of gradients) squares += gradient.mul(gradient).sum().item()
      const norm = Math.sqrt(squares)
      const factor = Math.min(1, maxNorm / (norm + 1e-6))
      if (factor !== 1) for (const gradient of gradients) gradient.mul_(factor)
      return norm
    }),
  )
}

/**
 * Holds every element of every gradient within ±`limit`, as torch.nn.utils.clip_grad_value_. A task says `clipValue`
 * instead.
 */
export function clipGradValue(parameters: Iterable<Tensor>, limit: number): void {
  if (!(limit > 0))
    throw new TensorArgumentError('optim.clipGradValue', `limit must be above 0, not ${limit}`)
  tidy(() =>
    noGrad(() => {
      for (const each of parameters) each.grad = each.grad?.clamp(-limit, limit) ?? null
    }),
  )
}
