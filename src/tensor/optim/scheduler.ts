import { check, count, finite, type Kind, listOfKind, maybe, optionsOf, size, told } from '../arguments.js'
import { TensorArgumentError } from '../errors.js'
import { checkOptimizer, type Optimizer } from './optimizer.js'
import { Plateau, type PlateauProgress } from './plateau.js'
import type { Schedule, ScheduleSteps } from './schedules.js'

const anyNumber: Kind = { what: 'a number', test: (value) => typeof value === 'number' }
const rate: Kind = {
  what: 'a finite number of at least 0',
  test: (value) => finite.test(value) && (value as number) >= 0,
}
const stateKinds = {
  step: [size],
  rates: [listOfKind(rate)],
  progress: [{ what: "a plateau's progress", test: (value) => typeof value === 'object' && value !== null }],
} as const satisfies Record<string, readonly [Kind]>
/** JSON has no NaN: it makes null of it. */
const progressKinds = {
  best: [maybe(anyNumber)],
  waited: [size],
  cooling: [size],
  factor: [rate],
} as const satisfies Record<keyof PlateauProgress, readonly [Kind]>

/**
 * Sets the learning rates of an optimizer's groups in a loop of one's own: each is the group's own rate, as it was
 * when this was made, times the schedule's factor. A task says `schedule` instead.
 */
export class Scheduler {
  readonly #optimizer: Optimizer
  readonly #schedule: Schedule | Plateau
  readonly #rates: number[]
  readonly #context: ScheduleSteps
  #step = 0
  #progress: PlateauProgress = Plateau.start

  constructor(optimizer: Optimizer, schedule: Schedule | Plateau, steps?: number) {
    checkOptimizer('optim.scheduler', optimizer)
    if (typeof schedule !== 'function' && !(schedule instanceof Plateau)) {
      const what = `its second argument is a schedule: optim.schedules.cosine(), optim.plateau(…), or a function of the step, not ${told(schedule)}`
      throw new TensorArgumentError('optim.scheduler', what)
    }
    this.#optimizer = optimizer
    this.#schedule = schedule
    this.#context = {
      get steps(): number {
        if (steps !== undefined) return steps
        const what = 'this schedule goes over the whole training; say how many steps that has: { steps }'
        throw new TensorArgumentError('optim.scheduler', what)
      },
    }
    this.#rates = optimizer.groups.map(({ options }) => options.lr)
    this.#apply()
  }

  /**
   * After each step of the optimizer; with a plateau after each evaluation.
   * @param metric the value that a plateau goes by
   * @throws TensorArgumentError when a plateau is given none
   */
  step(metric?: number): void {
    this.#step++
    if (this.#schedule instanceof Plateau) {
      if (metric === undefined)
        throw new TensorArgumentError('optim.scheduler.step', 'a plateau needs the value of its metric')
      check('optim.scheduler.step', { metric }, anyNumber)
      this.#progress = this.#schedule.next(metric, this.#progress)
    }
    this.#apply()
  }

  /** The factor that applies now. */
  get factor(): number {
    if (this.#schedule instanceof Plateau) return this.#progress.factor
    return this.#schedule(this.#step, this.#context)
  }

  stateDict(): {
    readonly step: number
    readonly rates: readonly number[]
    readonly progress: PlateauProgress
  } {
    return { step: this.#step, rates: [...this.#rates], progress: this.#progress }
  }

  /**
   * Goes on from a {@link stateDict} of the same schedule.
   * @throws TensorArgumentError when it is none
   */
  loadStateDict(state: ReturnType<Scheduler['stateDict']>): void {
    const { step, rates, progress } = optionsOf('optim.scheduler.loadStateDict', state ?? null, stateKinds)
    if (rates.length !== this.#rates.length) {
      const what = `the state has ${rates.length} groups of parameters, not ${this.#rates.length}`
      throw new TensorArgumentError('optim.scheduler.loadStateDict', what)
    }
    const where = optionsOf<PlateauProgress>('optim.scheduler.loadStateDict', progress, progressKinds)
    this.#rates.splice(0, rates.length, ...rates)
    this.#step = step
    this.#progress = { ...where, best: where.best ?? Number.NaN }
    this.#apply()
  }

  #apply(): void {
    const { factor } = this
    if (!Number.isFinite(factor)) {
      const what = `the schedule gives ${factor} at step ${this.#step}; a factor must be a finite number`
      throw new TensorArgumentError('optim.scheduler', what)
    }
    this.#optimizer.groups.forEach(({ options }, at) => {
      options.lr = this.#rates[at]! * factor
    })
  }
}

/**
 * Applies a schedule to an optimizer, from step 0 on.
 * @param options.steps of the whole training, for schedules that go over all of it
 * @throws TensorArgumentError when such a schedule is not told
 */
export function scheduler(
  optimizer: Optimizer,
  schedule: Schedule | Plateau,
  options?: { readonly steps?: number },
): Scheduler {
  const { steps } = optionsOf<{ steps?: number | null }>('optim.scheduler', options, {
    steps: [maybe(count), null],
  })
  return new Scheduler(optimizer, schedule, steps ?? undefined)
}
