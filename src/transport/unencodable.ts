import { isArrayBuffer, isSharedArrayBuffer } from 'node:util/types'
import type { Envelope } from './envelope.js'

const plain = (value: object) => {
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null || Array.isArray(value)
}

/**
 * Names the place in a payload that structured clone refused, like `add.items[3].onDone`.
 * Only runs after a failure, so it may be slow: it clones every leaf on its own.
 */
export function locateUnencodable(envelope: Envelope): string {
  const seen = new Set<object>()
  const search = (value: unknown, path: string): string | undefined => {
    if (typeof value === 'function' || typeof value === 'symbol') return path
    if (typeof value !== 'object' || value === null || seen.has(value)) return undefined
    seen.add(value)
    if (isArrayBuffer(value) || isSharedArrayBuffer(value) || ArrayBuffer.isView(value)) return undefined
    if (plain(value)) {
      for (const [key, inner] of Object.entries(value)) {
        const found = search(inner, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`)
        if (found) return found
      }
      return undefined
    }
    try {
      structuredClone(value)
      return undefined
    } catch {
      return path
    }
  }
  const root = envelope.name || 'reply'
  return search(envelope.payload, root) ?? root
}
