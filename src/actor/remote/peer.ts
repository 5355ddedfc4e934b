import type { Handlers } from '../handlers.js'
import type { ActorRef } from '../ref.js'

/**
 * `connected`, or `reconnecting` after the connection was lost, or `closed` for good: by either side's
 * `close()`, or when no attempt to reconnect succeeded.
 */
export type PeerState = 'connected' | 'reconnecting' | 'closed'

/** Another process, as the one that connected to it sees it. */
export interface Peer {
  /** The identity of the system over there, drawn when it started: another one after it was restarted. */
  readonly node: string
  /** What the other side calls itself, by `name` of its `listen`. */
  readonly name: string
  readonly state: PeerState
  /** Why the connection was lost, the last attempt to reconnect failed, or it was closed. */
  readonly error: Error | undefined
  /**
   * The actor registered over there under a name, if there is one now.
   *
   * @throws ActorDownError (`unreachable`) without a connection, AskTimeoutError
   */
  lookup<H extends Handlers = any>(name: string): Promise<ActorRef<H> | undefined>
  /** Calls `listener` at each change of state from now on; the result ends that. */
  onChange(listener: (state: PeerState) => void): () => void
  /** Ends the connection for both sides, which then take each other's actors for unreachable. */
  close(): void
}

/** A system that can be connected to. */
export interface Listening {
  readonly port: number
  readonly address: string
  /** How many connections came to nothing so far, by code and reason like `ERR_FRAME magic`. */
  readonly refused: ReadonlyMap<string, number>
  /** Takes no more connections; those that exist live on. */
  close(): Promise<void>
}
