import { TensorArgumentError } from '../errors.js'
import {
  checkOption,
  Optimizer,
  type OptimizerOptions,
  type ParametersOrGroups,
  type Update,
} from './optimizer.js'

export interface SgdOptions extends OptimizerOptions {
  /** Default 0. */
  momentum: number
  /** How much of a new gradient the momentum leaves out. Default 0. */
  dampening: number
  /** Share of the parameter added to its gradient. Default 0. */
  weightDecay: number
  /** Look ahead along the momentum. Default false. */
  nesterov: boolean
}

/** Stochastic gradient descent as torch.optim.SGD: velocity = momentum · velocity + gradient. */
export class Sgd extends Optimizer<SgdOptions> {
  readonly kind = 'sgd'
  readonly stateNames = ['momentum'] as const
  /** Number of steps: PyTorch's first velocity is the bare gradient, without dampening. */
  readonly running = [0] as const

  protected check(options: SgdOptions): void {
    const { lr, momentum, dampening, weightDecay, nesterov } = options
    checkOption('sgd', 'lr', lr, 0)
    checkOption('sgd', 'momentum', momentum, 0)
    checkOption('sgd', 'weightDecay', weightDecay, 0)
    checkOption('sgd', 'dampening', dampening, -Infinity)
    if (nesterov && (momentum === 0 || dampening !== 0)) {
      throw new TensorArgumentError('optim.sgd', 'nesterov needs a momentum and no dampening')
    }
  }

  advance(
    running: readonly number[],
    options: SgdOptions,
    gradScale = 1,
    lr = options.lr,
    gradLimit = Infinity,
  ): Update {
    const { momentum, dampening, weightDecay, nesterov, maximize } = options
    const scale = maximize ? -gradScale : gradScale
    const steps = running[0]!
    return {
      scalars: [
        scale,
        gradLimit,
        lr,
        momentum,
        dampening,
        weightDecay,
        nesterov ? 1 : 0,
        steps === 0 ? 1 : 0,
      ],
      running: [steps + 1],
    }
  }
}

const defaults: SgdOptions = {
  lr: 1e-3,
  momentum: 0,
  dampening: 0,
  weightDecay: 0,
  nesterov: false,
  maximize: false,
}

/** SGD; `lr` defaults to 1e-3. */
export function sgd(parameters: ParametersOrGroups<SgdOptions>, options: Partial<SgdOptions> = {}): Sgd {
  return new Sgd(parameters, defaults, options)
}
