import {
  callable,
  check,
  count,
  integerList,
  maybe,
  oneOf,
  optionsOf,
  positive,
  real,
  share,
  told,
} from '../arguments.js'
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

/** Of all steps, unless given. */
const all = [maybe(positive), null] as const
/** What a schedule that goes over all steps is given. */
type Steps = { readonly steps?: number | null }
const named = (schedule: string): string => `optim.schedules.${schedule}`

/** From 1 at the start of a range down to 0 at its end, along half a cosine. */
const falling = (part: number): number => (1 + Math.cos(Math.PI * part)) / 2

/** Times `gamma` (default 0.1) every `every` steps: StepLR. */
function step(options: { readonly every: number; readonly gamma?: number }): Schedule {
  const { every, gamma } = optionsOf(named('step'), options ?? null, {
    every: [positive],
    gamma: [real, 0.1],
  })
  return (at) => gamma ** Math.floor(at / every)
}

/** Times `gamma` (default 0.1) at each of the steps `milestones`: MultiStepLR. */
function multiStep(options: { readonly milestones: readonly number[]; readonly gamma?: number }): Schedule {
  const known = { milestones: [integerList], gamma: [real, 0.1] } as const
  const { milestones, gamma } = optionsOf(named('multiStep'), options ?? null, known)
  return (at) => gamma ** milestones.filter((milestone) => milestone <= at).length
}

/** Times `gamma` after every step: ExponentialLR. */
function exponential(options: { readonly gamma: number }): Schedule {
  const { gamma } = optionsOf(named('exponential'), options ?? null, { gamma: [positive] })
  return (at) => gamma ** at
}

/** Half a cosine from 1 to `to` (default 0) over `steps` (default: all): CosineAnnealingLR, which stays there. */
function cosine(options?: Steps & { readonly to?: number }): Schedule {
  const known = { steps: all, to: [real, 0] } as const
  const { steps, to } = optionsOf<Steps & { to?: number }>(named('cosine'), options, known)
  return (at, run) => to + (1 - to) * falling(Math.min(1, at / (steps ?? run.steps)))
}

/**
 * Half a cosine from 1 to `to` (default 0) over `period` steps, again and again, each time over `grow` (default 1)
 * times as many, both positive integers: CosineAnnealingWarmRestarts.
 */
function cosineRestarts(options: {
  readonly period: number
  readonly grow?: number
  readonly to?: number
}): Schedule {
  const known = { period: [count], grow: [count, 1], to: [real, 0] } as const
  const { period, grow, to } = optionsOf(named('cosineRestarts'), options ?? null, known)
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
  readonly steps?: number | null
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
function oneCycle(options?: OneCycleOptions): Schedule {
  const { steps, rise, divide, finalDivide, anneal } = optionsOf<OneCycleOptions>(
    named('oneCycle'),
    options,
    {
      steps: all,
      rise: [share, 0.3],
      divide: [positive, 25],
      finalDivide: [positive, 1e4],
      anneal: [oneOf('cosine', 'linear'), 'cosine'],
    },
  )
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
function linear(options: { readonly steps: number; readonly from?: number; readonly to?: number }): Schedule {
  const known = { steps: [positive], from: [real, 1 / 3], to: [real, 1] } as const
  const { steps, from, to } = optionsOf(named('linear'), options ?? null, known)
  return (at) => from + (to - from) * Math.min(1, at / steps)
}

/** (1 - step / steps) ** power (default 1), then 0: PolynomialLR. `steps` defaults to all. */
function polynomial(options?: Steps & { readonly power?: number }): Schedule {
  const known = { steps: all, power: [real, 1] } as const
  const { steps, power } = optionsOf<Steps & { power?: number }>(named('polynomial'), options, known)
  return (at, run) => (1 - Math.min(1, at / (steps ?? run.steps))) ** power
}

function checkSchedules(name: string, parts: readonly Schedule[]): void {
  const wrong = Array.isArray(parts) ? parts.findIndex((part) => !callable.test(part)) : -1
  if (Array.isArray(parts) && wrong < 0) return
  const found = told(Array.isArray(parts) ? parts[wrong] : parts)
  throw new TensorArgumentError(named(name), `it takes schedules, functions of the step, not ${found}`)
}

/**
 * One schedule after the other: the first until step milestones[0], the second, from its own step 0, until
 * milestones[1], and so on: SequentialLR. Each takes its part for the whole training.
 */
function sequential(parts: readonly Schedule[], milestones: readonly number[]): Schedule {
  checkSchedules('sequential', parts)
  check(named('sequential'), { milestones }, integerList)
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
  checkSchedules('product', parts)
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
