import {
  checkOption,
  Optimizer,
  type OptimizerOptions,
  type ParametersOrGroups,
  type Update,
} from './optimizer.js'

export interface AdadeltaOptions extends OptimizerOptions {
  /** How much the means of squares keep of themselves. Default 0.9. */
  rho: number
  /** Default 1e-6. */
  eps: number
  /** Share of the parameter added to its gradient. Default 0. */
  weightDecay: number
}

/** Adadelta (Zeiler, arXiv 1212.5701) as torch.optim.Adadelta. */
export class Adadelta extends Optimizer<AdadeltaOptions> {
  readonly kind = 'adadelta'
  readonly stateNames = ['squareAvg', 'accDelta'] as const
  readonly running = [] as const

  protected check({ lr, rho, eps, weightDecay }: AdadeltaOptions): void {
    checkOption('adadelta', 'lr', lr, 0)
    checkOption('adadelta', 'rho', rho, 0, 1)
    checkOption('adadelta', 'eps', eps, 0)
    checkOption('adadelta', 'weightDecay', weightDecay, 0)
  }

  advance(
    _running: readonly number[],
    options: AdadeltaOptions,
    gradScale = 1,
    lr = options.lr,
    gradLimit = Infinity,
  ): Update {
    const { rho, eps, weightDecay, maximize } = options
    const scale = maximize ? -gradScale : gradScale
    return { scalars: [scale, gradLimit, lr, rho, eps, weightDecay], running: [] }
  }
}

const defaults: AdadeltaOptions = { lr: 1, rho: 0.9, eps: 1e-6, weightDecay: 0, maximize: false }

/** Adadelta; `lr` defaults to 1. */
export function adadelta(
  parameters: ParametersOrGroups<AdadeltaOptions>,
  options: Partial<AdadeltaOptions> = {},
): Adadelta {
  return new Adadelta(parameters, defaults, options)
}
