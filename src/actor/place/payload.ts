import type { Special } from '../../transport/envelope.js'
import { decodeError, type ErrorRecord, encodeError } from '../../transport/error-record.js'
import { ActorRef, type Address, type Sender } from '../ref.js'

type Container = unknown[] | Record<string, unknown> | Map<unknown, unknown> | Set<unknown>

function container(value: unknown): value is Container {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return false
  if (Array.isArray(value) || value instanceof Map || value instanceof Set) return true
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

const special = (value: unknown): value is ActorRef | Error =>
  value instanceof ActorRef || value instanceof Error

/** Long arrays are scanned too, but a payload of plain numbers should be a typed array anyway. */
function holdsSpecial(value: unknown, seen: Set<object>): boolean {
  if (special(value)) return true
  if (!container(value) || seen.has(value)) return false
  seen.add(value)
  if (value instanceof Map) {
    for (const [k, v] of value) if (holdsSpecial(k, seen) || holdsSpecial(v, seen)) return true
    return false
  }
  const inner = Array.isArray(value) || value instanceof Set ? value : Object.values(value)
  for (const v of inner) if (holdsSpecial(v, seen)) return true
  return false
}

/** Rebuilds every container on the way, so that the sender's own objects are never touched. */
function rebuild(value: unknown, swap: (value: object) => unknown, done: Map<object, unknown>): unknown {
  if (typeof value !== 'object' || value === null) return value
  const known = done.get(value)
  if (known !== undefined) return known
  const swapped = swap(value)
  if (swapped !== undefined) {
    done.set(value, swapped)
    return swapped
  }
  if (!container(value)) return value
  const next = (inner: unknown) => rebuild(inner, swap, done)
  if (Array.isArray(value)) {
    const copy: unknown[] = []
    done.set(value, copy)
    for (const v of value) copy.push(next(v))
    return copy
  }
  if (value instanceof Map) {
    const copy = new Map<unknown, unknown>()
    done.set(value, copy)
    for (const [k, v] of value) copy.set(next(k), next(v))
    return copy
  }
  if (value instanceof Set) {
    const copy = new Set<unknown>()
    done.set(value, copy)
    for (const v of value) copy.add(next(v))
    return copy
  }
  const copy: Record<string, unknown> = {}
  done.set(value, copy)
  for (const key of Object.keys(value)) {
    // defineProperty, so that a key named __proto__ stays a key
    Object.defineProperty(copy, key, {
      value: next(value[key]),
      enumerable: true,
      configurable: true,
      writable: true,
    })
  }
  return copy
}

/**
 * Prepares a payload for another thread: refs and errors anywhere in plain objects, arrays, maps and sets are
 * replaced by placeholders that {@link decodePayload} swaps back. A payload without any is returned as it is.
 *
 * @param share gives the address of a ref in the form other threads can use
 */
export function encodePayload(
  payload: unknown,
  share: (ref: ActorRef) => Address,
): { payload: unknown; specials?: Special[] } {
  if (typeof payload !== 'object' || payload === null || !holdsSpecial(payload, new Set())) return { payload }
  const specials: Special[] = []
  const swap = (value: object) => {
    if (!special(value)) return undefined
    const placeholder = {}
    specials.push(
      value instanceof ActorRef
        ? { placeholder, kind: 'ref', data: share(value) }
        : { placeholder, kind: 'error', data: encodeError(value) },
    )
    return placeholder
  }
  return { payload: rebuild(payload, swap, new Map()), specials }
}

/** The inverse of {@link encodePayload}, after the clone. */
export function decodePayload(
  payload: unknown,
  specials: readonly Special[] | undefined,
  sender: Sender,
): unknown {
  if (!specials) return payload
  const values = new Map<object, unknown>(
    specials.map((s) => [
      s.placeholder,
      s.kind === 'ref' ? new ActorRef(sender, s.data as Address) : decodeError(s.data as ErrorRecord),
    ]),
  )
  return rebuild(payload, (value) => values.get(value), new Map())
}
