import type { ResourceLimits } from 'node:worker_threads'
import type { PayloadCodec } from './codec/codec.js'
import type { Envelope } from './envelope.js'
import type { PlaceId, Whereabouts } from './whereabouts.js'

/**
 * One end of a two-way, ordered, at-most-once link between two places.
 *
 * The actor layer knows this interface only; all implementations pass the same conformance suite
 * (test/transport/conformance.ts).
 */
export interface Connection {
  /** How payloads become bytes at this end; the runtime sets one that knows its refs. */
  codec: PayloadCodec
  /**
   * Never waits. After either end closed, what is sent is dropped.
   *
   * @returns false when a user envelope found no room; those of actor 0, poison pills and the control lane always do
   * @throws NotEncodableError when the payload can't be encoded; nothing was sent then
   */
  send(envelope: Envelope): boolean
  /** Sets the one listener; what arrived before is delivered first. */
  receive(listener: (envelope: Envelope) => void): void
  /** A thread ended: delivers what is left of what it sent here without passing the opener. */
  ended(place: PlaceId): void
  /** Closes both directions. What this end sent before still arrives. */
  close(): void
  /** Sets the one listener for the end of the link, whichever end caused it. Never called in a killed thread. */
  onClose(listener: () => void): void
}

/** How a place ended. `error` is what it threw, if it did. */
export interface Exit {
  readonly code: number
  readonly killed: boolean
  readonly error?: Error
}

/** A place as its opener sees it. */
export interface Place {
  readonly connection: Connection
  /** Settles exactly once, after the place's last envelope was delivered; never rejects. */
  readonly exit: Promise<Exit>
  /** Ends the place from outside, without its cooperation. */
  kill(): void
}

/** What a new place runs: a module that exports `run`, see {@link Run}. */
export interface Program {
  readonly module: URL
  readonly name: string
  /** Which place it is. Its opener is place 0 of the same node. */
  readonly here: Whereabouts
  readonly resourceLimits?: ResourceLimits
  /** Shared with places in the same thread; a transport that leaves the thread doesn't carry it. */
  readonly environment: unknown
}

/** Signature of a program's `run` export. `environment` is undefined in another thread. */
export type Run = (connection: Connection, environment: unknown, here: Whereabouts) => void

/** What a program's module exports. `warm` loads what `run` is sure to need, in a thread that waits to be used. */
export interface ProgramModule {
  readonly run: Run
  readonly warm?: () => Promise<unknown>
}

/** Opens places. Injected into a system. */
export interface Transport {
  open(program: Program): Place
}

/**
 * Name of a control envelope between transports: its payload is a one-way lane of the sender's own, that leads
 * straight to the receiver. Openers pass it on like any other.
 */
export const laneOffer = 'lane'
