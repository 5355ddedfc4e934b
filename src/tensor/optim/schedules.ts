import { TensorArgumentError } from '../errors.js'
/** What a schedule is told besides the step. */
export interface ScheduleSteps {
  /** Steps of the whole training. */
  readonly steps: number
}

/**
 * The factor on the optimizer's learning rates in a step, from 0: a pure function, so it needs no state to go on
 * from. Any function of this form is one, as in PyTorch's LambdaLR.
 */
export type Schedule = (step: number, context: ScheduleSteps) => number

function positive(what: string, value: number): void {
  if (!(value > 0)) throw new TensorArgumentError('optim.schedules', `${what} must be above 0, not ${value}`)
}

function fraction(what: string, value: number): void {
  if (!(value >= 0 && value <= 1))
    throw new TensorArgumentError('optim.schedules', `${what} must be from 0 to 1, not ${value}`)
}

/** From 1 at the start of a range down to 0 at its end, along half a cosine. */
const falling = (part: number): number => (1 + Math.cos(Math.PI * part)) / 2

/** Times `gamma` (default 0.1) every `every` steps: StepLR. */
function step({ every, gamma = 0.1 }: { every: number; gamma?: number }): Schedule {
  positive('step: every', every)
  return (at) => gamma ** Math.floor(at / every)
}

/** Times `gamma` (default 0.1) at each of the steps `milestones`: MultiStepLR. */
function multiStep({ milestones, gamma = 0.1 }: { milestones: readonly number[]; gamma?: number }): Schedule {
  return (at) => gamma ** milestones.filter((milestone) => milestone <= at).length
}

/** Times `gamma` after every step: ExponentialLR. */
function exponential({ gamma }: { gamma: number }): Schedule {
  positive('exponential: gamma', gamma)
  return (at) => gamma ** at
}

/** Half a cosine from 1 to `to` (default 0) over `steps` (default: all): CosineAnnealingLR, which stays there. */
function cosine({ steps, to = 0 }: { steps?: number; to?: number } = {}): Schedule {
  if (steps !== undefined) positive('cosine: steps', steps)
  return (at, run) => to + (1 - to) * falling(Math.min(1, at / (steps ?? run.steps)))
}

/**
 * Half a cosine from 1 to `to` (default 0) over `period` steps, again and again, each time over `grow` (default 1)
 * times as many: CosineAnnealingWarmRestarts.
 */
function cosineRestarts({
  period,
  grow = 1,
  to = 0,
}: {
  period: number
  grow?: number
  to?: number
}): Schedule {
  positive('cosineRestarts: period', period)
  if (!(grow >= 1))
    throw new TensorArgumentError('optim.schedules.cosineRestarts', `grow must be at least 1, not ${grow}`)
  return (at) => {
    let length = period
    let left = at
    if (grow === 1) left %= period
    else
      for (; left >= length; length *= grow) {
        left -= length
      }
    return to + (1 - to) * falling(left / length)
  }
}

export interface OneCycleOptions {
  /** Default: all. */
  readonly steps?: number
  /** Share of the steps in which it rises. Default 0.3. */
  readonly rise?: number
  /** The first factor is 1 / divide. Default 25. */
  readonly divide?: number
  /** The last factor is 1 / (divide · finalDivide). Default 10000. */
  readonly finalDivide?: number
  readonly anneal?: 'cosine' | 'linear'
}

/**
 * Up to 1 (the optimizer's learning rate is the highest) and down to nearly 0: OneCycleLR with cycle_momentum=False.
 */
function oneCycle({
  steps,
  rise = 0.3,
  divide = 25,
  finalDivide = 1e4,
  anneal = 'cosine',
}: OneCycleOptions = {}): Schedule {
  fraction('oneCycle: rise', rise)
  positive('oneCycle: divide', divide)
  positive('oneCycle: finalDivide', finalDivide)
  const between = (from: number, to: number, part: number) =>
    anneal === 'cosine' ? to + (from - to) * falling(part) : from + (to - from) * part
  return (at, run) => {
    const total = steps ?? run.steps
    const top = rise * total - 1
    const last = total - 1
    const now = Math.min(at, last)
    if (now <= top) return between(1 / divide, 1, top === 0 ? 1 : now / top)
    return between(1, 1 / (divide * finalDivide), last === top ? 1 : (now - top) / (last - top))
  }
}

/** A straight line from `from` (default 1/3) to `to` (default 1) over `steps`: LinearLR, the usual warm-up. */
function linear({ steps, from = 1 / 3, to = 1 }: { steps: number; from?: number; to?: number }): Schedule {
  positive('linear: steps', steps)
  return (at) => from + (to - from) * Math.min(1, at / steps)
}

/** (1 - step / steps) ** power (default 1), then 0: PolynomialLR. `steps` defaults to all. */
function polynomial({ steps, power = 1 }: { steps?: number; power?: number } = {}): Schedule {
  if (steps !== undefined) positive('polynomial: steps', steps)
  return (at, run) => (1 - Math.min(1, at / (steps ?? run.steps))) ** power
}

/**
 * One schedule after the other: the first until step milestones[0], the second, from its own step 0, until
 * milestones[1], and so on: SequentialLR. Each takes its part for the whole training.
 */
function sequential(parts: readonly Schedule[], milestones: readonly number[]): Schedule {
  const rising = milestones.every((milestone, i) => milestone > (milestones[i - 1] ?? 0))
  if (parts.length !== milestones.length + 1 || !rising) {
    throw new TensorArgumentError(
      'optim.schedules.sequential',
      'there must be one milestone fewer than schedules, each above the one before',
    )
  }
  return (at, run) => {
    const passed = milestones.filter((milestone) => milestone <= at).length
    const from = milestones[passed - 1] ?? 0
    const until = milestones[passed]
    // Asked only by a part that goes over all of what is left.
    return parts[passed]!(at - from, {
      get steps() {
        return (until ?? run.steps) - from
      },
    })
  }
}

/** The product of several: ChainedScheduler. */
function product(...parts: readonly Schedule[]): Schedule {
  return (at, context) => parts.reduce((factor, part) => factor * part(at, context), 1)
}

/**
 * Schedules by PyTorch's forms. They go into `schedule` of a task, or into `scheduler()` for a loop of one's own.
 */
export const schedules = {
  step,
  multiStep,
  exponential,
  cosine,
  cosineRestarts,
  oneCycle,
  linear,
  polynomial,
  sequential,
  product,
} as const
