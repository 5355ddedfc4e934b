import type { Transferable } from '../../transport/envelope.js'
import type { Children } from '../children/children.js'
import { kill, type StopOptions, stop } from '../children/stopping.js'
import type { Clock } from '../clock.js'
import type { ActorContext, ActorDefinition, Timers } from '../context.js'
import { ActorDownError, WatchedDiedError } from '../errors.js'
import type { Group } from '../group/group.js'
import type { GroupOptions } from '../group/options.js'
import { spawnGroup } from '../group/spawn.js'
import type { Handlers } from '../handlers.js'
import { checkDelay, type SpawnOptions } from '../options.js'
import type { Kernel } from '../place/kernel.js'
import { type ActorRef, type Address, checkRef } from '../ref.js'
import { type LookupOptions, lookup, register, unregister } from '../registry/names.js'
import type { RouterOptions, Routing } from '../router/options.js'
import type { Router } from '../router/router.js'
import { routeTo, spawnRouter } from '../router/spawn.js'
import type { Source } from '../stream/source.js'
import type { Down } from '../watch/death.js'
import { Behavior } from './behavior.js'
import { Deferred } from './deferred.js'
import { Handover } from './handover.js'
import type { UserMessage } from './mailbox.js'
import { reentrant } from './reentrant.js'
import { LifeTimers, Silence } from './timers.js'

const defaultGraceMs = 5000

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
 * One incarnation of an actor: the context its setup got, and all that must end with it. Most lives use little
 * of it, and there may be a hundred thousand: what holds resources is made on first use.
 */
export class Life implements ActorContext {
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

  get self(): ActorRef {
    return this.#actor.ref
  }

  get path(): string {
    return this.#actor.ref.path
  }

  get clock(): Clock {
    return this.#actor.kernel.clock
  }

  get device(): string | undefined {
    return this.#actor.kernel.device
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
    this.#mustLive()
    this.#timers ??= new LifeTimers(this.clock, (run) => this.#actor.enqueue(run))
    return this.#timers
  }

  spawn<H extends Handlers, A>(
    definition: ActorDefinition<H, A>,
    args: A,
    options?: SpawnOptions,
  ): Promise<ActorRef<H>> {
    if (!this.#alive) return Promise.reject(this.#ended())
    return this.#actor.children.spawn(definition, args, options)
  }

  router<H extends Handlers, A>(
    definition: ActorDefinition<H, A>,
    argsOf: (index: number) => A,
    options: RouterOptions<H>,
  ): Promise<Router<H>> {
    if (!this.#alive) return Promise.reject(this.#ended())
    return spawnRouter(this.#actor.children, definition, argsOf, options)
  }

  spawnGroup<H extends Handlers, A>(
    definition: ActorDefinition<H, A>,
    argsOf: (index: number) => A,
    options: GroupOptions,
  ): Promise<Group<H>> {
    if (!this.#alive) return Promise.reject(this.#ended())
    const announce = (run: () => unknown) => this.#actor.enqueue(() => (this.#alive ? run() : undefined))
    return spawnGroup(this.#actor.children, definition, argsOf, options, announce)
  }

  routeTo<H extends Handlers>(refs: readonly ActorRef<H>[], routing: Routing<H>): Router<H> {
    this.#mustLive()
    const router = routeTo(this.#actor.children, refs, routing)
    this.onStop(() => router.close())
    return router
  }

  watch(ref: ActorRef, onDown: (down: Down) => unknown = failWith): void {
    this.#mustLive()
    checkRef(this.#actor.kernel, ref, 'watch')
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
    const key = watchKey(ref.address)
    const watcher = this.#watches?.get(key)
    if (watcher === undefined) return
    this.#watches!.delete(key)
    this.#actor.kernel.watches.remove(watcher)
  }

  async stop(ref: ActorRef, { graceMs = defaultGraceMs, mode = 'now' }: StopOptions = {}): Promise<void> {
    checkRef(this.#actor.kernel, ref, 'stop')
    await stop(this.#actor.kernel, ref.address, checkDelay(graceMs, 'stop.graceMs'), mode)
  }

  async kill(ref: ActorRef, { timeoutMs = 10_000 }: { timeoutMs?: number } = {}): Promise<void> {
    checkRef(this.#actor.kernel, ref, 'kill')
    await kill(this.#actor.kernel, ref.address, checkDelay(timeoutMs, 'kill.timeoutMs'))
  }

  register(name: string, ref: ActorRef): Promise<void> {
    return register(this.#actor.kernel, name, ref)
  }

  unregister(name: string): Promise<boolean> {
    return unregister(this.#actor.kernel, name)
  }

  lookup(name: string, options?: LookupOptions): Promise<any> {
    return lookup(this.#actor.kernel, name, options)
  }

  defer<T>(): Deferred<T> {
    this.#mustLive()
    const { kernel, current } = this.#actor
    if (!current)
      throw new TypeError(`${this.path}: ctx.defer() works only inside the handler of an ask or tell`)
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

  transfer<T>(value: T, transfer: readonly Transferable[]): Handover<T> {
    return new Handover(value, transfer)
  }

  reentrant<F extends (payload: any) => unknown>(handler: F): F {
    return reentrant(handler)
  }

  stash(): void {
    this.#mustLive()
    this.#actor.stash()
  }

  unstashAll(): void {
    this.#mustLive()
    this.#actor.unstashAll()
  }

  behavior<H extends Handlers>(handlers: H): Behavior<H> {
    return new Behavior(this, handlers)
  }

  become(handlers: Handlers): void {
    this.#mustLive()
    this.#actor.become(handlers)
  }

  post(name: string, payload: unknown): void {
    this.#actor.post(name, payload)
  }

  fail(error: unknown): void {
    this.#actor.enqueue(() => {
      if (this.#alive) throw error
    })
  }

  receiveTimeout(ms: number | undefined, onSilence?: () => unknown): void {
    this.#mustLive()
    this.#actor.silence?.cancel()
    this.#actor.silence = undefined
    if (ms === undefined) return
    const actor = this.#actor
    const checked = Math.max(1, checkDelay(ms, 'receiveTimeout'))
    const silence = new Silence(
      this.clock,
      checked,
      () => actor.busy,
      () => actor.enqueue(() => (actor.silence === silence ? onSilence?.() : undefined)),
    )
    actor.silence = silence
  }

  onStop(hook: () => unknown): void {
    this.#mustLive()
    this.#hooks ??= []
    this.#hooks.push(hook)
  }

  abort(): void {
    this.#aborted = true
    this.#controller?.abort(new ActorDownError(this.path, 'stopping'))
  }

  /** A handler gave a stream: it ends with this life. */
  send(message: UserMessage, given: unknown): void {
    const { kernel } = this.#actor
    const maker = {
      path: this.path,
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
    const down = new ActorDownError(this.path, 'ended before it replied')
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

  #mustLive(): void {
    if (!this.#alive) throw this.#ended()
  }

  #ended(): ActorDownError {
    return new ActorDownError(this.path, `its incarnation ${this.incarnation} ended`)
  }
}

const watchKey = ({ node, place, uid }: Address) => `${place}:${uid}@${node}`

/** Without a callback the death of the watched actor is a failure of the watcher. */
function failWith({ ref, reason, error }: Down): never {
  throw new WatchedDiedError(ref.path, reason, error)
}
