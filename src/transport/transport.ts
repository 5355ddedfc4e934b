import type { ResourceLimits } from 'node:worker_threads'
import type { Envelope } from './envelope.js'

/**
 * One end of a two-way, ordered, at-most-once link between two places.
 *
 * The actor layer knows this interface only; thread rings, TCP and the simulator are further implementations
 * that pass the same conformance suite (test/transport/conformance.ts).
 */
export interface Connection {
  /**
   * Never waits. After either end closed, what is sent is dropped.
   *
   * @throws NotEncodableError when the payload can't be cloned; nothing was sent then
   */
  send(envelope: Envelope): void
  /** Sets the one listener; what arrived before is delivered first. */
  receive(listener: (envelope: Envelope) => void): void
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
  readonly resourceLimits?: ResourceLimits
  /** Shared with places in the same thread; a transport that leaves the thread doesn't carry it. */
  readonly environment: unknown
}

/** Signature of a program's `run` export. `environment` is undefined in another thread. */
export type Run = (connection: Connection, environment: unknown) => void

/** Opens places. Injected into a system. */
export interface Transport {
  open(program: Program): Place
}
