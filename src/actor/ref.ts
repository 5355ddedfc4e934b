import { textOf } from '../errors.js'
import type { Transferable } from '../transport/envelope.js'
import { poisonPill } from '../transport/envelope.js'
import { type PlaceId, sameWhereabouts, type Whereabouts } from '../transport/whereabouts.js'
import { ForeignRefError } from './errors.js'
import type { Handlers, ItemOf, Names, PayloadOf, ReplyNames, ReplyOf } from './handlers.js'
import type { StreamOptions } from './stream/sink.js'

/** Where an actor lives. `uid` is unique within its place; the actor a place was opened for has 1. Plain data. */
export interface Address extends Whereabouts {
  readonly uid: number
  readonly path: string
  readonly capacity: number
  /**
   * Number in the system's table of gauges, once the ref crossed threads: user messages that wait or are on
   * their way. Other nodes carry it along and make no use of it.
   */
  readonly gauge?: number
}

/** True for the actor that a thread was opened for: it lives and dies with its thread. */
export const isPlaceRoot = (address: { place: PlaceId; uid: number }) =>
  address.place !== 0 && address.uid === 1

/** Options of a single send. `transfer` moves buffers and ports to another thread instead of copying them. */
export interface SendOptions {
  transfer?: readonly Transferable[]
}

export interface AskOptions extends SendOptions {
  /** How long to wait for the reply, in milliseconds; every ask has a deadline. */
  timeoutMs: number
  signal?: AbortSignal
}

/** What a ref needs from the runtime of its thread. */
export interface Sender {
  tell(to: Address, name: string, payload: unknown, options: SendOptions | undefined): void
  offer(to: Address, name: string, payload: unknown, options: SendOptions | undefined): boolean
  ask(to: Address, name: string, payload: unknown, options: AskOptions): Promise<unknown>
  stream(to: Address, name: string, payload: unknown, options: StreamOptions): AsyncIterableIterator<any>
}

/** What follows a message's name: a payload if its handler takes one, then options. */
export type Rest<F, O> =
  undefined extends PayloadOf<F>
    ? [payload?: PayloadOf<F>, options?: O]
    : [payload: PayloadOf<F>, options?: O]

/**
 * The way to reach an actor. Stays valid over restarts; can be sent in messages to any thread.
 *
 * Within a thread payloads are handed over as they are (don't change them after sending); other threads get a
 * copy, as docs/actors.md says under "What may be in a message".
 */
export class ActorRef<H extends Handlers = any> {
  /** Names of all ancestors and the actor itself: `/supervisor/agent-1`. */
  readonly path: string
  /** Type only: a ref can pass for one of an actor with fewer handlers, not for another actor's. */
  declare readonly handlers?: H
  /** @internal */ readonly address: Address
  /** @internal */ readonly sender: Sender

  /** @internal */
  constructor(sender: Sender, address: Address) {
    this.sender = sender
    this.address = address
    this.path = address.path
  }

  /**
   * Sends without waiting, at most once, in order per sender and receiver. What can't be delivered becomes a
   * dead letter.
   *
   * @throws NotEncodableError only, and ActorOptionError for options that are none
   */
  tell<K extends ReplyNames<H>>(name: K, ...[payload, options]: Rest<H[K], SendOptions>): void {
    this.sender.tell(this.address, messageName(name), payload, options)
  }

  /**
   * Like tell, but says false, and sends nothing, when the receiver's mailbox is full. True promises no
   * handling: the receiver may die.
   *
   * @throws NotEncodableError only, and ActorOptionError for options that are none
   */
  offer<K extends ReplyNames<H>>(name: K, ...[payload, options]: Rest<H[K], SendOptions>): boolean {
    return this.sender.offer(this.address, messageName(name), payload, options)
  }

  /**
   * Sends and waits for the handler's result. Rejects with what the handler threw, AskTimeoutError,
   * AskAbortedError, ActorDownError, MailboxFullError, UnknownMessageError or NotEncodableError.
   */
  ask<K extends ReplyNames<H>>(
    name: K,
    payload: PayloadOf<H[K]>,
    options: AskOptions,
  ): Promise<ReplyOf<H[K]>> {
    return this.sender.ask(this.address, messageName(name), payload, options) as Promise<ReplyOf<H[K]>>
  }

  /**
   * Reads what a handler gives as a stream: what an async generator yields, or the one result of any other
   * handler. Opens with the first `next`; the handler runs on only while this side takes items, and leaving
   * the loop ends it. Throws what the handler threw, or what an ask would; AskTimeoutError when an item takes
   * longer than `timeoutMs`.
   */
  stream<K extends Names<H>>(
    name: K,
    payload: PayloadOf<H[K]>,
    options: StreamOptions,
  ): AsyncIterableIterator<ItemOf<H[K]>> {
    return this.sender.stream(this.address, messageName(name), payload, options)
  }

  /**
   * Stops the actor after what is queued now, from any thread: a message that waits its turn, though a full
   * mailbox takes it too. What comes behind it becomes a dead letter (`poisoned`). `ctx.stop(ref, { mode:
   * 'drain' })` does the same and waits for the end.
   */
  poison(): void {
    this.sender.tell(this.address, poisonPill, undefined, undefined)
  }

  /** True when both refs lead to the same actor. */
  equals(other: ActorRef): boolean {
    if (!(other instanceof ActorRef)) return false
    return this.address.uid === other.address.uid && sameWhereabouts(this.address, other.address)
  }

  toJSON(): { path: string } {
    return { path: this.path }
  }
}

/** Whatever a program without types gives as a name is one that no handler has, and is told so by its text. */
export const messageName = (name: unknown): string => (typeof name === 'string' ? name : textOf(name))

/** @throws ForeignRefError when `ref` is no ref that `sender`, the runtime of this thread, made */
export function checkRef(sender: Sender, ref: unknown, call: string): asserts ref is ActorRef {
  if (!(ref instanceof ActorRef)) throw new ForeignRefError(call, ref === null ? 'null' : typeof ref)
  if (ref.sender !== sender) throw new ForeignRefError(call, ref.path)
}
