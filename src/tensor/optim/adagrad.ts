import {
  checkOption,
  Optimizer,
  type OptimizerOptions,
  type ParametersOrGroups,
  type Update,
} from './optimizer.js'

export interface AdagradOptions extends OptimizerOptions {
  /** The learning rate of step t, from 0, is lr / (1 + t · lrDecay). Default 0. */
  lrDecay: number
  /** Share of the parameter added to its gradient. Default 0. */
  weightDecay: number
  /** What the sum of squares starts from. Default 0. */
  initialAccumulatorValue: number
  /** Default 1e-10. */
  eps: number
}

/** Adagrad (Duchi et al., JMLR 2011) as torch.optim.Adagrad. */
export class Adagrad extends Optimizer<AdagradOptions> {
  readonly kind = 'adagrad'
  readonly stateNames = ['sum'] as const
  /** Number of steps. */
  readonly running = [0] as const

  protected check({ lr, lrDecay, weightDecay, initialAccumulatorValue, eps }: AdagradOptions): void {
    checkOption('adagrad', 'lr', lr, 0)
    checkOption('adagrad', 'lrDecay', lrDecay, 0)
    checkOption('adagrad', 'weightDecay', weightDecay, 0)
    checkOption('adagrad', 'initialAccumulatorValue', initialAccumulatorValue, 0)
    checkOption('adagrad', 'eps', eps, 0)
  }

  advance(
    running: readonly number[],
    options: AdagradOptions,
    gradScale = 1,
    lr = options.lr,
    gradLimit = Infinity,
  ): Update {
    const { lrDecay, weightDecay, initialAccumulatorValue, eps, maximize } = options
    const steps = running[0]!
    const scale = maximize ? -gradScale : gradScale
    const start = steps === 0 ? initialAccumulatorValue : 0
    return {
      scalars: [scale, gradLimit, lr / (1 + steps * lrDecay), eps, weightDecay, start],
      running: [steps + 1],
    }
  }
}

const defaults: AdagradOptions = {
  lr: 1e-2,
  lrDecay: 0,
  weightDecay: 0,
  initialAccumulatorValue: 0,
  eps: 1e-10,
  maximize: false,
}

/** Adagrad; `lr` defaults to 1e-2. */
export function adagrad(
  parameters: ParametersOrGroups<AdagradOptions>,
  options: Partial<AdagradOptions> = {},
): Adagrad {
  return new Adagrad(parameters, defaults, options)
}
