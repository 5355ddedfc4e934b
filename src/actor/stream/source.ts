import type { Clock } from '../clock.js'
import { ActorDownError } from '../errors.js'

/** How items leave for the one who asked for them. */
export interface Outlet {
  item(value: unknown): void
  /** No more come; with `error`, because of it. */
  end(error?: unknown): void
}

/** The actor whose handler makes the items. */
export interface Maker {
  readonly path: string
  readonly clock: Clock
  /** Queues work that runs as a handler: what it throws fails the actor. */
  enqueue(run: () => unknown): void
}

/**
 * The sending end of a stream. It asks the handler's iterator for the next item only when the other side has
 * given credit, each time as a turn of its own: between two items the actor handles other messages, so a slow
 * reader keeps nobody waiting.
 */
export class Source {
  readonly #maker: Maker
  readonly #iterator: AsyncIterator<unknown>
  readonly #outlet: Outlet
  readonly #holdMs: number
  #credits: number
  #pulling = false
  #over = false
  #release = () => {}

  /** @param holdMs how long to wait for credit before the reader counts as gone */
  constructor(
    maker: Maker,
    iterator: AsyncIterator<unknown>,
    outlet: Outlet,
    credits: number,
    holdMs: number,
  ) {
    this.#maker = maker
    this.#iterator = iterator
    this.#outlet = outlet
    this.#credits = credits
    this.#holdMs = holdMs
    this.#proceed()
  }

  credit(count: number): void {
    this.#credits += count
    this.#proceed()
  }

  /** The reader wants no more: the handler's `finally` blocks run, as a turn. */
  cancel(): void {
    if (!this.#finish()) return
    this.#maker.enqueue(() => this.#iterator.return?.())
  }

  /** The actor's life ends. What its handler still does reaches nobody. */
  drop(reason: string, cause?: unknown): void {
    if (!this.#finish()) return
    this.#outlet.end(new ActorDownError(this.#maker.path, reason, cause))
    Promise.resolve(this.#iterator.return?.()).catch(() => {})
  }

  #proceed(): void {
    if (this.#over || this.#pulling) return
    this.#release()
    if (this.#credits === 0) {
      this.#release = this.#maker.clock.schedule(this.#holdMs, () => this.cancel())
      return
    }
    this.#pulling = true
    this.#maker.enqueue(() => this.#pull())
  }

  async #pull(): Promise<void> {
    if (this.#over) return
    let next: IteratorResult<unknown>
    try {
      next = await this.#iterator.next()
    } catch (error) {
      // As with any handler: the one who asked hears of it, and the actor fails.
      if (this.#finish()) this.#outlet.end(error)
      throw error
    }
    this.#pulling = false
    if (this.#over) return
    if (next.done) {
      this.#finish()
      this.#outlet.end()
      return
    }
    this.#credits--
    try {
      this.#outlet.item(next.value)
    } catch (error) {
      // An item that can't be encoded ends the stream, not the actor.
      this.#finish()
      this.#outlet.end(error)
      await this.#iterator.return?.()
      return
    }
    this.#proceed()
  }

  /** False when it was over before. */
  #finish(): boolean {
    if (this.#over) return false
    this.#over = true
    this.#release()
    return true
  }
}
