import { dirname, join } from 'node:path'
import { check, text } from '../arguments.js'
import type { ArrayInfo } from '../files/arrays.js'
import { checkPath, FileSource, withSource } from '../files/source.js'
import { readTensor, type TensorFile } from '../files/tensors.js'
import type { Tensor } from '../tensor.js'
import { SafetensorsError } from './errors.js'
import { headerOf } from './file.js'
import type { Entry } from './header.js'
import { isIndex, shardsOf } from './shards.js'

interface Place extends Entry {
  readonly source: FileSource
  /** Where it lies in the file. */
  readonly position: number
}

/**
 * A safetensors file, or a model in several, open for reading one tensor at a time.
 *
 * ```ts
 * const file = openSafetensors('model.safetensors')
 * for (const [name, { dtype, shape }] of file.entries) console.log(name, dtype, shape)
 * const weight = file.tensor('fc.weight')
 * file.dispose()
 * ```
 */
export class SafetensorsFile implements TensorFile {
  /** Texts that the writer stored; of several files, those of all of them. */
  readonly metadata: Readonly<Record<string, string>>
  readonly #places: ReadonlyMap<string, Place>
  readonly #sources: readonly FileSource[]

  /** @internal See openSafetensors(). */
  constructor(
    readonly path: string,
    sources: readonly FileSource[],
  ) {
    const places = new Map<string, Place>()
    let metadata: Record<string, string> = {}
    for (const source of sources) {
      const header = headerOf(source)
      metadata = { ...metadata, ...header.metadata }
      for (const [name, entry] of header.tensors) {
        if (places.has(name)) throw new SafetensorsError(path, `tensor '${name}' is in two of its files`)
        places.set(name, { ...entry, source, position: header.dataStart + entry.begin })
      }
    }
    this.metadata = metadata
    this.#places = places
    this.#sources = sources
  }

  /** dtype and shape by name. */
  get entries(): ReadonlyMap<string, ArrayInfo> {
    return this.#places
  }

  /**
   * Reads one tensor, straight into its memory. It belongs to the current scope.
   *
   * @throws SafetensorsError when there is none of that name, FileAccessError
   */
  tensor(name: string): Tensor {
    check('tensor', { name }, text)
    const place = this.#places.get(name)
    if (place === undefined) throw new SafetensorsError(this.path, `there is no tensor '${name}' in it`)
    return readTensor(place.source, place.position, place.dtype, place.shape)
  }

  /** Closes the file; tensors that were read stay. Safe to call twice. */
  dispose(): void {
    for (const source of this.#sources) source.close()
  }

  [Symbol.dispose](): void {
    this.dispose()
  }
}

/**
 * Opens a safetensors file, or a model in several by its `….safetensors.index.json`. Headers are read and checked
 * now, elements when they are asked for.
 *
 * @throws SafetensorsError when a file breaks the format, SafetensorsDtypeError when one has a dtype that troupe has not,
 * FileAccessError when one cannot be read
 */
export function openSafetensors(file: string): SafetensorsFile {
  checkPath('openSafetensors', file)
  const sources: FileSource[] = []
  try {
    if (!isIndex(file)) {
      sources.push(new FileSource(file))
      return new SafetensorsFile(file, sources)
    }
    const shards = withSource(file, shardsOf)
    for (const shard of shards.keys()) sources.push(new FileSource(join(dirname(file), shard)))
    const opened = new SafetensorsFile(file, sources)
    for (const [shard, names] of shards) {
      for (const name of names) {
        if (!opened.entries.has(name))
          throw new SafetensorsError(file, `tensor '${name}' is not in ${shard}, where it should be`)
      }
    }
    return opened
  } catch (error) {
    for (const source of sources) source.close()
    throw error
  }
}
