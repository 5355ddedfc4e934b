import { checkFunction } from '../callbacks.js'
import type { Children } from '../children/children.js'
import type { Timers } from '../context.js'
import { ActorDownError, MisplacedCallError, WatchedDiedError } from '../errors.js'
import type { Handlers } from '../handlers.js'
import { checkDelay } from '../options.js'
import type { Kernel } from '../place/kernel.js'
import { type ActorRef, type Address, checkRef } from '../ref.js'
import type { Source } from '../stream/source.js'
import type { Down } from '../watch/death.js'
import { Deferred } from './deferred.js'
import type { UserMessage } from './mailbox.js'
import { insideOnly } from './stash.js'
import { LifeTimers, Silence } from './timers.js'

/** The actor whose life it is. */
export interface Living {
  readonly kernel: Kernel
  readonly ref: ActorRef
  readonly incarnation: number
  readonly children: Children
  readonly hasChildren: boolean
  /** The message whose handler runs, if any. */
  readonly current: UserMessage | undefined
  /** A user message is being handled, or waits. */
  readonly busy: boolean
  /** Told of each user message, so that its absence can be noticed. */
  silence: Silence | undefined
  /** Queues work that runs as a handler. */
  enqueue(run: () => unknown): void
  /** Queues a message of the actor to itself. */
  post(name: string, payload: unknown): void
  stash(): void
  unstashAll(): void
  become(handlers: Handlers): void
}

/**
 * One incarnation of an actor: all that must end with it. Most lives use little of it, and there may be a hundred
 * thousand: what holds resources is made on first use.
 */
export class Life {
  readonly incarnation: number
  readonly #actor: Living
  #alive = true
  #aborted = false
  #controller: AbortController | undefined
  #timers: LifeTimers | undefined
  #watches: Map<string, number> | undefined
  #deferred: Set<Deferred<any>> | undefined
  #sources: Set<Source> | undefined
  #hooks: (() => unknown)[] | undefined
  #closing: Promise<void> | undefined

  constructor(actor: Living) {
    this.#actor = actor
    this.incarnation = actor.incarnation
  }

  get alive(): boolean {
    return this.#alive
  }

  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController()
      if (this.#aborted) this.abort()
    }
    return this.#controller.signal
  }

  get timers(): Timers {
    this.mustLive()
    this.#timers ??= new LifeTimers(this.#actor.kernel.clock, (run) => this.#actor.enqueue(run))
    return this.#timers
  }

  mustLive(): void {
    if (!this.#alive) throw this.ended()
  }

  ended(): ActorDownError {
    return new ActorDownError(this.#path, `its incarnation ${this.incarnation} ended`)
  }

  watch(ref: ActorRef, onDown: (down: Down) => unknown = failWith): void {
    this.mustLive()
    checkRef(this.#actor.kernel, ref, 'watch')
    checkFunction(onDown, 'watch.onDown')
    this.unwatch(ref)
    const key = watchKey(ref.address)
    this.#watches ??= new Map()
    let watcher = 0
    watcher = this.#actor.kernel.watches.add(ref.address, (death) => {
      // Queued behind the dead actor's last messages; unwatch may still come before it is handled.
      this.#actor.enqueue(() => {
        if (!this.#alive || this.#watches?.get(key) !== watcher) return undefined
        this.#watches.delete(key)
        return onDown({ ref, ...death })
      })
    })
    this.#watches.set(key, watcher)
  }

  unwatch(ref: ActorRef): void {
    checkRef(this.#actor.kernel, ref, 'unwatch')
    const key = watchKey(ref.address)
    const watcher = this.#watches?.get(key)
    if (watcher === undefined) return
    this.#watches!.delete(key)
    this.#actor.kernel.watches.remove(watcher)
  }

  defer<T>(): Deferred<T> {
    this.mustLive()
    const { kernel, current } = this.#actor
    if (!current) throw new MisplacedCallError(this.#path, 'ctx.defer()', insideOnly)
    const { from, id } = current
    const deferred = new Deferred<T>((ok, value) => {
      this.#deferred?.delete(deferred)
      kernel.reply(from, id, ok, value)
    })
    if (id !== 0) {
      this.#deferred ??= new Set()
      this.#deferred.add(deferred)
    }
    return deferred
  }

  receiveTimeout(ms: number | undefined, onSilence?: () => unknown): void {
    this.mustLive()
    this.#actor.silence?.cancel()
    this.#actor.silence = undefined
    if (ms === undefined) return
    const actor = this.#actor
    const checked = Math.max(1, checkDelay(ms, 'receiveTimeout'))
    checkFunction(onSilence, 'receiveTimeout.onSilence')
    const silence = new Silence(
      this.#actor.kernel.clock,
      checked,
      () => actor.busy,
      () => actor.enqueue(() => (actor.silence === silence ? onSilence?.() : undefined)),
    )
    actor.silence = silence
  }

  onStop(hook: () => unknown): void {
    this.mustLive()
    checkFunction(hook, 'onStop')
    this.#hooks ??= []
    this.#hooks.push(hook)
  }

  abort(): void {
    this.#aborted = true
    this.#controller?.abort(new ActorDownError(this.#path, 'stopping'))
  }

  /** A handler gave a stream: it ends with this life. */
  send(message: UserMessage, given: unknown): void {
    const { kernel } = this.#actor
    const maker = {
      path: this.#path,
      clock: kernel.clock,
      enqueue: (run: () => unknown) => this.#actor.enqueue(run),
    }
    this.#sources ??= new Set()
    this.#sources.add(kernel.streams.send(message, given, maker, (source) => this.#sources?.delete(source)))
  }

  /** Ends all that belongs to this life at once. */
  cut(): void {
    if (!this.#alive) return
    this.#alive = false
    this.abort()
    this.#timers?.cancelAll()
    this.#actor.silence?.cancel()
    this.#actor.silence = undefined
    for (const watcher of this.#watches?.values() ?? []) this.#actor.kernel.watches.remove(watcher)
    this.#watches = undefined
    for (const source of [...(this.#sources ?? [])]) source.drop('ended before its stream did')
    if (!this.#deferred) return
    const down = new ActorDownError(this.#path, 'ended before it replied')
    for (const deferred of this.#deferred) deferred.fail(down)
  }

  /**
   * cut, then children in reverse start order, then the hooks, last one first. Never rejects.
   *
   * @returns nothing when there is nothing to wait for
   */
  close(deadline: number): Promise<void> | undefined {
    if (this.#closing) return this.#closing
    this.cut()
    if (!this.#hooks && !this.#actor.hasChildren) return undefined
    this.#closing = this.#close(deadline)
    return this.#closing
  }

  async #close(deadline: number): Promise<void> {
    if (this.#actor.hasChildren) await this.#actor.children.stopAll(deadline)
    const { clock } = this.#actor.kernel
    for (const hook of this.#hooks?.reverse() ?? []) {
      let cancel = () => {}
      const late = new Promise<void>((resolve) => {
        cancel = clock.schedule(Math.max(0, deadline - clock.now()), resolve)
      })
      // A hook that fails must not keep the others from running.
      await Promise.race([
        late,
        (async () => hook())().catch((error: unknown) => this.#actor.children.report(error)),
      ])
      cancel()
    }
  }

  get #path(): string {
    return this.#actor.ref.path
  }
}

const watchKey = ({ node, place, uid }: Address) => `${place}:${uid}@${node}`

/** Without a callback the death of the watched actor is a failure of the watcher. */
function failWith({ ref, reason, error }: Down): never {
  throw new WatchedDiedError(ref.path, reason, error)
}
