import {
  checkOption,
  Optimizer,
  type OptimizerOptions,
  type ParametersOrGroups,
  type Update,
} from './optimizer.js'

export interface RmspropOptions extends OptimizerOptions {
  /** How much the mean of squares keeps of itself. Default 0.99. */
  alpha: number
  /** Default 1e-8. */
  eps: number
  /** Share of the parameter added to its gradient. Default 0. */
  weightDecay: number
  /** Default 0. */
  momentum: number
  /** Divide by the deviation instead of the root of the mean square. Default false. */
  centered: boolean
}

/** RMSprop (Hinton, lecture 6e) as torch.optim.RMSprop. */
export class Rmsprop extends Optimizer<RmspropOptions> {
  readonly kind = `rmsprop${this.#centered ? 'Centered' : ''}${this.#momentum ? 'Momentum' : ''}`
  readonly stateNames = [
    'squareAvg',
    ...(this.#centered ? ['gradAvg'] : []),
    ...(this.#momentum ? ['momentum'] : []),
  ]
  readonly running = [] as const

  // An array that any group needs is there for all.
  get #centered(): boolean {
    return this.groups.some(({ options }) => options.centered)
  }
  get #momentum(): boolean {
    return this.groups.some(({ options }) => options.momentum > 0)
  }

  protected check({ lr, alpha, eps, weightDecay, momentum }: RmspropOptions): void {
    checkOption('rmsprop', 'lr', lr, 0)
    checkOption('rmsprop', 'alpha', alpha, 0)
    checkOption('rmsprop', 'eps', eps, 0)
    checkOption('rmsprop', 'weightDecay', weightDecay, 0)
    checkOption('rmsprop', 'momentum', momentum, 0)
  }

  advance(
    _running: readonly number[],
    options: RmspropOptions,
    gradScale = 1,
    lr = options.lr,
    gradLimit = Infinity,
  ): Update {
    const { alpha, eps, weightDecay, momentum, centered, maximize } = options
    const scale = maximize ? -gradScale : gradScale
    return {
      scalars: [scale, gradLimit, lr, alpha, eps, weightDecay, momentum, centered ? 1 : 0],
      running: [],
    }
  }
}

const defaults: RmspropOptions = {
  lr: 1e-2,
  alpha: 0.99,
  eps: 1e-8,
  weightDecay: 0,
  momentum: 0,
  centered: false,
  maximize: false,
}

/** RMSprop; `lr` defaults to 1e-2. */
export function rmsprop(
  parameters: ParametersOrGroups<RmspropOptions>,
  options: Partial<RmspropOptions> = {},
): Rmsprop {
  return new Rmsprop(parameters, defaults, options)
}
