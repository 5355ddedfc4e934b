/**
 * What the admission probe of a run gives: SHA-256 in hexadecimal of each of its parts, so that a difference can be
 * named.
 */
export interface ProbeDigests {
  /** The built-in batch: the first shard of step 0. */
  readonly batch: string
  /** The gradient of that shard at the seed's parameters, with its loss and buffers. */
  readonly gradient: string
  /** The first chunk of parameters and moments after one update with it. */
  readonly update: string
}

const parts = ['batch', 'gradient', 'update'] as const
const digestBytes = 32

/** Digests in shared memory, for threads that are started before they are known. Zeros until then. */
export type SharedDigests = Uint8Array<SharedArrayBuffer>

export function shareDigests(known?: ProbeDigests): SharedDigests {
  const memory = new Uint8Array(new SharedArrayBuffer(parts.length * digestBytes))
  if (known !== undefined) writeDigests(memory, known)
  return memory
}

/** For one writer, whose readers hear of it in another way. */
export function writeDigests(memory: SharedDigests, digests: ProbeDigests): void {
  for (const [i, part] of parts.entries()) memory.set(Buffer.from(digests[part], 'hex'), i * digestBytes)
}

/** Undefined while they are not known. */
export function readDigests(memory: SharedDigests): ProbeDigests | undefined {
  if (memory.every((byte) => byte === 0)) return undefined
  const [batch, gradient, update] = parts.map((_, i) =>
    Buffer.from(memory.slice(i * digestBytes, (i + 1) * digestBytes)).toString('hex'),
  ) as [string, string, string]
  return { batch, gradient, update }
}

/** The first part that differs; undefined when all are equal. What follows it differs as a consequence. */
export function probeDifference(one: ProbeDigests, other: ProbeDigests): keyof ProbeDigests | undefined {
  return parts.find((part) => one[part] !== other[part])
}
