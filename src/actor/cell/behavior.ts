import { checkOptions, checkPromise } from '../callbacks.js'
import type { ErrorNames, Handlers, Names, PayloadOf } from '../handlers.js'
import { type ActorRef, messageName } from '../ref.js'
import { failedWith } from '../watch/death.js'

/** What a behavior needs from the life it belongs to. */
export interface Behaving {
  readonly self: ActorRef
  /** False once the life ended. */
  readonly alive: boolean
  /** Handlers for the messages after the current one. */
  become(handlers: Handlers): void
  /** Puts a message of the actor to itself at the end of its queue; it always finds room. */
  post(name: string, payload: unknown): void
  fail(error: unknown): void
}

/** The handlers of an actor as it knows them itself: typed, and replaceable. Made by `ctx.behavior`. */
export class Behavior<H extends Handlers> {
  /** What setup returns. */
  readonly handlers: H
  readonly #life: Behaving

  /** Made by the runtime: use `ctx.behavior()`. */
  constructor(life: Behaving, handlers: H) {
    this.#life = life
    this.handlers = handlers
  }

  /** `ctx.self` that knows its messages. */
  get self(): ActorRef<H> {
    return this.#life.self
  }

  /**
   * Handles the messages after the current one with `handlers`: same names, payloads and replies. They stay
   * until the next become or unbecome; a restart begins with what setup returns.
   */
  become(handlers: H): void {
    this.#life.become(handlers)
  }

  /** Back to the first handlers. */
  unbecome(): void {
    this.#life.become(this.handlers)
  }

  /**
   * Sends the promise's result to this actor itself, as the message `name`, without holding up other
   * messages. A rejection comes as the message `onError`, its payload the error; without `onError` it fails
   * the actor. Dropped when this life has ended by then.
   */
  pipeToSelf<K extends Names<H>>(
    promise: PromiseLike<PayloadOf<H[K]>>,
    name: K,
    options?: { onError?: ErrorNames<H> },
  ): void {
    const life = this.#life
    checkPromise(promise, 'pipeToSelf')
    const { onError } = checkOptions(options, 'pipeToSelf', ['onError'])
    const [good, bad] = [messageName(name), onError === undefined ? undefined : messageName(onError)]
    promise.then(
      (value) => {
        if (life.alive) life.post(good, value)
      },
      (thrown: unknown) => {
        if (!life.alive) return
        const { error } = failedWith(thrown)
        if (bad === undefined) life.fail(error)
        else life.post(bad, error)
      },
    )
  }
}
