import { createHash } from 'node:crypto'

const before = Buffer.from(',\n  "sha256": "')
const after = Buffer.from('"\n}\n')
const digits = 64

/**
 * A JSON object as text that carries the SHA-256 of itself: the last property, over all bytes before it. One flipped
 * bit anywhere, or one byte less, and {@link unseal} refuses the whole.
 */
export function seal(value: Readonly<Record<string, unknown>>): Buffer {
  const body = Buffer.from(JSON.stringify(value, null, 2).replace(/\n\}$/, ''))
  return Buffer.concat([body, before, Buffer.from(digest(body)), after])
}

/** The object again; null when not every byte is as it was written. */
export function unseal(text: Buffer): unknown {
  const at = text.length - after.length - digits - before.length
  if (at < 1) return null
  const body = text.subarray(0, at)
  const whole = Buffer.concat([before, Buffer.from(digest(body)), after])
  if (!text.subarray(at).equals(whole)) return null
  try {
    return JSON.parse(text.toString('utf8'))
  } catch {
    return null
  }
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
