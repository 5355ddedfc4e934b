import { TensorArgumentError } from '../errors.js'
import {
  checkBetas,
  checkOption,
  Optimizer,
  type OptimizerOptions,
  type ParametersOrGroups,
  type Update,
} from './optimizer.js'

export interface AdamOptions extends OptimizerOptions {
  /** Decay of the first and second moments. Default [0.9, 0.999]. */
  betas: readonly [number, number]
  /** Default 1e-8. */
  eps: number
  /** adam: share of the parameter added to its gradient, default 0. adamW: times lr, what it shrinks by, default 0.01. */
  weightDecay: number
  /** Divide by the largest second moment so far; the same for all groups. Default false. */
  amsgrad: boolean
}

/** Adam (Kingma and Ba, arXiv 1412.6980) as torch.optim.Adam. */
export class Adam extends Optimizer<AdamOptions> {
  readonly kind = this.#amsgrad ? 'amsgrad' : 'adam'
  readonly stateNames = this.#amsgrad
    ? (['expAvg', 'expAvgSq', 'maxExpAvgSq'] as const)
    : (['expAvg', 'expAvgSq'] as const)
  /** beta1^t and beta2^t as running products: Math.pow differs between versions of Node. */
  readonly running = [1, 1] as const
  /** Whether weight decay shrinks the parameter by itself instead of joining the gradient. */
  protected readonly decoupled: boolean = false

  get #amsgrad(): boolean {
    return this.groups.some(({ options }) => options.amsgrad)
  }

  protected check({ lr, betas, eps, weightDecay, amsgrad }: AdamOptions): void {
    const kind = this instanceof AdamW ? 'adamW' : 'adam'
    checkOption(kind, 'lr', lr, 0)
    checkBetas(kind, betas)
    checkOption(kind, 'eps', eps, 0)
    checkOption(kind, 'weightDecay', weightDecay, 0)
    if (this.groups.some(({ options }) => options.amsgrad !== amsgrad))
      throw new TensorArgumentError(`optim.${kind}`, 'amsgrad must be the same for all groups')
  }

  advance(
    running: readonly number[],
    options: AdamOptions,
    gradScale = 1,
    lr = options.lr,
    gradLimit = Infinity,
  ): Update {
    const [beta1, beta2] = options.betas
    const { eps, weightDecay } = options
    const first = running[0]! * beta1
    const second = running[1]! * beta2
    const scale = options.maximize ? -gradScale : gradScale
    const decay = this.decoupled ? 0 : weightDecay
    const keep = this.decoupled ? 1 - lr * weightDecay : 1
    return {
      scalars: [scale, gradLimit, lr, beta1, beta2, eps, decay, keep, 1 - first, 1 - second],
      running: [first, second],
    }
  }
}

/** Adam with decoupled weight decay (Loshchilov and Hutter, arXiv 1711.05101) as torch.optim.AdamW. */
export class AdamW extends Adam {
  protected override readonly decoupled = true
}

const defaults: AdamOptions = {
  lr: 1e-3,
  betas: [0.9, 0.999],
  eps: 1e-8,
  weightDecay: 0,
  amsgrad: false,
  maximize: false,
}

/** Adam; `lr` defaults to 1e-3. */
export function adam(parameters: ParametersOrGroups<AdamOptions>, options: Partial<AdamOptions> = {}): Adam {
  return new Adam(parameters, defaults, options)
}

/** AdamW; `lr` defaults to 1e-3, `weightDecay` to 0.01. */
export function adamW(
  parameters: ParametersOrGroups<AdamOptions>,
  options: Partial<AdamOptions> = {},
): AdamW {
  return new AdamW(parameters, { ...defaults, weightDecay: 0.01 }, options)
}
