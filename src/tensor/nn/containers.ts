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

function checkParameters(what: string, list: readonly unknown[]): void {
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

function checkRecord(what: string, value: unknown): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Module))
    return
  throw new TensorArgumentError(`nn.${what}`, `it takes an object, by name, not ${told(value)}`)
}

/** Runs modules one after the other; their names are their places: `0.weight`. */
export class Sequential extends Module<[Tensor]> {
  readonly #modules: readonly Module<[Tensor]>[]

  constructor(modules: readonly Module<[Tensor]>[]) {
    super()
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
  readonly #modules: Modules

  constructor(modules: Modules) {
    super()
    checkRecord('moduleDict', modules)
    checkModules('moduleDict', Object.values(modules))
    this.#modules = { ...modules }
  }

  override namedChildren(): Map<string, Module<any[], any>> {
    return new Map(Object.entries(this.#modules))
  }

  get<Name extends keyof Modules>(name: Name): Modules[Name] {
    return this.#modules[name]
  }

  forward(): never {
    return notCalled('module dict')
  }
}

/** Modules by name that the enclosing module finds: `moduleDict({ encoder, decoder }).get('encoder')`. */
export function moduleDict<Modules extends Record<string, Module<any[], any>>>(
  modules: Modules,
  ...more: never[]
): ModuleDict<Modules> {
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
  readonly #parameters: Readonly<Record<Names, Parameter>>

  constructor(parameters: Readonly<Record<Names, Parameter>>) {
    super()
    checkRecord('parameterDict', parameters)
    checkParameters('parameterDict', Object.values(parameters))
    this.#parameters = { ...parameters }
  }

  override ownTensors(): [string, Parameter][] {
    return Object.entries(this.#parameters)
  }

  get(name: Names): Parameter {
    return this.#parameters[name]
  }

  forward(): never {
    return notCalled('parameter dict')
  }
}

/** Parameters by name that the enclosing module finds: `parameterDict({ left, right }).get('left')`. */
export function parameterDict<Names extends string>(
  parameters: Readonly<Record<Names, Parameter>>,
  ...more: never[]
): ParameterDict<Names> {
  checkNone('nn.parameterDict', more)
  return new ParameterDict(parameters)
}
