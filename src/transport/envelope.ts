import type { Whereabouts } from './whereabouts.js'

/**
 * The one thing that crosses a connection.
 *
 * `control` envelopes overtake `user` envelopes and are never refused: they are orders among runtimes, and
 * replies. `user` envelopes are messages for mailboxes, and notices that must come after those (`actor` 0).
 * Each lane keeps its order, and everything sent before a place ends arrives before its exit is reported: death
 * watch rests on this.
 */
export interface Envelope {
  readonly lane: 'user' | 'control'
  readonly kind: Kind
  readonly from: Whereabouts
  readonly to: Whereabouts
  /** Receiving actor's number in its place; 0 is the runtime of the place itself, whose mail is never refused. */
  readonly actor: number
  /** Correlates `ask` with `reply` or `failure`; 0 for `tell`. */
  readonly id: number
  readonly name: string
  /** An EncodedPayload (codec/codec.ts) in the hands of a place that only passes it on. */
  readonly payload: unknown
  /** Arrives too, so that a place which only passes it on can hand the objects on. */
  readonly transfer?: readonly Transferable[] | undefined
}

/** `item`, `credit` and `cancel` belong to streams. */
export type Kind = 'tell' | 'ask' | 'reply' | 'failure' | 'item' | 'credit' | 'cancel'

/** What structured clone can move instead of copy. */
export type Transferable = ArrayBuffer | import('node:worker_threads').MessagePort

/**
 * The name of the message that stops its receiver. It waits in the queue like any other, on every transport,
 * but always finds room and is never dropped. Handlers can't have it: names starting with NUL are the runtime's.
 */
export const poisonPill = '\0poison'
