import { TroupeError } from '../errors.js'
import { registerError } from '../transport/error-record.js'
import { callable, either, flag, type Kind, optionsOf, told } from './arguments.js'
import { noGrad } from './autograd/modes.js'
import { TensorArgumentError } from './errors.js'
import { checkPath, readBytes, withSource } from './files/source.js'
import type { TensorFile } from './files/tensors.js'
import { Module } from './nn/module.js'
import { openNpz } from './numpy/index.js'
import { openSafetensors } from './safetensors/index.js'
import type { Tensor } from './tensor.js'

/** A tensor whose shape in the file is not the module's. */
export interface Misshaped {
  /** The module's name for it. */
  readonly name: string
  readonly found: readonly number[]
  readonly needed: readonly number[]
}

/** A file's tensors are not the module's; nothing was loaded. */
export class WeightsMismatchError extends TroupeError {
  constructor(
    readonly file: string,
    /** Names of the module that the file lacks. */
    readonly missing: readonly string[],
    /** Names, after renaming, that the module lacks. */
    readonly unexpected: readonly string[],
    readonly misshaped: readonly Misshaped[],
    /** Names that several tensors of the file are renamed to. */
    readonly doubled: readonly string[],
  ) {
    const shapes = misshaped.map(
      ({ name, found, needed }) => `${name} [${found.join(', ')}] instead of [${needed.join(', ')}]`,
    )
    const parts = [
      ['missing', missing],
      ['unexpected', unexpected],
      ['of another shape', shapes],
      ['twice after renaming', doubled],
    ] as const
    const text = parts.flatMap(([what, names]) => (names.length === 0 ? [] : [`${what}: ${some(names)}`]))
    super(
      'ERR_WEIGHTS_MISMATCH',
      `${file} does not fit the module: ${text.join('; ')}. Map the names with \`rename\`, build the module with the sizes it was saved with, or pass strict: false for names that only one side has.`,
      { file, missing, unexpected, misshaped, doubled },
    )
  }
}
registerError(WeightsMismatchError)

/** Enough to see the pattern of a thousand names. */
function some(names: readonly string[]): string {
  return names.length <= 8 ? names.join(', ') : `${names.slice(0, 8).join(', ')} and ${names.length - 8} more`
}

export interface LoadWeightsOptions {
  /**
   * The module's name for a name of the file; null leaves the tensor out. A record names only what differs.
   * Default: the same names, which the layers share with PyTorch's.
   */
  readonly rename?: ((name: string) => string | null) | Readonly<Record<string, string | null>>
  /** Refuse names that only one side has. Default true; otherwise they are returned. */
  readonly strict?: boolean
}

const record: Kind = {
  what: 'an object',
  test: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
}

/** Told apart by the first bytes: a ZIP archive is an .npz file. */
function open(file: string): TensorFile {
  const zip = withSource(file, (source) => {
    const magic = readBytes(source, 0, Math.min(2, source.size))
    return magic[0] === 0x50 && magic[1] === 0x4b
  })
  return zip ? openNpz(file) : openSafetensors(file)
}

/**
 * Loads the weights of a file into a module, by name: safetensors (also several files, by their index) or .npz. All
 * names and shapes are compared before anything is changed; then one tensor after the other is read, so that memory
 * for one of them is needed besides the module's. dtypes are converted.
 *
 * In Python, with PyTorch:
 * ```py
 * numpy.savez('model.npz', **{name: each.numpy() for name, each in model.state_dict().items()})
 * safetensors.torch.save_file(model.state_dict(), 'model.safetensors')
 * ```
 *
 * @throws WeightsMismatchError; SafetensorsError, NumpyError and FileAccessError of the file
 */
export function loadWeights(
  module: Module<any[], any>,
  file: string,
  options?: LoadWeightsOptions,
): { missing: string[]; unexpected: string[] } {
  if (!(module instanceof Module))
    throw new TensorArgumentError('loadWeights', `module must be a module, not ${told(module)}`)
  checkPath('loadWeights', file)
  const { rename, strict } = optionsOf<LoadWeightsOptions>('loadWeights', options, {
    rename: [either(callable, record), {}],
    strict: [flag, true],
  })
  const renamed = (name: string): string | null =>
    typeof rename === 'function' ? rename(name) : Object.hasOwn(rename, name) ? rename[name]! : name
  const opened = open(file)
  try {
    const own = module.stateDict()
    const ignored = module.ignoredNames()
    const pairs = new Map<string, { target: Tensor; source: string }>()
    const unexpected: string[] = []
    const misshaped: Misshaped[] = []
    const doubled: string[] = []
    for (const [source, { shape }] of opened.entries) {
      const name = renamed(source)
      if (name === null) continue
      const target = own.get(name)
      if (target === undefined) {
        if (!ignored.has(name)) unexpected.push(name)
      } else if (pairs.has(name)) doubled.push(name)
      else if (target.shape.join() !== shape.join())
        misshaped.push({ name, found: shape, needed: target.shape })
      if (target !== undefined) pairs.set(name, { target, source })
    }
    const missing = [...own.keys()].filter((name) => !pairs.has(name))
    const differ = strict && missing.length + unexpected.length > 0
    if (differ || misshaped.length + doubled.length > 0)
      throw new WeightsMismatchError(file, missing, unexpected, misshaped, doubled)
    noGrad(() => {
      for (const { target, source } of pairs.values()) {
        const read = opened.tensor(source)
        target.copy_(read)
        read.dispose()
      }
    })
    return { missing, unexpected }
  } finally {
    opened.dispose()
  }
}
