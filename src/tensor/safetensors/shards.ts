/**
 * A model in several files, as Hugging Face writes it: `model-00001-of-00003.safetensors`, …, and
 * `model.safetensors.index.json`, which says what is where:
 *
 * ```
 * {"metadata": {"total_size": bytes}, "weight_map": {"name": "model-00001-of-00003.safetensors", …}}
 * ```
 */
import { basename, dirname, join } from 'node:path'
import { readBytes, type Source } from '../files/source.js'
import { SafetensorsError } from './errors.js'
import { HEADER_LIMIT } from './header.js'

/** More than anybody has; each costs an open file. */
const MOST_SHARDS = 1000

/**
 * Which tensors an index expects in which of its neighbours.
 *
 * @throws SafetensorsError
 */
export function shardsOf(source: Source): Map<string, Set<string>> {
  const { path, size } = source
  if (size > HEADER_LIMIT)
    throw new SafetensorsError(path, `it is an index of ${size} bytes; at most ${HEADER_LIMIT} are allowed`)
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(readBytes(source, 0, size)))
  } catch (cause) {
    throw new SafetensorsError(path, 'it is no JSON', cause)
  }
  const map = (value as { weight_map?: unknown } | null)?.weight_map
  if (typeof map !== 'object' || map === null || Array.isArray(map))
    throw new SafetensorsError(path, 'it has no weight_map of names and files')
  const shards = new Map<string, Set<string>>()
  for (const [name, file] of Object.entries(map) as [string, unknown][]) {
    // An index may come from anywhere: it must not name files outside its folder.
    if (typeof file !== 'string' || file !== basename(file) || file === '' || file === '.' || file === '..')
      throw new SafetensorsError(
        path,
        `tensor '${name}' lies in '${String(file)}', which is no name of a neighbour`,
      )
    const names = shards.get(file) ?? new Set()
    if (shards.size === MOST_SHARDS && !shards.has(file))
      throw new SafetensorsError(path, `it names more than ${MOST_SHARDS} files`)
    shards.set(file, names.add(name))
  }
  return shards
}

/** The file of a shard, counted from 0, of a model named `file`. */
export function shardPath(file: string, shard: number, count: number): string {
  const digits = (value: number) => String(value).padStart(5, '0')
  const stem = basename(file).replace(/\.safetensors$/, '')
  return join(dirname(file), `${stem}-${digits(shard + 1)}-of-${digits(count)}.safetensors`)
}

/** The index of a model named `file`. */
export const indexPath = (file: string): string => `${file}.index.json`

export const isIndex = (file: string): boolean => file.endsWith('.json')

/** What an index holds. */
export function formatIndex(shards: ReadonlyMap<string, Iterable<string>>, totalSize: number): Uint8Array {
  const map = [...shards].flatMap(([file, names]) => [...names].map((name) => [name, basename(file)]))
  const value = { metadata: { total_size: totalSize }, weight_map: Object.fromEntries(map) }
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`)
}
