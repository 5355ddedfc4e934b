import { createHash, type Hash } from 'node:crypto'

/** A named array of the state: parameters, moments, buffers. */
export type NamedArrays = ReadonlyMap<string, ArrayBufferView>

/**
 * SHA-256 over the parameters' bytes in the order of their sorted names (by UTF-16 code unit, as `<` has it).
 * Bytes are little-endian, which is the order of every platform Node runs on; alignment gaps do not count, so
 * the hash depends on the values only, never on how the arena laid them out.
 */
export function parametersSha256(parameters: NamedArrays): string {
  return add(createHash('sha256'), parameters).digest('hex')
}

/** Everything a step starts from. */
export interface RunState {
  readonly parameters: NamedArrays
  /** Optimizer state, `<parameter>.<state>`: momentum, first and second moments. */
  readonly optimizer: NamedArrays
  /** The optimizer's running scalars (products of Adam's betas, step count), as doubles. */
  readonly running: readonly number[]
  readonly buffers: NamedArrays
  /** Samples consumed so far: the sampler's position on the line of epochs. */
  readonly cursor: number
}

/**
 * SHA-256 over the whole state. Each part is preceded by its name and size, so that a value moving from one part
 * to another changes the hash.
 */
export function stateSha256(state: RunState): string {
  const hash = createHash('sha256')
  for (const part of ['parameters', 'optimizer', 'buffers'] as const) {
    hash.update(`${part} ${state[part].size}\n`)
    for (const name of sortedNames(state[part])) hash.update(`${name} ${state[part].get(name)!.byteLength}\n`)
    add(hash, state[part])
  }
  hash.update(`running ${state.running.length}\n`)
  hash.update(Float64Array.from(state.running))
  hash.update(`cursor ${state.cursor}\n`)
  return hash.digest('hex')
}

function add(hash: Hash, arrays: NamedArrays): Hash {
  for (const name of sortedNames(arrays)) {
    const { buffer, byteOffset, byteLength } = arrays.get(name)!
    hash.update(new Uint8Array(buffer, byteOffset, byteLength))
  }
  return hash
}

function sortedNames(arrays: NamedArrays): string[] {
  return [...arrays.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}
