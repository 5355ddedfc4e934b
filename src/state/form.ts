import type { Layout, StateViews } from '../arena/index.js'
import type { ArrayEntry } from '../tensor/files/arrays.js'
import type { RunState } from './hash.js'

/** What the bare memory of a state means: names and shapes. Plain data, so that it crosses threads. */
export interface StateForm {
  readonly layout: Layout
  /** Names of the optimizer's moments, in the arena's order. */
  readonly stateNames: readonly string[]
  /** Frozen parameters and buffers that nothing changes; the names of the former are in `frozen`. */
  readonly constants: ReadonlyMap<string, ArrayEntry>
  readonly frozen: readonly string[]
  /** Scalars at the end of `running` that no step's result depends on, or that belong to evaluations. */
  readonly carried: number
  /** Samples of a step. */
  readonly batch: number
}

type Arrays = Map<string, ArrayEntry>

function entries(
  list: Layout['parameters'],
  region: Float32Array,
  nameOf: (name: string) => string = (name) => name,
): Arrays {
  return new Map(
    list.map(({ name, shape, offset, length }) => [
      nameOf(name),
      { dtype: 'float32', shape, data: region.subarray(offset, offset + length) },
    ]),
  )
}

/** A state by name, as views: nothing is copied. */
export interface NamedState {
  readonly parameters: Arrays
  readonly buffers: Arrays
  /** `<parameter>.<moment>`. */
  readonly optimizer: Arrays
  readonly best: { readonly parameters: Arrays; readonly buffers: Arrays } | null
  readonly running: Float64Array
}

export function nameState({ layout, stateNames }: StateForm, views: StateViews): NamedState {
  const { parameters, buffers } = layout
  const model = (region: Float32Array, rest: Float32Array) => ({
    parameters: entries(parameters, region),
    buffers: entries(buffers, rest),
  })
  return {
    ...model(views.parameters, views.buffers),
    optimizer: new Map(
      views.moments.flatMap((moment, i) => [
        ...entries(parameters, moment, (name) => `${name}.${stateNames[i]}`),
      ]),
    ),
    best:
      views.best === null
        ? null
        : model(views.best.subarray(0, layout.elements), views.best.subarray(layout.elements)),
    running: views.running,
  }
}

/** The state as its hash sees it. */
export function runState(form: StateForm, views: StateViews, step: number): RunState {
  const named = nameState(form, views)
  const bare = (arrays: Arrays) => new Map([...arrays].map(([name, { data }]) => [name, data]))
  return {
    parameters: bare(withFrozen(form, named.parameters)),
    optimizer: bare(named.optimizer),
    running: [...views.running.subarray(0, views.running.length - form.carried)],
    buffers: bare(named.buffers),
    cursor: step * form.batch,
  }
}

/** Frozen parameters are parameters too. */
export function withFrozen({ constants, frozen }: StateForm, trained: Arrays): Arrays {
  return new Map([...trained, ...frozen.map((name) => [name, constants.get(name)!] as const)])
}
