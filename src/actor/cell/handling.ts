import { poisonPill } from '../../transport/envelope.js'
import { UnknownMessageError } from '../errors.js'
import { StaleGenerationError } from '../group/errors.js'
import type { Handlers } from '../handlers.js'
import { nameOf, noticeName } from '../observe/monitor.js'
import type { Kernel } from '../place/kernel.js'
import { StreamOnlyError } from '../stream/errors.js'
import { handlerName, isAsyncIterable, streamPrefix } from '../stream/streams.js'
import { callOf } from './call.js'
import { Deferred } from './deferred.js'
import { type Item, isUser, type UserMessage } from './mailbox.js'
import { isReentrant } from './reentrant.js'
import { isThenable } from './setup.js'
import type { Silence } from './timers.js'

/** Whose messages are handled. */
export interface Handled {
  readonly kernel: Kernel
  readonly path: string
  readonly incarnation: number
  readonly silence: Silence | undefined
  /** Whether what the item's handler does still counts. */
  handles(item: object): boolean
  /** A handler ended well, so the next item may come. */
  handled(): void
  /** A handler threw. */
  fail(error: unknown, item: Item): void
  /** A poison pill's turn has come. */
  poisoned(pill: UserMessage): void
  /** A handler was called to give a stream, and gave this. */
  streams(message: UserMessage, given: unknown): void
  /** Answers a message that has no handler, or none in this life. */
  refuse(message: UserMessage, why: 'unknown-message' | 'stale-generation', error: () => Error): void
}

/**
 * What an actor is doing: the handlers in force, the item that keeps it busy, and the messages whose reentrant
 * handlers await something. A completion counts only while its item is still here: whatever handlers run on
 * after a failure or an end reach nobody.
 */
export class Handling {
  /** Undefined until setup returns them. */
  handlers: Handlers | undefined
  readonly #actor: Handled
  #current: Item | undefined
  #open: Set<UserMessage> | undefined
  /** Messages whose handler was called. */
  count = 0

  constructor(actor: Handled) {
    this.#actor = actor
  }

  /** A handler runs that lets no other one begin. */
  get exclusive(): boolean {
    return this.#current !== undefined
  }

  /** No handler runs at all. */
  get idle(): boolean {
    return this.#current === undefined && !this.#open?.size
  }

  get item(): Item | undefined {
    return this.#current
  }

  /** The message whose handler runs. */
  get message(): UserMessage | undefined {
    return isUser(this.#current) ? this.#current : undefined
  }

  /** Messages whose handlers have not ended. */
  get names(): string[] {
    const names = [...(this.#open ?? [])].map(nameOf)
    if (this.#current) names.push(nameOf(this.#current))
    return names
  }

  /** Whether what the item's handler does still counts. */
  has(item: object): boolean {
    return this.#current === item || (this.#open?.has(item as UserMessage) ?? false)
  }

  start(item: Item): void {
    this.#current = item
    const actor = this.#actor
    const { monitor, probe } = actor.kernel
    const handlers = this.handlers!
    let result: unknown
    probe?.began(item)
    try {
      if (!isUser(item)) {
        monitor?.begin(actor.path, noticeName)
        result = item.run()
      } else {
        actor.silence?.broken()
        // own properties only: a message named `constructor` or `__proto__` finds nothing
        if (Object.hasOwn(handlers, item.name)) {
          this.count++
          monitor?.begin(actor.path, item.name)
          result = handlers[item.name]!(item.payload)
        } else result = this.#unhandled(item, handlers)
      }
    } catch (error) {
      monitor?.end()
      this.#failed(item, error)
      return
    }
    monitor?.end()
    if (isThenable(result)) this.#await(item, handlers, result)
    else this.#finish(item, result)
  }

  /** @param handlers those that were in force when the handler began */
  #await(item: Item, handlers: Handlers, result: PromiseLike<unknown>): void {
    const reentrant = isUser(item) && isReentrant(handlers[handlerName(item.name)]!)
    // The handler may have failed the actor before its first await: then its item is gone.
    if (reentrant && this.#current === item) {
      this.#current = undefined
      this.#open ??= new Set()
      this.#open.add(item)
      this.#actor.handled()
    }
    const { awaiting } = this.#actor.kernel
    awaiting?.add(this.#actor, item)
    result.then(
      (value) => {
        awaiting?.remove(item)
        this.#finish(item, value)
      },
      (error) => {
        awaiting?.remove(item)
        if (this.has(item)) this.#failed(item, error)
      },
    )
  }

  #failed(item: Item, error: unknown): void {
    this.#actor.kernel.probe?.ended(this.#actor, item, true)
    this.#actor.fail(error, item)
  }

  #finish(item: Item, value: unknown): void {
    if (!this.forget(item)) return
    const { kernel, silence } = this.#actor
    kernel.probe?.ended(this.#actor, item, false)
    if (isUser(item)) {
      silence?.broken()
      if (isAsyncIterable(value) || item.name.startsWith(streamPrefix)) this.#stream(item, value)
      else if (item.id !== 0 && !(value instanceof Deferred)) kernel.reply(item.from, item.id, true, value)
    }
    this.#actor.handled()
  }

  /** False for an item that was dropped meanwhile. */
  forget(item: Item): boolean {
    if (this.#current !== item) return this.#open?.delete(item as UserMessage) ?? false
    this.#current = undefined
    return true
  }

  /** Whatever handlers still run, they reach nobody: their asks reject with `error`, or hear nothing. */
  drop(error?: Error): void {
    const { message } = this
    const open = this.#open
    this.#current = undefined
    this.#open = undefined
    if (!error) return
    const { kernel } = this.#actor
    if (message) kernel.reply(message.from, message.id, false, error)
    for (const { from, id } of open ?? []) kernel.reply(from, id, false, error)
  }

  /** A handler gave a stream, or was called for one: only both together make sense, or a stream of one item. */
  #stream(message: UserMessage, value: unknown): void {
    const { kernel, path } = this.#actor
    if (value instanceof Deferred || (message.id === 0 && !isAsyncIterable(value))) return
    if (message.name.startsWith(streamPrefix)) this.#actor.streams(message, value)
    else {
      const error = new StreamOnlyError(path, handlerName(message.name))
      // Nobody reads it: what its handler began is given up.
      void Promise.resolve((value as AsyncIterable<unknown>)[Symbol.asyncIterator]().return?.()).catch(
        () => {},
      )
      if (message.id === 0) kernel.deadLetter(path, message.name, 'stream-only')
      else kernel.reply(message.from, message.id, false, error)
    }
  }

  #unhandled(message: UserMessage, handlers: Handlers): unknown {
    const { path, kernel, incarnation } = this.#actor
    const call = callOf(message)
    const name = handlerName(message.name)
    const known = call !== undefined && Object.hasOwn(handlers, name)
    // Whoever called this ends what is begun here. The monitor keeps names: those without a handler are endless.
    kernel.monitor?.begin(path, known ? name : noticeName)
    if (message.name === poisonPill) {
      this.#actor.poisoned(message)
      return undefined
    }
    const generation = call?.generation ?? incarnation
    if (generation !== incarnation) {
      const error = () => new StaleGenerationError(path, name, generation, incarnation)
      this.#actor.refuse(message, 'stale-generation', error)
    } else if (known) {
      this.count++
      return handlers[name]!(call.payload)
    } else {
      const error = () => new UnknownMessageError(path, name, Object.keys(handlers))
      this.#actor.refuse(message, 'unknown-message', error)
    }
    kernel.probe?.forget(message)
    message.id = 0
    return undefined
  }
}
