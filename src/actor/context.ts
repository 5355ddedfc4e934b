import type { Transferable } from '../transport/envelope.js'
import type { Behavior } from './cell/behavior.js'
import type { Deferred } from './cell/deferred.js'
import type { Handover } from './cell/handover.js'
import type { StopOptions } from './children/stopping.js'
import type { Clock } from './clock.js'
import type { Group } from './group/group.js'
import type { GroupOptions } from './group/options.js'
import type { Handlers } from './handlers.js'
import type { SpawnOptions } from './options.js'
import type { ActorRef } from './ref.js'
import type { NameRegistry } from './registry/names.js'
import type { RouterOptions, Routing } from './router/options.js'
import type { Router } from './router/router.js'
import type { Down } from './watch/death.js'

export interface Timer {
  cancel(): void
}

/** Timers end with the actor's life. Their callbacks run like handlers: one at a time, and may fail the actor. */
export interface Timers {
  once(delayMs: number, run: () => unknown): Timer
  /** At most one tick waits in the mailbox: a slow actor skips the ones it missed. */
  every(periodMs: number, run: () => unknown): Timer
}

/** What a setup function gets. Belongs to one life: after a restart the old one refuses to work. */
export interface ActorContext extends NameRegistry {
  readonly self: ActorRef
  readonly path: string
  /** 0 at first, one more at each restart. */
  readonly incarnation: number
  /** Aborts when the actor is asked to stop, fails, or is killed from its own thread. */
  readonly signal: AbortSignal
  readonly clock: Clock
  /** The device whose actors share this thread, as `placement: { device }` named it. */
  readonly device: string | undefined
  readonly timers: Timers
  /**
   * Starts a child: it stops before this actor does, and its failures come here (see `supervise`). Resolves
   * when its setup is done.
   *
   * @throws what setup throws, SpawnTimeoutError, NoActorExportError, NameTakenError, ActorOptionError
   */
  spawn<H extends Handlers, A>(
    definition: ActorDefinition<H, A>,
    args: NoInfer<A>,
    options?: SpawnOptions,
  ): Promise<ActorRef<H>>
  /**
   * Starts `size` actors of one kind and returns what sends to one of them, or to all, by a strategy.
   *
   * @throws what spawn throws, when one of them does; the others are stopped then
   */
  router<H extends Handlers, A>(
    definition: ActorDefinition<H, A>,
    argsOf: (index: number) => NoInfer<A>,
    options: NoInfer<RouterOptions<H>>,
  ): Promise<Router<H>>
  /**
   * Starts `size` actors of one kind that share one fate: see {@link Group}. Resolves when all are set up.
   *
   * @throws what spawn throws, when one of them does; the others are stopped then
   */
  spawnGroup<H extends Handlers, A>(
    definition: ActorDefinition<H, A>,
    argsOf: (index: number) => NoInfer<A>,
    options: GroupOptions,
  ): Promise<Group<H>>
  /** A router over actors that exist already, whoever supervises them; `close()` it when this actor outlives its use. */
  routeTo<H extends Handlers>(refs: readonly ActorRef<H>[], routing: NoInfer<Routing<H>>): Router<H>
  /**
   * Calls `onDown` once, as a handler, when the actor is gone for good: never for a restart, after its last
   * messages, at once if it is dead already. Watching again replaces the callback. Without a callback the
   * death fails this actor with WatchedDiedError.
   */
  watch(ref: ActorRef, onDown?: (down: Down) => unknown): void
  /** Takes back also a notice that waits in the mailbox. */
  unwatch(ref: ActorRef): void
  /**
   * Asks any actor to stop: it finishes its message, stops its children in reverse order, runs its hooks.
   * After `graceMs` (default 5000) it is killed. Resolves when it is gone. Don't await it for an actor that
   * waits for you, or for yourself.
   */
  stop(ref: ActorRef, options?: StopOptions): Promise<void>
  /**
   * Ends an actor from outside, without its cooperation: one with a thread of its own loses the thread
   * (worker.terminate()); others are cut off, though their running handler can't be interrupted. A thread that
   * can't cut one off because it is blocked is terminated when it gives no sign of life for half of `timeoutMs`,
   * or 5 s: its other actors fail with ThreadHungError. Never restarted. Resolves when it is gone: for a thread,
   * after its exit.
   *
   * @throws KillTimeoutError when it still lives after `timeoutMs` (default 10,000)
   */
  kill(ref: ActorRef, options?: { timeoutMs?: number }): Promise<void>
  /**
   * Inside a handler: reply to this ask later. Return it from the handler. When this life ends first, the ask
   * rejects with ActorDownError.
   */
  defer<T>(): Deferred<T>
  /**
   * A reply whose `list` of buffers and ports moves to the asker's thread instead of being copied. Return it
   * from the handler, or give it to a deferred. Within a thread everything is handed over as it is.
   */
  transfer<T>(value: T, list: readonly Transferable[]): Handover<T>
  /**
   * Marks a handler: while it awaits, the actor handles other messages, so its state may change across each
   * `await`. Use defer and stash in it before the first one. Other handlers keep the actor to themselves.
   */
  reentrant<F extends (payload: any) => unknown>(handler: F): F
  /**
   * Puts the message whose handler runs aside, with its reply address; what the handler returns is then
   * ignored. A restart puts the stash back before what waits; an end of the actor refuses it.
   *
   * @throws StashFullError at more than `mailbox.stash` messages; this one is then refused (its ask rejects)
   */
  stash(): void
  /** Puts all stashed messages before what waits in the mailbox, in the order in which they first came. */
  unstashAll(): void
  /** Handlers that can be swapped, and messages to oneself, with types. Setup returns its `handlers`. */
  behavior<H extends Handlers>(handlers: H): Behavior<H>
  /**
   * Calls `onSilence`, as a handler, whenever no message was handled for `ms` and none waits; again after each
   * further `ms`. Timers and deaths don't count as messages. `undefined` ends that, another call replaces it.
   */
  receiveTimeout(ms: number, onSilence: () => unknown): void
  receiveTimeout(ms: undefined): void
  /** Runs before this life ends, after the children stopped; the last one added runs first. May be async. */
  onStop(hook: () => unknown): void
}

/** Setup: runs once per life of the actor, in the actor's thread; its closure variables are the state. */
export type Setup<H extends Handlers, A> = (ctx: ActorContext, args: A) => H | Promise<H>

/** An actor that can be spawned; made by {@link defineActor}. */
export interface ActorDefinition<H extends Handlers = Handlers, A = unknown> {
  readonly url: string
  /** How many definitions the module made before this one: tells them apart in another thread. */
  readonly ordinal: number
  readonly setup: Setup<H, A>
}
