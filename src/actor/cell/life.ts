import type { Children } from '../children/children.js'
import { kill, stop } from '../children/stopping.js'
import type { Clock } from '../clock.js'
import type { ActorContext, ActorDefinition, Timer, Timers } from '../context.js'
import { ActorDownError } from '../errors.js'
import type { Handlers } from '../handlers.js'
import { checkDelay, type SpawnOptions } from '../options.js'
import type { Kernel } from '../place/kernel.js'
import type { ActorRef, Address } from '../ref.js'
import type { Down } from '../watch/death.js'
import { Deferred } from './deferred.js'
import type { UserMessage } from './mailbox.js'

const defaultGraceMs = 5000

/** The actor whose life it is. */
export interface Living {
  readonly kernel: Kernel
  readonly ref: ActorRef
  readonly incarnation: number
  readonly children: Children
  /** The message whose handler runs, if any. */
  readonly current: UserMessage | undefined
  /** Queues work that runs as a handler. */
  enqueue(run: () => unknown): void
}

const keyOf = ({ node, place, uid }: Address) => `${place}:${uid}@${node}`

/** One incarnation of an actor: the context its setup got, and all that must end with it. */
export class Life implements ActorContext {
  readonly incarnation: number
  readonly #actor: Living
  #alive = true
  #aborted = false
  #controller: AbortController | undefined
  #cancels: Set<() => void> | undefined
  #watches: Map<string, number> | undefined
  readonly #deferred = new Set<Deferred<any>>()
  #hooks: (() => unknown)[] = []
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

  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController()
      if (this.#aborted) this.abort()
    }
    return this.#controller.signal
  }

  get timers(): Timers {
    return {
      once: (delayMs, run) => this.#timer(checkDelay(delayMs, 'timers.once'), run, false),
      every: (periodMs, run) => this.#timer(Math.max(1, checkDelay(periodMs, 'timers.every')), run, true),
    }
  }

  spawn<H extends Handlers, A>(
    definition: ActorDefinition<H, A>,
    args: A,
    options?: SpawnOptions,
  ): Promise<ActorRef<H>> {
    if (!this.#alive) return Promise.reject(this.#ended())
    return this.#actor.children.spawn(definition, args, options)
  }

  watch(ref: ActorRef, onDown: (down: Down) => unknown): void {
    if (!this.#alive) throw this.#ended()
    this.unwatch(ref)
    const key = keyOf(ref.address)
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
    const key = keyOf(ref.address)
    const watcher = this.#watches?.get(key)
    if (watcher === undefined) return
    this.#watches!.delete(key)
    this.#actor.kernel.watches.remove(watcher)
  }

  async stop(ref: ActorRef, { graceMs = defaultGraceMs }: { graceMs?: number } = {}): Promise<void> {
    await stop(this.#actor.kernel, ref.address, checkDelay(graceMs, 'stop.graceMs'))
  }

  async kill(ref: ActorRef, { timeoutMs = 10_000 }: { timeoutMs?: number } = {}): Promise<void> {
    await kill(this.#actor.kernel, ref.address, checkDelay(timeoutMs, 'kill.timeoutMs'))
  }

  defer<T>(): Deferred<T> {
    if (!this.#alive) throw this.#ended()
    const { kernel, current } = this.#actor
    if (!current)
      throw new TypeError(`${this.path}: ctx.defer() works only inside the handler of an ask or tell`)
    const deferred = new Deferred<T>((ok, value) => {
      this.#deferred.delete(deferred)
      kernel.reply(current.from, current.id, ok, value)
    })
    if (current.id !== 0) this.#deferred.add(deferred)
    return deferred
  }

  onStop(hook: () => unknown): void {
    if (!this.#alive) throw this.#ended()
    this.#hooks.push(hook)
  }

  abort(): void {
    this.#aborted = true
    this.#controller?.abort(new ActorDownError(this.path, 'stopping'))
  }

  /** Ends all that belongs to this life at once. */
  cut(): void {
    if (!this.#alive) return
    this.#alive = false
    this.abort()
    for (const cancel of this.#cancels ?? []) cancel()
    this.#cancels = undefined
    for (const watcher of this.#watches?.values() ?? []) this.#actor.kernel.watches.remove(watcher)
    this.#watches = undefined
    for (const deferred of this.#deferred)
      deferred.fail(new ActorDownError(this.path, 'ended before it replied'))
  }

  /** cut, then children in reverse start order, then the hooks, last one first. Never rejects. */
  close(deadline: number): Promise<void> {
    this.#closing ??= this.#close(deadline)
    return this.#closing
  }

  async #close(deadline: number): Promise<void> {
    this.cut()
    if (this.#actor.children.size > 0) await this.#actor.children.stopAll(deadline)
    const { clock } = this.#actor.kernel
    for (const hook of this.#hooks.reverse()) {
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

  #timer(ms: number, run: () => unknown, repeat: boolean): Timer {
    if (!this.#alive) throw this.#ended()
    const { clock } = this.#actor.kernel
    this.#cancels ??= new Set()
    const cancels = this.#cancels
    let active = true
    let queued = false
    let unschedule = () => {}
    const cancel = () => {
      active = false
      unschedule()
      cancels.delete(cancel)
    }
    const arm = () => {
      unschedule = clock.schedule(ms, () => {
        if (repeat) arm()
        // A slow actor finds one tick waiting, not a pile of them.
        if (queued) return
        queued = true
        this.#actor.enqueue(() => {
          queued = false
          if (!active) return undefined
          if (!repeat) cancel()
          return run()
        })
      })
    }
    cancels.add(cancel)
    arm()
    return { cancel }
  }

  #ended(): ActorDownError {
    return new ActorDownError(this.path, `its incarnation ${this.incarnation} ended`)
  }
}
