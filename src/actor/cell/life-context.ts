import type { Transferable } from '../../transport/envelope.js'
import { checkFunction, checkOptions, checkTransfer } from '../callbacks.js'
import { checkStop, kill, type StopOptions, stop } from '../children/stopping.js'
import type { Clock } from '../clock.js'
import type { ActorContext, ActorDefinition, Timers } from '../context.js'
import type { Group } from '../group/group.js'
import type { GroupOptions } from '../group/options.js'
import { spawnGroup } from '../group/spawn.js'
import type { Handlers } from '../handlers.js'
import { checkDelay, type SpawnOptions } from '../options.js'
import { type ActorRef, checkRef } from '../ref.js'
import { type LookupOptions, lookup, register, unregister } from '../registry/names.js'
import type { RouterOptions, Routing } from '../router/options.js'
import type { Router } from '../router/router.js'
import { routeTo, spawnRouter } from '../router/spawn.js'
import type { Down } from '../watch/death.js'
import { Behavior } from './behavior.js'
import type { Deferred } from './deferred.js'
import { Handover } from './handover.js'
import type { Life, Living } from './life.js'
import { reentrant } from './reentrant.js'
import { checkHandlers } from './setup.js'

/** What setup gets: an actor's way to act as long as one life of it lasts. */
export class LifeContext implements ActorContext {
  readonly #actor: Living
  readonly #life: Life

  constructor(actor: Living, life: Life) {
    this.#actor = actor
    this.#life = life
  }

  get self(): ActorRef {
    return this.#actor.ref
  }

  get path(): string {
    return this.#actor.ref.path
  }

  get incarnation(): number {
    return this.#life.incarnation
  }

  get clock(): Clock {
    return this.#actor.kernel.clock
  }

  get device(): string | undefined {
    return this.#actor.kernel.device
  }

  get alive(): boolean {
    return this.#life.alive
  }

  get signal(): AbortSignal {
    return this.#life.signal
  }

  get timers(): Timers {
    return this.#life.timers
  }

  spawn<H extends Handlers, A>(
    definition: ActorDefinition<H, A>,
    args: A,
    options?: SpawnOptions,
  ): Promise<ActorRef<H>> {
    if (!this.#life.alive) return Promise.reject(this.#life.ended())
    return this.#actor.children.spawn(definition, args, options)
  }

  router<H extends Handlers, A>(
    definition: ActorDefinition<H, A>,
    argsOf: (index: number) => A,
    options: RouterOptions<H>,
  ): Promise<Router<H>> {
    if (!this.#life.alive) return Promise.reject(this.#life.ended())
    return spawnRouter(this.#actor.children, definition, argsOf, options)
  }

  spawnGroup<H extends Handlers, A>(
    definition: ActorDefinition<H, A>,
    argsOf: (index: number) => A,
    options: GroupOptions,
  ): Promise<Group<H>> {
    if (!this.#life.alive) return Promise.reject(this.#life.ended())
    const announce = (run: () => unknown) => this.#actor.enqueue(() => (this.#life.alive ? run() : undefined))
    return spawnGroup(this.#actor.children, definition, argsOf, options, announce)
  }

  routeTo<H extends Handlers>(refs: readonly ActorRef<H>[], routing: Routing<H>): Router<H> {
    this.#life.mustLive()
    const router = routeTo(this.#actor.children, refs, routing)
    this.#life.onStop(() => router.close())
    return router
  }

  watch(ref: ActorRef, onDown?: (down: Down) => unknown): void {
    this.#life.watch(ref, onDown)
  }

  unwatch(ref: ActorRef): void {
    this.#life.unwatch(ref)
  }

  async stop(ref: ActorRef, options?: StopOptions): Promise<void> {
    const { graceMs, mode } = checkStop(options)
    checkRef(this.#actor.kernel, ref, 'stop')
    await stop(this.#actor.kernel, ref.address, graceMs, mode)
  }

  async kill(ref: ActorRef, options?: { timeoutMs?: number }): Promise<void> {
    const { timeoutMs = 10_000 } = checkOptions(options, 'kill', ['timeoutMs'])
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
    return this.#life.defer()
  }

  transfer<T>(value: T, transfer: readonly Transferable[]): Handover<T> {
    checkTransfer(transfer, 'ctx.transfer')
    return new Handover(value, transfer)
  }

  reentrant<F extends (payload: any) => unknown>(handler: F): F {
    checkFunction(handler, 'reentrant')
    return reentrant(handler)
  }

  stash(): void {
    this.#life.mustLive()
    this.#actor.stash()
  }

  unstashAll(): void {
    this.#life.mustLive()
    this.#actor.unstashAll()
  }

  behavior<H extends Handlers>(handlers: H): Behavior<H> {
    return new Behavior(this, checkHandlers(this.path, handlers) as H)
  }

  become(handlers: Handlers): void {
    this.#life.mustLive()
    this.#actor.become(handlers)
  }

  post(name: string, payload: unknown): void {
    this.#actor.post(name, payload)
  }

  fail(error: unknown): void {
    this.#actor.enqueue(() => {
      if (this.#life.alive) throw error
    })
  }

  receiveTimeout(ms: number | undefined, onSilence?: () => unknown): void {
    this.#life.receiveTimeout(ms, onSilence)
  }

  onStop(hook: () => unknown): void {
    this.#life.onStop(hook)
  }
}
