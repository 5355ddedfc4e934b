import { checkFunction } from '../callbacks.js'

/** Those who want to hear of something. What one of them throws harms neither the others nor the runtime. */
export class Listeners<E> {
  readonly #listeners = new Set<(event: E) => void>()

  /** The result ends it. @throws ActorOptionError */
  subscribe(listener: (event: E) => void): () => void {
    checkFunction(listener, 'subscribe')
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  tell(event: E): void {
    for (const listener of this.#listeners) tell(listener, event)
  }
}

/** Calls a function of the program; an error is the program's, not that of the actor or thread that is amid something. */
export function tell<E extends readonly unknown[]>(listener: (...event: E) => void, ...event: E): void {
  try {
    listener(...event)
  } catch (error) {
    setImmediate(() => {
      throw error
    })
  }
}
