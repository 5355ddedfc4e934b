import type { PlaceId } from '../../transport/envelope.js'
import type { Death } from '../watch/death.js'
import type { UserMessage } from './mailbox.js'

/** A watch of another place, or this one, on an actor here. */
export interface Watcher {
  readonly place: PlaceId
  readonly watcher: number
}

/** An actor of this place as its runtime sees it. */
export interface Resident {
  readonly full: boolean
  readonly children: {
    failed(place: PlaceId, uid: number, error: Error): void
    gone(place: PlaceId, uid: number): void
  }
  /** `counted`: the sender's thread counted the message in the gauge. */
  accept(message: UserMessage, counted: boolean): void
  /** The shared count of waiting messages, made when a ref first leaves the thread. */
  share(): Int32Array
  /** A new life, if it failed and waits for its parent's decision. */
  restart(incarnation: number): void
  /** Finishes the current message, stops the children, runs the hooks. */
  stop(graceMs: number): void
  /** Dies now. */
  finish(death: Death): void
  /** Ends without a word to anybody. */
  abandon(): void
  addWatcher(watcher: Watcher): void
  removeWatcher(watcher: Watcher): void
}

/** Who opened a place and supervises its first actor. */
export interface PlaceOwner {
  placeDown(place: PlaceId, death: Death, final: boolean): void
}
