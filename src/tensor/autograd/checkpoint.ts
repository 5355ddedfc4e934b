import { native } from '../addon.js'
import { tensorList, told } from '../arguments.js'
import { TensorArgumentError } from '../errors.js'
import type { Module } from '../nn/module.js'
import { currentStream, within } from '../random/stream.js'
import { Tensor } from '../tensor.js'
import { autocastPrecision, withPrecision } from './autocast.js'
import { attach } from './define-function.js'
import { backward } from './grad.js'
import { enableGrad, isGradEnabled, noGrad } from './modes.js'

type Results = Tensor | readonly Tensor[]

/**
 * Computes a part of a model without keeping what its backward needs, and computes it again there: memory for time,
 * as torch.utils.checkpoint. The second time it draws the same random numbers, computes with the same autocast, and
 * leaves a module's buffers (running statistics) as the first time left them. The results have the same bits as
 * without.
 *
 *     const h = checkpoint(block, x) // a module, or (x) => …
 *
 * Works with backward(), not with grad() or createGraph, because parameters that the part uses are not among its
 * arguments.
 *
 * @throws TensorArgumentError when it is differentiated in another way
 */
export function checkpoint<Args extends readonly unknown[], Result extends Results>(
  part: ((...args: Args) => Result) | Module<any, Result>,
  ...args: Args
): Result {
  if (typeof part !== 'function' && !isModule(part))
    throw new TensorArgumentError(
      'checkpoint',
      `its first argument is a module or a function, not ${told(part)}`,
    )
  const call =
    typeof part === 'function' ? part : (...given: Args) => part.forward(...(given as any)) as Result
  if (!isGradEnabled()) return call(...args)
  const stream = currentStream().fork()
  const precision = autocastPrecision()
  const result = noGrad(() => call(...args))
  const outputs = listOf(result)
  const places = args.flatMap((each, i) => (each instanceof Tensor ? i : []))
  const inputs = places.map((i) => args[i] as Tensor)
  const again = (values: readonly Tensor[]) => {
    const given = [...args]
    for (const [k, place] of places.entries()) given[place] = values[k]!
    return within(stream.fork(), () =>
      withPrecision(precision, () => enableGrad(() => call(...(given as unknown as Args)))),
    )
  }
  // The arguments themselves are saved: a change of one in place before the backward is found out.
  const attached = attach(
    'checkpoint',
    inputs,
    outputs,
    inputs,
    (slopes, saved) => {
      if (isGradEnabled() || !native().inWholeBackward()) {
        const what = 'it can be differentiated by backward() only, not by grad() or with createGraph'
        throw new TensorArgumentError('checkpoint', what)
      }
      const values = saved.map((each) => {
        const value = each!.detach()
        if (each!.requiresGrad) value.requiresGrad = true
        return value
      })
      // Its backward may need the buffers as this time leaves them.
      keepingBuffers(part, () => {
        const ends = listOf(again(values))
        const wanted = ends.flatMap((end, i) => (end.requiresGrad && slopes[i] !== null ? i : []))
        if (wanted.length === 0) return
        backward(
          wanted.map((i) => ends[i]!),
          wanted.map((i) => slopes[i]!),
        )
      })
      return values.map((value) => value.grad)
    },
    true,
  )
  return (result instanceof Tensor ? attached[0]! : attached) as Result
}

function listOf(results: Results): readonly Tensor[] {
  const list = results instanceof Tensor ? [results] : results
  if (tensorList.test(list)) return list
  throw new TensorArgumentError('checkpoint', `the part must return tensors, not ${told(results)}`)
}

/** Runs `fn` and puts a module's buffers back to what they were. */
function keepingBuffers<Result>(part: unknown, fn: () => Result): Result {
  const buffers = isModule(part) ? [...part.namedBuffers().values()] : []
  const before = buffers.map((each) => noGrad(() => each.clone()))
  try {
    return fn()
  } finally {
    for (const [i, each] of buffers.entries()) each.copyFrom(before[i]!.toTypedArray())
    for (const each of before) each.dispose()
  }
}

const isModule = (part: unknown): part is Module =>
  typeof part === 'object' && part !== null && 'namedBuffers' in part
