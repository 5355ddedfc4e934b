import type { Deferred } from './cell/deferred.js'
import type { Clock } from './clock.js'
import type { Handlers } from './handlers.js'
import type { SpawnOptions } from './options.js'
import type { ActorRef } from './ref.js'
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
export interface ActorContext {
  readonly self: ActorRef
  readonly path: string
  /** 0 at first, one more at each restart. */
  readonly incarnation: number
  /** Aborts when the actor is asked to stop, fails, or is killed from its own thread. */
  readonly signal: AbortSignal
  readonly clock: Clock
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
   * Calls `onDown` once, as a handler, when the actor is gone for good: never for a restart, after its last
   * messages, at once if it is dead already. Watching again replaces the callback.
   */
  watch(ref: ActorRef, onDown: (down: Down) => unknown): void
  /** Takes back also a notice that waits in the mailbox. */
  unwatch(ref: ActorRef): void
  /**
   * Asks any actor to stop: it finishes its message, stops its children in reverse order, runs its hooks.
   * After `graceMs` (default 5000) it is killed. Resolves when it is gone. Don't await it for an actor that
   * waits for you, or for yourself.
   */
  stop(ref: ActorRef, options?: { graceMs?: number }): Promise<void>
  /**
   * Ends an actor from outside, without its cooperation: one with a thread of its own loses the thread
   * (worker.terminate()); others are cut off, though their running handler can't be interrupted. Never
   * restarted. Resolves when it is gone: for a thread, after its exit.
   *
   * @throws KillTimeoutError when the thread still runs after `timeoutMs` (default 10,000)
   */
  kill(ref: ActorRef, options?: { timeoutMs?: number }): Promise<void>
  /** Inside a handler: reply to this ask later. Return it from the handler. */
  defer<T>(): Deferred<T>
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
