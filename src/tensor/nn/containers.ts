import { check, checkNone, integer, told } from '../arguments.js'
import { TensorArgumentError } from '../errors.js'
import type { Tensor } from '../tensor.js'
import { mayBeHeld } from './hooks.js'
import { Module } from './module.js'
import { Parameter } from './parameter.js'

const byPlace = <T>(list: readonly T[]): [string, T][] => list.map((each, at) => [String(at), each])

function notCalled(what: string): never {
  throw new TensorArgumentError('forward', `a ${what} has none of its own; call what is in it`)
}

function checkModules(what: string, modules: Iterable<unknown>): void {
  for (const module of modules) {
    if (module instanceof Module) continue
    throw new TensorArgumentError(`nn.${what}`, `it takes modules only, not ${describe(module)}`)
  }
}

function describe(value: unknown): string {
  return Array.isArray(value) ? 'a list: spread it with ...' : told(value)
}

function checkParameters(what: string, list: Iterable<unknown>): void {
  for (const each of list) {
    if (each instanceof Parameter) continue
    throw new TensorArgumentError(
      `nn.${what}`,
      `it takes parameters only, not ${told(each)}; nn.parameter() makes one of a tensor`,
    )
  }
}

function checkList(what: string, value: unknown): void {
  if (Array.isArray(value)) return
  throw new TensorArgumentError(`nn.${what}`, `it takes a list, not ${told(value)}`)
}

/** What is given by name, in a plain object or a Map. Names become parts of dotted ones. */
function byName<T>(
  what: string,
  given: Readonly<Record<string, T>> | ReadonlyMap<string, T>,
): Map<string, T> {
  const plain =
    typeof given === 'object' && given !== null && plainPrototypes.has(Object.getPrototypeOf(given))
  if (!plain && !(given instanceof Map))
    throw new TensorArgumentError(`nn.${what}`, `it takes an object or a Map, by name, not ${told(given)}`)
  const named = new Map<string, T>(given instanceof Map ? given : Object.entries(given))
  for (const name of named.keys()) {
    if (typeof name === 'string' && name !== '' && !name.includes('.')) continue
    const reason = `a name is a string that is not empty and has no '.', which state dicts put between names, not ${told(name)}`
    throw new TensorArgumentError(`nn.${what}`, reason)
  }
  return named
}
const plainPrototypes = new Set([Object.prototype, null])

/** Runs modules one after the other; their names are their places: `0.weight`. */
export class Sequential extends Module<[Tensor]> {
  readonly #modules: readonly Module<[Tensor]>[]

  constructor(modules: readonly Module<[Tensor]>[]) {
    super()
    checkList('sequential', modules)
    checkModules('sequential', modules)
    this.#modules = modules
  }

