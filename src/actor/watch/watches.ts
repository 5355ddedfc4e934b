import { type NodeId, sameWhereabouts, type Whereabouts } from '../../transport/whereabouts.js'
import type { Located } from '../cell/resident.js'
import type { Notifier } from '../place/control.js'
import { type Address, isPlaceRoot } from '../ref.js'
import type { Death } from './death.js'

interface Watch {
  readonly target: Address
  readonly notify: (death: Death) => void
}

/**
 * The death watches of one place, each by a number. An entry is removed before it notifies, so a death is
 * told at most once, whatever route reports it first (the actor's runtime, its thread's exit, the hub).
 */
export class Watches {
  readonly #runtimes: Notifier
  readonly #watches = new Map<number, Watch>()
  #next: number

  /** @param first the number of the first watch */
  constructor(runtimes: Notifier, first: number) {
    this.#next = first
    this.#runtimes = runtimes
  }

  add(target: Address, notify: (death: Death) => void): number {
    const watcher = this.#next++
    this.#watches.set(watcher, { target, notify })
    // The first actor of a thread dies with its thread: the hub reports that, and knows the dead ones.
    this.#runtimes.notify(target, 'watch', { uid: target.uid, watcher })
    return watcher
  }

  remove(watcher: number): void {
    const watch = this.#watches.get(watcher)
    if (!watch) return
    this.#watches.delete(watcher)
    this.#runtimes.notify(watch.target, 'unwatch', { uid: watch.target.uid, watcher })
  }

  down(watcher: number, death: Death): void {
    const watch = this.#watches.get(watcher)
    if (!watch) return
    this.#watches.delete(watcher)
    watch.notify(death)
  }

  /** A thread that will be started again keeps its first actor: that one's watches wait. */
  placeDown(place: Whereabouts, death: Death, final: boolean, kept: readonly number[]): void {
    const waits = new Set(kept)
    for (const [watcher, { target }] of this.#watches) {
      if (!sameWhereabouts(target, place)) continue
      // The watch itself was lost with the thread: the next life is told of it again.
      if (waits.has(target.uid)) this.#runtimes.notify(target, 'watch', { uid: target.uid, watcher })
      else if (final || !isPlaceRoot(target)) this.down(watcher, death)
    }
  }

  /** An actor is dead of whom its own thread can't tell. */
  actorDown(at: Located, death: Death): void {
    for (const [watcher, { target }] of this.#watches) {
      if (target.uid === at.uid && sameWhereabouts(target, at)) this.down(watcher, death)
    }
  }

  nodeDown(node: NodeId, death: Death): void {
    for (const [watcher, { target }] of this.#watches) if (target.node === node) this.down(watcher, death)
  }
}
