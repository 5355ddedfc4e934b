import type { ActorContext } from './context.js'
import type { Deferred } from './deferred.js'

/** What a setup returns: handlers by message name, each taking one payload. */
export type Handlers = Record<string, (payload: any) => unknown>

/** True for `any` only: refs whose handlers are not known here take and give anything. */
type IsAny<T> = 0 extends 1 & T ? true : false

/** Payload of a handler; `undefined` when it takes none. */
export type PayloadOf<F> =
  IsAny<F> extends true
    ? any
    : F extends (...args: infer P) => unknown
      ? P extends []
        ? undefined
        : P[0]
      : never

type Unwrap<R> = R extends Deferred<infer T> ? T : R
/** What an ask resolves to: the handler's result, awaited, or what its `ctx.defer()` is given later. */
export type ReplyOf<F> =
  IsAny<F> extends true ? any : F extends (...args: never[]) => infer R ? Unwrap<Awaited<R>> : never

/** Setup: runs once per life of the actor, in the actor's thread; its closure variables are the state. */
export type Setup<H extends Handlers, A> = (ctx: ActorContext, args: A) => H | Promise<H>

/** An actor that can be spawned; made by {@link defineActor}. */
export interface ActorDefinition<H extends Handlers = Handlers, A = unknown> {
  readonly url: string
  /** How many definitions the module made before this one: tells them apart in another thread. */
  readonly ordinal: number
  readonly setup: Setup<H, A>
}

const ordinals = new Map<string, number>()
const made = new WeakSet<object>()

/**
 * Defines an actor. Export it as the module's default: other threads find it by the module's URL.
 *
 * @param url always `import.meta.url`
 * @param setup gets the context and the spawn arguments, returns the handlers; may be async. What it throws
 *   goes to whoever spawns the actor. It runs again, with the same arguments, at each restart.
 */
export function defineActor<H extends Handlers, A = undefined>(
  url: string,
  setup: Setup<H, A>,
): ActorDefinition<H, A> {
  const ordinal = ordinals.get(url) ?? 0
  ordinals.set(url, ordinal + 1)
  const definition = Object.freeze({ url, ordinal, setup })
  made.add(definition)
  return definition
}

export function isDefinition(value: unknown): value is ActorDefinition {
  return typeof value === 'object' && value !== null && made.has(value)
}
