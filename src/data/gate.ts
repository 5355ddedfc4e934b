import { core } from '../native/index.js'

/** How data workers and the run speak about steps: which are committed, which batches lie ready. */
export interface BatchGate {
  /** Waits until step `step` is committed, so that its buffers may be filled again. At most `timeoutMs`. */
  waitCommitted(step: number, timeoutMs: number): 'ready' | 'timeout' | 'aborted'
  /** Stores batch word `index`, (step mod depth) · shards + shard, and wakes the agents that wait for it. */
  publish(index: number, word: bigint): void
}

/**
 * How a data worker opens its gate: it imports `module` and calls its `openGate(handle)`.
 * `handle` crosses the thread border, so it is plain data and views of shared memory.
 */
export interface GateSource {
  readonly module: string
  readonly handle: unknown
}

/** Bits of a batch word that name the place; the step, plus one, stands above them. */
const PLACE_BITS = 12n

/** Most batch buffers there can be. */
export const MAX_PLACES = 1 << Number(PLACE_BITS)

/** The batch word that says: the batch of (step, shard) lies in buffer `place`. Zero means never published. */
export function batchWord(step: number, place: number): bigint {
  return (BigInt(step + 1) << PLACE_BITS) | BigInt(place)
}

/** What a batch word says: its step, and the place of its buffer. */
export function placeOfWord(word: bigint): { step: number; place: number } {
  return { step: Number(word >> PLACE_BITS) - 1, place: Number(word & BigInt(MAX_PLACES - 1)) }
}

interface CoreAddon {
  publishBatch(ledger: Uint8Array, index: number, word: bigint): void
  waitCommitted(ledger: Uint8Array, step: number, timeoutMs: number): 'ready' | 'timeout' | 'aborted'
}

/** The gate of a run: the ledger's batch words and committed word, through the addon, whose waits wake natively. */
export function openGate(handle: unknown): BatchGate {
  const ledger = handle as Uint8Array
  const addon = core() as CoreAddon
  return {
    waitCommitted: (step, timeoutMs) => addon.waitCommitted(ledger, step, timeoutMs),
    publish: (index, word) => addon.publishBatch(ledger, index, word),
  }
}

/** The source of the native gate for a run's ledger. */
export function ledgerGate(ledger: Uint8Array): GateSource {
  return { module: import.meta.url, handle: ledger }
}
