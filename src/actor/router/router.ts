import { ActorDownError, MisplacedCallError } from '../errors.js'
import type { Handlers, ItemOf, Names, PayloadOf, ReplyNames, ReplyOf } from '../handlers.js'
import type { Kernel } from '../place/kernel.js'
import { type ActorRef, type AskOptions, messageName, type Rest, type SendOptions } from '../ref.js'
import type { StreamOptions } from '../stream/sink.js'
import type { Routing } from './options.js'
import { type Picker, picker, type Routee } from './strategies.js'

/**
 * Sends to several actors of one kind as if they were one. It picks in the sender's thread, so a message takes
 * no detour. A routee that is restarted stays; one that is gone for good is left out from then on.
 *
 * A router belongs to the thread it was made in. Others can make one of their own over its `routees`.
 */
export class Router<H extends Handlers> {
  readonly #kernel: Kernel
  readonly #path: string
  readonly #picker: Picker | undefined
  #live: readonly Routee[]
  readonly #watches: number[]

  /** @internal */
  constructor(kernel: Kernel, path: string, refs: readonly ActorRef<H>[], routing: Routing<H>) {
    this.#kernel = kernel
    this.#path = path
    this.#picker = picker(routing, (ref) => kernel.waiting(ref.address))
    this.#live = refs.map((ref) => ({ ref, outstanding: 0 }))
    this.#watches = this.#live.map((routee) =>
      kernel.watches.add(routee.ref.address, () => {
        this.#live = this.#live.filter((other) => other !== routee)
        this.#picker?.changed(this.#live)
      }),
    )
  }

  /** Those that are alive. */
  get routees(): ActorRef<H>[] {
    return this.#live.map(({ ref }) => ref)
  }

  /** Like `ref.tell`. Without a living routee the message is a dead letter. */
  tell<K extends ReplyNames<H>>(name: K, ...[payload, options]: Rest<H[K], SendOptions>): void {
    const chosen = this.#choose(name, payload)
    if (chosen.length === 0) this.#kernel.deadLetter(this.#path, messageName(name), 'down')
    for (const { ref } of chosen) this.#kernel.tell(ref.address, messageName(name), payload, options)
  }

  /** Like `ref.offer`: false when the picked routee's mailbox is full, or with `broadcast` anyone's. */
  offer<K extends ReplyNames<H>>(name: K, ...[payload, options]: Rest<H[K], SendOptions>): boolean {
    const chosen = this.#choose(name, payload)
    let taken = chosen.length > 0
    for (const { ref } of chosen)
      taken = this.#kernel.offer(ref.address, messageName(name), payload, options) && taken
    return taken
  }

  /** Like `ref.ask`. With `broadcast` it resolves to the first good reply, and fails when all have failed. */
  async ask<K extends ReplyNames<H>>(
    name: K,
    payload: PayloadOf<H[K]>,
    options: AskOptions,
  ): Promise<ReplyOf<H[K]>> {
    const chosen = this.#choose(name, payload)
    if (chosen.length === 0) throw new ActorDownError(this.#path, 'no routee is left')
    const asks = chosen.map((routee) => this.#ask(routee, name, payload, options))
    return (asks.length === 1 ? asks[0] : Promise.any(asks)) as Promise<ReplyOf<H[K]>>
  }

  /** Like `ref.stream`. With `broadcast` there is none: a group has one of all its members. */
  stream<K extends Names<H>>(
    name: K,
    payload: PayloadOf<H[K]>,
    options: StreamOptions,
  ): AsyncIterableIterator<ItemOf<H[K]>> {
    if (!this.#picker)
      throw new MisplacedCallError(
        this.#path,
        'stream()',
        'is not for broadcast: spawnGroup() gives a group, whose stream has the items of all',
      )
    const [chosen] = this.#choose(name, payload)
    if (!chosen) throw new ActorDownError(this.#path, 'no routee is left')
    return this.#kernel.stream(chosen.ref.address, messageName(name), payload, options)
  }

  /** Stops watching the routees, which live on. */
  close(): void {
    for (const watch of this.#watches.splice(0)) this.#kernel.watches.remove(watch)
    this.#live = []
  }

  async #ask(routee: Routee, name: string, payload: unknown, options: AskOptions): Promise<unknown> {
    routee.outstanding++
    try {
      return await this.#kernel.ask(routee.ref.address, messageName(name), payload, options)
    } finally {
      routee.outstanding--
    }
  }

  #choose(name: string, payload: unknown): readonly Routee[] {
    if (!this.#picker || this.#live.length === 0) return this.#live
    return [this.#picker.pick(this.#live, name, payload)]
  }
}
