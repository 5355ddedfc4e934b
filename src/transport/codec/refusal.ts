import { NotEncodableError } from '../errors.js'

/** Why a value can't be encoded; {@link notEncodable} finds where it is afterwards, so that encoding need not know. */
export class Refusal extends TypeError {}

/** Most steps of a path. */
const longest = 100

/**
 * Names the place in a payload that was refused, like `add.items[3].onDone`, by trying its parts on their own.
 * Only runs after a failure, so it may be slow, but never longer than `tries`.
 *
 * @param refuses whether a value can't be encoded by itself
 * @param label names the whole payload: the message, or `reply`
 */
export function notEncodable(
  payload: unknown,
  label: string,
  cause: unknown,
  refuses: (value: unknown) => boolean,
): NotEncodableError {
  let path = label
  let tries = 10_000
  let value = payload
  const seen = new Set<unknown>()
  // Deeper than that nothing is sent: whoever reads the path needs no more of it.
  descend: while (typeof value === 'object' && value !== null && !seen.has(value) && seen.size < longest) {
    seen.add(value)
    for (const [step, inner] of parts(value)) {
      if (tries-- === 0) break descend
      if (inner !== unreadable && !refuses(inner)) continue
      path += step
      value = inner
      continue descend
    }
    break
  }
  return new NotEncodableError(plain(label, path), cause)
}

/** Messages that the runtime sends under a name of its own, as `\0stream:add`, hold their sender's in an array. */
function plain(label: string, path: string): string {
  if (!label.startsWith('\0')) return path
  return label.slice(label.indexOf(':') + 1) + path.slice(label.length).replace(/^\[\d+\]/, '')
}

const unreadable = Symbol('a getter threw')

function* parts(value: object): Iterable<[string, unknown]> {
  if (ArrayBuffer.isView(value) || value instanceof Error) return
  if (value instanceof Map) {
    for (const [key, inner] of value) {
      yield ['.keys()', key]
      yield [`.get(${typeof key === 'object' ? '…' : String(key)})`, inner]
    }
    return
  }
  if (value instanceof Set) {
    for (const inner of value) yield ['.values()', inner]
    return
  }
  for (const key of Object.keys(value)) {
    let inner: unknown = unreadable
    try {
      inner = (value as Record<string, unknown>)[key]
    } catch {
      // what the getter threw is the cause already
    }
    yield [Array.isArray(value) ? `[${key}]` : `.${key}`, inner]
  }
}
