import type { Tensor } from '../tensor.js'
import { Module } from './module.js'

/** Runs modules one after the other; their names are their places: `0.weight`. */
export class Sequential extends Module<[Tensor]> {
  readonly #modules: readonly Module<[Tensor]>[]

  constructor(modules: readonly Module<[Tensor]>[]) {
    super()
    this.#modules = modules
  }

  override namedChildren(): Map<string, Module<[Tensor]>> {
    return new Map(this.#modules.map((module, at) => [String(at), module]))
  }

  /** The module at a place; negative counts from the end. */
  at(place: number): Module<[Tensor]> | undefined {
    return this.#modules.at(place)
  }

  get length(): number {
    return this.#modules.length
  }

  /**
   * What one layer hands to the next is freed here as soon as it is used, where nobody else can hold it: otherwise
   * all activations would live until the end of the scope, long after autograd is done with them.
   */
  forward(input: Tensor): Tensor {
    let value = input
    let own = false
    for (const module of this.#modules) {
      const next = module.forward(value)
      if (next === value) continue
      if (own && module.letsGo) value.dispose()
      own = module.letsGo
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
    this.#modules = modules
  }

  override namedChildren(): Map<string, M> {
    return new Map(this.#modules.map((module, at) => [String(at), module]))
  }

  get length(): number {
    return this.#modules.length
  }

  at(place: number): M | undefined {
    return this.#modules.at(place)
  }

  [Symbol.iterator](): Iterator<M> {
    return this.#modules[Symbol.iterator]()
  }

  forward(): never {
    throw new TypeError('a module list has no forward(): call its modules')
  }
}

/** A list of modules that the enclosing module finds. */
export function moduleList<M extends Module<any[], any>>(modules: readonly M[]): ModuleList<M> {
  return new ModuleList(modules)
}
