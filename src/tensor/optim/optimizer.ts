import { native } from '../addon.js'
import { TensorArgumentError } from '../errors.js'
import { zerosLike } from '../generated/functions.js'
import type { Parameter } from '../nn/parameter.js'
import { exempt } from '../scope.js'
import type { Tensor } from '../tensor.js'

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

/** Every optimizer's options have a learning rate. */
export interface OptimizerOptions {
  lr: number
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
  readonly groups: readonly ParameterGroup<Options>[]
  #progress: number[][] | undefined
  #states: Tensor[][] | undefined

  /**
   * @param names of the options there are: JavaScript would take any, and a mistyped one would do nothing
   * @throws TensorArgumentError for an unknown option or a parameter that is there twice, RangeError for a value
   */
  constructor(parameters: ParametersOrGroups<Options>, defaults: Options, names: readonly (keyof Options)[]) {
    const list = [
      ...(parameters as Iterable<Parameter | (Partial<Options> & { parameters: Iterable<Parameter> })>),
    ]
    const grouped = list.length > 0 && 'parameters' in list[0]! && !('handle' in list[0]!)
    this.groups = grouped
      ? (list as (Partial<Options> & { parameters: Iterable<Parameter> })[]).map(
          ({ parameters, ...own }) => ({
            parameters: [...parameters],
            options: { ...defaults, ...own },
          }),
        )
      : [{ parameters: list as Parameter[], options: defaults }]
    const seen = new Set<Parameter>()
    for (const { parameters: members, options } of this.groups) {
      checkNames(this.constructor.name.toLowerCase(), options, names)
      for (const parameter of members) {
        if (seen.has(parameter)) {
          const what = 'a parameter is given more than once: it would be updated twice a step'
          throw new TensorArgumentError(`optim.${this.constructor.name.toLowerCase()}`, what)
        }
        seen.add(parameter)
      }
      this.check(options)
    }
  }

  /** Throws RangeError for options that make no sense. */
  protected abstract check(options: Options): void

  /**
   * The scalars of the update after `running`.
   *
   * @param gradScale what gradients are multiplied by first: 1/S times the clip factor; 1 alone
   * @param lr the learning rate of this step; default the group's
   */
  abstract advance(running: readonly number[], options: Options, gradScale?: number, lr?: number): Update

  /** Updates every parameter that has a gradient; the others are left alone. Outside autograd. */
  step(): void {
    this.#progress ??= this.groups.map(() => [...this.running])
    this.#states ??= this.groups.map(({ parameters }) =>
      parameters.flatMap((parameter) => this.stateNames.map(() => exempt(zerosLike(parameter)))),
    )
    for (const [at, { parameters, options }] of this.groups.entries()) {
      const { scalars, running } = this.advance(this.#progress[at]!, options)
      native().optimizerStep(
        this.kind,
        Uint32Array.from(parameters, (each) => each.handle),
        Uint32Array.from(this.#states[at]!, (each) => each.handle),
        Float64Array.from(scalars),
      )
      this.#progress[at] = running
    }
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

function checkNames(kind: string, options: object, known: readonly PropertyKey[]): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name))
  if (unknown === undefined) return
  throw new TensorArgumentError(`optim.${kind}`, `unknown option '${unknown}'; it knows ${known.join(', ')}`)
}

/** Throws unless the option is a finite number at least `low` (and below `high`). */
export function checkOption(kind: string, name: string, value: number, low: number, high = Infinity): void {
  if (!(Number.isFinite(value) && value >= low && value < high)) {
    const range = high === Infinity ? `at least ${low}` : `in [${low}, ${high})`
    throw new RangeError(`optim.${kind}: ${name} must be a finite number ${range}, not ${value}`)
  }
}
