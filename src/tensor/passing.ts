import { textOf } from '../errors.js'
import { checkNames } from './arguments.js'
import type { Device, Dtype } from './dtype.js'

// How the arguments of operations are passed to the addon.

type Handled = { readonly handle: number }

// What is no tensor, or no list, goes as it is: the addon says which argument of which operation it is.

/** The handle of a tensor. A number is no tensor, although it could be a handle. */
export const handleOf = (tensor: Handled): number =>
  tensor?.handle ?? ((typeof tensor === 'number' ? `${tensor}` : tensor) as unknown as number)

/** 0 stands for none, so a disposed tensor, whose handle that is too, goes as one that never was. */
export const maybeHandleOf = (tensor: Handled | null): number =>
  tensor == null ? 0 : handleOf(tensor) === 0 ? disposed : handleOf(tensor)
const disposed = 2 ** 32 - 1

/** The handles of a list of tensors. */
export const handlesOf = (tensors: readonly Handled[]): number[] => each(tensors, handleOf)
/** The handles of a list with gaps. */
export const maybeHandlesOf = (tensors: readonly (Handled | null)[]): number[] => each(tensors, maybeHandleOf)

function each<T>(list: readonly T[], handle: (one: T) => number): number[] {
  // Array.from sees the holes that map() leaves out.
  return Array.isArray(list) ? Array.from(list, handle) : (list as unknown as number[])
}

/** Tensors as in PyTorch: `einsum('ij,jk', a, b)` or `einsum('ij,jk', [a, b])`. */
export type Operands<T> = readonly T[] | readonly [readonly T[]]

export function operandsOf(given: Operands<Handled>): number[] {
  const [first] = given
  return handlesOf(given.length === 1 && Array.isArray(first) ? first : (given as Handled[]))
}

/** Sizes as in PyTorch: `view(2, 3)` or `view([2, 3])`. */
export type Sizes = number[] | [readonly number[]]

export function sizesOf(sizes: Sizes): readonly number[] {
  return typeof sizes[0] === 'object' ? sizes[0] : (sizes as number[])
}

/** What becomes of the losses of single elements. */
export type Reduction = 'none' | 'mean' | 'sum'

const reductions: readonly string[] = ['none', 'mean', 'sum']

/** The addon's number for a reduction. */
export function reductionCode(reduction: Reduction): number {
  const code = reductions.indexOf(reduction)
  return code < 0 ? (reduction as unknown as number) : code
}

/** A dtype, a device, or both: what `to()` takes. */
export type Placement = Dtype | Device | { readonly dtype?: Dtype; readonly device?: Device }

/** The dtype and the device of a placement; null and '' where it says nothing of them. */
export function placementOf(target: Placement): { dtype: Dtype | null; device: Device | '' } {
  if (typeof target === 'object' && target !== null) {
    checkNames('to', target, { dtype: 0, device: 0 })
    return { dtype: target.dtype ?? null, device: target.device ?? '' }
  }
  if (isDevice(target)) return { dtype: null, device: target }
  return { dtype: textOf(target) as Dtype, device: '' }
}

const isDevice = (target: unknown): target is Device =>
  typeof target === 'string' && /^(cpu|cuda)\b/.test(target)
