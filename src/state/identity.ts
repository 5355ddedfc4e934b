import type { DataContents } from '../data/index.js'
import type { NativeIdentity } from '../native/index.js'
import { IdentityMismatchError } from './errors.js'

/**
 * Everything that, taken together, pins the bits of a run (exact-step §7). Hashes are comparable only between
 * runs of equal identity.
 */
export interface RunIdentity {
  /** SHA-256 of the task as it is imported. */
  readonly task: string
  readonly settings: Readonly<Record<string, number | string | boolean>>
  readonly seed: number
  readonly shards: number
  readonly batch: number
  /** T, native threads per agent. */
  readonly threads: number
  /** What matrix products and convolutions compute in. */
  readonly precision: 'float32' | 'bf16'
  readonly exact: boolean
  /** How many samples there are, and a checksum over what is in them. */
  readonly data: DataContents
  /** Versions, library hashes, pinned environment and hardware. */
  readonly native: NativeIdentity
}

/** The differences between two identities, each as `name: a, not b`; empty when they are equal. */
export function identityDifferences(expected: object, found: object): string[] {
  const left = flatten(expected)
  const right = flatten(found)
  const names = [...new Set([...left.keys(), ...right.keys()])].sort()
  return names
    .filter((name) => left.get(name) !== right.get(name))
    .map((name) => `${name} is ${right.get(name) ?? 'absent'}, not ${left.get(name) ?? 'absent'}`)
}

/** Refuses a party of another identity. @throws IdentityMismatchError (`ERR_IDENTITY`) with the differences */
export function requireSameIdentity(who: string, expected: object, found: object): void {
  const differences = identityDifferences(expected, found)
  if (differences.length > 0) throw new IdentityMismatchError(who, differences)
}

function flatten(value: object, prefix = '', into = new Map<string, string>()): Map<string, string> {
  for (const [key, entry] of Object.entries(value)) {
    if (typeof entry === 'object' && entry !== null) flatten(entry, `${prefix}${key}.`, into)
    else into.set(prefix + key, JSON.stringify(entry) ?? 'undefined')
  }
  return into
}
