import { noGrad } from '../autograd/modes.js'
import { TensorArgumentError } from '../errors.js'
import { tidy } from '../scope.js'
import type { Tensor } from '../tensor.js'
import type { Optimizer } from './optimizer.js'

export interface GradScalerOptions {
  /** What the loss is multiplied by at first. Default 65536. */
  readonly initial?: number
  /** Times this after `growthInterval` good steps in a row. Default 2. */
  readonly growth?: number
  /** Times this after a step with a gradient that is not finite. Default 0.5. */
  readonly backoff?: number
  /** Default 2000. */
  readonly growthInterval?: number
}

/**
 * Loss scaling for float16, whose gradients are too small for it otherwise, as torch.amp.GradScaler: skips steps
 * whose gradients are not finite, and looks for the largest factor that works. bfloat16 needs none.
 *
 *     scaler.scale(loss).backward()
 *     scaler.step(optimizer)
 */
export class GradScaler {
  readonly #options: Required<GradScalerOptions>
  #factor: number
  #good = 0
  /** Whether the gradients of a step that was unscaled already are finite. */
  readonly #unscaled = new WeakMap<Optimizer, boolean>()

  constructor(options: GradScalerOptions = {}) {
    this.#options = { initial: 2 ** 16, growth: 2, backoff: 0.5, growthInterval: 2000, ...options }
    const { initial, growth, backoff, growthInterval } = this.#options
    if (!(initial > 0 && growth > 1 && backoff > 0 && backoff < 1 && growthInterval >= 1)) {
      throw new TensorArgumentError(
        'optim.gradScaler',
        'initial must be above 0, growth above 1, backoff between 0 and 1, growthInterval at least 1',
      )
    }
    this.#factor = initial
  }

  /** What losses are multiplied by now. */
  get factor(): number {
    return this.#factor
  }

  scale(loss: Tensor): Tensor {
    return loss.mul(this.#factor)
  }

  /** Divides the gradients by the factor before the step, for example to clip them. Once a step. */
  unscale(optimizer: Optimizer): void {
    if (this.#unscaled.has(optimizer))
      throw new TensorArgumentError('optim.gradScaler', 'unscale() was called already since the last step()')
    const finite = tidy(() =>
      noGrad(() => {
        let finite = true
        for (const { parameters } of optimizer.groups) {
          for (const { grad } of parameters) {
            if (grad === null) continue
            grad.mul_(1 / this.#factor)
            // A sum is not finite as soon as an element is not, unless it overflows: then the step is skipped too.
            finite &&= Number.isFinite(grad.abs().sum().item())
          }
        }
        return finite
      }),
    )
    this.#unscaled.set(optimizer, finite)
  }

  /**
   * The optimizer's step with gradients of the unscaled loss, or none when they are not finite; then adjusts the factor.
   * @returns whether the step was made
   */
  step(optimizer: Optimizer): boolean {
    if (!this.#unscaled.has(optimizer)) this.unscale(optimizer)
    const finite = this.#unscaled.get(optimizer)!
    this.#unscaled.delete(optimizer)
    const { growth, backoff, growthInterval } = this.#options
    if (!finite) {
      this.#factor *= backoff
      this.#good = 0
      return false
    }
    optimizer.step()
    if (++this.#good >= growthInterval) {
      this.#factor *= growth
      this.#good = 0
    }
    return true
  }

  stateDict(): { readonly factor: number; readonly good: number } {
    return { factor: this.#factor, good: this.#good }
  }

  loadStateDict({ factor, good }: ReturnType<GradScaler['stateDict']>): void {
    this.#factor = factor
    this.#good = good
  }
}

/** A loss scaler for `autocast('fp16')`. */
export function gradScaler(options: GradScalerOptions = {}): GradScaler {
  return new GradScaler(options)
}
