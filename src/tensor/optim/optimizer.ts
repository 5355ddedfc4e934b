import { native } from '../addon.js'
import { check, checkNames, finite, flag, listOfKind, tensorKind, told } from '../arguments.js'
import { TensorArgumentError } from '../errors.js'
import { zerosLike } from '../generated/functions.js'
import type { Parameter } from '../nn/parameter.js'
import { exempt } from '../scope.js'
import { Tensor } from '../tensor.js'

/** Parameters that share options. */
export interface ParameterGroup<Options> {
  readonly parameters: readonly Parameter[]
  /** Complete options of this group; `lr` may be changed between steps. */
  readonly options: Options
}

/** What an optimizer is given: parameters, or groups of them with options of their own. */
export type ParametersOrGroups<Options> =
  | Iterable<Parameter>
  | readonly (Partial<Options> & { readonly parameters: Iterable<Parameter> })[]

/** The numbers of one update, computed once and shipped as bits to whoever updates a chunk. */
export interface Update {
  /** What the kernel of this kind reads (cpp/arena/optimizers.cc). */
  readonly scalars: number[]
  /** The running scalars after this update. */
  readonly running: number[]
}

/** What every optimizer's options have. */
export interface OptimizerOptions {
  lr: number
  /** Go up the gradient instead of down. Default false. */
  maximize?: boolean
}

/** What an optimizer keeps between steps; {@link Optimizer.stateDict}. */
export interface OptimizerState {
  /** By group: its options, and the running scalars, which must be kept to the last bit (as JSON does). */
  readonly groups: readonly { readonly options: object; readonly running: readonly number[] }[]
  /** `<group>.<parameter>.<state>`: the optimizer's own tensors, not copies. */
  readonly tensors: ReadonlyMap<string, Tensor>
}

/**
 * An optimizer: arithmetic is one kernel by name, the same in step() and in the arena's sharded update.
 *
 * step() is for hand-written loops: it updates every parameter that has a gradient. A trainer uses `groups`,
 * `stateNames`, `running` and `advance` instead and keeps the states in the arena.
 */
export abstract class Optimizer<Options extends OptimizerOptions = any> {
  /** Name of the kernel. */
  abstract readonly kind: string
  /** One float32 array per name and parameter element, initially 0. */
  abstract readonly stateNames: readonly string[]
  /** Running scalars of a group before the first step: products and counts, so that no power is computed. */
  abstract readonly running: readonly number[]
  /**
   * Whether the last scalar is a ratio that has to be measured for each tensor before its update (LAMB): then the
   * decision about a step has one for each parameter.
   */
  readonly measures: boolean = false
  readonly groups: readonly ParameterGroup<Options>[]
  readonly #name: string
  readonly #defaults: Options
  #progress: number[][] | undefined
  #states: Tensor[][] | undefined

