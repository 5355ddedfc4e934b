import type { Deferred } from './cell/deferred.js'
import type { Handover } from './cell/handover.js'

/** What a setup returns: handlers by message name, each taking one payload. */
export type Handlers = Record<string, (payload: any) => unknown>

/** The message names of handlers. */
export type Names<H> = keyof H & string

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

/** The names of those handlers that take any error as their payload. */
export type ErrorNames<H> = {
  [K in Names<H>]: Error extends PayloadOf<H[K]> ? K : never
}[Names<H>]

/** The handlers of a definition: `ActorRef<HandlersOf<typeof Counter>>`. */
export type HandlersOf<D> = D extends { setup: (...args: never[]) => infer R }
  ? Awaited<R> extends infer H extends Handlers
    ? H
    : never
  : never

type Unwrap<R> = R extends Deferred<infer T> ? T : R extends Handover<infer T> ? T : R
type Result<F> = F extends (...args: never[]) => infer R ? Unwrap<Awaited<R>> : never

/** What an ask resolves to: the handler's result, awaited, or what its `ctx.defer()` is given later. */
export type ReplyOf<F> = IsAny<F> extends true ? any : Result<F>

/** What a stream of a handler gives: what an async generator yields, or the one result of any other handler. */
export type ItemOf<F> =
  IsAny<F> extends true
    ? any
    : IsAny<Result<F>> extends true
      ? any
      : [Result<F>] extends [never]
        ? never
        : Result<F> extends AsyncIterable<infer T>
          ? Unwrap<T>
          : Result<F>

/** The names of those handlers that reply, instead of giving a stream. */
export type ReplyNames<H> = {
  [K in Names<H>]: IsAny<H[K]> extends true ? K : GivesStream<Result<H[K]>> extends true ? never : K
}[Names<H>]

type GivesStream<R> =
  IsAny<R> extends true
    ? false
    : [R] extends [never]
      ? false
      : R extends AsyncIterable<unknown>
        ? true
        : false
