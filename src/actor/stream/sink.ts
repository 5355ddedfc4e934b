import type { Clock } from '../clock.js'
import { AskAbortedError, AskTimeoutError } from '../errors.js'
import { StreamOverrunError } from './errors.js'

export interface StreamOptions {
  /** How long to wait for each item, in milliseconds. */
  timeoutMs: number
  /** How many items may be on their way, 1 to 65,536; default 16. More hide the way there and back. */
  credits?: number
  /** How long the sender waits for this side to take items before it gives the stream up; default 60,000 ms. */
  holdMs?: number
  signal?: AbortSignal
}

/** What the reading end needs to reach the other one. */
export interface Inlet {
  readonly path: string
  readonly name: string
  readonly clock: Clock
  /** Sends the message that opens the stream; may throw. */
  open(): void
  credit(count: number): void
  cancel(): void
  /** Nothing more may come: forgets the stream. */
  closed(): void
}

interface Waiter {
  resolve(result: IteratorResult<unknown>): void
  reject(error: unknown): void
}

/** The reading end of a stream: opens with the first `next`, gives credit as its reader takes items. */
export class Sink implements AsyncIterableIterator<unknown> {
  readonly #inlet: Inlet
  readonly #timeoutMs: number
  readonly #credits: number
  readonly #signal: AbortSignal | undefined
  #state: 'new' | 'open' | 'over' = 'new'
  #items: unknown[] = []
  #waiters: Waiter[] = []
  #error: { readonly thrown: unknown } | undefined
  /** Items taken for which no credit was given yet. */
  #taken = 0
  #disarm = () => {}

  constructor(inlet: Inlet, timeoutMs: number, credits: number, signal: AbortSignal | undefined) {
    this.#inlet = inlet
    this.#timeoutMs = timeoutMs
    this.#credits = credits
    this.#signal = signal
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<IteratorResult<unknown>> {
    if (this.#state === 'new') this.#open()
    if (this.#items.length > 0) {
      const value = this.#items.shift()
      this.#took()
      return Promise.resolve({ value, done: false })
    }
    if (this.#state === 'over') return this.#outcome()
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject })
      if (this.#waiters.length === 1) this.#arm()
    })
  }

  /** Ends the stream from this side, as leaving a `for await` loop does. */
  async return(): Promise<IteratorResult<unknown>> {
    this.#items = []
    this.#stop(undefined)
    this.#error = undefined
    return { value: undefined, done: true }
  }

  /** An item came. */
  item(value: unknown): void {
    if (this.#state !== 'open') return
    const waiter = this.#waiters.shift()
    if (waiter) {
      this.#disarm()
      if (this.#waiters.length > 0) this.#arm()
      waiter.resolve({ value, done: false })
      this.#took()
    } else if (this.#items.length < this.#credits) this.#items.push(value)
    else this.#stop({ thrown: new StreamOverrunError(this.#inlet.path, this.#inlet.name, this.#credits) })
  }

  /** The other side ended it. What came before is still read. */
  end(error: { readonly thrown: unknown } | undefined): void {
    if (this.#state !== 'open') return
    this.#over(error)
  }

  #open(): void {
    this.#state = 'open'
    if (this.#signal?.aborted) {
      this.#over({ thrown: this.#aborted() })
      return
    }
    this.#signal?.addEventListener('abort', this.#onAbort, { once: true })
    try {
      this.#inlet.open()
    } catch (thrown) {
      this.#over({ thrown })
    }
  }

  /** Credit in halves: enough to keep the sender busy, few enough messages. */
  #took(): void {
    if (this.#state !== 'open' || ++this.#taken < Math.ceil(this.#credits / 2)) return
    this.#inlet.credit(this.#taken)
    this.#taken = 0
  }

  #arm(): void {
    this.#disarm = this.#inlet.clock.schedule(this.#timeoutMs, () => {
      const { path, name } = this.#inlet
      this.#stop({ thrown: new AskTimeoutError(path, name, this.#timeoutMs) })
    })
  }

  readonly #onAbort = (): void => this.#stop({ thrown: this.#aborted() })

  #aborted(): AskAbortedError {
    return new AskAbortedError(this.#inlet.path, this.#inlet.name, this.#signal?.reason)
  }

  #stop(error: { readonly thrown: unknown } | undefined): void {
    if (this.#state === 'open') this.#inlet.cancel()
    if (this.#state !== 'over') this.#over(error)
  }

  #over(error: { readonly thrown: unknown } | undefined): void {
    this.#state = 'over'
    this.#error = error
    this.#disarm()
    this.#signal?.removeEventListener('abort', this.#onAbort)
    this.#inlet.closed()
    for (const { resolve, reject } of this.#waiters.splice(0)) this.#outcome().then(resolve, reject)
  }

  /** The error is told once; after it the stream is at its end. */
  #outcome(): Promise<IteratorResult<unknown>> {
    const error = this.#error
    this.#error = undefined
    return error ? Promise.reject(error.thrown) : Promise.resolve({ value: undefined, done: true })
  }
}
