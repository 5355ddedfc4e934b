import { tensorKind, told } from '../arguments.js'
import { TensorArgumentError } from '../errors.js'
import { tidy } from '../scope.js'
import type { Tensor } from '../tensor.js'

/** Takes a hook off again. */
export interface HookHandle {
  remove(): void
}

/**
 * Called before forward() with its arguments; what it returns (if anything) takes their place: a list of arguments, or
 * the tensor that is the only one.
 */
export type ForwardPreHook<M, Input extends any[]> = (
  module: M,
  inputs: Input,
) => Input | Extract<Input[0], Tensor> | undefined

/** Called after forward() with its arguments and result; what it returns (if anything) takes the result's place. */
export type ForwardHook<M, Input extends any[], Output> = (
  module: M,
  inputs: Input,
  output: Output,
) => Output | undefined

/** Hooks on any module of this thread. */
let alive = 0

/**
 * Runs a layer's own arithmetic and frees what it leaves behind, so that activations that autograd does not need go
 * at once. A hook may have kept one of them, so with hooks about they live until the end of the enclosing scope.
 */
export function within<Result>(layer: () => Result): Result {
  return alive > 0 ? layer() : tidy(layer)
}

/** Whether results of layers may be held by somebody whom the layers do not know. */
export const mayBeHeld = (): boolean => alive > 0

interface Forwarding {
  forward(...inputs: any[]): unknown
}

function inputsOf(given: unknown): any[] {
  if (Array.isArray(given)) return given
  if (tensorKind.test(given)) return [given]
  const reason = `a hook before forward() returns nothing, a list of arguments or a tensor, not ${told(given)}`
  throw new TensorArgumentError('registerForwardPreHook', reason)
}

/** A layer's result may be anything; but what follows one that gives a tensor counts on a tensor. */
function outputOf(own: unknown, given: unknown): unknown {
  if (!tensorKind.test(own) || tensorKind.test(given)) return given
  const reason = `a hook after a forward() that gives a tensor returns nothing or a tensor, not ${told(given)}`
  throw new TensorArgumentError('registerForwardHook', reason)
}

/** The hooks of one module. Without any, its forward() is the class's own and costs nothing extra. */
export class Hooks {
  readonly #module: Forwarding
  readonly #before = new Set<{ run: ForwardPreHook<any, any[]> }>()
  readonly #after = new Set<{ run: ForwardHook<any, any[], any> }>()
  #own: PropertyDescriptor | undefined

  constructor(module: Forwarding) {
    this.#module = module
  }

  before(run: ForwardPreHook<any, any>): HookHandle {
    return this.#add(this.#before, { run })
  }

  after(run: ForwardHook<any, any, any>): HookHandle {
    return this.#add(this.#after, { run })
  }

  #add<T>(set: Set<T>, hook: T): HookHandle {
    if (this.#before.size + this.#after.size === 0) this.#install()
    set.add(hook)
    alive++
    return {
      remove: () => {
        if (!set.delete(hook)) return
        alive--
        if (this.#before.size + this.#after.size === 0) this.#uninstall()
      },
    }
  }

  /** Layers are called by forward(), as a method: so the module gets one of its own in front of its class's. */
  #install(): void {
    const module = this.#module
    this.#own = Object.getOwnPropertyDescriptor(module, 'forward')
    const plain = module.forward
    const value = (...inputs: any[]): unknown => {
      let given = inputs
      for (const { run } of this.#before) given = inputsOf(run(module, given) ?? given)
      let output = plain.apply(module, given)
      for (const { run } of this.#after) output = outputOf(output, run(module, given, output) ?? output)
      return output
    }
    Object.defineProperty(module, 'forward', { value, configurable: true, writable: true, enumerable: false })
  }

  #uninstall(): void {
    delete (this.#module as Partial<Forwarding>).forward
    if (this.#own !== undefined) Object.defineProperty(this.#module, 'forward', this.#own)
  }
}