  /**
   * @param defaults every option there is, with what groups have unless they say otherwise: JavaScript would take any
   * other too, and a mistyped one would do nothing
   * @throws TensorArgumentError for an unknown option or a parameter that is there twice, and for a value that makes no sense
   */
  constructor(parameters: ParametersOrGroups<Options>, defaults: Options, given: Partial<Options> = {}) {
    const name = this.constructor.name
    const kind = `optim.${name.charAt(0).toLowerCase()}${name.slice(1)}`
    this.#name = kind
    this.#defaults = defaults
    checkNames(kind, given, defaults)
    const common = { ...defaults, ...defined(given) }
    if (typeof parameters !== 'object' || typeof parameters?.[Symbol.iterator] !== 'function')
      throw new TensorArgumentError(
        kind,
        `its first argument is a list: model.parameters(), or groups of them, not ${told(parameters)}`,
      )
    const list = [
      ...(parameters as Iterable<Parameter | (Partial<Options> & { parameters: Iterable<Parameter> })>),
    ]
    const grouped = list.length > 0 && list.every((each) => each instanceof Object && 'parameters' in each)
    this.groups = grouped
      ? (list as (Partial<Options> & { parameters: Iterable<Parameter> })[]).map(
          ({ parameters, ...own }) => ({
            parameters: listOf(kind, parameters),
            options: { ...common, ...defined(own) } as Options,
          }),
        )
      : [{ parameters: list as Parameter[], options: common }]
    if (this.groups.every(({ parameters: members }) => members.length === 0))
      throw new TensorArgumentError(
        kind,
        'there is no parameter to train; is the model without any, or its list used up?',
      )
    const seen = new Set<Parameter>()
    for (const { parameters: members, options } of this.groups) {
      for (const parameter of members) {
        if (!(parameter instanceof Tensor)) {
          const what = 'what it trains are parameters: model.parameters(), or groups { parameters, …options }'
          throw new TensorArgumentError(kind, what)
        }
        if (!parameter.isLeaf) {
          const what =
            "can't optimize a tensor that was computed; give the leaves it comes from, or make one of it with nn.parameter()"
          throw new TensorArgumentError(kind, what)
        }
        if (seen.has(parameter)) {
          const what = 'a parameter is given more than once: it would be updated twice a step'
          throw new TensorArgumentError(kind, what)
        }
        seen.add(parameter)
      }
      this.#checkAll(kind, options)
    }
  }

