import {
  checkBetas,
  checkOption,
  Optimizer,
  type OptimizerOptions,
  type ParametersOrGroups,
  type Update,
} from './optimizer.js'

export interface LionOptions extends OptimizerOptions {
  /** What the step's sign, and what the mean that is kept, keeps of the mean. Default [0.9, 0.99]. */
  betas: readonly [number, number]
  /** Times lr, what the parameter shrinks by in a step. Default 0. */
  weightDecay: number
}

/**
 * Lion (Chen et al., arXiv 2302.06675): every step is ±lr. Its learning rate is 3 to 10 times smaller than Adam's,
 * its weight decay larger by as much.
 */
export class Lion extends Optimizer<LionOptions> {
  readonly kind = 'lion'
  readonly stateNames = ['expAvg'] as const
  readonly running = [] as const

  protected check({ lr, betas, weightDecay }: LionOptions): void {
    checkOption('lion', 'lr', lr, 0)
    checkBetas('lion', betas)
    checkOption('lion', 'weightDecay', weightDecay, 0)
  }

  advance(
    _running: readonly number[],
    options: LionOptions,
    gradScale = 1,
    lr = options.lr,
    gradLimit = Infinity,
  ): Update {
    const [beta1, beta2] = options.betas
    const scale = options.maximize ? -gradScale : gradScale
    return { scalars: [scale, gradLimit, lr, beta1, beta2, 1 - lr * options.weightDecay], running: [] }
  }
}

const defaults: LionOptions = { lr: 1e-4, betas: [0.9, 0.99], weightDecay: 0, maximize: false }

/** Lion; `lr` defaults to 1e-4. */
export function lion(parameters: ParametersOrGroups<LionOptions>, options: Partial<LionOptions> = {}): Lion {
  return new Lion(parameters, defaults, options)
}
