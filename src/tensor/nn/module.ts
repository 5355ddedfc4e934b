import { noGrad } from '../autograd.js'
import { ModuleStateError } from '../errors.js'
import type { Tensor } from '../tensor.js'
import { Buffer, Parameter } from './parameter.js'

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
  /** Set by train() and eval(); dropout and batch norm look at it. */
  training = true

  /** @internal Whether it keeps neither its input nor its output, so that `sequential` may free what it hands on. */
  readonly letsGo: boolean = false

  abstract forward(...input: Input): Output

  /** Inner modules by field name, one level deep. */
  namedChildren(): Map<string, Module<any[], any>> {
    const children = new Map<string, Module<any[], any>>()
    for (const [name, value] of Object.entries(this)) if (value instanceof Module) children.set(name, value)
    return children
  }

  /** This module (named '') and all inside it. */
  namedModules(prefix = ''): Map<string, Module<any[], any>> {
    const modules = new Map<string, Module<any[], any>>([[prefix, this]])
    for (const [name, child] of this.namedChildren()) {
      for (const [path, module] of child.namedModules(join(prefix, name))) modules.set(path, module)
    }
    return modules
  }

  #named<T extends Tensor>(Kind: new (handle: number) => T): Map<string, T> {
    const found = new Map<string, T>()
    const seen = new Set<T>()
    for (const [path, module] of this.namedModules()) {
      for (const [name, value] of Object.entries(module)) {
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

  /** Parameters and buffers by dotted name: the live tensors, not copies. */
  stateDict(): Map<string, Tensor> {
    const state = new Map<string, Tensor>()
    for (const [path, module] of this.namedModules()) {
      const fields = Object.entries(module)
      for (const Kind of [Parameter, Buffer]) {
        for (const [name, value] of fields) if (value instanceof Kind) state.set(join(path, name), value)
      }
    }
    return state
  }

  /**
   * Copies values into parameters and buffers of the same names and shapes, converting dtypes.
   *
   * @param strict refuse names that only one side has (default true); otherwise they are returned
   * @throws ModuleStateError before anything is copied
   */
  loadStateDict(
    state: ReadonlyMap<string, Tensor> | Record<string, Tensor>,
    { strict = true } = {},
  ): { missing: string[]; unexpected: string[] } {
    const given = state instanceof Map ? state : new Map(Object.entries(state))
    const own = this.stateDict()
    const missing = [...own.keys()].filter((name) => !given.has(name))
    const unexpected = [...given.keys()].filter((name) => !own.has(name))
    if (strict && missing.length + unexpected.length > 0) {
      throw new ModuleStateError(
        `loadStateDict: the names differ (missing: ${missing.join(', ') || 'none'}; unexpected: ${unexpected.join(', ') || 'none'}). Load into the model that saved it, or pass strict: false.`,
        { missing, unexpected },
      )
    }
    const pairs = [...own].flatMap(([name, target]) => {
      const source = given.get(name)
      return source === undefined ? [] : [{ name, target, source }]
    })
    for (const { name, target, source } of pairs) {
      if (target.shape.join() !== source.shape.join()) {
        throw new ModuleStateError(
          `loadStateDict: '${name}' has shape [${source.shape.join(', ')}], the model needs [${target.shape.join(', ')}]. Build the model with the sizes it was saved with.`,
          { name },
        )
      }
    }
    noGrad(() => {
      for (const { target, source } of pairs) target.copy_(source)
    })
    return { missing, unexpected }
  }

  /** Sets the training mode of this module and all inside it. */
  train(mode = true): this {
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
    for (const each of this.parameters()) each.requiresGrad = value
    return this
  }

  /** Calls `fn` on every module inside and then on this one. */
  apply(fn: (module: Module<any[], any>) => void): this {
    for (const child of this.namedChildren().values()) child.apply(fn)
    fn(this)
    return this
  }

  /** Frees parameters and buffers. */
  dispose(): void {
    for (const each of this.stateDict().values()) each.dispose()
  }

  [Symbol.dispose](): void {
    this.dispose()
  }
}

const join = (prefix: string, name: string): string => (prefix === '' ? name : `${prefix}.${name}`)
