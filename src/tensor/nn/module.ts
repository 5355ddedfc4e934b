import { native } from '../addon.js'
import { callable, check, flag, optionsOf } from '../arguments.js'
import { dtypeCode } from '../dtype.js'
import { namedTensors, type State } from '../files/state.js'
import { type Placement, placementOf } from '../passing.js'
import type { Tensor } from '../tensor.js'
import { type ForwardHook, type ForwardPreHook, type HookHandle, Hooks } from './hooks.js'
import { Buffer, Parameter } from './parameter.js'
import { copyState, type StateDifference } from './state-dict.js'

/**
 * Base of every layer and model, as torch.nn.Module.
 *
 * Parameters, buffers and inner modules are found among the object's own fields, in the order of their
 * definition; private `#fields` are not seen. Names are dotted as in PyTorch: `conv1.weight`, `0.bias`.
 *
 * ```ts
 * class Net extends nn.Module {
 *   conv1 = nn.conv2d(1, 32, 3)
 *   forward(x: Tensor) { return this.conv1.forward(x).relu() }
 * }
 * ```
 */
export abstract class Module<Input extends any[] = any[], Output = Tensor> {
  /**
   * What fields are called in state dicts, where that is not the field's own name: `{ runningMean: 'running_mean' }`.
   * The library's layers use PyTorch's names, so that weights carry over.
   */
  static readonly stateNames: Readonly<Record<string, string>> = {}

  /** Names that loadStateDict() and loadWeights() pass over, because PyTorch saves them and this library has no use for them. */
  static readonly ignoredState: readonly string[] = []

  /** Set by train() and eval(); dropout and batch norm look at it. */
  training = true

  /** @internal Whether it keeps neither its input nor its output, so that `sequential` may free what it hands on. */
  readonly letsGo: boolean = false

  #hooks: Hooks | undefined

  abstract forward(...input: Input): Output

  /** Called before forward() with `(module, inputs)`; may return other inputs. */
  registerForwardPreHook(hook: ForwardPreHook<this, Input>): HookHandle {
    check('registerForwardPreHook', { hook }, callable)
    this.#hooks ??= new Hooks(this)
    return this.#hooks.before(hook)
  }

  /** Called after forward() with `(module, inputs, output)`; may return another output. */
  registerForwardHook(hook: ForwardHook<this, Input, Output>): HookHandle {
    check('registerForwardHook', { hook }, callable)
    this.#hooks ??= new Hooks(this)
    return this.#hooks.after(hook)
  }

  /** Inner modules by name, one level deep. */
  namedChildren(): Map<string, Module<any[], any>> {
    const children = new Map<string, Module<any[], any>>()
    for (const [name, value] of this.#fields()) if (value instanceof Module) children.set(name, value)
    return children
  }

  /** Inner modules, one level deep. */
  children(): Module<any[], any>[] {
    return [...this.namedChildren().values()]
  }

  /** This module (named '') and all inside it. */
  namedModules(prefix = ''): Map<string, Module<any[], any>> {
    const modules = new Map<string, Module<any[], any>>([[prefix, this]])
    for (const [name, child] of this.namedChildren()) {
      for (const [path, module] of child.namedModules(join(prefix, name))) modules.set(path, module)
    }
    return modules
  }

  /** This module and all inside it. */
  modules(): Module<any[], any>[] {
    return [...this.namedModules().values()]
  }

  #fields(): [name: string, value: unknown][] {
    const names = (this.constructor as typeof Module).stateNames
    return Object.entries(this).map(([name, value]) => [names[name] ?? name, value])
  }

