import { NameRegisteredError } from '../errors.js'
import type { Kernel } from '../place/kernel.js'
import type { ActorRef } from '../ref.js'

interface Entry {
  readonly ref: ActorRef
  /** Number of the watch that frees the name. */
  readonly watcher: number
}

/** The names of a system, kept in its main thread. A name ends with its actor; a restart keeps it. */
export class Registry {
  readonly #kernel: Kernel
  readonly #entries = new Map<string, Entry>()
  readonly #waiting = new Map<string, Set<(ref: ActorRef) => void>>()

  constructor(kernel: Kernel) {
    this.#kernel = kernel
  }

  /**
   * Registering the same actor again changes nothing.
   *
   * @throws NameRegisteredError when another actor has the name
   */
  register({ name, ref }: { name: string; ref: ActorRef }): void {
    const known = this.#entries.get(name)
    if (known?.ref.equals(ref)) return
    if (known) throw new NameRegisteredError(name, known.ref.path)
    const entry = { ref, watcher: 0 }
    this.#entries.set(name, entry)
    // Tells at once, before it returns, of an actor here that is dead already.
    entry.watcher = this.#kernel.watches.add(ref.address, () => {
      if (this.#entries.get(name) === entry) this.#entries.delete(name)
    })
    for (const found of this.#waiting.get(name) ?? []) found(ref)
  }

  /** Says whether there was such a name. */
  unregister({ name }: { name: string }): boolean {
    const entry = this.#entries.get(name)
    if (!entry) return false
    this.#kernel.watches.remove(entry.watcher)
    return this.#entries.delete(name)
  }

  /** The actor of that name, waiting up to `timeoutMs` for it to be registered; undefined if none is then. */
  lookup({ name, timeoutMs }: { name: string; timeoutMs: number }): Promise<ActorRef | undefined> {
    const known = this.#entries.get(name)
    if (known || timeoutMs === 0) return Promise.resolve(known?.ref)
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(name) ?? new Set()
      this.#waiting.set(name, waiting)
      const settle = (ref: ActorRef | undefined) => {
        cancel()
        waiting.delete(found)
        if (waiting.size === 0) this.#waiting.delete(name)
        resolve(ref)
      }
      const found = (ref: ActorRef) => settle(ref)
      const cancel = this.#kernel.clock.schedule(timeoutMs, () => settle(undefined))
      waiting.add(found)
    })
  }
}
