import { inspect } from 'node:util'
import { told } from './arguments.js'
import { TensorArgumentError } from './errors.js'

/**
 * One entry of an index, for the next dimension that is not indexed yet:
 *
 * - a number takes one place and drops the dimension; negative counts from the end
 * - `[start, end]` and `[start, end, step]` take a range: `end` is excluded, null is left open, a negative step goes
 *   backwards; `[]` and `':'` take all of the dimension
 * - `null` inserts a dimension of size 1
 * - `'...'` stands for as many whole dimensions as are left
 * - a tensor of integers takes those places; a bool tensor takes the places where it is true, over as many
 *   dimensions as it has. Several such tensors are broadcast and taken together, as in PyTorch
 */
export type IndexEntry<T> =
  | number
  | null
  | '...'
  | ':'
  | readonly []
  | readonly [start: number | null, end?: number | null, step?: number]
  | T

// The entries as numbers, for cpp/tensor/indexing.h.
const place = 0
const newAxis = 1
const ellipsis = 2
const range = 3
const list = 4

type Handled = { readonly handle: number }

const isHandled = (value: unknown): value is Handled =>
  typeof value === 'object' && value !== null && 'handle' in value

/**
 * What the addon gets for an index: its entries as numbers, and the handles of its tensors in order.
 *
 * @throws TensorArgumentError in the name of `operation`
 */
export function entriesOf(
  index: readonly IndexEntry<Handled>[],
  operation: string,
): [entries: number[], tensors: number[]] {
  const entries: number[] = []
  const tensors: number[] = []
  if (!Array.isArray(index))
    throw new TensorArgumentError(operation, `an index is a list of entries, not ${told(index)}`)
  for (const entry of index) {
    if (typeof entry === 'number') entries.push(place, entry)
    else if (entry === null) entries.push(newAxis)
    else if (entry === '...') entries.push(ellipsis)
    else if (entry === ':') entries.push(range, 0, 0, 0, 1)
    else if (isHandled(entry)) {
      entries.push(list)
      tensors.push(entry.handle)
    } else if (Array.isArray(entry) && entry.length <= 3) {
      const [start = null, end = null, step = 1] = entry
      const given = (start === null ? 0 : 1) + (end === null ? 0 : 2)
      entries.push(range, given, start ?? 0, end ?? 0, step)
    } else {
      throw new TensorArgumentError(
        operation,
        `an index has no entry ${inspect(entry, { depth: 0, maxStringLength: 40 })}; an entry is a number, [start, end, step], null, '...', ':' or a tensor`,
      )
    }
  }
  return [entries, tensors]
}
