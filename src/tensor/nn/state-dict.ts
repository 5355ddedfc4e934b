import { noGrad } from '../autograd/modes.js'
import { ModuleStateError } from '../errors.js'
import type { Tensor } from '../tensor.js'

/** Names that only one side had. */
export interface StateDifference {
  /** In the model, but not in what was loaded. */
  readonly missing: string[]
  /** In what was loaded, but not in the model. */
  readonly unexpected: string[]
}

const list = (names: readonly string[]): string => names.join(', ') || 'none'
const sizes = ({ shape }: Tensor): string => `[${shape.join(', ')}]`

/** Copies tensors into those of the same names. @throws ModuleStateError before anything is copied */
export function copyState(
  own: ReadonlyMap<string, Tensor>,
  given: ReadonlyMap<string, Tensor>,
  strict: boolean,
  ignored: ReadonlySet<string>,
): StateDifference {
  const missing = [...own.keys()].filter((name) => !given.has(name))
  const unexpected = [...given.keys()].filter((name) => !own.has(name) && !ignored.has(name))
  if (strict && missing.length + unexpected.length > 0) {
    throw new ModuleStateError(
      `loadStateDict: the names differ (missing: ${list(missing)}; unexpected: ${list(unexpected)}). Load into the model that saved it, or pass strict: false.`,
      { missing, unexpected },
    )
  }
  const pairs = [...own].flatMap(([name, target]) => {
    const source = given.get(name)
    return source === undefined ? [] : [{ name, target, source }]
  })
  const misfits = pairs.filter(({ target, source }) => target.shape.join() !== source.shape.join())
  if (misfits.length > 0) {
    const what = misfits.map(
      ({ name, target, source }) => `'${name}' has shape ${sizes(source)}, the model needs ${sizes(target)}`,
    )
    throw new ModuleStateError(
      `loadStateDict: ${what.join('; ')}. Build the model with the sizes it was saved with.`,
      { name: misfits[0]!.name, misfits: misfits.map(({ name }) => name) },
    )
  }
  noGrad(() => {
    for (const { target, source } of pairs) target.copy_(source)
  })
  return { missing, unexpected }
}
