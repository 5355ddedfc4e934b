import {
  checkBetas,
  checkOption,
  Optimizer,
  type OptimizerOptions,
  type ParametersOrGroups,
  type Update,
} from './optimizer.js'

export interface LambOptions extends OptimizerOptions {
  /** Decay of the first and second moments. Default [0.9, 0.999]. */
  betas: readonly [number, number]
  /** Default 1e-6. */
  eps: number
  /** Share of the parameter added to Adam's direction, before its length is taken. Default 0.01. */
  weightDecay: number
}

/**
 * LAMB (You et al., arXiv 1904.00962, algorithm 2, with the identity for φ): Adam's direction, scaled for each tensor
 * by |tensor| / |direction| (1 when either is zero), for large batches.
 *
 * In a run the ratios of all tensors belong to the decision: the agent that decides measures them, in one more pass
 * over parameters, moments and gradient.
 */
export class Lamb extends Optimizer<LambOptions> {
  readonly kind = 'lamb'
  readonly stateNames = ['expAvg', 'expAvgSq'] as const
  /** beta1^t and beta2^t. */
  readonly running = [1, 1] as const
  override readonly measures = true

  protected check({ lr, betas, eps, weightDecay }: LambOptions): void {
    checkOption('lamb', 'lr', lr, 0)
    checkBetas('lamb', betas)
    checkOption('lamb', 'eps', eps, 0)
    checkOption('lamb', 'weightDecay', weightDecay, 0)
  }

  advance(
    running: readonly number[],
    options: LambOptions,
    gradScale = 1,
    lr = options.lr,
    gradLimit = Infinity,
  ): Update {
    const { betas, eps, weightDecay, maximize } = options
    const [beta1, beta2] = betas
    const first = running[0]! * beta1
    const second = running[1]! * beta2
    const scale = maximize ? -gradScale : gradScale
    return {
      // The last one is each tensor's own; 1 until it is measured.
      scalars: [scale, gradLimit, lr, beta1, beta2, eps, weightDecay, 1 - first, 1 - second, 1],
      running: [first, second],
    }
  }
}

const defaults: LambOptions = { lr: 1e-3, betas: [0.9, 0.999], eps: 1e-6, weightDecay: 0.01, maximize: false }

/** LAMB; `lr` defaults to 1e-3. */
export function lamb(parameters: ParametersOrGroups<LambOptions>, options: Partial<LambOptions> = {}): Lamb {
  return new Lamb(parameters, defaults, options)
}
