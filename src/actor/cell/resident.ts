import type { NodeId, PlaceId, Whereabouts } from '../../transport/whereabouts.js'
import type { Reporting } from '../observe/report.js'
import type { Death } from '../watch/death.js'
import type { UserMessage } from './mailbox.js'

/** A watch of another place, or this one, on an actor here. */
export interface Watcher {
  readonly at: Whereabouts
  readonly watcher: number
}

/** An actor of any place, without what a ref needs besides. */
export interface Located extends Whereabouts {
  readonly uid: number
}

/** That of an address alone: what is told of an actor travels without the rest. */
export const located = ({ node, place, uid }: Located): Located => ({ node, place, uid })

/** An actor of this place as its runtime sees it. */
export interface Resident extends Reporting {
  readonly full: boolean
  /** User messages that wait, the one in its handler included. */
  readonly waiting: number
  readonly children: {
    failed(child: Located, error: Error): void
    gone(child: Located): void
  }
  /** `counted`: the sender's thread counted the message in the gauge. */
  accept(message: UserMessage, counted: boolean): void
  /** The number of its gauge, made when a ref first leaves the thread; undefined when there is no room. */
  share(): number | undefined
  /** A new life, if this one waits for it; false when its setup failed. Never rejects. */
  restart(incarnation: number): boolean | Promise<boolean>
  /** Ends this life, after the current message or `graceMs`, and waits for a restart. Never rejects. */
  pause(graceMs: number): Promise<void>
  /** Finishes the current message, stops the children, runs the hooks. */
  stop(graceMs: number): void
  /** Dies now. */
  finish(death: Death): void
  /** Ends without a word to anybody. */
  abandon(): void
  addWatcher(watcher: Watcher): void
  removeWatcher(watcher: Watcher): void
}

/** Who has children on other nodes. */
export interface FarParent {
  nodeDown(node: NodeId, death: Death): void
}

/** Who opened a place and supervises its first actor. */
export interface PlaceOwner {
  placeDown(place: PlaceId, death: Death, final: boolean): void
}
