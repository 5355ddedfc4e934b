import type { PlaceId } from '../../transport/envelope.js'
import type { Clock } from '../clock.js'
import { ActorDownError, AskAbortedError, AskTimeoutError } from '../errors.js'
import type { AskOptions } from '../ref.js'

interface Pending {
  readonly place: PlaceId
  readonly path: string
  readonly settle: (ok: boolean, value: unknown) => void
}

/** Asks of this thread that wait for a reply. Each settles once: reply, timeout, abort, death or close. */
export class Asks {
  readonly #clock: Clock
  readonly #pending = new Map<number, Pending>()
  #next = 1

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get size(): number {
    return this.#pending.size
  }

  /** Registers an ask; `send` gets its id and may throw, which rejects it. */
  open(
    to: { place: PlaceId; path: string },
    name: string,
    { timeoutMs, signal }: AskOptions,
    send: (id: number) => void,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(new AskAbortedError(to.path, name, signal.reason))
      const id = this.#next++
      const onAbort = () => this.settle(id, false, new AskAbortedError(to.path, name, signal?.reason))
      const cancel = this.#clock.schedule(timeoutMs, () =>
        this.settle(id, false, new AskTimeoutError(to.path, name, timeoutMs)),
      )
      signal?.addEventListener('abort', onAbort, { once: true })
      this.#pending.set(id, {
        place: to.place,
        path: to.path,
        settle: (ok, value) => {
          cancel()
          signal?.removeEventListener('abort', onAbort)
          if (ok) resolve(value)
          else reject(value)
        },
      })
      try {
        send(id)
      } catch (error) {
        this.settle(id, false, error)
      }
    })
  }

  /** A late reply finds nothing here and is dropped. */
  settle(id: number, ok: boolean, value: unknown): void {
    const pending = this.#pending.get(id)
    if (!pending) return
    this.#pending.delete(id)
    pending.settle(ok, value)
  }

  /** Rejects all asks, or those to one place, with ActorDownError. */
  fail(reason: string, cause?: unknown, place?: PlaceId): void {
    for (const [id, pending] of this.#pending) {
      if (place !== undefined && pending.place !== place) continue
      this.settle(id, false, new ActorDownError(pending.path, reason, cause))
    }
  }
}
