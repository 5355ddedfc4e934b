import { check, flag, optionsOf, text } from '../arguments.js'
import { type ArrayEntry, type ArrayInfo, bytesOf } from '../files/arrays.js'
import { replaceFile } from '../files/replace.js'
import { checkPath, FileSource, type Source } from '../files/source.js'
import { namedTensors, type State } from '../files/state.js'
import type { TensorFile } from '../files/tensors.js'
import type { Tensor } from '../tensor.js'
import { NumpyError } from './errors.js'
import { formatHeader } from './header.js'
import { arrayOf, headerOf, toTensor } from './npy.js'
import { unpack } from './unpack.js'
import { type Member, readDirectory } from './zip.js'
import { ZipWriter } from './zip-writer.js'

const suffix = '.npy'

/** Unpacked members, read like files. */
class MemberSource implements Source {
  readonly path: string
  readonly size: number
  readonly #bytes: Uint8Array

  constructor(source: Source, member: Member) {
    this.path = `${source.path}, ${member.name}`
    this.#bytes = unpack(source, member)
    this.size = this.#bytes.length
  }

  readInto(target: Uint8Array, position: number): void {
    target.set(this.#bytes.subarray(position, position + target.length))
  }
}

/** The arrays' members by the names they were saved under. */
function membersOf(source: Source): Map<string, Member> {
  const members = new Map<string, Member>()
  for (const [name, member] of readDirectory(source)) {
    if (!name.endsWith(suffix)) {
      const pickle = name.endsWith('.pkl') || name.endsWith('/version')
      throw new NumpyError(
        source.path,
        `it holds '${name}', which is no array`,
        pickle
          ? "This is PyTorch's own format, a pickle, which could run any code and is never read. In Python: numpy.savez('model.npz', **{name: each.numpy() for name, each in model.state_dict().items()})"
          : 'Give a file that numpy.savez wrote',
      )
    }
    members.set(name.slice(0, -suffix.length), member)
  }
  return members
}

/** All arrays of a source as plain memory. */
export function arraysOf(source: Source): Map<string, ArrayEntry> {
  return new Map(
    [...membersOf(source)].map(([name, member]) => [name, arrayOf(new MemberSource(source, member))]),
  )
}

/** A .npz file, open for reading one tensor at a time; see openNpz(). */
export class NpzFile implements TensorFile {
  readonly path: string
  readonly #source: FileSource
  readonly #members: ReadonlyMap<string, Member>
  #entries: ReadonlyMap<string, ArrayInfo> | undefined

  /** @internal */
  constructor(source: FileSource) {
    this.path = source.path
    this.#source = source
    this.#members = membersOf(source)
  }

  /** Names of the arrays, in the file's order; nothing is unpacked for them. */
  get names(): readonly string[] {
    return [...this.#members.keys()]
  }

  /** dtype and shape by name. The first use unpacks every member: their headers are packed with them. */
  get entries(): ReadonlyMap<string, ArrayInfo> {
    this.#entries ??= new Map(
      [...this.#members].map(([name, member]) => {
        const { dtype, shape } = headerOf(new MemberSource(this.#source, member))
        return [name, { dtype, shape }]
      }),
    )
    return this.#entries
  }

  /** Reads one array; it belongs to the current scope. */
  tensor(name: string): Tensor {
    check('tensor', { name }, text)
    const member = this.#members.get(name)
    if (member === undefined)
      throw new NumpyError(this.path, `there is no array '${name}' in it`, 'Look at its names with openNpz()')
    return toTensor(arrayOf(new MemberSource(this.#source, member)))
  }

  /** Closes the file; tensors that were read stay. Safe to call twice. */
  dispose(): void {
    this.#source.close()
  }

  [Symbol.dispose](): void {
    this.dispose()
  }
}

/**
 * Opens a file that `numpy.savez` or `savez_compressed` wrote.
 *
 * @throws NumpyError, FileAccessError
 */
export function openNpz(file: string): NpzFile {
  checkPath('openNpz', file)
  const source = new FileSource(file)
  try {
    return new NpzFile(source)
  } catch (error) {
    source.close()
    throw error
  }
}

/**
 * Loads every array of a .npz file by name; elements as in loadNpy(). They belong to the current scope.
 *
 * @throws NumpyError, FileAccessError
 */
export function loadNpz(file: string): Map<string, Tensor> {
  checkPath('loadNpz', file)
  const opened = openNpz(file)
  try {
    return new Map(opened.names.map((name) => [name, opened.tensor(name)]))
  } finally {
    opened.dispose()
  }
}

/**
 * Saves tensors, or a module's parameters and buffers, for `numpy.load`.
 *
 * @param options.compressed deflate them, as `savez_compressed`. Default false
 * @throws NumpyError for bfloat16, which numpy lacks; FileAccessError
 */
export function saveNpz(file: string, state: State, options?: { readonly compressed?: boolean }): void {
  checkPath('saveNpz', file)
  const { compressed } = optionsOf('saveNpz', options, { compressed: [flag, false] })
  const headers = [...namedTensors('saveNpz', state)].map(
    ([name, each]) => [name, each, formatHeader(each.dtype, each.shape, file)] as const,
  )
  replaceFile(file, (sink) => {
    const zip = new ZipWriter(sink, compressed)
    for (const [name, each, header] of headers)
      zip.add(`${name}${suffix}`, [header, bytesOf(each.toTypedArray())])
    zip.finish()
  })
}
