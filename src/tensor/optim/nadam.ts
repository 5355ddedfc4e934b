import {
  checkBetas,
  checkOption,
  Optimizer,
  type OptimizerOptions,
  type ParametersOrGroups,
  type Update,
} from './optimizer.js'

export interface NadamOptions extends OptimizerOptions {
  /** Decay of the first and second moments. Default [0.9, 0.999]. */
  betas: readonly [number, number]
  /** Default 1e-8. */
  eps: number
  /** Default 0. */
  weightDecay: number
  /** How slowly the momentum warms up. Default 4e-3. */
  momentumDecay: number
  /** Let weight decay shrink the parameter by itself, as AdamW does. Default false. */
  decoupledWeightDecay: boolean
}

/** Adam with Nesterov's momentum (Dozat 2016) as torch.optim.NAdam. */
export class Nadam extends Optimizer<NadamOptions> {
  readonly kind = 'nadam'
  readonly stateNames = ['expAvg', 'expAvgSq'] as const
  /** beta2^t, 0.96^(t · momentumDecay), and the product of the momentums so far. */
  readonly running = [1, 1, 1] as const

  protected check({ lr, betas, eps, weightDecay, momentumDecay }: NadamOptions): void {
    checkOption('nadam', 'lr', lr, 0)
    checkBetas('nadam', betas)
    checkOption('nadam', 'eps', eps, 0)
    checkOption('nadam', 'weightDecay', weightDecay, 0)
    checkOption('nadam', 'momentumDecay', momentumDecay, 0)
  }

  advance(
    running: readonly number[],
    options: NadamOptions,
    gradScale = 1,
    lr = options.lr,
    gradLimit = Infinity,
  ): Update {
    const { betas, eps, weightDecay, momentumDecay, decoupledWeightDecay } = options
    const [beta1, beta2] = betas
    const second = running[0]! * beta2
    const shrink = 0.96 ** momentumDecay
    const warm = running[1]! * shrink
    const momentum = beta1 * (1 - 0.5 * warm)
    const next = beta1 * (1 - 0.5 * warm * shrink)
    const product = running[2]! * momentum
    const ofGradient = (lr * (1 - momentum)) / (1 - product)
    const ofMoment = (lr * next) / (1 - product * next)
    const scale = options.maximize ? -gradScale : gradScale
    const decay = decoupledWeightDecay ? 0 : weightDecay
    const keep = decoupledWeightDecay ? 1 - lr * weightDecay : 1
    return {
      scalars: [scale, gradLimit, beta1, beta2, eps, decay, keep, 1 - second, ofGradient, ofMoment],
      running: [second, warm, product],
    }
  }
}

const defaults: NadamOptions = {
  lr: 2e-3,
  betas: [0.9, 0.999],
  eps: 1e-8,
  weightDecay: 0,
  momentumDecay: 4e-3,
  decoupledWeightDecay: false,
  maximize: false,
}

/** Nadam; `lr` defaults to 2e-3. */
export function nadam(
  parameters: ParametersOrGroups<NadamOptions>,
  options: Partial<NadamOptions> = {},
): Nadam {
  return new Nadam(parameters, defaults, options)
}