  /** @internal The tensors of this module itself, by name; modules that keep them in lists say here where. */
  ownTensors(): [name: string, tensor: Parameter | Buffer][] {
    return this.#fields().filter(
      (field): field is [string, Parameter | Buffer] =>
        field[1] instanceof Parameter || field[1] instanceof Buffer,
    )
  }

  #named<T extends Tensor>(Kind: new (handle: number) => T): Map<string, T> {
    const found = new Map<string, T>()
    const seen = new Set<T>()
    for (const [path, module] of this.namedModules()) {
      for (const [name, value] of module.ownTensors()) {
        if (!(value instanceof Kind) || seen.has(value)) continue
        // A tensor that two modules share is named once, as in PyTorch.
        seen.add(value)
        found.set(join(path, name), value)
      }
    }
    return found
  }

  /** Parameters by dotted name, each once. */
  namedParameters(): Map<string, Parameter> {
    return this.#named(Parameter)
  }

  /** Buffers by dotted name, each once. */
  namedBuffers(): Map<string, Buffer> {
    return this.#named(Buffer)
  }

  /** What an optimizer takes. */
  parameters(): Parameter[] {
    return [...this.namedParameters().values()]
  }

  buffers(): Buffer[] {
    return [...this.namedBuffers().values()]
  }

  /** Parameters and persistent buffers by dotted name: the live tensors, not copies. */
  stateDict(): Map<string, Tensor> {
    const state = new Map<string, Tensor>()
    for (const [path, module] of this.namedModules()) {
      const own = module.ownTensors()
      for (const [name, value] of own) if (value instanceof Parameter) state.set(join(path, name), value)
      for (const [name, value] of own) {
        if (value instanceof Buffer && value.persistent) state.set(join(path, name), value)
      }
    }
    return state
  }

  /**
   * Copies values into parameters and buffers of the same names and shapes, converting dtypes.
   *
   * @param options.strict refuse names that only one side has (default true); otherwise they are returned
   * @throws ModuleStateError naming what does not fit, before anything is copied
   */
  loadStateDict(state: State, options?: { readonly strict?: boolean }): StateDifference {
    const { strict } = optionsOf('loadStateDict', options, { strict: [flag, true] })
    return copyState(this.stateDict(), namedTensors('loadStateDict', state), strict, this.ignoredNames())
  }

  /** @internal Dotted names that loading passes over. */
  ignoredNames(): ReadonlySet<string> {
    const ignored = new Set<string>()
    for (const [path, module] of this.namedModules()) {
      for (const name of (module.constructor as typeof Module).ignoredState) ignored.add(join(path, name))
    }
    return ignored
  }

  /** Sets the training mode of this module and all inside it. */
  train(mode = true): this {
    check('train', { mode }, flag)
    for (const module of this.namedModules().values()) module.training = mode
    return this
  }

  eval(): this {
    return this.train(false)
  }

  /** Forgets the gradients of all parameters. */
  zeroGrad(): void {
    for (const each of this.parameters()) each.grad = null
  }

  /** Freezes (false) or thaws all parameters. */
  requiresGrad(value = true): this {
    check('requiresGrad', { value }, flag)
    for (const each of this.parameters()) each.requiresGrad = value
    return this
  }

  /** Calls `fn` on every module inside and then on this one. */
  apply(fn: (module: Module<any[], any>) => void): this {
    check('apply', { fn }, callable)
    for (const child of this.namedChildren().values()) child.apply(fn)
    fn(this)
    return this
  }

  /**
   * Converts floating parameters and buffers to a dtype, or moves all to a device (`cpu`, `cuda:0`), or both. The
   * Parameter objects stay, so an optimizer made before goes on working; gradients are forgotten.
   */
  to(target: Placement): this {
    const { dtype, device } = placementOf(target)
    for (const each of [...this.parameters(), ...this.buffers()]) {
      const floating = each.dtype.includes('float')
      each.grad = null
      native().convert(each.handle, dtypeCode(floating && dtype !== null ? dtype : each.dtype), device)
      each.refresh()
    }
    return this
  }

  /** Frees parameters and buffers. */
  dispose(): void {
    for (const each of [...this.parameters(), ...this.buffers()]) each.dispose()
  }

  [Symbol.dispose](): void {
    this.dispose()
  }
}

const join = (prefix: string, name: string): string => (prefix === '' ? name : `${prefix}.${name}`)
