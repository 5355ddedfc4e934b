import type { NodeId, Whereabouts } from '../../transport/whereabouts.js'
import { checkSignal } from '../callbacks.js'
import type { Clock } from '../clock.js'
import { ActorDownError, AskAbortedError, AskTimeoutError, type Ending } from '../errors.js'
import type { AskOptions } from '../ref.js'
import { type Dated, Deadlines } from './deadlines.js'

interface Receiver extends Whereabouts {
  readonly path: string
}

class Ask implements Dated {
  done = false

  constructor(
    readonly asks: Asks,
    readonly id: number,
    readonly to: Receiver,
    readonly name: string,
    readonly timeoutMs: number,
    readonly due: number,
    readonly signal: AbortSignal | undefined,
    readonly resolve: (value: unknown) => void,
    readonly reject: (error: unknown) => void,
  ) {}

  expire(): void {
    this.asks.settle(this.id, false, new AskTimeoutError(this.to.path, this.name, this.timeoutMs))
  }
}

/** The asks that one signal aborts: one listener for all of them, which goes with the last. */
interface Abortable {
  readonly asks: Set<Ask>
  readonly onAbort: () => void
}

/** Asks of this thread that wait for a reply. Each settles once: reply, timeout, abort, death or close. */
export class Asks {
  readonly #clock: Clock
  readonly #pending = new Map<number, Ask>()
  readonly #deadlines: Deadlines
  readonly #signals = new Map<AbortSignal, Abortable>()
  #next: number

  /** @param first the number of the first ask */
  constructor(clock: Clock, first: number) {
    this.#next = first
    this.#clock = clock
    this.#deadlines = new Deadlines(clock)
  }

  /** Takes a number that no ask will have. */
  number(): number {
    return this.#next++
  }

  get size(): number {
    return this.#pending.size
  }

  /** Registers an ask; `send` gets its id and may throw, which rejects it. */
  open(
    to: Receiver,
    name: string,
    { timeoutMs, signal }: AskOptions,
    send: (id: number) => void,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      checkSignal(signal, 'signal')
      if (signal?.aborted) return reject(new AskAbortedError(to.path, name, signal.reason))
      const id = this.#next++
      const due = this.#clock.now() + timeoutMs
      const ask = new Ask(this, id, to, name, timeoutMs, due, signal, resolve, reject)
      this.#pending.set(id, ask)
      if (signal) this.#listen(signal, ask)
      this.#deadlines.add(ask)
      try {
        send(id)
      } catch (error) {
        this.settle(id, false, error)
      }
    })
  }

  /**
   * A late reply finds nothing here and is dropped.
   *
   * @param from the other node that replies: one can't answer for another
   */
  settle(id: number, ok: boolean, value: unknown, from?: NodeId): void {
    const ask = this.#pending.get(id)
    if (!ask || (from !== undefined && ask.to.node !== from)) return
    this.#pending.delete(id)
    ask.done = true
    this.#deadlines.settled()
    if (ask.signal) this.#unlisten(ask.signal, ask)
    if (ok) ask.resolve(value)
    else ask.reject(value)
  }

  /** Rejects all asks, or those to some places, with ActorDownError. */
  fail(ending: Ending, concerns?: (to: Whereabouts) => boolean): void {
    for (const [id, { to }] of this.#pending) {
      if (concerns && !concerns(to)) continue
      this.settle(id, false, ActorDownError.after(to.path, ending))
    }
  }

  #listen(signal: AbortSignal, ask: Ask): void {
    let group = this.#signals.get(signal)
    if (!group) {
      const asks = new Set<Ask>()
      const onAbort = () => {
        for (const { id, to, name } of asks)
          this.settle(id, false, new AskAbortedError(to.path, name, signal.reason))
      }
      group = { asks, onAbort }
      this.#signals.set(signal, group)
      signal.addEventListener('abort', onAbort, { once: true })
    }
    group.asks.add(ask)
  }

  #unlisten(signal: AbortSignal, ask: Ask): void {
    const group = this.#signals.get(signal)
    if (!group) return
    group.asks.delete(ask)
    if (group.asks.size > 0) return
    this.#signals.delete(signal)
    signal.removeEventListener('abort', group.onAbort)
  }
}
