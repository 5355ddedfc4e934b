import { check, type Kind, optionsOf, real, size, tensorKind } from '../arguments.js'
import { noGrad } from '../autograd/modes.js'
import { TensorArgumentError } from '../errors.js'
import { tidy } from '../scope.js'
import type { Tensor } from '../tensor.js'
import { checkOptimizer, type Optimizer } from './optimizer.js'

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

const finite: Kind = {
  what: 'a finite number above 0',
  test: (value) => Number.isFinite(value) && (value as number) > 0,
}

/**
 * Loss scaling for float16, whose gradients are too small for it otherwise, as torch.amp.GradScaler: skips steps
 * whose gradients are not finite, and looks for the largest factor that works. bfloat16 needs none.
 *
 *     scaler.scale(loss).backward()
 *     scaler.step(optimizer)
 *     scaler.update()
 */
export class GradScaler {
  readonly #options: Required<GradScalerOptions>
  #factor: number
  #good = 0
  /** By optimizer whose gradients were unscaled since the last update(): whether they are finite, and whether it stepped. */
  #seen = new Map<Optimizer, { readonly finite: boolean; stepped: boolean }>()

  constructor(options?: GradScalerOptions) {
    this.#options = optionsOf<GradScalerOptions>('optim.gradScaler', options, {
      initial: [real, 2 ** 16],
      growth: [real, 2],
      backoff: [real, 0.5],
      growthInterval: [real, 2000],
    })
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

  /** The loss times the factor; its backward() gives gradients that many times as large. */
  scale(loss: Tensor): Tensor {
    check('optim.gradScaler.scale', { loss }, tensorKind)
    return loss.mul(this.#factor)
  }

  /** Divides the gradients by the factor before the step, for example to clip them. Once between two updates. */
  unscale(optimizer: Optimizer): void {
    checkOptimizer('optim.gradScaler', optimizer)
    if (this.#seen.has(optimizer))
      throw new TensorArgumentError(
        'optim.gradScaler',
        'this optimizer had its turn; call update() after step()',
      )
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
    this.#seen.set(optimizer, { finite, stepped: false })
  }

  /**
   * The optimizer's step with gradients of the unscaled loss, or none when they are not finite.
   * @returns whether the step was made
   */
  step(optimizer: Optimizer): boolean {
    if (this.#seen.get(optimizer)?.stepped !== false) this.unscale(optimizer)
    const turn = this.#seen.get(optimizer)!
    turn.stepped = true
    if (turn.finite) optimizer.step()
    return turn.finite
  }

  /**
   * Adjusts the factor, once all optimizers have stepped: down when gradients of one were not finite, up after
   * `growthInterval` times without that.
   */
  update(): void {
    const turns = [...this.#seen.values()]
    if (turns.length === 0)
      throw new TensorArgumentError('optim.gradScaler', 'no optimizer had a step() since the last update()')
    this.#seen = new Map()
    const { growth, backoff, growthInterval } = this.#options
    if (turns.some(({ finite }) => !finite)) {
      this.#factor *= backoff
      this.#good = 0
    } else if (++this.#good >= growthInterval) {
      this.#factor *= growth
      this.#good = 0
    }
  }

  /** The factor, and how many updates in a row left it: plain data. */
  stateDict(): { readonly factor: number; readonly good: number } {
    return { factor: this.#factor, good: this.#good }
  }

  /** Goes on from what stateDict() gave. */
  loadStateDict(state: ReturnType<GradScaler['stateDict']>): void {
    const known = { factor: [finite], good: [size] } as const
    const { factor, good } = optionsOf('optim.gradScaler.loadStateDict', state ?? null, known)
    this.#factor = factor
    this.#good = good
  }
}

/** A loss scaler for `autocast('fp16')`. */
export function gradScaler(options?: GradScalerOptions): GradScaler {
  return new GradScaler(options)
}
