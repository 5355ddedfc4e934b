import {
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
  /** Share of the parameter added to its gradient. Default 0. */
  weightDecay: number
}

/** Adam (Kingma and Ba, arXiv 1412.6980) as torch.optim.Adam. */
export class Adam extends Optimizer<AdamOptions> {
  readonly kind = 'adam'
  readonly stateNames = ['expAvg', 'expAvgSq'] as const
  /** beta1^t and beta2^t as running products: Math.pow differs between versions of Node. */
  readonly running = [1, 1] as const

  protected check({ lr, betas, eps, weightDecay }: AdamOptions): void {
    checkOption('adam', 'lr', lr, 0)
    checkOption('adam', 'betas[0]', betas[0], 0, 1)
    checkOption('adam', 'betas[1]', betas[1], 0, 1)
    checkOption('adam', 'eps', eps, 0)
    checkOption('adam', 'weightDecay', weightDecay, 0)
  }

  advance(running: readonly number[], options: AdamOptions, gradScale = 1, lr = options.lr): Update {
    const [beta1, beta2] = options.betas
    const first = running[0]! * beta1
    const second = running[1]! * beta2
    return {
      scalars: [gradScale, lr, beta1, beta2, options.eps, options.weightDecay, 1 - first, 1 - second],
      running: [first, second],
    }
  }
}

/** Adam; `lr` defaults to 1e-3. */
export function adam(parameters: ParametersOrGroups<AdamOptions>, options: Partial<AdamOptions> = {}): Adam {
  return new Adam(parameters, { lr: 1e-3, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0, ...options }, [
    'lr',
    'betas',
    'eps',
    'weightDecay',
  ])
}
