import { native } from '../addon.js'
import { callable, check, checkNames, tensorKind, tensorList, text, told } from '../arguments.js'
import { TensorArgumentError } from '../errors.js'
import { Tensor } from '../tensor.js'
import { type GraphCallback, numberOf } from './callbacks.js'
import { noGrad } from './modes.js'

/** What one call's forward leaves for its backward. */
export interface FunctionContext<State = unknown> {
  /**
   * Keeps tensors for the backward: inputs, outputs, or what the forward computed. Only so kept ones are checked for
   * changes in place, freed with the graph, and differentiable in a second-order pass.
   */
  save(...tensors: readonly Tensor[]): void
  /** In the backward: what was saved, in that order. */
  readonly saved: readonly Tensor[]
  /** In the backward: by argument of the forward, whether its gradient is wanted. */
  readonly needed: readonly boolean[]
  /** Anything else that is not a tensor. */
  state?: State
}

type Results = Tensor | readonly Tensor[]
type Gradients = Tensor | null | readonly (Tensor | null)[]

export interface FunctionDefinition<Args extends readonly unknown[], Result extends Results, State> {
  /** For errors and anomaly mode. Default: the name of `forward`'s function object, or `function`. */
  readonly name?: string
  /** Computes the result; nothing in it is recorded. */
  readonly forward: (context: FunctionContext<State>, ...args: Args) => Result
  /**
   * Gets the gradient of each result and returns that of each argument, null for one that has none (a number, or a
   * tensor that needs none). One alone need not be in an array. What it computes is recorded when the caller wants a
   * graph of it (`createGraph`), so it should be made of operations of the library.
   */
  readonly backward: (context: FunctionContext<State>, ...gradients: Tensor[]) => Gradients
}

/**
 * A differentiable function with a backward of your own, as a subclass of torch.autograd.Function.
 *
 *     const cube = defineFunction({
 *       forward: (context, x: Tensor) => { context.save(x); return x.mul(x).mul(x) },
 *       backward: ({ saved: [x] }, slope) => slope.mul(x!.mul(x!).mul(3)),
 *     })
 *     cube(x).sum().backward()
 *
 * The backward runs in the thread that calls backward(), inside that call. What it throws, that call throws.
 * `gradcheck` finds wrong ones.
 */
export function defineFunction<
  const Args extends readonly unknown[],
  Result extends Results,
  State = unknown,
>(definition: FunctionDefinition<Args, Result, State>): (...args: Args) => Result {
  checkNames('defineFunction', definition, { name: 0, forward: 0, backward: 0 })
  const { name: given = 'function', forward, backward } = definition
  check('defineFunction', { name: given }, text)
  check('defineFunction', { forward, backward }, callable)
  const name = given.slice(0, 63)
  return (...args) => {
    const saved: Tensor[] = []
    const context: { state?: State } & Omit<FunctionContext<State>, 'state'> = {
      save: (...tensors) => {
        check(name, { 'what is saved': tensors }, tensorList)
        saved.push(...tensors)
      },
      saved: [],
      needed: [],
    }
    const result = noGrad(() => definition.forward(context, ...args))
    const outputs: readonly Tensor[] = result instanceof Tensor ? [result] : (result as readonly Tensor[])
    check(name, { 'what forward returns': outputs }, tensorList)
    const places = args.map((each) => each instanceof Tensor)
    const inputs = args.filter((each) => each instanceof Tensor)
    const { state } = context
    const attached = attach(name, inputs, outputs, saved, (gradients, values, wanted) => {
      let at = 0
      const needed = places.map((isTensor) => isTensor && wanted[at++]!)
      const found = definition.backward(
        { save: () => {}, saved: values as Tensor[], needed, state } as FunctionContext<State>,
        ...(gradients as Tensor[]),
      )
      const list =
        found instanceof Tensor || found === null ? [found] : Array.isArray(found) ? [...found] : [found]
      if (list.length !== args.length) {
        const what = `its backward gave ${list.length} gradients for ${args.length} arguments; give null for those without`
        throw new TensorArgumentError(name, what)
      }
      const wrong = list.find((each) => each !== null && !tensorKind.test(each))
      if (wrong !== undefined || list.includes(undefined))
        throw new TensorArgumentError(name, `its backward must give tensors or null, not ${told(wrong)}`)
      return list.filter((_each, i) => places[i])
    })
    return (result instanceof Tensor ? attached[0]! : attached) as Result
  }
}

/**
 * Outputs with a history: they were computed from `inputs`, and this is their backward. The tensors given are used up.
 *
 * @param always also when no input requires a gradient
 */
export function attach(
  name: string,
  inputs: readonly Tensor[],
  outputs: readonly Tensor[],
  saved: readonly Tensor[],
  backward: GraphCallback<Tensor>,
  always = false,
): Tensor[] {
  const kept = saved.map((each) => {
    const place = outputs.indexOf(each)
    return place < 0 ? each.handle : -1 - place
  })
  const attached = native().attach(
    inputs.map(({ handle }) => handle),
    outputs.map(({ handle }) => handle),
    kept,
    numberOf(backward, (handle) => new Tensor(handle)),
    name,
    always,
  )
  for (const output of outputs) if (!inputs.includes(output)) output.dispose()
  return attached.map((handle) => new Tensor(handle))
}
