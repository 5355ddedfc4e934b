import type { MessagePort } from 'node:worker_threads'
import type { Transferable } from '../envelope.js'

/**
 * A one-way lane between two threads, as its reader gets it: a ring for messages, one for control envelopes, and
 * a port for what can't be in a ring. Each thing on the port has a number that a record of a ring names, so that
 * it keeps its place in the order.
 */
export interface LaneOffer {
  readonly user: SharedArrayBuffer
  readonly control: SharedArrayBuffer
  readonly port: MessagePort
  /** One word: weights of the parcels that the reader has taken, modulo 2^32. */
  readonly taken: SharedArrayBuffer
}

/** A frame that is too big for a ring, or has something beside it. */
export interface Parcel {
  readonly number: number
  readonly frame: Uint8Array
  readonly handed: unknown[] | undefined
  /** What of `handed` can only be moved. */
  readonly transfer: readonly Transferable[] | undefined
}

/** The next, bigger ring. */
export interface Move {
  readonly number: number
  readonly ring: SharedArrayBuffer
}

/** What a parcel counts for: kibibytes, and one for the parcel itself. */
export const weightOf = (frame: Uint8Array) => 1 + (frame.length >>> 10)

/** Longest frame in a ring; longer ones would push small messages out, and a copy by the port costs less. */
export const maxRingFrame = 2 ** 14
export const firstUserBytes = 2 ** 16
export const firstControlBytes = 2 ** 14
/** Most that user envelopes may have on the port at a time, unless a single one is heavier. */
export const maxParcelWeight = 2 ** 16