  /** Names, flags, and what the optimizer itself knows of its options. */
  #checkAll(operation: string, options: Options): void {
    checkNames(operation, options, this.#defaults)
    for (const [option, value] of Object.entries(options))
      if (typeof this.#defaults[option as keyof Options] === 'boolean')
        check(operation, { [option]: value }, flag)
    this.check(options)
  }

  /** Throws TensorArgumentError for options that make no sense. */
  protected abstract check(options: Options): void

  /**
   * The scalars of the update after `running`.
   *
   * @param gradScale what gradients are multiplied by first: 1/S times the clip factor; 1 alone
   * @param lr the learning rate of this step; default the group's
   * @param gradLimit what no element of a gradient may exceed after that, either way; default Infinity
   */
  abstract advance(
    running: readonly number[],
    options: Options,
    gradScale?: number,
    lr?: number,
    gradLimit?: number,
  ): Update

  /**
   * Updates every parameter that has a gradient; the others are left alone. Outside autograd.
   *
   * @throws TensorArgumentError when a group's options were changed to what makes no sense; then nothing was changed
   */
  step(): void {
    for (const { options } of this.groups) this.#checkAll(`${this.#name}.step`, options)
    this.#begin()
    for (const [at, { parameters, options }] of this.groups.entries()) {
      const { scalars, running } = this.advance(this.#progress![at]!, options)
      native().optimizerStep(
        this.kind,
        Uint32Array.from(parameters, (each) => each.handle),
        Uint32Array.from(this.#states![at]!, (each) => each.handle),
        Float64Array.from(scalars),
      )
      this.#progress![at] = running
    }
  }

  #begin(): void {
    this.#progress ??= this.groups.map(() => [...this.running])
    this.#states ??= this.groups.map(({ parameters }) =>
      parameters.flatMap((parameter) => this.stateNames.map(() => exempt(zerosLike(parameter)))),
    )
  }

  /** All that step() goes on from: with the parameters' own values it is enough to go on with the same bits. */
  stateDict(): OptimizerState {
    this.#begin()
    const tensors = new Map<string, Tensor>()
    for (const [at, states] of this.#states!.entries()) {
      states.forEach((state, i) => {
        tensors.set(this.#nameOf(at, i), state)
      })
    }
    const groups = this.groups.map(({ options }, at) => ({
      options: { ...options },
      running: [...this.#progress![at]!],
    }))
    return { groups, tensors }
  }

  /**
   * Copies a state of the same optimizer over the same groups of parameters in. The groups' options become those of
   * the state, learning rates included.
   *
   * @throws TensorArgumentError when it does not fit; then nothing was changed
   */
  loadStateDict(state: OptimizerState): void {
    this.#begin()
    const operation = `${this.#name}.loadStateDict`
    const wrong = (what: string) => new TensorArgumentError(operation, what)
    const { groups, tensors } = state ?? {}
    if (!Array.isArray(groups) || !(tensors instanceof Map))
      throw wrong(`a state is { groups, tensors }, as stateDict() gives it, not ${told(state)}`)
    if (groups.length !== this.groups.length)
      throw wrong(`the state has ${groups.length} groups of parameters, this optimizer ${this.groups.length}`)
    const loaded = groups.map((group: unknown, at) => {
      checkNames(operation, group, { options: 0, running: 0 })
      const { options, running } = group as OptimizerState['groups'][number]
      check(operation, { running }, listOfKind(finite))
      if (running.length !== this.running.length) throw wrong('the state is of another optimizer')
      checkNames(operation, options, this.#defaults)
      const all = { ...this.groups[at]!.options, ...defined(options) }
      this.#checkAll(operation, all)
      return { all, running }
    })
    const places = this.#states!.flatMap((states, at) =>
      states.map((state, i) => [this.#nameOf(at, i), state] as const),
    )
    for (const [name, state] of places) {
      const found = tensors.get(name)
      if (found === undefined) throw wrong(`the state has no ${name}`)
      check(operation, { [name]: found }, tensorKind)
      if (found.dtype !== state.dtype || found.shape.join() !== state.shape.join())
        throw wrong(`${name} is ${found.dtype}[${found.shape}], not ${state.dtype}[${state.shape}]`)
    }
    if (tensors.size !== places.length)
      throw wrong(`the state has ${tensors.size} tensors, this optimizer keeps ${places.length}`)
    for (const [name, state] of places) state.copyFrom(tensors.get(name)!.toTypedArray())
    loaded.forEach(({ all, running }, at) => {
      Object.assign(this.groups[at]!.options, all)
      this.#progress![at] = [...running]
    })
  }

  #nameOf(group: number, index: number): string {
    const per = this.stateNames.length
    return `${group}.${Math.floor(index / per)}.${this.stateNames[index % per]}`
  }

  /** Forgets the gradients. */
  zeroGrad(): void {
    for (const { parameters } of this.groups) for (const each of parameters) each.grad = null
  }

  /** Frees the states; the parameters stay. */
  dispose(): void {
    for (const list of this.#states ?? []) for (const each of list) each.dispose()
    this.#states = undefined
    this.#progress = undefined
  }

  [Symbol.dispose](): void {
    this.dispose()
  }
}

function listOf(kind: string, parameters: Iterable<Parameter>): readonly Parameter[] {
  if (typeof parameters?.[Symbol.iterator] === 'function') return [...parameters]
  const what = `the parameters of a group are a list: layer.parameters(), not ${told(parameters)}`
  throw new TensorArgumentError(kind, what)
}

/** Without what is undefined, which is as good as left out. */
const defined = (options: object): object =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))

/** Throws unless the option is a finite number at least `low` (and below `high`). */
export function checkOption(kind: string, name: string, value: number, low: number, high = Infinity): void {
  if (!(Number.isFinite(value) && value >= low && value < high)) {
    const range = high === Infinity ? `at least ${low}` : `in [${low}, ${high})`
    throw new TensorArgumentError(
      `optim.${kind}`,
      `${name} must be a finite number ${range}, not ${told(value)}`,
    )
  }
}

/** Throws unless both are in [0, 1). */
export function checkBetas(kind: string, betas: readonly [number, number]): void {
  if (!Array.isArray(betas) || betas.length !== 2)
    throw new TensorArgumentError(`optim.${kind}`, `betas must be a list of two numbers, not ${told(betas)}`)
  checkOption(kind, 'betas[0]', betas[0], 0, 1)
  checkOption(kind, 'betas[1]', betas[1], 0, 1)
}

/** Throws unless it is an optimizer. */
export function checkOptimizer(operation: string, optimizer: unknown): void {
  if (optimizer instanceof Optimizer) return
  throw new TensorArgumentError(operation, `it takes an optimizer: optim.adam(…), not ${told(optimizer)}`)
}