  override namedChildren(): Map<string, Module<[Tensor]>> {
    return new Map(byPlace(this.#modules))
  }

  /** The module at a place; negative counts from the end. */
  at(place: number): Module<[Tensor]> | undefined {
    check('at', { place }, integer)
    return this.#modules.at(place)
  }

  get length(): number {
    return this.#modules.length
  }

  [Symbol.iterator](): Iterator<Module<[Tensor]>> {
    return this.#modules[Symbol.iterator]()
  }

  /**
   * What one layer hands to the next is freed here as soon as it is used, where nobody else can hold it: otherwise
   * all activations would live until the end of the scope, long after autograd is done with them.
   */
  forward(input: Tensor): Tensor {
    let value = input
    let own = false
    const held = mayBeHeld()
    for (const module of this.#modules) {
      const next = module.forward(value)
      if (next === value) continue
      const letsGo = module.letsGo && !held
      if (own && letsGo) value.dispose()
      own = letsGo
      value = next
    }
    return value
  }
}

/** Modules one after the other. */
export function sequential(...modules: Module<[Tensor]>[]): Sequential {
  return new Sequential(modules)
}

/** A list of modules to call by hand; their names are their places. */
export class ModuleList<M extends Module<any[], any> = Module> extends Module<[], never> {
  readonly #modules: readonly M[]

  constructor(modules: readonly M[]) {
    super()
    checkList('moduleList', modules)
    checkModules('moduleList', modules)
    this.#modules = modules
  }

  override namedChildren(): Map<string, M> {
    return new Map(byPlace(this.#modules))
  }

  get length(): number {
    return this.#modules.length
  }

  at(place: number): M | undefined {
    check('at', { place }, integer)
    return this.#modules.at(place)
  }

  [Symbol.iterator](): Iterator<M> {
    return this.#modules[Symbol.iterator]()
  }

  forward(): never {
    return notCalled('module list')
  }
}

/** A list of modules that the enclosing module finds. */
export function moduleList<M extends Module<any[], any>>(
  modules: readonly M[],
  ...more: never[]
): ModuleList<M> {
  checkNone('nn.moduleList', more)
  return new ModuleList(modules)
}

/** Modules by name, to call by hand. */
export class ModuleDict<Modules extends Record<string, Module<any[], any>>> extends Module<[], never> {
  readonly #modules: ReadonlyMap<string, Module<any[], any>>

  constructor(modules: Modules | ReadonlyMap<string, Modules[keyof Modules]>) {
    super()
    this.#modules = byName<Module<any[], any>>('moduleDict', modules)
    checkModules('moduleDict', this.#modules.values())
  }

  override namedChildren(): Map<string, Module<any[], any>> {
    return new Map(this.#modules)
  }

  get<Name extends keyof Modules & string>(name: Name): Modules[Name] {
    return this.#modules.get(name) as Modules[Name]
  }

  forward(): never {
    return notCalled('module dict')
  }
}

/** Modules by name that the enclosing module finds: `moduleDict({ encoder, decoder }).get('encoder')`. */
export function moduleDict<M extends Module<any[], any>>(
  modules: ReadonlyMap<string, M>,
): ModuleDict<Record<string, M>>
export function moduleDict<Modules extends Record<string, Module<any[], any>>>(
  modules: Modules,
): ModuleDict<Modules>
export function moduleDict(
  modules: Record<string, Module<any[], any>> | ReadonlyMap<string, Module<any[], any>>,
  ...more: never[]
): ModuleDict<Record<string, Module<any[], any>>> {
  checkNone('nn.moduleDict', more)
  return new ModuleDict(modules)
}

/** A list of parameters; their names are their places. */
export class ParameterList extends Module<[], never> {
  readonly #list: readonly Parameter[]

  constructor(list: readonly Parameter[]) {
    super()
    checkList('parameterList', list)
    checkParameters('parameterList', list)
    this.#list = list
  }

  override ownTensors(): [string, Parameter][] {
    return byPlace(this.#list)
  }

  get length(): number {
    return this.#list.length
  }

  at(place: number): Parameter | undefined {
    check('at', { place }, integer)
    return this.#list.at(place)
  }

  [Symbol.iterator](): Iterator<Parameter> {
    return this.#list[Symbol.iterator]()
  }

  forward(): never {
    return notCalled('parameter list')
  }
}

/** A list of parameters that the enclosing module finds. */
export function parameterList(list: readonly Parameter[], ...more: never[]): ParameterList {
  checkNone('nn.parameterList', more)
  return new ParameterList(list)
}

/** Parameters by name. */
export class ParameterDict<Names extends string = string> extends Module<[], never> {
  readonly #parameters: ReadonlyMap<string, Parameter>

  constructor(parameters: Readonly<Record<Names, Parameter>> | ReadonlyMap<Names, Parameter>) {
    super()
    this.#parameters = byName<Parameter>('parameterDict', parameters)
    checkParameters('parameterDict', this.#parameters.values())
  }

  override ownTensors(): [string, Parameter][] {
    return [...this.#parameters]
  }

  get(name: Names): Parameter {
    return this.#parameters.get(name) as Parameter
  }

  forward(): never {
    return notCalled('parameter dict')
  }
}

/** Parameters by name that the enclosing module finds: `parameterDict({ left, right }).get('left')`. */
export function parameterDict<Names extends string>(
  parameters: ReadonlyMap<Names, Parameter>,
): ParameterDict<Names>
export function parameterDict<Names extends string>(
  parameters: Readonly<Record<Names, Parameter>>,
): ParameterDict<Names>
export function parameterDict(
  parameters: Readonly<Record<string, Parameter>> | ReadonlyMap<string, Parameter>,
  ...more: never[]
): ParameterDict {
  checkNone('nn.parameterDict', more)
  return new ParameterDict(parameters)
}
