import type { Handover } from './handover.js'

/** The reply to an ask, given later; see `ctx.defer`. Only the first of the two calls counts. */
export class Deferred<T> {
  readonly #settle: (ok: boolean, value: unknown) => void
  #settled = false

  /** Made by the runtime: use `ctx.defer()`. */
  constructor(settle: (ok: boolean, value: unknown) => void) {
    this.#settle = settle
  }

  reply(value: T | Handover<T>): void {
    this.#once(true, value)
  }

  fail(error: unknown): void {
    this.#once(false, error)
  }

  #once(ok: boolean, value: unknown): void {
    if (this.#settled) return
    this.#settled = true
    this.#settle(ok, value)
  }
}
