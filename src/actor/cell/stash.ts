import { MisplacedCallError, StashFullError } from '../errors.js'
import type { UserMessage } from './mailbox.js'

/** What is wrong with a call that concerns a message where there is none. */
export const insideOnly =
  'works only inside the handler of an ask or tell, before its first await if that is reentrant'

/** Messages that an actor put aside, in the order in which they came. Kept over a restart, like the mailbox. */
export class Stash {
  readonly #path: string
  readonly #capacity: number
  #messages: UserMessage[] = []
  #latest: UserMessage | undefined

  constructor(path: string, capacity: number) {
    this.#path = path
    this.#capacity = capacity
  }

  /**
   * Keeps a copy that carries the reply address from now on: whoever handles the copy replies, so this
   * message's own handler, which is still running, no longer does.
   *
   * @returns what is wrong when there is no room
   */
  add(message: UserMessage): StashFullError | undefined {
    if (message === this.#latest)
      throw new MisplacedCallError(
        this.#path,
        'ctx.stash()',
        `was called twice for '${message.name}': once keeps it, with its reply address`,
      )
    if (this.#messages.length >= this.#capacity) return new StashFullError(this.#path, this.#capacity)
    this.#messages.push({ ...message })
    this.#latest = message
    message.id = 0
    return undefined
  }

  get size(): number {
    return this.#messages.length
  }

  /** Empties the stash. */
  take(): UserMessage[] {
    const messages = this.#messages
    this.#messages = []
    return messages
  }
}
