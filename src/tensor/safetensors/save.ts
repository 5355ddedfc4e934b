import { type Kind, maybe, optionsOf, positive } from '../arguments.js'
import { replaceFile } from '../files/replace.js'
import { checkPath } from '../files/source.js'
import { namedTensors, type State } from '../files/state.js'
import { writeTensor } from '../files/tensors.js'
import type { Tensor } from '../tensor.js'
import { formatHeader } from './header.js'
import { formatIndex, indexPath, shardPath } from './shards.js'

export interface SaveOptions {
  /** Texts stored in the header (of every file). */
  readonly metadata?: Readonly<Record<string, string>>
  /**
   * Bytes of tensors per file. A state that needs more is saved as `model-00001-of-00002.safetensors`, … beside
   * `model.safetensors.index.json`, by which it is loaded. Default: one file.
   */
  readonly maxShardBytes?: number | null
}

const texts: Kind = {
  what: 'an object of strings',
  test: (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((each) => typeof each === 'string'),
}

/**
 * Saves tensors, or a module's parameters and buffers, as a safetensors file that PyTorch's `safetensors` reads.
 * Elements go from the tensors' memory to the file without a copy; no reader ever sees half a file.
 *
 * @returns the file to load it by: `file` itself, or the index
 * @throws FileAccessError
 */
export function save(file: string, state: State, options?: SaveOptions): string {
  checkPath('save', file)
  const { metadata, maxShardBytes } = optionsOf<SaveOptions>('save', options, {
    metadata: [texts, {}],
    maxShardBytes: [maybe(positive), null],
  })
  const named = namedTensors('save', state)
  const shards = maxShardBytes === null ? [named] : divide(named, maxShardBytes)
  if (shards.length === 1) {
    writeFile(file, named, metadata)
    return file
  }
  const paths = shards.map((_, k) => shardPath(file, k, shards.length))
  shards.forEach((shard, k) => {
    writeFile(paths[k]!, shard, metadata)
  })
  const total = [...named.values()].reduce((sum, each) => sum + each.nbytes, 0)
  const index = formatIndex(new Map(shards.map((shard, k) => [paths[k]!, shard.keys()])), total)
  replaceFile(indexPath(file), (sink) => sink.write(index))
  return indexPath(file)
}

/** In order; a tensor that is larger than `most` gets a file of its own. */
function divide(named: ReadonlyMap<string, Tensor>, most: number): Map<string, Tensor>[] {
  const shards = [new Map<string, Tensor>()]
  let bytes = 0
  for (const [name, each] of named) {
    if (bytes > 0 && bytes + each.nbytes > most) {
      shards.push(new Map())
      bytes = 0
    }
    shards.at(-1)!.set(name, each)
    bytes += each.nbytes
  }
  return shards
}

function writeFile(
  file: string,
  named: ReadonlyMap<string, Tensor>,
  metadata: Readonly<Record<string, string>>,
): void {
  const sizes = new Map(
    [...named].map(([name, { dtype, shape, nbytes }]) => [name, { dtype, shape, bytes: nbytes }]),
  )
  const header = formatHeader(sizes, metadata)
  replaceFile(file, (sink) => {
    sink.write(header)
    for (const each of named.values()) writeTensor(file, sink, each)
  })
}
