import type { ResourceLimits } from 'node:worker_threads'
import type { NodeId, PlaceId, Whereabouts } from '../../transport/whereabouts.js'
import type { Located } from '../cell/resident.js'
import type { Failure } from '../children/supervision.js'
import type { PlaceReport } from '../observe/report.js'
import type { TraceEvent } from '../observe/trace.js'
import type { LongWait } from '../observe/waiting.js'
import type { Seat, SeatRequest } from '../pool/seating.js'
import type { ActorRef, Address } from '../ref.js'
import type { Death } from '../watch/death.js'
import type { DeadLetter } from './dead-letters.js'

/** What an actor starts out with, wherever it runs. */
export interface Origin {
  readonly args: unknown
  readonly address: Address
  /** The actor that supervises it. */
  readonly parent: Located
  readonly incarnation: number
  readonly overflow: 'drop-new' | 'drop-old'
  /** How many messages it may stash. */
  readonly stash: number
  readonly spawnTimeoutMs: number
}

/** What a fresh thread needs to start the actor it was opened for. */
export interface SpawnOrder extends Origin {
  readonly url: string
  readonly ordinal: number
}

/** What another process needs to start an actor by the name it listed it under. */
export interface FarSpawn extends Origin {
  readonly actor: string
}

/** The end of another node, or of the way to it; or of one place there. */
export interface FarEnd {
  readonly node: NodeId
  readonly death: Death
  /** None: all of them. */
  readonly place?: PlaceId
  /** Whether the place will not be opened again. */
  readonly final: boolean
  /** Actors that wait for its next life. */
  readonly kept: readonly number[]
}

/**
 * What runtimes of places say to each other, on the control lane: it overtakes everything that waits in
 * mailboxes. Every entry but the ones that open, spawn and kill is idempotent and needs no answer.
 */
export interface Control extends PlaceControl, HubControl {}

/** What any place is told. */
export interface PlaceControl {
  spawn(order: SpawnOrder): Promise<void>
  /** Starts an actor in a shared thread: see `pool/`. */
  settle(order: SpawnOrder): Promise<void>
  /** This thread is a shared one, and keeps what arrives for these actors until they come. */
  seats(p: { seats: readonly Seat[]; device: string | undefined }): void
  /** An actor ended whose shared thread is between two lives. */
  seatDown(p: { place: PlaceId; uid: number; death: Death }): void
  /** A new life for an actor that waits for one; false when its setup failed. */
  restart(p: { uid: number; incarnation: number }): Promise<boolean>
  /** Ends a life so that another one can begin, the mailbox kept; settles when it is over. */
  pause(p: { uid: number; graceMs: number }): Promise<void>
  stop(p: { uid: number; graceMs: number }): void
  /** Ends an actor at once, whatever it does. */
  halt(p: { uid: number; death: Death }): void
  childFailed(p: { parent: number; child: Located; error: Error }): void
  childGone(p: { parent: number; child: Located }): void
  watch(p: { uid: number; watcher: number }, from: Whereabouts): void
  unwatch(p: { uid: number; watcher: number }, from: Whereabouts): void
  down(p: { watcher: number; death: Death }): void
  /** A place's thread ended. `final`: it will not be opened again, so its first actor is dead too. `kept`: actors that wait for its next life. */
  placeDown(p: { place: PlaceId; death: Death; final: boolean; kept: readonly number[] }): void
  /** What its first `limit` actors are doing. */
  inspect(p: { limit: number }): PlaceReport
  /** Whether main wants to hear of every message. */
  trace(p: { on: boolean }): void
  /** Nobody on another node, or in one of its places, answers any more. */
  farSilent(p: FarEnd): void
  /** The same on the user lane, behind the last messages from there: the actors there are dead. */
  farDown(p: FarEnd): void
}

/** What the main thread is told, which owns all threads. */
export interface HubControl {
  openPlace(p: { name: string; resourceLimits?: ResourceLimits }, from: Whereabouts): PlaceId
  reopenPlace(p: { place: PlaceId }): void
  /** Finds an actor its place in a shared thread. */
  seat(p: SeatRequest & { path: string; parent: Located }): Promise<{ place: PlaceId; uid: number }>
  /** Gives it back, and ends its actor if there is a `death`; `alone`: though its thread does not answer. */
  unseat(p: { place: PlaceId; uid: number; death?: Death; alone?: boolean }): void
  /** Settles when a shared thread lives again. */
  placeReady(p: { place: PlaceId }): Promise<void> | undefined
  /** Terminates a place's thread, which may be opened again; settles at its exit. */
  cutPlace(p: { place: PlaceId }): Promise<void>
  /** Terminates a place's thread unless it answers within `withinMs`; it may be opened again. */
  relieve(p: { place: PlaceId; withinMs: number }): Promise<void>
  /** Ends a place for good; settles at its thread's exit. */
  closePlace(p: { place: PlaceId; death: Death }): Promise<void>
  /** The first actor of the sender's place died; its thread is about to leave. */
  rootDown(p: { death: Death }, from: Whereabouts): void
  register(p: { name: string; ref: ActorRef }): void
  unregister(p: { name: string }): boolean
  /** Waits up to `timeoutMs` for the name. */
  lookup(p: { name: string; timeoutMs: number }): Promise<ActorRef | undefined>
  deadLetter(letter: DeadLetter): void
  failure(failure: Failure): void
  /** A handler awaits for long, or did. */
  waited(p: LongWait, from: Whereabouts): void
  traced(p: { events: TraceEvent[]; dropped: number }): void
  /** Starts an actor whose parent is on another node; gives its number. */
  spawnFar(p: FarSpawn, from: Whereabouts): Promise<number>
}

/** Tells the runtime of a place, this one's own included. */
export interface Notifier {
  notify<K extends keyof Control>(to: Whereabouts, name: K, payload: Parameters<Control[K]>[0]): void
}
