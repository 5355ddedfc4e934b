import type { Notifier } from '../place/control.js'
import type { Death } from '../watch/death.js'
import type { Watcher } from './resident.js'

/** Who watches one actor. By all that tells them apart: a peer may have many, and takes them back one by one. */
export class Watchers {
  readonly #watchers = new Map<string, Watcher>()

  add(watcher: Watcher): void {
    this.#watchers.set(keyOf(watcher), watcher)
  }

  remove(watcher: Watcher): void {
    this.#watchers.delete(keyOf(watcher))
  }

  tell(runtimes: Notifier, death: Death): void {
    for (const { at, watcher } of this.#watchers.values()) runtimes.notify(at, 'down', { watcher, death })
  }
}

const keyOf = ({ at, watcher }: Watcher) => `${at.node}/${at.place}/${watcher}`
