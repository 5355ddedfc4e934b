import type { Whereabouts } from './whereabouts.js'

/** What stands in for a value that structured clone would lose; see `src/actor/place/payload.ts`. */
export interface Special {
  /** An empty object that also sits in the payload: clones keep identity, so no marker can be forged. */
  readonly placeholder: object
  readonly kind: 'ref' | 'error'
  readonly data: unknown
}

/**
 * The one thing that crosses a connection.
 *
 * `control` envelopes are for the runtime of a place and are acted on at once; `user` envelopes are for an
 * actor's mailbox. Both lanes of one connection keep their order, and everything sent before a place ends
 * arrives before its exit is reported: death watch rests on this.
 */
export interface Envelope {
  readonly lane: 'user' | 'control'
  readonly kind: Kind
  readonly from: Whereabouts
  readonly to: Whereabouts
  /** Receiving actor's number in its place; 0 is the runtime of the place itself. */
  readonly actor: number
  /** Correlates `ask` with `reply` or `failure`; 0 for `tell`. */
  readonly id: number
  readonly name: string
  readonly payload: unknown
  readonly specials?: readonly Special[] | undefined
  /** Rides inside the envelope too, so that a place which only relays it can hand the objects on. */
  readonly transfer?: readonly Transferable[] | undefined
}

/** `item`, `credit` and `cancel` belong to streams. */
export type Kind = 'tell' | 'ask' | 'reply' | 'failure' | 'item' | 'credit' | 'cancel'

/** What structured clone can move instead of copy. */
export type Transferable = ArrayBuffer | import('node:worker_threads').MessagePort
